"""All proposals in a table; what is done with them is in `reader.tui.overview`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reader.config.language import _, ngettext
from reader.text import ambiguous_wide
from reader.tui.commands import Pane
from reader.tui.guidance import by_keys
from reader.tui.motions import Motion
from reader.tui.screens.tabled import Tabled
from reader.tui.widgets.chips import Chips
from reader.tui.widgets.lines import Line
from reader.tui.widgets.table import Cell, Head, Rows, Table
from reader.workspace.ordering import Column
from reader.workspace.proposals import Row

_MOST = {"date": 10, "paper": 12, "page": 8, "author": 10, "due": 10, "affiliation": 20, "file": 30, "id": 16}
"""The widest that columns become, in cells; others up to 24."""


class OverviewScreen(Tabled, inherit_bindings=False):
    """Shows the rows of the overview as they are now."""

    @property
    def pane(self) -> Pane:
        """Always the overview."""
        return "overview"

    def on_mount(self) -> None:
        """Show what there is."""
        self.renew_chips()
        self.renew_rows()
        self.show_keys()

    def look(self) -> None:
        """Show what became known."""
        self._desk.overview.look()

    def renew(self) -> None:
        """Have the rows looked at again: the records changed."""
        self._desk.overview.refresh()

    def drop(self, number: int) -> None:
        """Take out the chip of a number."""
        self._desk.overview.drop(number)

    # -- what is shown

    def renew_chips(self) -> None:
        """Show what the rows are filtered by."""
        self.query_one(Chips).put(self._desk.overview.chips())

    def renew_rows(self) -> None:
        """Show the rows, the cursor where it belongs."""
        overview = self._desk.overview
        known, rows = overview.known, overview.shown.rows
        names = overview.columns_shown()
        colors = {name: tag.color for name, tag in overview.tags().items()}
        is_read = self.workspace.state.is_read

        def cells(number: int) -> Sequence[Cell]:
            row = rows[number]
            return [_cell(known[name], row, colors, read=is_read(row.id)) for name in names]

        table = self.table
        table.empty_text = self._empty()
        table.put(
            [self._head(known[name], overview.order) for name in names],
            Rows(len(rows), cells, lambda number: rows[number].spot.article.id in overview.marks),
            overview.cursor,
            overview.top,
        )
        self.renew_header()

    def renew_header(self) -> None:
        """Say how many proposals there are, show, have no tag and are marked, and how far reading is."""
        overview = self._desk.overview
        there, total = len(overview.shown.rows), len(overview.shown.every.rows)
        words = ngettext("{} proposal", "{} proposals", total).format(f"{total:,}")
        if there != total:
            words = ngettext("{} of {} proposal", "{} of {} proposals", total).format(
                f"{there:,}", f"{total:,}"
            )
        untagged = overview.shown.passed.untagged
        parts = [
            _("Overview"),
            words,
            (
                ngettext("{} not tagged by you", "{} not tagged by you", untagged)
                if overview.shown.passed.others_tagged
                else ngettext("{} untagged", "{} untagged", untagged)
            ).format(f"{untagged:,}"),
        ]
        if overview.marks:
            count = len(overview.marks)
            parts.append(ngettext("{} marked", "{} marked", count).format(f"{count:,}"))
        self.query_one("#header", Line).put(" · ".join(parts), self._desk.surveying.words)

    def marks_changed(self) -> None:
        """Draw the marks as they are now."""
        self.renew_header()
        self.table.refresh()

    def _head(self, column: Column, order: Sequence[tuple[str, bool]]) -> Head:
        names = [name for name, _backwards in order]
        sign = ""
        if column.id in names:
            place = names.index(column.id)
            up, down = ("^", "v") if ambiguous_wide() else ("↑", "↓")
            sign = (down if order[place][1] else up) + (str(place + 1) if len(order) > 1 else "")
        wide = column.id == "title"
        return Head(
            _(column.header),
            sign,
            most=_MOST.get(column.id, 24) if not wide else 200,
            least=20 if wide else 2,
            number=column.number,
            wide=wide,
        )

    def _empty(self) -> str:
        overview = self._desk.overview
        if self._desk.surveying.running or not overview.shown.done:
            return _("reading…")
        if overview.filter or overview.behind is not None:
            return by_keys(
                _("No proposal matches.\n\n{}  change the filter\n{}  show all"),
                "overview.filter",
                "overview.all",
            )
        return by_keys(_("There are no proposals in these pages.\n\n{}  back to the desk"), "overview.leave")

    # -- events

    def on_table_moved(self, event: Table.Moved) -> None:
        """Remember where the cursor is."""
        self._remember()

    def on_table_opened(self, event: Table.Opened) -> None:
        """Open the row that was clicked on."""
        self._remember()
        self._desk.overview.enter()

    def on_table_head_chosen(self, event: Table.HeadChosen) -> None:
        """Sort by the column that was clicked on."""
        self._desk.overview.sort()

    def _remember(self) -> None:
        overview = self._desk.overview
        overview.cursor, overview.top, overview.touched = self.table.cursor, self.table.top, True

    def move(self, name: Motion, count: int) -> None:
        """Move the cursor, and remember where it is."""
        super().move(name, count)
        self._remember()


def _cell(column: Column, row: Row, colors: Mapping[str, int], *, read: bool) -> Cell:
    if column.id == "title":
        return ((row.spot.article.name, "muted" if read else ""),)
    if column.id == "tags":
        tags = [(f" {name} ", f"tag-{colors.get(name, 0)}") for name in row.tags]
        return [piece for tag in tags for piece in (tag, (" ", ""))][:-1]
    if column.id == "read":
        return (("✓" if read else "", "muted"),)
    value = column.value(row)
    if column.id == "left":
        return ((str(value), "warning" if isinstance(value, int) and value < 0 else ""),)
    if column.number:
        return ((str(value) if value else "", "warning" if column.id == "doubts" else ""),)
    return ((str(value), "muted" if column.id in ("page", "file", "id") else ""),)
