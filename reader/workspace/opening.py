"""Which files are opened, and which database goes with them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reader.config.places import data_folder
from reader.pages import source_of_name
from reader.workspace.model import SourceFile, WorkspaceError

DATABASE = "annotations.json"
STDIN = "-"
_SUFFIX = ".txt"


def find_files(paths: Sequence[str | Path]) -> tuple[SourceFile, ...]:
    """Return the files that paths stand for: themselves, the `*.txt` in folders (recursively), `-`.

    Hidden files and folders are left out, a folder reached twice (by links) is read once; names are sorted as
    people count. Raises WorkspaceError `missing`, `permission`, `no_pages`.
    """
    root = _common([Path(path) for path in paths if str(path) != STDIN])
    found: dict[str, SourceFile] = {}
    for given in paths:
        if str(given) == STDIN:
            found[STDIN] = SourceFile(STDIN, None, STDIN, source_of_name(""))
            continue
        path = Path(given)
        for file in _files(path):
            key = str(Path(os.path.abspath(file)))  # noqa: PTH100 - without following links
            found.setdefault(key, SourceFile(key, file, _label(file, root), source_of_name(file.name)))
    return tuple(found.values())


def place_database(paths: Sequence[str | Path], chosen: Path | None) -> Path:
    """Return the database's path: as chosen, by XIANCE_DB, the nearest one upward, else in the opened folder."""
    named = chosen or (Path(os.environ["XIANCE_DB"]) if os.environ.get("XIANCE_DB") else None)
    if named is not None:
        return Path(os.path.abspath(named.expanduser()))  # noqa: PTH100
    real = [Path(path) for path in paths if str(path) != STDIN]
    if not real:
        return data_folder() / "stdin.json"
    folder = _common(real)
    for place in (folder, *folder.parents):
        try:
            if (place / DATABASE).is_file():
                return place / DATABASE
        except OSError:
            break
    return folder / DATABASE


def _common(paths: Sequence[Path]) -> Path:
    """Return the folder that holds all paths; a folder by itself holds itself."""
    folders = [path if os.path.isdir(path) else path.parent for path in paths]  # noqa: PTH112 - never raises
    if not folders:
        return Path.cwd()
    return Path(os.path.commonpath([os.path.abspath(folder) for folder in folders]))  # noqa: PTH100


def _label(file: Path, root: Path) -> str:
    try:
        return str(Path(os.path.abspath(file)).relative_to(root))  # noqa: PTH100
    except ValueError:
        return file.name


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn a system error about a path into the WorkspaceError that names it."""
    try:
        yield
    except FileNotFoundError:
        raise WorkspaceError("missing", path=str(path)) from None
    except PermissionError:
        raise WorkspaceError("permission", path=str(path)) from None
    except OSError as error:
        raise WorkspaceError("unreadable", path=str(path), detail=error.strerror or str(error)) from error


def _files(path: Path) -> list[Path]:
    with reading(path):
        if path.is_dir():
            found = sorted(_walk(path), key=_natural)
            if not found:
                raise WorkspaceError("no_pages", path=str(path))
            return found
        path.stat()
    return [path]


def _walk(folder: Path) -> Iterator[Path]:
    os.scandir(folder).close()  # a folder that may not be read is an error, its subfolders are passed over
    seen = {_status(folder)}
    for place, folders, names in os.walk(folder, followlinks=True):
        kept = []
        for name in sorted(folders):
            status = _status(Path(place, name))
            if not name.startswith(".") and status is not None and status not in seen:
                seen.add(status)
                kept.append(name)
        folders[:] = kept
        for name in names:
            file = Path(place, name)
            if not name.startswith(".") and file.suffix.lower() == _SUFFIX and os.path.isfile(file):  # noqa: PTH113
                yield file


def _status(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _natural(path: Path) -> list[tuple[int, int, str]]:
    """Sort numbers by value: 2版 before 10版."""
    pieces = re.split(r"(\d+)", str(path))
    return [
        (0, int(piece), "") if piece.isdecimal() and piece.isascii() else (1, 0, piece) for piece in pieces
    ]
