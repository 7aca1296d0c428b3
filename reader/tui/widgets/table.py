"""A table that draws only what shows, whatever its length: a head that stays, columns by content, one of them held.

Rows are asked for when they are drawn and not kept. Columns are as wide as what was seen of them since the rows were
put, within limits, so that scrolling makes them wider and never narrower.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from reader.text import cell_width
from reader.tui.document import safe
from reader.tui.motions import Motion
from reader.tui.widgets.entries import Piece, clip
from reader.tui.widgets.inked import Inked

Cell = Sequence[Piece]
GAP = 2
"""Cells between two columns."""
_MARK = 2
"""Cells before the first column: a row's mark."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading and limits, in cells.

    `sign` stands after the heading, `number` puts everything at the right, and what is `wide` takes the room that the
    others leave, or gives up what they need.
    """

    words: str
    sign: str = ""
    most: int = 24
    least: int = 2
    number: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows to be drawn: how many, a row's cells (one a column), and whether it is marked."""

    count: int = 0
    cells: Callable[[int], Sequence[Cell]] = lambda _row: ()
    marked: Callable[[int], bool] = lambda _row: False


class Table(Inked, inherit_bindings=False):
    """Draws rows under a head and moves a cursor among the rows, and another among the columns."""

    @dataclass
    class Opened(Message):
        """A row was clicked on."""

        table: Table
        row: int

        @property
        def control(self) -> Table:
            """The table that sent this."""
            return self.table

    @dataclass
    class Moved(Message):
        """The cursor is on another row."""

        table: Table
        row: int

        @property
        def control(self) -> Table:
            """The table that sent this."""
            return self.table

    @dataclass
    class HeadChosen(Message):
        """A heading was clicked on."""

        table: Table
        column: int

        @property
        def control(self) -> Table:
            """The table that sent this."""
            return self.table

    def __init__(self, *, empty_text: str = "", id: str | None = None) -> None:
        """Make an empty table; `empty_text` is shown while it is (plain, rows by line feeds)."""
        super().__init__(id=id)
        self.empty_text = empty_text
        self._heads: tuple[Head, ...] = ()
        self._rows = Rows()
        self._cursor = 0
        self._held = 0
        self._shift = 0
        self._widths: list[int] = []

    # -- what is shown

    @property
    def cursor(self) -> int:
        """The row under the cursor; -1 without rows."""
        return self._cursor if self._rows.count else -1

    @property
    def held(self) -> int:
        """The column that is held."""
        return self._held

    @property
    def top(self) -> int:
        """The first row that shows."""
        return round(self.scroll_offset.y)

    @property
    def room(self) -> int:
        """How many rows show at once."""
        return max(0, self.size.height - 1)

    def put(self, heads: Sequence[Head], rows: Rows, cursor: int = 0, top: int | None = None) -> None:
        """Show rows; the cursor on one of them, and `top` in the first place (None: as it is, or as the cursor needs)."""
        changed = [head.words for head in heads] != [head.words for head in self._heads]
        self._heads, self._rows = tuple(heads), rows
        if changed or len(self._widths) != len(heads):
            self._widths = [0] * len(heads)
        self._held = max(0, min(self._held, len(heads) - 1))
        self._cursor = max(0, min(cursor, rows.count - 1))
        self.virtual_size = Size(self.scrollable_content_region.width or self.size.width, rows.count + 1)
        if top is not None:
            self._scroll(top)
        self.show_cursor()
        self._measure()
        self.refresh()

    def hold(self, column: int) -> None:
        """Hold a column, and bring it into view."""
        self._held = max(0, min(column, len(self._heads) - 1))
        self._reveal()
        self.refresh()

    def put_cursor(self, row: int) -> None:
        """Put the cursor on a row."""
        self._to(max(0, min(row, self._rows.count - 1)))

    def move(self, name: Motion, count: int = 1) -> None:
        """Move the cursor by rows, half pages, pages, or to an end."""
        step = 1 if name in ("row_down", "half_page_down", "page_down", "bottom") else -1
        if name in ("top", "bottom"):
            self.put_cursor(0 if name == "top" else self._rows.count - 1)
            return
        by = 1 if name in ("row_down", "row_up") else self.room // 2 if name.startswith("half") else self.room
        self.put_cursor(self._cursor + step * max(1, by) * count)

    def _to(self, row: int) -> None:
        if not self._rows.count or row == self._cursor:
            self.show_cursor()
            return
        before, self._cursor = self._cursor, row
        self.redraw(before)
        self.redraw(row)
        self.show_cursor()
        self.post_message(self.Moved(self, row))

    def redraw(self, row: int) -> None:
        """Draw a row anew."""
        self.refresh_lines(row + 1, 1)

    def show_cursor(self) -> None:
        """Scroll to where the cursor shows."""
        if not self.room:
            return
        top = min(max(self.top, self._cursor - self.room + 1), self._cursor)
        self._scroll(top)

    def _scroll(self, top: int) -> None:
        top = max(0, min(top, self._rows.count - self.room))
        if top != self.top:
            self.scroll_to(y=top, animate=False, force=True, immediate=True)
            self._measure()

    # -- widths

    def _measure(self) -> None:
        """Make columns as wide as what shows needs."""
        widths = list(self._widths)
        for column, head in enumerate(self._heads):
            if not widths[column]:
                words = cell_width(head.words) + cell_width(head.sign)
                widths[column] = max(head.least, min(head.most, words) if not head.number else words)
        for row in range(self.top, min(self._rows.count, self.top + self.room)):
            for column, cell in enumerate(self._rows.cells(row)):
                head = self._heads[column]
                if not head.wide and widths[column] < head.most:
                    need = sum(cell_width(text) for text, _name in cell)
                    widths[column] = max(widths[column], min(head.most, need))
        if widths != self._widths:
            self._widths = widths
            self.refresh()
        self._reveal()

    def _shared(self) -> list[int]:
        """Return the widths as they are drawn: wide columns have what the others leave, if not less than their least."""
        widths = list(self._widths)
        wide = [column for column, head in enumerate(self._heads) if head.wide]
        if wide:
            others = sum(width for column, width in enumerate(widths) if column not in wide)
            left = self._across - _MARK - others - GAP * (len(widths) - 1)
            for column in wide:
                head = self._heads[column]
                widths[column] = max(head.least, min(head.most, left // len(wide)))
        return widths

    def width_of(self, column: int) -> int:
        """Return how wide a column is drawn now; 0 of one that is not there yet."""
        widths = self._shared()
        return widths[column] if column < len(widths) else 0

    @property
    def _across(self) -> int:
        return self.scrollable_content_region.width or self.size.width

    def _reveal(self) -> None:
        """Shift the columns until the held one shows, whole if it can."""
        widths = self._shared()
        if not widths:
            return
        self._shift = min(self._shift, self._held)
        while self._shift < self._held:
            shown = widths[self._shift : self._held + 1]
            if sum(shown) + GAP * (len(shown) - 1) + _MARK <= self._across:
                break
            self._shift += 1

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """Draw the row at `y` of the view: the head, then rows."""
        width = self.scrollable_content_region.width
        if y == 0 and self._heads:
            return self._head_strip(width)
        if not self._rows.count:
            lines = self.empty_text.split("\n")
            text = clip(lines[y - 2], width - 2) if 2 <= y < len(lines) + 2 else ""
            return Strip([Segment(" " + text, self.style_of("empty"))]).adjust_cell_length(
                width, self.style_of("")
            )
        row = self.top + y - 1
        if row >= self._rows.count or not self._heads:
            return Strip.blank(width, self.style_of(""))
        over = self.cursor_style() if row == self._cursor else None
        sign = "✓ " if self._rows.marked(row) else " " * _MARK
        return self._strip(sign, self._rows.cells(row), width, over)

    def _head_strip(self, width: int) -> Strip:
        cells = [
            ((head.words + head.sign, "accent" if column == self._held else "muted"),)
            for column, head in enumerate(self._heads)
        ]
        return self._strip(" " * _MARK, cells, width, None)

    def _strip(self, sign: str, cells: Sequence[Cell], width: int, over: Style | None) -> Strip:
        """Return a row from the first column that shows on: each cell cut to its column, at its side of it."""
        plain, room, widths = self.piece_style("", over), width - _MARK, self._shared()
        pieces: list[tuple[str, Style]] = [(sign, self.piece_style("accent", over))]
        for column in range(self._shift, len(self._heads)):
            cut = min(widths[column], room)
            if cut <= 0:
                break
            cell, left = [], cut
            for text, name in cells[column]:
                shown = clip(safe(text).replace("\u200b", ""), left)
                left -= cell_width(shown)
                cell.append((shown, self.piece_style(name, over) if name else plain))
            blank = (" " * left, plain)
            pieces += [blank, *cell] if self._heads[column].number else [*cell, blank]
            room -= cut
            gap = min(GAP, room)
            pieces.append((" " * gap, plain))
            room -= gap
        pieces.append((" " * max(0, room), plain))
        return Strip(_joined(pieces)).adjust_cell_length(width, self.style_of(""))

    # -- events

    def on_resize(self) -> None:
        """Keep the cursor in view, and share the width anew."""
        self.virtual_size = Size(self.scrollable_content_region.width, self._rows.count + 1)
        self.show_cursor()
        self._measure()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Measure what came into view."""
        super().watch_scroll_y(old_value, new_value)
        self._measure()

    def on_click(self, event: events.Click) -> None:
        """Choose the heading, or the row, under the mouse."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y == 0:
            column = self._column_at(offset.x)
            if column is not None:
                self.hold(column)
                self.post_message(self.HeadChosen(self, column))
            return
        row = offset.y - 1 + self.top
        if row < self._rows.count:
            self._to(row)
            self.post_message(self.Opened(self, row))

    def _column_at(self, x: int) -> int | None:
        left = _MARK
        for column, width in enumerate(self._shared()):
            if column >= self._shift:
                if left <= x < left + width:
                    return column
                left += width + GAP
        return None


def _joined(pieces: Sequence[tuple[str, Style]]) -> list[Segment]:
    """Return pieces as segments, neighbours of one style as one: drawing takes time by the segment."""
    segments: list[Segment] = []
    for style, alike in groupby(pieces, key=itemgetter(1)):
        text = "".join(text for text, _style in alike)
        if text:
            segments.append(Segment(text, style))
    return segments
