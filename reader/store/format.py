"""The file: a JSON object of tables, each an object of documents by id; `_meta` says that it is ours.

TinyDB's own format (`{"table": {"1": {…}}}`), one document a line, in ASCII: a plain TinyDB in an ASCII locale
cannot read raw UTF-8.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reader.store.errors import StoreError

FORMAT = 1
META = "_meta"

Document = dict[str, Any]
Tables = Mapping[str, Mapping[str, Document]]

_encode = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode


def normal(document: Mapping[Any, Any]) -> Document:
    """Return a document as reading the file would give it back: a deep copy, with lists for tuples, strings for keys.

    Raises TypeError or ValueError if it is not JSON.
    """
    return json.loads(_encode(dict(document)))  # type: ignore[no-any-return]


def copied(value: Any) -> Any:
    """Return a deep copy of a JSON value."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [copied(item) for item in value]
    return value


def same(one: Any, other: Any) -> bool:
    """Return whether two JSON values are written alike (as `==`, but 1, 1.0 and true differ)."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def with_meta(tables: Tables) -> Tables:
    """Return the tables with the format's version among them."""
    if _version(tables) is not None:
        return tables
    return {META: {"1": {"format": FORMAT}}, **{name: tables[name] for name in tables if name != META}}


class Writer:
    """Turns tables into the bytes of their file, and remembers each document's line: a commit changes few.

    Documents are told apart by identity: they must never be changed, only replaced.
    """

    def __init__(self) -> None:
        self._lines: dict[str, dict[str, tuple[Document, str]]] = {}

    def dump(self, tables: Tables) -> bytes:
        """Return the bytes of the file that holds these tables."""
        lines = {name: self._table(self._lines.get(name, {}), table) for name, table in tables.items()}
        self._lines = lines
        rows = (
            f"{_encode(name)}: {_braced(line for _, line in table.values())}" for name, table in lines.items()
        )
        return f"{_braced(rows)}\n".encode("ascii")

    def _table(
        self, old: Mapping[str, tuple[Document, str]], table: Mapping[str, Document]
    ) -> dict[str, tuple[Document, str]]:
        lines = {}
        for identifier, document in table.items():
            line = old.get(identifier)
            if line is None or line[0] is not document:
                line = document, f"{_encode(identifier)}: {_encode(document)}"
            lines[identifier] = line
        return lines


def load(data: bytes, path: Path) -> dict[str, dict[str, Document]]:
    """Return the tables in a file's bytes; none in an empty file, which is what a plain TinyDB creates.

    `path` is for the error: StoreError database_broken, database_foreign or database_newer.
    """
    if not data:
        return {}
    try:
        tables: dict[str, dict[str, Document]] = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise StoreError("database_broken", path, str(error)) from error
    version = _version(tables) if isinstance(tables, dict) else None
    if version is None:
        raise StoreError("database_foreign", path)
    if version > FORMAT:
        raise StoreError("database_newer", path, str(version))
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise StoreError("database_broken", path, name)
        for identifier, document in table.items():
            if not isinstance(document, dict) or not _is_id(identifier):
                raise StoreError("database_broken", path, f"{name} {identifier}")
    return tables


def _version(tables: Mapping[str, Any]) -> int | None:
    meta = tables.get(META)
    documents = meta.values() if isinstance(meta, dict) else ()
    found = [document.get("format") for document in documents if isinstance(document, dict)]
    return max((version for version in found if type(version) is int and version > 0), default=None)


def _is_id(text: str) -> bool:
    try:
        return str(int(text)) == text
    except ValueError:
        return False


def _braced(rows: Iterable[str]) -> str:
    joined = ",\n".join(rows)
    return f"{{\n{joined}\n}}" if joined else "{}"
