"""A ledger from a file: its header found, its columns understood, its rows read; every mistake by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reader.annotations.schemes import NUMBER, OUTCOME, SATISFACTION, STAGE, Scheme
from reader.exchange.ledger.cells import iso_day, value_of, words
from reader.exchange.ledger.grid import Cell, Grid, grids
from reader.exchange.ledger.heads import (
    FIELD,
    IGNORED,
    PLAIN,
    SEARCHED,
    bare,
    columns,
    find_header,
    meanings,
    signature,
)
from reader.exchange.ledger.model import Ledger, LedgerRow, Mistake, Said
from reader.exchange.model import ExchangeError
from reader.text import fold

_OF_ANSWER = (OUTCOME, SATISFACTION, "answer_number", "public")
"""Fields that are of the day of the answer, where a row tells it; all others are of the day it was assigned."""

Wrong = tuple[str, dict[str, str], str]
"""A mistake's code, its words, and the field it is about."""
_NAMING = {"", IGNORED, "title", "author", "affiliation", "scheme", "article"}
"""Meanings of columns that say nothing of handling."""


def read_ledger(
    data: bytes | Sequence[Grid],
    path: str,
    scheme: Scheme,
    own: Mapping[str, str] | None = None,
    schemes: Sequence[Scheme] = (),
) -> Ledger:
    """Return what a ledger says by a scheme; `own` are meanings of headers (see `Ledger.columns`) before ours.

    `schemes` are those that a column of the ledger may name, a row each. Of several sheets it is the first that says more
    than who proposed what: a workbook of ours lists the proposals before its ledger. Raises ExchangeError `ledger_broken`,
    `ledger_locked`, `ledger_large`, `ledger_header` (no sheet has a row with a title or number and another column that
    is known).
    """
    mine = {bare(word): meaning for word, meaning in (own or {}).items()}
    known = {**meanings(scheme), **mine}
    headed = [
        (grid, at)
        for grid in (grids(data, path) if isinstance(data, bytes) else data)
        if (at := find_header(grid, known)) is not None
    ]
    if not headed:
        raise ExchangeError("ledger_header", path=path)
    telling = (each for each in headed if set(columns(each[0].rows[each[1]], known)) - _NAMING)
    grid, at = next(telling, headed[0])
    found = columns(grid.rows[at], known)
    if "scheme" in found:
        others: dict[str, str] = {}
        for each in reversed(schemes):
            others.update(meanings(each))
        found = columns(grid.rows[at], {**others, **known})
    by_name = {_named(name): each for each in (*schemes, scheme) for name in _names(each)}
    return _Reader(grid, at, scheme, by_name, found).ledger()


def signatures(sheets: Sequence[Grid]) -> Iterator[str]:
    """Yield the signatures of the rows that may be a file's header."""
    for grid in sheets:
        yield from filter(None, map(signature, grid.rows[:SEARCHED]))


@dataclass(frozen=True)
class _Reader:
    """Reads the rows below a header; `schemes` are by their folded names."""

    grid: Grid
    at: int
    scheme: Scheme
    schemes: Mapping[str, Scheme]
    meaning: Sequence[str]

    def ledger(self) -> Ledger:
        rows: list[LedgerRow] = []
        mistakes: list[Mistake] = []
        numbers: dict[tuple[str, str], int] = {}
        header = self.grid.rows[self.at]
        for index, cells in enumerate(self.grid.rows[self.at + 1 :], self.at + 2):
            texts = {
                name: words(cell)
                for name, cell in zip(self.meaning, cells, strict=False)
                if name in PLAIN and words(cell)
            }
            if not (texts.get("title") or texts.get("number")):
                if self._speaks(cells):
                    mistakes.append(Mistake(index, "ledger_nameless"))
                continue
            scheme, wrong = self._scheme(texts.get("scheme", ""))
            number = texts.get("number", "")
            if number and (scheme.id, number) in numbers:
                first = numbers[scheme.id, number]
                mistakes.append(Mistake(index, "ledger_twice", {"number": number, "first": str(first)}))
            numbers.setdefault((scheme.id, number), index)
            said, more = self._said(scheme, cells)
            mistakes += [Mistake(index, code, params, field) for code, params, field in (*wrong, *more)]
            if number and NUMBER in scheme.by_id:
                said = (Said(NUMBER, number, _day(said, "assigned")), *said)
            title, author, affiliation = (texts.get(name, "") for name in ("title", "author", "affiliation"))
            article = texts.get("article", "")
            rows.append(LedgerRow(index, number, title, author, affiliation, said, scheme.id, article))
        named = {word: name for cell, name in zip(header, self.meaning, strict=True) if (word := words(cell))}
        return Ledger(tuple(rows), tuple(mistakes), named, signature(header))

    def _speaks(self, cells: Sequence[Cell]) -> bool:
        """Say whether a row has anything in a column that is read."""
        return any(
            words(cell) for cell, name in zip(cells, self.meaning, strict=False) if name not in ("", IGNORED)
        )

    def _scheme(self, name: str) -> tuple[Scheme, list[Wrong]]:
        if not name:
            return self.scheme, []
        found = self.schemes.get(_named(name))
        if found is None:
            return self.scheme, [("ledger_scheme", {"text": name}, "")]
        return found, []

    def _said(self, scheme: Scheme, cells: Sequence[Cell]) -> tuple[tuple[Said, ...], list[Wrong]]:
        """Return what a row says of fields, with the days it tells for them, and what of it is wrong."""
        said: list[Said] = []
        wrong: list[Wrong] = []
        headers = [words(cell) for cell in self.grid.rows[self.at]]
        for name, header, cell in zip(self.meaning, headers, cells, strict=False):
            if name in ("", IGNORED, *PLAIN) or not words(cell):
                continue
            field_id, _sep, value = name.removeprefix(FIELD).partition("=")
            told = {"column": header, "text": words(cell)}
            field = scheme.by_id.get(field_id)
            if field is None or "article" not in field.on or (value and field.value(value) is None):
                wrong.append(("ledger_field", {**told, "scheme": str(scheme.label)}, ""))
                continue
            if value:
                when = iso_day(cell)
                if when:
                    said.append(Said(field_id, value, when))
                else:
                    wrong.append(("ledger_date", told, ""))
                continue
            found = value_of(field, cell)
            if found is None:
                wrong.append(("ledger_date" if field.type == "date" else "ledger_value", told, field_id))
            elif found:
                said.append(Said(field_id, found))
        return _dated(said), wrong


def _names(scheme: Scheme) -> set[str]:
    return {name for name in (scheme.id, scheme.label.zh, scheme.label.en) if name}


def _named(name: str) -> str:
    return "".join(fold(name).split())


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
