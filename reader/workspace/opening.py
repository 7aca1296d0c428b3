"""Which files are opened, and which database goes with them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from reader.config.places import data_folder
from reader.workspace.model import SourceFile, WorkspaceError

DATABASE = "annotations.json"
STDIN = "-"
_SUFFIX = ".txt"
_NUMBER = re.compile("([0-9]+)")


def find_files(
    paths: Sequence[str | Path], *, tolerant: bool = False, seen: list[str] | None = None
) -> tuple[SourceFile, ...]:
    """Return the files that paths stand for: themselves, the `*.txt` in folders (recursively), `-`.

    Hidden files and folders are left out, a folder reached twice (by links) is read once; names are sorted as
    people count. Nothing but names is looked at: ten thousand files take no longer than a glance. Raises WorkspaceError
    `missing`, `permission`, `no_pages`; not if it is to be `tolerant`: then such a path stands for none.
    Into `seen` go the folders that were looked into: while none of them changes, no file comes or goes.
    """
    root = str(_common([Path(path) for path in paths if str(path) != STDIN]))
    above = _inside(root)
    found: dict[str, SourceFile] = {}
    for given in paths:
        if str(given) == STDIN:
            found[STDIN] = SourceFile(STDIN, None, STDIN)
            continue
        path = Path(given)
        key, place = os.path.abspath(path), str(path)  # noqa: PTH100 - without following links
        try:
            names = _files(path, seen)
        except WorkspaceError:
            if not tolerant:
                raise
            if seen is not None:
                seen.append(place)
            continue
        if names is None:
            found.setdefault(key, SourceFile(key, place, _label(key, above)))
            continue
        inside, here = _inside(key), "" if place == os.curdir else _inside(place)
        for name in names:
            key = inside + name
            if key not in found:
                place = key if here == inside else here + name
                found[key] = SourceFile(key, place, _label(key, above))
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


@contextmanager
def reading(path: str | Path) -> Iterator[None]:
    """Turn a system error about a path into the WorkspaceError that names it."""
    try:
        yield
    except FileNotFoundError:
        raise WorkspaceError("missing", path=str(path)) from None
    except PermissionError:
        raise WorkspaceError("permission", path=str(path)) from None
    except OSError as error:
        raise WorkspaceError("unreadable", path=str(path), detail=error.strerror or str(error)) from error


def _inside(folder: str) -> str:
    """Return what the paths of all things in a folder begin with."""
    return os.path.join(folder, "")  # noqa: PTH118


def _label(key: str, above: str) -> str:
    return key[len(above) :] if key.startswith(above) else os.path.basename(key)  # noqa: PTH119


def _files(path: Path, seen: list[str] | None) -> Sequence[str] | None:
    """Return the files of a folder, by their names below it; None for a file."""
    with reading(path):
        if path.is_dir():
            found = [*_walk(str(path), seen)]
            if not found:
                raise WorkspaceError("no_pages", path=str(path))
            return found
        path.stat()
    if seen is not None:
        seen.append(str(path.parent))
    return None


def _walk(folder: str, looked: list[str] | None) -> Iterator[str]:
    """Yield the names of a folder's files below it, a folder's where its own name stands among those beside it."""
    seen = {_status(folder)}
    if looked is not None:
        looked.append(folder)
    left = [*_listed(folder, "")]  # that it may not be read is an error, its subfolders are passed over
    while left:
        inner = left.pop()
        if not inner.endswith(os.sep):
            yield inner
            continue
        place = _inside(folder) + inner
        status = _status(place)
        if status is not None and status not in seen:
            seen.add(status)
            if looked is not None:
                looked.append(place)
            with suppress(OSError):
                left += _listed(place, inner)


def _listed(folder: str, inner: str) -> list[str]:
    """Return a folder's files and folders, these with a separator after them, in reverse order."""
    names = []
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if entry.is_dir():
                names.append(name + os.sep)
            elif name.lower().endswith(_SUFFIX) and (entry.is_file() or entry.is_symlink()):
                names.append(name)  # a link that leads nowhere is said to be missing when it is read
    names.sort(key=_natural, reverse=True)
    return [inner + name for name in names]


def _status(folder: str) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)  # noqa: PTH116
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _natural(name: str) -> list[str | int]:
    """Sort numbers by value: 2版 before 10版."""
    pieces: list[str | int] = _NUMBER.split(name)
    pieces[1::2] = map(int, pieces[1::2])
    return pieces
