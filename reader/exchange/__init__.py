"""Annotations in and out of files: one module a format, records in, files out, drafts back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import BinaryIO, TextIO, cast

from reader.exchange.model import Draft, ExchangeError, Record
from reader.exchange.registry import READABLE, WRITABLE

__all__ = ["READABLE", "WRITABLE", "Draft", "ExchangeError", "Record", "read", "write"]


def write(format_name: str, records: Iterable[Record], out: TextIO) -> None:
    """Write records as a format of `WRITABLE`.

    `out` must be UTF-8, must not translate line ends, and should have the error handler `backslashreplace` (names of
    files that are not UTF-8). Raises ExchangeError `format_unknown`.
    """
    _module(format_name, WRITABLE).write(records, out)


def read(format_name: str, file: BinaryIO, *, path: str = "") -> Iterator[Draft]:
    """Yield the drafts in a file of a format of `READABLE`; `path` is what errors call the file.

    Raises ExchangeError, maybe after some drafts: take them all before using any.
    """
    return cast("Iterator[Draft]", _module(format_name, READABLE).read(file, path=path))


def _module(format_name: str, known: tuple[str, ...]) -> ModuleType:
    if format_name not in known:
        raise ExchangeError("format_unknown", format=format_name, known=", ".join(known))
    return import_module(f"reader.exchange.{format_name}")
