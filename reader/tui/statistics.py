"""Proposals counted: by what, crossed with what, and what is behind a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from reader.config.language import _
from reader.tui.hand import Hand
from reader.tui.sieve import Behind
from reader.workspace.proposals import Register, Row, any_article, is_proposal
from reader.workspace.rates import SIDES as RATED
from reader.workspace.rates import Rate, by_words, case_of, cases_in, holds, rates
from reader.workspace.rates import value_words as rate_words
from reader.workspace.sides import side_words, value_words
from reader.workspace.statistics import Count, Cross, Review, count, cross, has, review, sides

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk
    from reader.tui.screens.statistics import StatisticsScreen

_BY = "statistics"
RATES = "rates"
"""The side that tells rates of handling, across what they are told by; what is nothing to it is told together."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is counted: by which of the `sides` there are, across which other (empty: none), of which rows.

    `counts` are those of the side; `table` is the cross table, where there is one.
    """

    rows: Sequence[Row] = ()
    sides: Sequence[str] = ()
    by: str = ""
    across: str = ""
    counts: Sequence[Count] = ()
    table: Cross | None = None
    review: Review = field(default_factory=Review)
    rates: Sequence[Rate] = ()
    """Where rates are told: those of the values of `across`, whose counts are of what was assigned."""


def counted(register: Register, rows: Sequence[Row] | None, by: str, across: str, is_read: Any) -> Numbers:
    """Return the numbers of some rows, else of all of a register, brought up to date."""
    register.refresh()
    held = register.rows if rows is None else rows
    cases = cases_in(held)
    known = [*sides(held), *([RATES] if cases else [])]
    if by == RATES and cases:
        told = rates(cases, across or "all")
        counts = [Count(rate.value, rate.assigned) for rate in told]
        return Numbers(held, known, by, across, counts, None, review(held, is_read), told)
    if by == RATES:
        by, across = "tag", ""
    if across in known and across != by:
        table = cross(held, by, across)
        return Numbers(held, known, by, across, table.rows, table, review(held, is_read))
    return Numbers(held, known, by, "", count(held, by), None, review(held, is_read))


class Statistics(Hand):
    """The verbs of the statistics, and what they were last counted by."""

    def __init__(self, desk: Desk) -> None:
        """Count by what was counted by last."""
        super().__init__(desk)
        last = [*self.workspace.state.last(_BY), "tag", ""]
        self._by, self._across = last[0], last[1] if len(last) > 3 else ""
        self._rows: Sequence[Row] | None = None
        self._everything: Register | None = None
        self._revision = -1
        self.numbers = Numbers()
        self.about: Sequence[str] = ()
        """What the rows that are counted are filtered by, in words."""

    @property
    def screen(self) -> StatisticsScreen | None:
        """The screen, if it is open."""
        from reader.tui.screens.statistics import StatisticsScreen

        return next((item for item in self.desk.app.screen_stack if isinstance(item, StatisticsScreen)), None)

    def open(self) -> None:
        """Count what the overview shows, if that is where the reader is; else all proposals."""
        from reader.tui.screens.statistics import StatisticsScreen

        overview = self.desk.overview
        chips = overview.chips() if overview.screen is not None else []
        self._rows, self.about = (overview.shown.rows if chips else None), chips
        if self.screen is None:
            self.desk.app.push_screen(StatisticsScreen(self.desk))
        self.refresh()

    def leave(self) -> None:
        """Go back to where the reader was."""
        if self.screen is not None:
            self.screen.dismiss(None)

    def look(self) -> None:
        """Count anew if other files are known, or known otherwise."""
        if self.workspace.catalogue.revision != self._revision:
            self.refresh()

    def refresh(self) -> None:
        """Count anew, in the background."""
        overview, register = self.desk.overview, self.desk.overview.register
        rows, self._revision = self._rows, self.workspace.catalogue.revision
        if "kind" in (self._by, self._across) and rows is None:
            self._everything = register = self._everything or Register(self.workspace, any_article)
        work = partial(counted, register, rows, self._by, self._across, self.workspace.state.is_read)
        overview.background.submit(work, self._took)

    def _took(self, result: Numbers | Exception) -> None:
        if isinstance(result, Exception):
            raise result
        self.numbers = result
        if self.screen is not None:
            self.screen.show_numbers()

    def turn(self, step: int) -> None:
        """Count by another side."""
        known = [side for side in self._sides() if side != self._across or self._by == RATES]
        at = known.index(self._by) if self._by in known else 0
        self._count(known[(at + step) % len(known)], self._across)

    def _across_of(self) -> Sequence[str]:
        """Return what the side can be crossed with; of rates what they are told by."""
        if self._by == RATES:
            return ["", *RATED[1:]]
        return ["", *(side for side in self._sides() if side not in (self._by, RATES))]

    def cross(self, step: int) -> None:
        """Cross with another side; the last one is none."""
        known = self._across_of()
        at = known.index(self._across) if self._across in known else 0
        self._count(self._by, known[(at + step) % len(known)])

    def _sides(self) -> Sequence[str]:
        return self.numbers.sides or ("tag", "month")

    def _count(self, by: str, across: str) -> None:
        self._by, self._across = by, across
        self.workspace.state.set_last(_BY, [by, across])
        self.refresh()

    def enter(self) -> None:
        """Show the proposals behind the number that is held, in the overview."""
        screen, numbers = self.screen, self.numbers
        if screen is None or not numbers.counts:
            self.desk.front.say(_("there is nothing to count here"), "warning")
            return
        asked = [(numbers.by, numbers.counts[screen.table.cursor].value)]
        at = screen.table.held - screen.FIRST
        if numbers.by == RATES:
            self._behind_rate(numbers, numbers.counts[screen.table.cursor].value)
            return
        if numbers.table is not None and at >= 0:
            asked.append((numbers.across, numbers.table.columns[at].value))
        rows = [row for row in numbers.rows if all(has(row, side, value) for side, value in asked)]
        schemes = self.workspace.handling.naming()
        words = " × ".join(
            f"{side_words(side, schemes)}: {value_words(side, value, schemes)}" for side, value in asked
        )
        self._show_behind(rows, words)

    def _behind_rate(self, numbers: Numbers, value: str) -> None:
        """Show the proposals that count in the rates of a value."""
        by, schemes = numbers.across or "all", self.workspace.handling.naming()
        rows = [
            row
            for row in numbers.rows
            if row.handled is not None and holds(case_of(row.handled, row.tags), by, value)
        ]
        words = f"{side_words(RATES, schemes)} · {by_words(by, schemes)}: {rate_words(by, value, schemes)}"
        self._show_behind(rows, words)

    def _show_behind(self, rows: Sequence[Row], words: str) -> None:
        ids = frozenset(row.id for row in rows if is_proposal(row.spot.article))
        if not ids:
            self.desk.front.say(_("no proposals are behind this number"), "warning")
            return
        self.leave()
        self.desk.overview.look_behind(Behind(words, ids))
