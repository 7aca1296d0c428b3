"""Annotations in and out of files: one module a format, records in, files out, drafts back.

A format's module has `write(export: Export, out: BinaryIO)`, or `write_folder(export: Export, folder: Path)` if it is
several files, and `read(file: BinaryIO, *, path: str) -> Iterator[Draft]` if it reads (`Found`, if there is more).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, cast

from reader.exchange.losses import count_links, watched
from reader.exchange.model import (
    ArticleRecord,
    CorrectionNote,
    Draft,
    ExchangeError,
    Export,
    Found,
    LinkEnd,
    LinkNote,
    Options,
    RateLine,
    Record,
)
from reader.exchange.registry import Format, broken, known
from reader.exchange.saving import save_file, save_folder

__all__ = [
    "ArticleRecord",
    "CorrectionNote",
    "Draft",
    "ExchangeError",
    "Export",
    "Format",
    "Found",
    "LinkEnd",
    "LinkNote",
    "Options",
    "RateLine",
    "Record",
    "broken",
    "known",
    "read",
    "save",
    "write",
]


def write(format_name: str, export: Export, out: BinaryIO) -> Mapping[str, int]:
    """Write an export as a format that is one file; return what it could not hold, by code, counted.

    Raises ExchangeError `format_unknown`, `export_folder`.
    """
    form = _format(format_name)
    if form.kind == "folder":
        raise ExchangeError("export_folder", format=format_name)
    given = watched(export, form.losses)
    _module(form).write(given, out)
    count_links(given, form.losses)
    return given.losses


def save(format_name: str, export: Export, path: Path, *, force: bool = False) -> Mapping[str, int]:
    """Write an export to a new file, or a new folder where the format is several files, whole or not at all.

    Returns what it could not hold, as `write`. Raises ExchangeError `format_unknown`, `export_exists` if something
    is there and `force` is not set, `export_unwritable` (params `path`, `detail`) if the system refuses; then
    `path` is as it was.
    """
    form = _format(format_name)
    module = _module(form)
    given = watched(export, form.losses)
    if form.kind == "folder":
        save_folder(path, lambda folder: module.write_folder(given, folder), force=force)
    else:
        save_file(path, lambda out: module.write(given, out), force=force)
    count_links(given, form.losses)
    return given.losses


def read(format_name: str, file: BinaryIO, *, path: str = "") -> Iterator[Found]:
    """Yield what is in a file of a format that reads; `path` is what errors call the file.

    Raises ExchangeError, maybe after some drafts: take them all before using any.
    """
    form = _format(format_name)
    if not form.reads:
        raise ExchangeError("import_unreadable", format=format_name, known=", ".join(_reading()))
    return cast("Iterator[Found]", _module(form).read(file, path=path))


def _reading() -> list[str]:
    return [name for name, form in known().items() if form.reads]


def _format(name: str) -> Format:
    form = known().get(name)
    if form is None:
        raise ExchangeError("format_unknown", format=name, known=", ".join(known()))
    return form


def _module(form: Format) -> ModuleType:
    return import_module(form.module)
