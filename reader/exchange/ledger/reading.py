"""A ledger from a file: its header found, its columns understood, its rows read; every mistake by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reader.annotations.schemes import NUMBER, OUTCOME, SATISFACTION, STAGE, Scheme
from reader.exchange.ledger.cells import iso_day, value_of, words
from reader.exchange.ledger.grid import Cell, Grid, grids
from reader.exchange.ledger.heads import IGNORED, PLAIN, bare, columns, find_header, meanings
from reader.exchange.ledger.model import Ledger, LedgerRow, Mistake, Said
from reader.exchange.model import ExchangeError

_OF_ANSWER = (OUTCOME, SATISFACTION, "answer_number", "public")
"""Fields that are of the day of the answer, where a row tells it; all others are of the day it was assigned."""


def read_ledger(data: bytes, path: str, scheme: Scheme, own: Mapping[str, str] | None = None) -> Ledger:
    """Return what a ledger says by a scheme; `own` are meanings of headers (see `Ledger.columns`) before ours.

    Raises ExchangeError `ledger_broken`, `ledger_locked`, `ledger_large`, `ledger_header` (no sheet has a row with a
    title or number and another column that is known).
    """
    known = meanings(scheme)
    known.update((bare(word), meaning) for word, meaning in (own or {}).items())
    for grid in grids(data, path):
        at = find_header(grid, known)
        if at is not None:
            return _read(grid, at, scheme, columns(grid.rows[at], known))
    raise ExchangeError("ledger_header", path=path)


def _read(grid: Grid, at: int, scheme: Scheme, meaning: Sequence[str]) -> Ledger:
    rows: list[LedgerRow] = []
    mistakes: list[Mistake] = []
    numbers: dict[str, int] = {}
    headers = [words(cell) for cell in grid.rows[at]]
    for index, cells in enumerate(grid.rows[at + 1 :], at + 2):
        texts = {name: words(cell) for name, cell in zip(meaning, cells, strict=False) if name in PLAIN}
        if not any(words(cell) for cell in cells) or not (texts.get("title") or texts.get("number")):
            if any(
                words(cell) for cell, name in zip(cells, meaning, strict=False) if name not in ("", IGNORED)
            ):
                mistakes.append(Mistake(index, "ledger_nameless"))
            continue
        number = texts.get("number", "")
        if number and number in numbers:
            mistakes.append(Mistake(index, "ledger_twice", {"number": number, "first": str(numbers[number])}))
        numbers.setdefault(number, index)
        said, wrong = _said(scheme, meaning, headers, cells)
        mistakes += [Mistake(index, code, params) for code, params in wrong]
        if number and NUMBER in scheme.by_id:
            said = (Said(NUMBER, number, _day(said, "assigned")), *said)
        rows.append(
            LedgerRow(
                index,
                number,
                texts.get("title", ""),
                texts.get("author", ""),
                texts.get("affiliation", ""),
                said,
            )
        )
    named = {header: name for header, name in zip(headers, meaning, strict=True) if header}
    return Ledger(tuple(rows), tuple(mistakes), named)


def _said(
    scheme: Scheme, meaning: Sequence[str], headers: Sequence[str], cells: Sequence[Cell]
) -> tuple[tuple[Said, ...], list[tuple[str, dict[str, str]]]]:
    """Return what a row says of fields, with the days it tells for them, and what of it is wrong."""
    said: list[Said] = []
    wrong: list[tuple[str, dict[str, str]]] = []
    for name, header, cell in zip(meaning, headers, cells, strict=False):
        if name in ("", IGNORED, *PLAIN) or not words(cell):
            continue
        field_id, _sep, value = name.partition("=")
        told = {"column": header, "text": words(cell)}
        if value:
            when = iso_day(cell)
            if when:
                said.append(Said(field_id, value, when))
            else:
                wrong.append(("ledger_date", told))
            continue
        found = value_of(scheme.by_id[field_id], cell)
        if found is None:
            wrong.append(("ledger_date" if scheme.by_id[field_id].type == "date" else "ledger_value", told))
        elif found:
            said.append(Said(field_id, found))
    return _dated(said), wrong


def _dated(said: Sequence[Said]) -> tuple[Said, ...]:
    """Give what has no day of its own the one of the answer, or the one it was assigned on; stages in their order."""
    stages = sorted((each for each in said if each.date), key=lambda each: each.date)
    answered, assigned = _day(stages, "answered"), _day(stages, "assigned")
    found = list(stages)
    for each in said:
        if each.date:
            continue
        if each.field == STAGE:
            same = [stage for stage in stages if stage.value == each.value]
            if not same:
                found.append(each)
            continue
        found.append(Said(each.field, each.value, (answered if each.field in _OF_ANSWER else "") or assigned))
    return tuple(found)


def _day(said: Sequence[Said], value: str) -> str:
    return next((each.date for each in said if each.field == STAGE and each.value == value), "")
