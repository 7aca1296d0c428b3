"""Rows of values for people, as columns that stand below one another, and for programs, as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from reader.config.wording import printable
from reader.exchange.csv import cell
from reader.text import cell_width

Value = str | int
_GAP = "  "


def lines(rows: Sequence[Sequence[Value]], numbers: Sequence[bool]) -> Iterator[str]:
    """Yield rows as lines; a column is as wide as its widest value, `numbers` says which stand at the right."""
    texts = [[printable(str(value)) for value in row] for row in rows]
    widths = [max(map(cell_width, column), default=0) for column in zip(*texts, strict=True)]
    for row in texts:
        pieces = [
            " " * (width - cell_width(text)) + text if number else text + " " * (width - cell_width(text))
            for text, width, number in zip(row, widths, numbers, strict=True)
        ]
        yield _GAP.join(pieces).rstrip()


def write_csv(rows: Iterable[Sequence[Value]], out: TextIO) -> None:
    """Write rows as RFC 4180 has them, but for line feeds; no cell is a formula to a spreadsheet."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([cell(value) for value in row] for row in rows)
