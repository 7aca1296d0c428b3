"""An export as a file: whole or not at all, and never over another one unasked."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal, TextIO

from reader.exchange.model import ExchangeError


def save(path: Path, write: Callable[[TextIO], None], *, force: bool = False) -> None:
    """Let `write` fill a new UTF-8 file and put it in place of `path` in one step.

    Raises ExchangeError `export_exists` if there is a file and `force` is not set, `export_unwritable` (params
    `path`, `detail`) if the system refuses; then `path` is as it was.
    """
    target = Path(os.path.realpath(path))  # a link keeps pointing where it points
    try:
        if target.exists() and not target.is_file() and not target.is_dir():  # /dev/stdout, a pipe
            with _open(target, "w") as out:
                write(out)
            return
        if target.exists() and not force:
            raise ExchangeError("export_exists", path=str(path))
        _replace(target, write, force=force)
    except FileExistsError:
        raise ExchangeError("export_exists", path=str(path)) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ExchangeError(
            "export_unwritable", path=str(path), detail=error.strerror or str(error)
        ) from error


def _replace(target: Path, write: Callable[[TextIO], None], *, force: bool) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with _open(temporary, "x") as out:
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


def _open(path: Path, mode: Literal["w", "x"]) -> TextIO:
    return path.open(mode, encoding="utf-8", errors="backslashreplace", newline="\n")
