"""Text formats over streams of bytes: UTF-8, line ends as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import BinaryIO, TextIO

from reader.config.wording import STEERING

STEERS = re.compile("[" + "".join(chr(code) for code in STEERING if code not in (0x09, 0x0A)) + "]")
"""A character that could steer a terminal or turn a text about; tabs and line feeds are none."""


@contextmanager
def utf8(out: BinaryIO) -> Iterator[TextIO]:
    """Give a text stream over `out`, which stays open.

    Bytes of a file name that are not UTF-8 come out as `\\udcXX`, which is their escape in JSON as well.
    """
    text = TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        yield text
    finally:
        text.detach()  # flushes
