"""An export as a file: whole or not at all, and never over another one unasked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from reader.exchange.model import ExchangeError


def save_file(path: Path, write: Callable[[BinaryIO], None], *, force: bool = False) -> None:
    """Let `write` fill a new file and put it in place of `path` in one step.

    Raises ExchangeError `export_exists` if there is a file and `force` is not set, `export_unwritable` (params
    `path`, `detail`) if the system refuses; then `path` is as it was.
    """
    target = Path(os.path.realpath(path))  # a link keeps pointing where it points
    with _refusals(path):
        if target.exists() and not target.is_file() and not target.is_dir():  # /dev/stdout, a pipe
            with target.open("wb") as out:
                write(out)
            return
        if target.exists() and not force:
            raise FileExistsError
        _replace(target, write, force=force)


def save_folder(path: Path, write: Callable[[Path], None], *, force: bool = False) -> None:
    """Let `write` fill a new folder and put it in place of `path`; with `force` it takes a folder's place.

    Raises as `save_file`; a file is never replaced by a folder (`export_exists`).
    """
    target = Path(os.path.realpath(path))
    temporary, old = (target.with_name(f".{target.name}.{os.getpid()}.{end}") for end in ("tmp", "old"))
    with _refusals(path):
        if target.exists() and not (force and target.is_dir()):
            raise FileExistsError
        try:
            temporary.mkdir()
            write(temporary)
            if target.exists():
                target.rename(old)
            temporary.rename(target)
        finally:
            if old.exists() and not target.exists():
                old.rename(target)
            for folder in (temporary, old):
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """Tell the system's refusals as ours."""
    try:
        yield
    except FileExistsError:
        raise ExchangeError("export_exists", path=str(path)) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ExchangeError(
            "export_unwritable", path=str(path), detail=error.strerror or str(error)
        ) from error


def _replace(target: Path, write: Callable[[BinaryIO], None], *, force: bool) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("xb") as out:
            write(out)
            out.flush()
            os.fsync(out.fileno())
        if force or not hasattr(os, "link"):
            temporary.replace(target)
            return
        try:
            os.link(temporary, target)  # fails if a file appeared meanwhile; a rename would replace it
        except FileExistsError:
            raise
        except OSError:  # file systems without links
            temporary.replace(target)
    finally:
        with suppress(OSError):
            temporary.unlink()
