"""Standard streams, as verbs use them: UTF-8 data out whatever the locale, bytes in."""

from __future__ import annotations

import io
import sys
from typing import TextIO


def data_out() -> TextIO:
    """Return standard output set to UTF-8 with line feeds.

    Data is UTF-8 in any locale. Bytes of a file name that are not UTF-8 come out as `\\udcXX`, which is their
    escape in JSON as well.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    return sys.stdout


def data_in() -> bytes:
    """Return all bytes of standard input."""
    return sys.stdin.buffer.read()
