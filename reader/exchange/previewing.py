"""The beginning of what an export would write, without writing it."""

from __future__ import annotations

from contextlib import suppress
from io import RawIOBase
from itertools import islice

from reader.exchange.model import Export, Record
from reader.exchange.registry import known

_LINE = 400
"""Bytes that a line of a preview is worth at most."""


class _EnoughError(Exception):
    """There is as much as is wanted."""


class _Beginning(RawIOBase):
    """Takes the first bytes and then stops who writes."""

    def __init__(self, lines: int) -> None:
        self.data = b""
        self._lines = lines

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        new = bytes(data)  # type: ignore[call-overload]
        self.data += new
        if self.data.count(b"\n") >= self._lines + 1 or len(self.data) >= _LINE * (self._lines + 1):
            raise _EnoughError
        return len(new)


def preview(format_name: str, export: Export, lines: int) -> list[str]:
    """Return the first lines of a text format; of others the first quotes with their tags and comments.

    What goes over the records (`Export.records`) may raise as it does when they are written.
    """
    if known()[format_name].kind != "text":
        return [_words(record) for record in islice(export.records, lines)]
    from reader.exchange import write

    beginning = _Beginning(lines)
    with suppress(_EnoughError):
        write(format_name, export, beginning)  # type: ignore[arg-type]
    text = beginning.data.decode("utf-8", "ignore").removeprefix("\N{BYTE ORDER MARK}")
    return [line for line in text.splitlines() if line.strip()][:lines]


def _words(record: Record) -> str:
    annotation = record.annotation
    quote = " ".join(annotation.target.exact.split())
    tags = " ".join(f"#{tag.name}" for tag in record.tags)
    return "  ".join(filter(None, (quote[:_LINE], tags, " ".join(annotation.comment.split())[:_LINE])))
