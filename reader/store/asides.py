"""Copies of bytes that were found damaged or not ours, kept beside the database, never removed."""

from __future__ import annotations

import time
from pathlib import Path

from reader.store import files


def set_aside(path: Path, what: str, data: bytes) -> Path:
    """Keep bytes beside a database durably, and return where: `x.json.aside-20240229T101500-main`. Raises OSError."""
    stamp = time.strftime("%Y%m%dT%H%M%S")
    number = 1
    while True:
        suffix = f"-{number}" if number > 1 else ""
        place = path.with_name(f"{path.name}.aside-{stamp}-{what}{suffix}")
        there = files.content(place)
        if there is None:
            files.keep(place, data)
        if there in (None, data):
            return place
        number += 1
