"""The history: documents that left the main file at a checkpoint, one a line, each with a checksum; never loaded at open.

<CRC-32 of the rest, 8 hexadecimal digits> <JSON {"table", "id", "document"}>\\n
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from reader.store import files
from reader.store.format import Document, encode

Archived = tuple[str, str, Document]


def history_path(path: Path) -> Path:
    """Return where the history of a database lies."""
    return path.with_name(f"{path.name}.history")


def append(path: Path, documents: list[Archived]) -> None:
    """Add documents to the history of a database, durably. Raises OSError.

    What stands at its end already, from a checkpoint that was cut short, is not added again.
    """
    place = history_path(path)
    new = [_line(*item) for item in documents]
    try:
        opened = files.open_to_append(place)
    except FileNotFoundError:
        files.install(files.prepare(place, new, path), place)
        files.sync_folder(place)
        return
    try:
        size = opened.signature()[2]
        end = opened.read(max(0, size - 2 * sum(map(len, new))))
        *whole, torn = end.split(b"\n")
        there = set(whole)
        missing = [line for line in new if line[:-1] not in there]
        if torn:
            opened.cut(size - len(torn))
        opened.write(b"".join(missing))
        opened.sync()
    finally:
        opened.close()


def read(path: Path) -> Iterator[Archived | None]:
    """Yield the documents in the history of a database, oldest first; None for each line that is damaged."""
    for line in (files.content(history_path(path)) or b"").split(b"\n"):
        if line:
            yield _parsed(line)


def keep(path: Path, wanted: Callable[[str, str, Document], bool]) -> int:
    """Rewrite the history with what is wanted, and return how many documents were not; damaged lines stay.

    Raises OSError.
    """
    place = history_path(path)
    data = files.content(place)
    if data is None:
        return 0
    rows = [row + b"\n" for row in data.split(b"\n") if row]
    kept = [row for row in rows if (item := _parsed(row[:-1])) is None or wanted(*item)]
    if len(kept) < len(rows):
        files.install(files.prepare(place, kept, place), place)
        files.sync_folder(place)
    return len(rows) - len(kept)


def _line(table: str, identifier: str, document: Document) -> bytes:
    text = f'{{"table": {encode(table)}, "id": {encode(identifier)}, "document": {encode(document)}}}'
    data = text.encode("ascii")
    return b"%08x %s\n" % (zlib.crc32(data), data)


def _parsed(line: bytes) -> Archived | None:
    try:
        if int(line[:8], 16) != zlib.crc32(line[9:]):
            return None
        value = json.loads(line[9:])
        return value["table"], value["id"], value["document"]
    except (KeyError, TypeError, ValueError):
        return None
