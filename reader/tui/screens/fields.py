"""The field of a dialog: what the screens share of it is not imported before a dialog opens."""

from __future__ import annotations

from textual.geometry import Offset
from textual.widgets import Input

from reader.text import cell_width


class Field(Input):
    """A line to write in."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the caret is drawn; Textual's answer is a cell too far when it is behind the text."""
        cells = cell_width(self.value[: self.cursor_position]) - round(self.scroll_offset.x)
        region = self.content_region
        return region.offset + Offset(max(0, min(cells, region.width - 1)), 0)
