"""Records into documents and back, and the document ids they are stored under."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from reader.annotations import (
    Correction,
    Link,
    RecordError,
    correction_from_record,
    correction_to_record,
    from_record,
    id_to_int,
    link_from_record,
    link_to_record,
    tag_from_record,
    tag_to_record,
    to_record,
)
from reader.annotations.model import Annotation, Tag
from reader.annotations.records import read_text
from reader.pages.model import Source
from reader.repository.model import PageRecord, Record, Setting, TableName

TABLES: tuple[TableName, ...] = ("annotations", "tags", "pages", "corrections", "links", "settings")

_KEYED: tuple[TableName, ...] = ("pages", "settings")
"""Tables whose records have keys that mean something, and are no UUIDs."""

Document = dict[str, Any]


_SETTING = ("key", "value", "creator", "modified")
_TEXTLESS = ("title", "author", "affiliation")


class DocumentError(Exception):
    """A document is no valid record of its table; the message says why."""


def doc_id(table: TableName, identifier: str) -> int:
    """Return the TinyDB id of a record: its UUID's number; for a page or setting, the first 128 bits of its key's SHA-256.

    (So that two processes that note the same page make one document of it.) Raises ValueError for another
    record's id that is no UUID.
    """
    if table in _KEYED:
        return int.from_bytes(hashlib.sha256(identifier.encode()).digest()[:16])
    return id_to_int(identifier)


def find_identifier(table: TableName, number: int, known: Collection[str]) -> str | None:
    """Return the id of the one of the known records that is stored under a number; None if none is."""
    if table in _KEYED:
        return next((key for key in known if doc_id(table, key) == number), None)
    key = str(UUID(int=number)) if 0 <= number < 2**128 else ""
    return key if key in known else None


def identifier(record: Record) -> str:
    """Return a record's id."""
    if isinstance(record, Setting):
        return record.key
    return record.fingerprint if isinstance(record, PageRecord) else record.id


def encode(record: Record) -> Document:
    """Return the document of a record."""
    if isinstance(record, Annotation):
        return to_record(record)
    if isinstance(record, Tag):
        return tag_to_record(record)
    if isinstance(record, Correction):
        return correction_to_record(record)
    if isinstance(record, Link):
        return link_to_record(record)
    if isinstance(record, Setting):
        return {
            **record.extra,
            **{name: getattr(record, name) for name in _SETTING},
        }
    return {
        **record.extra,
        "fingerprint": record.fingerprint,
        "path": record.path,
        "number": record.number,
        "source": {field.name: getattr(record.source, field.name) for field in fields(Source)},
        "first_seen": record.first_seen,
        **{name: getattr(record, name) for name in _TEXTLESS if getattr(record, name)},
    }


def decode(table: TableName, document: Mapping[str, Any], number: int) -> Record:
    """Return the record in a document stored under the id `number`. Raises DocumentError."""
    try:
        record = _decode(table, document)
        expected = doc_id(table, identifier(record))
    except (RecordError, ValueError) as error:
        raise DocumentError(str(error)) from error
    if expected != number:
        raise DocumentError("id")
    return record


def carried(stored: Document, before: Document, after: Document) -> Document:
    """Return `after` with what is stored but unknown to this version: fields `before` lacks, at any depth."""
    result = dict(after)
    for key, value in stored.items():
        if key not in before:
            result.setdefault(key, value)
        elif isinstance(value, dict) and isinstance(before[key], dict) and isinstance(after.get(key), dict):
            result[key] = carried(value, before[key], after[key])
    return result


def _decode(table: TableName, document: Mapping[str, Any]) -> Record:
    if table == "annotations":
        return from_record(document)
    if table == "tags":
        return tag_from_record(document)
    if table == "corrections":
        return correction_from_record(document)
    if table == "links":
        return link_from_record(document)
    if table == "settings":
        key, value, creator, modified = (read_text(document, name) for name in _SETTING)
        rest = {name: value for name, value in document.items() if name not in _SETTING}
        return Setting(key, value, creator, modified, rest)
    return _page(document)


def _page(document: Mapping[str, Any]) -> PageRecord:
    known = {"fingerprint": str, "path": str, "number": int, "source": dict, "first_seen": str}
    for name, kind in known.items():
        if type(document.get(name)) is not kind:
            raise ValueError(name)
    source = {field.name: document["source"].get(field.name, "") for field in fields(Source)}
    if not all(isinstance(value, str) for value in source.values()):
        raise ValueError("source")
    title, author, affiliation = (read_text(document, name, "") for name in _TEXTLESS)
    return PageRecord(
        document["fingerprint"],
        document["path"],
        document["number"],
        Source(**source),
        document["first_seen"],
        title,
        author,
        affiliation,
        {name: value for name, value in document.items() if name not in known and name not in _TEXTLESS},
    )
