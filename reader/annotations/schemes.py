"""A handling scheme: which fields a proposal's handling has, the values they take, and the time it may take. Pure.

Schemes are read from TOML by `reader.config.schemes`; here is what they mean.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal

FieldType = Literal["choice", "text", "date", "unit", "number", "score"]
Subject = Literal["article", "measure"]
Counts = Literal["answered", "adopted", "decided", "satisfied", "evaluated", "closed"]
"""What a value says in rates: the proposal was answered; its content adopted, or decided on; its author satisfied, or
asked; its handling is over."""

STAGE, OUTCOME, SATISFACTION, NUMBER = "stage", "outcome", "satisfaction", "number"
"""Ids of fields that have a meaning in every scheme that has them."""
ASSIGNED = "assigned"
"""The value of the stage from which on a proposal is a unit's."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Words:
    """What something is called, in Chinese and in English; either stands in for the other."""

    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        """Return the Chinese words, else the English ones."""
        return self.zh or self.en


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a choice.

    `letter` is the scheme's own letter for it (A类), `note` its full wording. `reason`: who registers it must say why.
    `after` are the values it usually comes after (empty: any, or none). `counts` is what it says in rates. One that is
    `retired` is not offered any more, but stays readable.
    """

    id: str
    label: Words
    letter: str = ""
    note: Words = field(default_factory=Words)
    reason: bool = False
    after: tuple[str, ...] = ()
    counts: frozenset[Counts] = frozenset()
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what it is called, what it takes, and on what it may stand.

    `least` and `most` bound numbers and scores; `unit` is what a number counts. `many`: a unit field that names several.
    """

    id: str
    label: Words
    type: FieldType
    on: frozenset[Subject]
    values: tuple[Value, ...] = ()
    least: float = -math.inf
    most: float = math.inf
    unit: Words = field(default_factory=Words)
    many: bool = False

    def value(self, value_id: str) -> Value | None:
        """Return the value of an id; None for what the scheme does not know (any more)."""
        return next((value for value in self.values if value.id == value_id), None)

    def wrong(self, text: str) -> str:
        """Return why a text is no value of this field, as a code; empty if it is one.

        `value_empty`, `value_unknown`, `value_date`, `value_number`, `value_range`.
        """
        if not text.strip():
            return "value_empty"
        if self.type == "choice":
            known = self.value(text)
            return "" if known is not None and not known.retired else "value_unknown"
        if self.type == "date":
            return "" if day(text) is not None else "value_date"
        if self.type in ("number", "score"):
            number = number_of(text)
            if number is None:
                return "value_number"
            return "" if self.least <= number <= self.most else "value_range"
        return ""


Match = tuple[str, str]
"""A field and one of its values; an empty value is any."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit: it runs from an entry that starts it to one that ends it.

    `months` are calendar months from the start (the month's last day where there is no such day), then `days`. An entry
    among `extends` makes them `extended_months` from the same start. It is a limit only if there is an entry of the
    field `needs`. An entry of the date field `explicit` made while it runs says the day itself.
    """

    id: str
    label: Words
    starts: tuple[Match, ...]
    ends: tuple[Match, ...]
    months: int = 0
    days: int = 0
    extends: tuple[Match, ...] = ()
    extended_months: int = 0
    needs: str = ""
    explicit: str = ""


@dataclass(frozen=True)
class Scheme:
    """A handling scheme."""

    id: str
    label: Words
    fields: tuple[Field, ...]
    deadlines: tuple[Deadline, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Field]:
        """The fields by their ids."""
        return {each.id: each for each in self.fields}

    def counts(self, field_id: str, value_id: str) -> frozenset[Counts]:
        """Return what a value says in rates; nothing for what the scheme does not know."""
        known = self.by_id.get(field_id)
        value = known.value(value_id) if known is not None else None
        return value.counts if value is not None else frozenset()


@lru_cache(4096)  # an office's entries share a few hundred days
def day(text: str) -> date | None:
    """Return the day of an ISO date (2026-03-01); None for anything else."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def number_of(text: str) -> float | None:
    """Return the number a text is; None if it is none, or not finite."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def later(start: date, months: int, days: int = 0) -> date:
    """Return the day some calendar months and days after another, never beyond the year 9999."""
    total = start.year * 12 + start.month - 1 + months
    year, month = min(total // 12, date.max.year), total % 12 + 1
    last = 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days
    reached = date(year, month, min(start.day, last)).toordinal() + days
    return date.fromordinal(min(reached, date.max.toordinal()))
