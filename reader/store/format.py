"""The main file: a JSON object of tables, each an object of documents by id; `_meta` says that it is ours.

TinyDB's own format (`{"table": {"1": {…}}}`), one document a line, in ASCII: a plain TinyDB in an ASCII locale
cannot read raw UTF-8.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reader.store.errors import StoreError

FORMAT = 2
META = "_meta"

Document = dict[str, Any]
Tables = Mapping[str, Mapping[str, Document]]
MutableTables = dict[str, dict[str, Document]]

LONG = 64
"""Items from which on a list in a document is encoded one after the other."""

SLICE = 1 << 18
"""Bytes of rows from which on they are read in one go."""

_encode = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode
quoted = json.encoder.encode_basestring_ascii
_decode = json.JSONDecoder().raw_decode


def encode(value: Any) -> str:
    """Return a value's JSON. Raises TypeError or ValueError if it has none.

    A long list right in a document, as an event's of many writes, is put together of its items': all of it in one go
    would let no other thread run.
    """
    if isinstance(value, dict) and any(type(item) is list and len(item) > LONG for item in value.values()):
        return f"{{{', '.join(f'{_encode({key: 0})[1:-2]}{_in_turn(item)}' for key, item in value.items())}}}"
    return _encode(value)


def _in_turn(value: Any) -> str:
    return f"[{', '.join(map(_encode, value))}]" if type(value) is list else _encode(value)


def normal(document: Mapping[Any, Any]) -> tuple[Document, str]:
    """Return a document as reading the file would give it back, and its JSON.

    (A deep copy, with lists for tuples and strings for keys.) Raises TypeError or ValueError if it is not JSON.
    """
    text = encode(dict(document))
    return _decode(text)[0], text


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


def version(tables: Mapping[str, Any]) -> int | None:
    """Return the number of the format that `_meta` names; None if it names none: the file is not ours."""
    return _greatest(tables, "format", least=1)


def generation(tables: Mapping[str, Any]) -> int:
    """Return the number of the last transaction that the main file holds; 0 in a file from before the journal."""
    return _greatest(tables, "generation", least=0) or 0


def with_meta(tables: Tables, number: int) -> dict[str, Mapping[str, Document]]:
    """Return the tables with `_meta` first, which names the format and the generation."""
    meta = dict(tables.get(META, {}))
    document = {"format": version(tables) or FORMAT, **meta.get("1", {}), "generation": number}
    return {META: {**meta, "1": document}, **{name: tables[name] for name in tables if name != META}}


def pieces(tables: Tables) -> Iterator[bytes]:
    """Yield the bytes of the main file, a document at a time."""
    start = b"{\n"
    for name, table in tables.items():
        yield start + f"{quoted(name)}: {{\n".encode("ascii")
        start = b""
        for identifier, document in table.items():
            yield start + f'"{identifier}": {encode(document)}'.encode("ascii")
            start = b",\n"
        yield b"\n}"
        start = b",\n"
    yield b"\n}\n"


def is_laid_out(data: bytes) -> bool:
    """Say whether a file's bytes look as `pieces` writes them: no other program does."""
    return data.startswith(b'{\n"')


def load(data: bytes, path: Path) -> MutableTables:
    """Return the tables in a file's bytes; none in an empty file, which is what a plain TinyDB creates.

    A newer format is read as far as it is made of tables. `path` is for the error: StoreError database_broken or
    database_foreign.
    """
    if not data:
        return {}
    try:
        tables: MutableTables = _in_slices(data) or json.loads(data)
    except (ValueError, RecursionError) as error:
        raise StoreError("database_broken", path, str(error)) from error
    if not isinstance(tables, dict) or version(tables) is None:
        raise StoreError("database_foreign", path)
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise StoreError("database_broken", path, name)
        for identifier, document in table.items():
            if type(document) is not dict or not is_id(identifier):
                raise StoreError("database_broken", path, f"{name} {identifier}")
    return tables


def _in_slices(data: bytes) -> MutableTables | None:
    """Return what `json.loads` does of a file that is laid out as `pieces` does it, else None.

    In one go a large file would let no other thread run. Rows are taken together until they are long enough: they are an
    object's if braces are put around them, and what is none ends it.
    """
    if not is_laid_out(data):
        return None
    tables: MutableTables = {}
    rows: dict[str, Document] | None = None  # of the table that is being read
    at, start, owing = 2, 0, False  # the line, the first row that is not taken yet, and whether one must come
    try:
        while at < len(data):
            end = data.find(b"\n", at)
            line = data[at:end] if end - at < 3 else b""
            if end < 0:
                return None
            if rows is None:
                name = json.loads(data[at : end - 3])
                if data[end - 3 : end] != b": {" or type(name) is not str:
                    return None
                rows = tables[name] = {}
                start, owing = end + 1, False
            elif line in (b"}", b"},"):
                last = data[start : max(start, at - 1)]
                if owing and not last.strip():
                    return None
                rows.update(json.loads(b"{%b}" % last))
                if line == b"}":
                    return tables if len(data) == end + 3 and data.endswith(b"\n}\n") else None
                rows = None
            elif end - start > SLICE and data[end - 1 : end] == b",":
                rows.update(json.loads(b"{%b}" % data[start : end - 1]))
                start, owing = end + 1, True
            at = end + 1
    except (ValueError, TypeError, RecursionError):
        pass
    return None


# A row of the main file, as `pieces` writes it.
_TABLE = re.compile(rb'("(?:[^"\\]|\\.)*"): \{')
_ROW = re.compile(rb'"(-?[0-9]+)": (\{.*\}),?')


def salvage(data: bytes) -> tuple[MutableTables, int]:
    """Return what rows of a damaged main file can still be read, and how many cannot."""
    tables: MutableTables = {}
    table: dict[str, Document] | None = None
    lost = 0
    for row in data.split(b"\n"):
        try:
            if name := _TABLE.fullmatch(row):
                table = tables.setdefault(json.loads(name[1]), {})
            elif (found := _ROW.fullmatch(row)) and table is not None and is_id(found[1].decode()):
                table[found[1].decode()] = json.loads(found[2])
            elif row not in (b"", b"{", b"}", b"},"):
                lost += 1
        except (ValueError, RecursionError):
            lost += 1
    return tables, lost


def is_id(text: str) -> bool:
    """Say whether a key is a document's id as TinyDB writes it."""
    if text.isdecimal() and text.isascii():
        return text[0] != "0" or text == "0"
    return text[:1] == "-" and text != "-0" and is_id(text[1:]) and text[1:2] != "-"


def _greatest(tables: Mapping[str, Any], field: str, least: int) -> int | None:
    meta = tables.get(META)
    documents = meta.values() if isinstance(meta, dict) else ()
    found = [document.get(field) for document in documents if isinstance(document, dict)]
    return max((number for number in found if type(number) is int and number >= least), default=None)
