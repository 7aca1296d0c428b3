"""The journal: one line a transaction, each with its number and a checksum, on top of one version of the main file.

    <CRC-32 of the rest, 8 hexadecimal digits> <number> <JSON>\\n

The first line is the header; its number is the generation of the main file it belongs to: the number of the last
transaction which that file holds. Lines up to it are kept from before, so that the backup and the journal make up
the main file too.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from reader.store.files import Content
from reader.store.format import encode
from reader.store.layers import Change

VERSION = 2

_LINE = re.compile(rb"([0-9a-f]{8}) (0|[1-9][0-9]*) (.*)")
_START = re.compile(rb"(?=[0-9a-f]{8} (?:0|[1-9][0-9]*) \{)")


@dataclass(frozen=True, slots=True)
class Header:
    """Which main file the journal belongs to, and which one that was made from.

    `main` is the content of the file of this generation; `base` that of the one before, whose generation is
    `base_generation`, None at the beginning. `archived` names the documents that went to the history in between.
    `hint` is the main file's (device, inode, modification time in ns) where it was made: who finds it unchanged
    need not read the file again.
    """

    generation: int
    main: Content
    base: Content | None = None
    base_generation: int = 0
    archived: Mapping[str, list[str]] = field(default_factory=dict)
    hint: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One transaction: `number` counts up by one; `data` is the whole line with its end."""

    number: int
    data: bytes

    def change(self) -> Change:
        """Return what the transaction changed."""
        change: Change = json.loads(self.data.split(b" ", 2)[2])
        return change


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal's bytes hold: `damaged` lines between good ones, and `torn` bytes after the last good one."""

    header: Header | None
    lines: tuple[Line, ...]
    damaged: tuple[bytes, ...] = ()
    torn: bytes = b""

    def after(self, number: int) -> list[Line]:
        """Return the lines of later transactions."""
        return [line for line in self.lines if line.number > number]


def line(number: int, text: str) -> Line:
    """Return the line of a transaction's JSON."""
    rest = f"{number} {text}".encode("ascii")
    return Line(number, b"%08x %s\n" % (zlib.crc32(rest), rest))


def header_line(header: Header) -> bytes:
    """Return the first line of a journal."""
    value: dict[str, Any] = {
        "journal": VERSION,
        "main": {"crc": f"{header.main.crc:08x}", "size": header.main.size},
        "base": None,
        "archived": dict(header.archived),
        "hint": list(header.hint),
    }
    if header.base is not None:
        value["base"] = {
            "generation": header.base_generation,
            "crc": f"{header.base.crc:08x}",
            "size": header.base.size,
        }
    return line(header.generation, encode(value)).data


def pieces(header: Header, lines: Iterable[Line]) -> Iterable[bytes]:
    """Yield the bytes of a journal."""
    yield header_line(header)
    for item in lines:
        yield item.data


def parse(data: bytes) -> Journal:
    """Return what a journal holds; never raises."""
    end = data.find(b"\n") + 1 or len(data)
    first = _checked(data[:end])
    header = _header(first) if first else None
    if header is None and first is None and data:
        log = parse_lines(data[end:])
        return Journal(None, log.lines, (data[:end], *log.damaged), log.torn)
    log = parse_lines(data[end:] if header else data)
    return Journal(header, log.lines, log.damaged, log.torn)


def parse_lines(data: bytes) -> Journal:
    """Return what a part of a journal without its header holds; never raises."""
    good: list[Line] = []
    bad: list[bytes] = []
    before_good = 0
    for row in _rows(data):
        found = _good(row)
        if sum(len(item.data) for item in found) != len(row):
            bad.append(row)
        if found:
            before_good = len(bad)
        good += found
    return Journal(None, tuple(good), tuple(bad[:before_good]), b"".join(bad[before_good:]))


def _rows(data: bytes) -> Iterator[bytes]:
    """Yield the rows with their line feeds, one after the other: in one go no other thread could run."""
    at = 0
    while at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        yield data[at:end]
        at = end


def _good(row: bytes) -> list[Line]:
    """Return the sound lines in a row: itself, or what is left of two that ran together; none in an unfinished row."""
    if item := _checked(row):
        return [item]
    if not row.endswith(b"\n"):
        return []
    starts = [match.start() for match in _START.finditer(row)]
    parts = [row[start:end] for start, end in pairwise([*starts, len(row)])]
    return [item for part in parts if (item := _checked(part.rstrip(b"\n") + b"\n"))]


def _checked(row: bytes) -> Line | None:
    if not row.endswith(b"\n"):
        return None
    found = _LINE.fullmatch(row[:-1])
    if found is None or int(found[1], 16) != zlib.crc32(row[9:-1]):
        return None
    return Line(int(found[2]), row)


def _header(item: Line) -> Header | None:
    try:
        value = json.loads(item.data.split(b" ", 2)[2])
        if value["journal"] > VERSION:
            return None
        base = value["base"]
        return Header(
            item.number,
            Content(int(value["main"]["crc"], 16), value["main"]["size"]),
            Content(int(base["crc"], 16), base["size"]) if base else None,
            base["generation"] if base else 0,
            value["archived"],
            tuple(value["hint"]),
        )
    except (KeyError, TypeError, ValueError):
        return None
