"""What the entries on a proposal come to: values now, the outcome of its measures, and its deadlines. Pure.

Everything is computed from the entries each time; nothing is stored but them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reader.annotations.model import Annotation, Entry
from reader.annotations.schemes import ASSIGNED, OUTCOME, STAGE, Deadline, Match, Scheme, day, later

WHOLE = ""
"""The subject of entries on an article as a whole; a measure's is its label."""


@dataclass(frozen=True, slots=True)
class Registered:
    """An entry with what it is about (`WHOLE`, or a measure's label) and what tells entries of one day apart."""

    id: str
    subject: str
    created: str
    entry: Entry

    @property
    def order(self) -> tuple[str, str, str]:
        """The day it is of, then when it was made: of two of one day the one made later counts."""
        return self.entry.date, self.created, self.id


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline that ran or runs: from `start` to `due`; `ended` is None while it runs."""

    deadline: str
    start: date
    due: date
    ended: date | None = None
    extended: bool = False

    def left(self, today: date) -> int:
        """Return the days that are left of it, or were when it ended; negative: so many too late."""
        return (self.due - (self.ended or today)).days


def registered(annotations: Iterable[tuple[str, Annotation]]) -> list[Registered]:
    """Return the entries among annotations with their subjects, oldest first, without those that others correct."""
    found = [
        Registered(annotation.id, subject, annotation.created, annotation.entry)
        for subject, annotation in annotations
        if annotation.entry is not None and not annotation.deleted
    ]
    return standing(found)


def standing(log: Iterable[Registered]) -> list[Registered]:
    """Return the entries that no other one corrects, in order."""
    found = list(log)
    corrected = {each.entry.corrects for each in found if each.entry.corrects}
    return sorted((each for each in found if each.id not in corrected), key=lambda each: each.order)


def values(log: Sequence[Registered], subject: str = WHOLE) -> dict[str, Registered]:
    """Return the latest entry of each field on a subject; `log` is in order."""
    return {each.entry.field: each for each in log if each.subject == subject}


def outcomes(log: Sequence[Registered], measures: Sequence[str]) -> Counter[str]:
    """Return how many measures have which outcome now; "" counts those without one.

    Without an outcome of its own a measure has none, whatever the whole has: that a proposal was adopted does not say
    that all of it was.
    """
    found: Counter[str] = Counter()
    for measure in measures:
        entry = values(log, measure).get(OUTCOME)
        found[entry.entry.value if entry is not None else ""] += 1
    return found


def clocks(scheme: Scheme, log: Sequence[Registered]) -> list[Clock]:
    """Return the deadlines that ran or run on an article as a whole, by their start; `log` is in order."""
    own = [(when, each.entry) for each in log if each.subject == WHOLE and (when := day(each.entry.date))]
    fields = {entry.field for _when, entry in own}
    found = [
        clock
        for deadline in scheme.deadlines
        if not deadline.needs or deadline.needs in fields
        for clock in _runs(deadline, own)
    ]
    return sorted(found, key=lambda clock: (clock.start, clock.due, clock.deadline))


def due(running: Iterable[Clock]) -> Clock | None:
    """Return the clock that runs out first of those that run; None if none does."""
    return min((clock for clock in running if clock.ended is None), key=lambda clock: clock.due, default=None)


def unusual(scheme: Scheme, log: Sequence[Registered], new: Entry, subject: str = WHOLE) -> bool:
    """Say whether a value seldom comes where it would come now: after another one than the scheme names.

    What an office has on record mostly begins with the assignment: that may be the first of all.
    """
    known = scheme.by_id.get(new.field)
    value = known.value(new.value) if known is not None else None
    if value is None or not value.after:
        return False
    before = [
        each.entry.value
        for each in log
        if each.subject == subject and each.entry.field == new.field and each.entry.date <= new.date
    ]
    if not before:
        return (new.field, new.value) != (STAGE, ASSIGNED)
    return before[-1] not in (*value.after, new.value)


def faulty(scheme: Scheme, entry: Entry) -> str:
    """Return what is wrong with an entry by its scheme, as a code; empty if nothing is.

    `field_unknown`, `reason_needed`, `date_wrong`, and what `Field.wrong` says.
    """
    known = scheme.by_id.get(entry.field)
    if known is None:
        return "field_unknown"
    if day(entry.date) is None:
        return "date_wrong"
    wrong = known.wrong(entry.value)
    if wrong:
        return wrong
    value = known.value(entry.value)
    return "reason_needed" if value is not None and value.reason and not entry.reason.strip() else ""


def _runs(deadline: Deadline, log: Sequence[tuple[date, Entry]]) -> list[Clock]:
    found: list[Clock] = []
    start: date | None = None
    extended, explicit = False, None
    for when, entry in log:
        if start is not None and _among(entry, deadline.ends):
            found.append(_clock(deadline, start, extended, explicit, when))
            start = None
        elif start is not None and _among(entry, deadline.extends):
            extended = True
        elif start is not None and deadline.explicit and entry.field == deadline.explicit:
            explicit = day(entry.value) or explicit
        if start is None and _among(entry, deadline.starts):
            start, extended, explicit = when, False, None
    if start is not None:
        found.append(_clock(deadline, start, extended, explicit, None))
    return found


def _clock(
    deadline: Deadline, start: date, extended: bool, explicit: date | None, ended: date | None
) -> Clock:
    months = deadline.extended_months if extended else deadline.months
    return Clock(
        deadline.id,
        start,
        explicit or later(start, months, 0 if extended else deadline.days),
        ended,
        extended,
    )


def _among(entry: Entry, matches: Iterable[Match]) -> bool:
    return any(entry.field == name and value in ("", entry.value) for name, value in matches)


def changes_of(log: Iterable[Registered]) -> Mapping[str, list[Registered]]:
    """Return for each entry the ones it replaced, the oldest first: the trace that corrections leave."""
    by_id = {each.id: each for each in log}
    found: dict[str, list[Registered]] = {}
    for each in by_id.values():
        trace, seen, before = [], {each.id}, each.entry.corrects
        while before in by_id and before not in seen:
            seen.add(before)
            trace.append(by_id[before])
            before = by_id[before].entry.corrects
        if trace:
            found[each.id] = trace[::-1]
    return found
