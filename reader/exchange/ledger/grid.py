"""A file of tables as rows of cells: workbooks (xlsx, xls, ods) by calamine, CSV in any encoding. Merged cells are filled."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from reader.exchange.csv import FORMULA
from reader.exchange.model import ExchangeError

Cell = str | float | bool | date | None
MOST_ROWS = 200_000
_DELIMITERS = ",\t;，；"


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its name (empty for CSV) and its rows from the first one on, each as long as it is."""

    name: str
    rows: Sequence[Sequence[Cell]]


def grids(data: bytes, path: str) -> list[Grid]:
    """Return the sheets of a file. Raises ExchangeError `ledger_broken`, `ledger_locked`, `ledger_large`."""
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return _workbook(data, path)
    return [Grid("", _csv(data, path))]


def _workbook(data: bytes, path: str) -> list[Grid]:
    import python_calamine as calamine

    found = []
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > MOST_ROWS:
                raise ExchangeError("ledger_large", path=path, limit=str(MOST_ROWS))
            rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
            _fill(rows, sheet.merged_cell_ranges or ())
            found.append(Grid(name, rows))
    except calamine.PasswordError:
        raise ExchangeError("ledger_locked", path=path) from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise ExchangeError("ledger_broken", path=path, detail=str(error) or type(error).__name__) from error
    return found


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, str):
        return value
    return value if isinstance(value, float | int | bool | date) else None


def _fill(rows: list[list[Cell]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Give every cell of a merged range the value that its first one has."""
    for (top, left), (bottom, right) in merged:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else None
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [value] * len(row[left : right + 1])


def _csv(data: bytes, path: str) -> list[list[Cell]]:
    from reader.pages import DecodeError, decode

    try:
        text = "".join(decode(data).texts)
    except DecodeError as error:
        raise ExchangeError("ledger_broken", path=path, detail=error.code) from error
    head = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        rows: list[list[Cell]] = [
            [_unguarded(cell) for cell in row]
            for row in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
        ]
    except csv.Error as error:
        raise ExchangeError("ledger_broken", path=path, detail=str(error)) from error
    if len(rows) > MOST_ROWS:
        raise ExchangeError("ledger_large", path=path, limit=str(MOST_ROWS))
    return rows


def _unguarded(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip().startswith(FORMULA) else cell
