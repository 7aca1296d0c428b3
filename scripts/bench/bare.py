"""The baseline of the start-up bench: the least Textual app that shows rows and moves a cursor through them."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Rows(Widget, can_focus=True):
    """Rows without end, one of them reversed."""

    BINDINGS: ClassVar[list[BindingType]] = [("j", "down", "down"), ("space", "page", "page")]
    row = 0
    top = 0

    def render_line(self, y: int) -> Strip:
        """Draw row `y`."""
        text = f"row {self.top + y:03d} bare".ljust(self.size.width)
        return Strip([Segment(text, Style(reverse=y == self.row))], self.size.width)

    def action_down(self) -> None:
        """Move the cursor a row down, repainting only the two rows concerned."""
        old, self.row = self.row, (self.row + 1) % max(1, self.size.height)
        self.refresh(Region(0, old, self.size.width, 1), Region(0, self.row, self.size.width, 1))

    def action_page(self) -> None:
        """Show the rows that come next."""
        self.top += self.size.height
        self.refresh()


class Bare(App[None]):
    """An app with that one widget."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "quit")]

    def compose(self) -> ComposeResult:
        """Yield the rows."""
        yield Rows()


if __name__ == "__main__":
    Bare(ansi_color=False).run()
