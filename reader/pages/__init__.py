"""The parse: bytes to rows to articles. Pure, without I/O."""

from reader.pages.decode import Decoded, DecodeError, decode, fingerprint
from reader.pages.page_json import page_object
from reader.pages.parse import parse
from reader.pages.reflow import reflow
from reader.pages.source import source_of_name

__all__ = [
    "DecodeError",
    "Decoded",
    "decode",
    "fingerprint",
    "page_object",
    "parse",
    "reflow",
    "source_of_name",
]
