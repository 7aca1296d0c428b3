"""From a file's path to the texts of its pages, and how a file that was read is known again without reading it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from time import time_ns
from typing import TYPE_CHECKING

from reader.pages.model import Note
from reader.workspace.model import WorkspaceError
from reader.workspace.opening import reading

if TYPE_CHECKING:
    from reader.index.kept import Stamp

LARGEST = 16 * 1024 * 1024
"""Bytes of the largest file that is read: some four hundred newspaper pages."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a second change of a file has another time for sure."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it was read: as `reader.pages.Decoded`, and its stamp, if what has that later is the same for sure."""

    texts: tuple[str, ...]
    first_rows: tuple[int, ...]
    encoding: str
    notes: tuple[Note, ...]
    settled: Stamp | None


def fetch(place: str, encoding: str | None, stamp: Stamp | None) -> Fetched:
    """Read the file at a path that had a stamp right before. Raises WorkspaceError."""
    settled = stamp if stamp is not None and time_ns() - max(stamp[1:]) > SETTLED else None
    with reading(place), open(place, "rb") as file:  # noqa: PTH123 - thousands of them
        data = file.read(LARGEST + 1)  # not what the system says its size is: a device says 0
    return fetched(data, place, encoding, settled)


def fetched(data: bytes, label: str, encoding: str | None, settled: Stamp | None = None) -> Fetched:
    """Decode bytes; `label` is what to call them. Raises WorkspaceError."""
    from reader.pages import DecodeError, decode

    if len(data) > LARGEST:
        raise WorkspaceError("too_large", path=label, limit=f"{LARGEST / 1024 / 1024:.0f} MB")
    try:
        found = decode(data, encoding)
    except DecodeError as error:
        raise WorkspaceError(error.code, **{"path": label, **error.params}) from error
    return Fetched(found.texts, found.first_rows, found.encoding, found.notes, settled)


def stamp(place: str) -> Stamp | None:
    """Return what tells a file from what it was before and will be after a change; None if it is not there.

    The inode's time tells a file that was put in its place, and one that may not be read any more.
    """
    try:
        status = os.stat(place)  # noqa: PTH116 - thousands of them
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns
