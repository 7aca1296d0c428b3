"""A cell's words as a value of a field: dates as people write them, choices by label, letter or id."""

from __future__ import annotations

import re
from datetime import date, timedelta

from reader.annotations.schemes import Field, Value, day, number_of
from reader.config.schemes.wording import said, value_label
from reader.exchange.ledger.grid import Cell
from reader.exchange.tables import plain
from reader.text import fold

_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's dates, counted as it counts them after February 1900."""
_SERIALS = range(20_000, 80_000)
"""Numbers that are days of Excel's: 1954 to 2119."""
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_UNITS = re.compile(r"\s*[、，,;；/\n]\s*")
_UNFIT = re.compile("[\ud800-\udfff\ufffd-\uffff]")
"""What no cell holds, and what stands there instead."""


def words(cell: Cell) -> str:
    """Return a cell's words on one line, without what no cell can hold; whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(_UNFIT.sub("", plain(str(cell))).split())


def same(field: Field, one: str, other: str) -> bool:
    """Say whether two stored values of a field are the same, however they are written."""
    if field.type in ("number", "score") and None not in (number_of(one), number_of(other)):
        return number_of(one) == number_of(other)
    if field.type == "unit":
        return units(one) == units(other)
    return words(one) == words(other)


def units(text: str) -> list[str]:
    """Return the units that a text names, each once."""
    return list(dict.fromkeys(part for part in _UNITS.split(words(text)) if part))


def words_of(field: Field, text: str) -> str:
    """Return a stored value as a cell says it in the language in use, so that it is read back as the same value."""
    value = field.value(text) if field.type == "choice" else None
    if value is None:
        return text
    named = (value_label(value), said(value.label))
    return next((each for each in named if each and value_of(field, each) == text), text)


def iso_day(cell: Cell) -> str:
    """Return the ISO day of a cell: a date, 2026-3-2, 2026/3/2, 2026.3.2, 2026年3月2日, 20260302 or Excel's number.

    Empty if it is none.
    """
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in _SERIALS:
        return (_EPOCH + timedelta(days=int(cell))).isoformat()
    text = fold(words(cell)).strip()
    found = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    if found is not None:
        text = f"{int(found[1]):04}-{int(found[2]):02}-{int(found[3]):02}"
        return text if day(text) is not None else ""
    if text.isdecimal() and int(text) in _SERIALS:
        return (_EPOCH + timedelta(days=int(text))).isoformat()
    return ""


def value_of(field: Field, cell: Cell) -> str | None:
    """Return a cell as a value of a field; None if it is none. An empty cell says nothing and is not asked about."""
    text = words(cell)
    if field.type == "choice":
        value = _choice(field, text)
        return value.id if value is not None else None
    if field.type == "date":
        return iso_day(cell) or None
    if field.type == "unit":
        return "、".join(units(text))
    return text if not field.wrong(text) else None


def _choice(field: Field, text: str) -> Value | None:
    """Return the value a text names: by id, label, letter (B, B类, “B.正在解决”) or its full wording."""
    wanted = fold("".join(text.split()))
    for value in field.values:
        names = {value.id, value.label.zh, value.label.en, value.note.zh, value.note.en}
        if value.letter:
            names |= {value.letter, f"{value.letter}类"}
            names |= {
                f"{value.letter}{mark}{label}"
                for mark in ("", ".", "、", "类", "类：", "类:", " ")
                for label in (value.label.zh, value.label.en)
            }
        if wanted in {fold("".join(name.split())) for name in names if name}:
            return value
    return None
