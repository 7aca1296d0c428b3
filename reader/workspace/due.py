"""What is due: the deadlines that run, the nearest first. Pure but for the face."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reader.annotations.handling import Clock
from reader.annotations.schemes import Deadline
from reader.workspace.handling import Handled

UNITS, SUPPORT = "lead_units", "support_units"
"""The fields that name who handles a proposal."""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline that runs: on what, since when and until when."""

    handled: Handled
    clock: Clock
    deadline: Deadline

    def left(self, today: date) -> int:
        """Return the days that are left; negative: so many too late."""
        return self.clock.left(today)

    @property
    def units(self) -> str:
        """Who has to keep it: the co-handlers if only their presence makes it a limit, else the lead unit."""
        return self.handled.value(SUPPORT if self.deadline.needs == SUPPORT else UNITS)


def due_list(handled: Iterable[Handled], today: date, within: int | None = None) -> list[Due]:
    """Return the deadlines that run, by their day; `within` so many days from `today`, overdue ones included (None: all)."""
    running = (
        Due(each, clock, _deadline(each, clock))
        for each in handled
        for clock in each.clocks
        if clock.ended is None
    )
    return sorted((due for due in running if within is None or due.left(today) <= within), key=_order)


def _deadline(handled: Handled, clock: Clock) -> Deadline:
    return next(each for each in handled.scheme.deadlines if each.id == clock.deadline)


def _order(due: Due) -> tuple[date, str, bytes, str]:
    name = due.handled.spot.article.name.encode("gb18030", "replace")  # as Chinese is sorted
    return due.clock.due, due.handled.number, name, due.deadline.id
