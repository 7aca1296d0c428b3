"""What the contents are filtered by, as chips in rows; a click on one takes it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from reader.text import cell_width
from reader.tui.document import safe
from reader.tui.widgets.entries import clip


def chip_rows(words: Sequence[str], width: int) -> list[list[tuple[int, str]]]:
    """Return the rows that chips take in a width in cells: each chip's number and text, none wider than a row."""
    rows: list[list[tuple[int, str]]] = []
    room = 0
    for number, name in enumerate(words):
        text = f" {clip(safe(name), max(1, width - 4))} × "
        if not rows or cell_width(text) + 1 > room:
            rows.append([])
            room = width
        else:
            room -= 1
        rows[-1].append((number, text))
        room -= cell_width(text)
    return rows


class Chips(Widget, can_focus=False):
    """Shows chips; it is not there while there are none."""

    DEFAULT_CSS = """
Chips { height: auto; width: 100%; padding: 0 1; background: $surface; display: none; }
"""

    def __init__(self, drop: Callable[[int], None]) -> None:
        """Take what takes a chip out, by its number."""
        super().__init__()
        self._drop = drop
        self._words: tuple[str, ...] = ()

    def put(self, words: Sequence[str]) -> None:
        """Show other chips."""
        self._words = tuple(words)
        self.display = bool(words)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows the chips take."""
        return len(chip_rows(self._words, width))

    def render(self) -> Content:
        """Draw them."""
        rows = chip_rows(self._words, self.content_size.width)
        style = "reverse" if self.app.no_color else "$text on $primary 30%"
        parts: list[str | tuple[str, str]] = []
        for row in rows:
            if parts:
                parts.append("\n")
            for place, (_number, text) in enumerate(row):
                parts += [" ", (text, style)] if place else [(text, style)]
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Take out the chip under the mouse."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        x = 0
        for number, text in chip_rows(self._words, self.content_size.width)[offset.y]:
            if x <= offset.x < x + cell_width(text):
                self._drop(number)
            x += cell_width(text) + 1
