"""The field for comments: Textual's, but quick where one line is very long."""

from __future__ import annotations

from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Offset
from textual.strip import Strip
from textual.widgets import TextArea

LONG = 2000
"""Characters from which a line is drawn here: Textual divides the whole line anew for each of its rows."""


class Rows(WrappedDocument):
    """A document in rows; Textual makes a rich text of each of them to say where one begins."""

    def get_sections(self, line_index: int) -> list[str]:
        """Return a line's rows."""
        line = self.document.get_line(line_index)
        return [line[a:b] for a, b in pairwise((0, *self.get_offsets(line_index), len(line)))]


class Area(TextArea):
    """Several lines to write in."""

    @property
    def wrapped_document(self) -> WrappedDocument:
        """The document in rows."""
        return self._rows

    @wrapped_document.setter
    def wrapped_document(self, value: WrappedDocument) -> None:
        self._rows = Rows(value.document)

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        wrapped, row = self.wrapped_document, y + round(self.scroll_offset.y)
        if row >= wrapped.height:
            return super().render_line(y)
        number, start = wrapped.offset_to_location(Offset(0, row))
        line = self.document.get_line(number)
        if len(line) < LONG or "\t" in line:
            return super().render_line(y)
        end = next((offset for offset in wrapped.get_offsets(number) if offset > start), len(line))
        last = end == len(line)
        base = self.rich_style
        strip = Strip(
            Segment(text, base + style) for text, style in self._pieces(line, number, start, end, last)
        )
        return strip.adjust_cell_length(self.scrollable_content_region.width, base)

    def _pieces(self, line: str, number: int, start: int, end: int, last: bool) -> list[tuple[str, Style]]:
        """Return characters `start:end` of a line, cut where the selection begins and ends and around the caret."""
        low, high = sorted(self.selection)
        at = self.cursor_location[1] if self.cursor_location[0] == number and self.has_focus else -1
        selected, caret = (
            self.get_component_rich_style(f"text-area--{name}", partial=True)
            for name in ("selection", "cursor")
        )
        cuts = {start, end, at, at + 1}
        cuts.update(column for row, column in (low, high) if row == number)
        places = [cut for cut in sorted(cuts) if start <= cut <= end]
        pieces = []
        for a, b in pairwise(places):
            style = selected if low <= (number, a) < high else Style()
            pieces.append((line[a:b], style + caret if a == at else style))
        if last and at == end:
            pieces.append((" ", caret))
        return pieces
