"""Numbers in a table: values with bars, or two sides crossed; and how far review is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual.app import ComposeResult

from reader.annotations.schemes import Scheme
from reader.config.language import _, ngettext
from reader.exchange.rates import HEADS
from reader.text import bar
from reader.tui.commands import Pane
from reader.tui.guidance import by_keys
from reader.tui.screens.tabled import Tabled
from reader.tui.statistics import Numbers
from reader.tui.widgets.chips import Chips
from reader.tui.widgets.lines import Line
from reader.tui.widgets.table import Cell, Head, Rows
from reader.workspace.rates import by_words, told
from reader.workspace.rates import numbers as numbers_of
from reader.workspace.rates import value_words as rate_words
from reader.workspace.sides import side_words, value_words
from reader.workspace.statistics import Count

_GAUGE = 8
_BAR = 200
"""The longest bar, in cells: as long as there is room."""


class StatisticsScreen(Tabled, inherit_bindings=False):
    """Shows the numbers of the statistics as they are now."""

    FIRST = 3
    """The first column of the other side, in a cross table."""

    @property
    def pane(self) -> Pane:
        """Always the statistics."""
        return "statistics"

    def compose(self) -> ComposeResult:
        """Put how far review is between header and table."""
        for each in super().compose():
            if isinstance(each, Chips):
                yield Line(id="review")
            yield each

    def on_mount(self) -> None:
        """Show what was counted last, until it is counted anew."""
        self.show_numbers()
        self.show_keys()

    def look(self) -> None:
        """Show what became known."""
        self._desk.statistics.look()

    def renew(self) -> None:
        """Count anew: the records changed."""
        self._desk.statistics.refresh()

    def show_numbers(self) -> None:
        """Show the numbers."""
        statistics = self._desk.statistics
        numbers = statistics.numbers
        self.query_one(Chips).put(statistics.about)
        schemes = self.workspace.handling.naming()
        by = side_words(numbers.by, schemes) if numbers.by else "…"
        if numbers.rates:
            by = f"{by} · {by_words(numbers.across or 'all', schemes)}"
        elif numbers.across:
            by = f"{by} × {side_words(numbers.across, schemes)}"
        total = numbers.review.total
        kinds = "kind" in (numbers.by, numbers.across)
        words = (
            ngettext("{} article", "{} articles", total)
            if kinds
            else ngettext("{} proposal", "{} proposals", total)
        )
        left = " · ".join((_("Statistics"), by, words.format(f"{total:,}")))
        self.query_one("#header", Line).put(left, self._desk.surveying.words)
        self.query_one("#review", Line).put(_review(numbers))
        table = self.table
        table.empty_text = by_keys(
            _("There is nothing to count yet.\n\n{}  count by something else\n{}  back"),
            "statistics.by",
            "statistics.leave",
        )
        if numbers.rates:
            heads = [
                Head(by.partition(" · ")[2], most=24, least=8),
                *(Head(_(words), number=True, least=4) for words in HEADS.values()),
            ]
            table.put(heads, Rows(len(numbers.rates), self._rates(numbers)), max(0, table.cursor))
            return
        heads = [
            Head(by.partition(" × ")[0], most=30, least=8),
            Head(_("Count"), number=True),
            Head("%", number=True, least=4),
        ]
        if numbers.table is not None:
            heads += [
                Head(value_words(numbers.across, each.value, schemes), most=12, least=4, number=True)
                for each in numbers.table.columns
            ]
        else:
            heads.append(Head("", wide=True, least=8, most=_BAR))
        table.put(heads, Rows(len(numbers.counts), self._cells(numbers)), max(0, table.cursor))

    def _rates(self, numbers: Numbers) -> Callable[[int], Sequence[Cell]]:
        by, schemes = numbers.across or "all", self.workspace.handling.naming()

        def cells(number: int) -> Sequence[Cell]:
            rate = numbers.rates[number]
            words = rate_words(by, rate.value, schemes)
            row: list[Cell] = [((words, "" if rate.value or by == "all" else "muted"),)]
            return row + [
                ((told(each), "strong" if place % 3 == 2 else ""),)
                for place, each in enumerate(numbers_of(rate))
            ]

        return cells

    def _cells(self, numbers: Numbers) -> Callable[[int], Sequence[Cell]]:
        colors = {name: tag.color for name, tag in self._desk.overview.tags().items()}
        largest = max((each.count for each in numbers.counts), default=0)
        schemes = self.workspace.handling.naming()

        def cells(number: int) -> Sequence[Cell]:
            each = numbers.counts[number]
            row: list[Cell] = [
                _value(numbers.by, each, colors, schemes),
                ((f"{each.count:,}", "strong"),),
                ((_share(each.count, numbers.review.total), "muted"),),
            ]
            if numbers.table is not None:
                row += [((f"{cell:,}" if cell else "", ""),) for cell in numbers.table.cells[number]]
            else:
                width = self.table.width_of(self.FIRST)
                row.append(((bar(each.count, largest, width), "accent"),))
            return row

        return cells


def _value(side: str, each: Count, colors: Mapping[str, int], schemes: Sequence[Scheme]) -> Cell:
    words = value_words(side, each.value, schemes)
    if side == "tag" and each.value in colors:
        return ((f" {words} ", f"tag-{colors[each.value]}"),)
    return ((words, "" if each.value else "muted"),)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else ""


def _review(numbers: Numbers) -> str:
    """Return how far review is: each step with its number and a short bar."""
    done = numbers.review
    steps = (
        (_("read"), done.read),
        (_("tagged"), done.tagged),
        (_("commented on"), done.commented),
        (_("resolved"), done.resolved),
    )
    pieces = []
    for words, number in steps:
        gauge = bar(number, done.total, _GAUGE)
        pieces.append(" ".join(filter(None, (words, f"{number:,}", _share(number, done.total), gauge))))
    return "   ".join(pieces)
