"""The parse: bytes to rows to articles. Pure, without I/O.

The model is what everybody needs; the parse itself (patterns, tables: some 80 ms to import) is imported at its first
use, so that a screen can be drawn before it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.pages.decoding import Decoded, DecodeError, decode, fingerprint
    from reader.pages.joining import reflow
    from reader.pages.page_json import article_object, page_object
    from reader.pages.parsing import parse
    from reader.pages.source import source_of_name

__all__ = [
    "DecodeError",
    "Decoded",
    "article_object",
    "decode",
    "fingerprint",
    "page_object",
    "parse",
    "reflow",
    "source_of_name",
]

_HOMES = {
    "DecodeError": "decoding",
    "Decoded": "decoding",
    "article_object": "page_json",
    "decode": "decoding",
    "fingerprint": "decoding",
    "page_object": "page_json",
    "parse": "parsing",
    "reflow": "joining",
    "source_of_name": "source",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
