"""Which parse made what is kept: a number of the parser's own sources, so that no change of it can be forgotten."""

from __future__ import annotations

import hashlib
import json
import sys
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from reader.pages.model import Fix, Note

_SOURCES = (("reader.pages", ""), ("reader.index", "packing.py"))
"""Packages with the module of each that counts; all of them, where none is named."""


@cache
def parser_version() -> bytes:
    """Return what tells this parse, and its packing, from every other; empty where their sources are not to be had.

    Reads some thirty files, in a few milliseconds: not for the event loop.
    """
    found = hashlib.blake2b(digest_size=16)
    found.update(f"{sys.version_info[:2]} {unicodedata.unidata_version}".encode())
    for package, only in _SOURCES:
        sources = [each for each in files(package).iterdir() if each.name.endswith(".py")]
        wanted = [each for each in sources if only in ("", each.name)]
        if not wanted:
            return b""
        for source in sorted(wanted, key=lambda each: each.name):
            found.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return found.digest()


def page_key(
    fingerprint: str,
    *,
    name: str,
    number: int,
    first_row: int,
    notes: Sequence[Note] = (),
    fixes: Sequence[Fix] = (),
) -> bytes:
    """Return what a page's parse is kept by: everything it depends on. Arguments are as for `reader.pages.parse`."""
    said = [[fix.about, fix.rows, fix.value, fix.body] for fix in fixes]
    told = [[note.code, note.row, note.detail] for note in notes]
    given = json.dumps([fingerprint, name, number, first_row, told, said]).encode("ascii")
    return hashlib.blake2b(given, digest_size=16, key=parser_version()).digest()
