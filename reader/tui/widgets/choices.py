"""A few things to choose from, side by side in rows, one of them under a bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from reader.text import cell_width
from reader.tui.document import safe
from reader.tui.widgets.entries import clip

_GAP = 1


def choice_rows(words: Sequence[str], width: int) -> list[list[tuple[int, str]]]:
    """Return the rows that choices take in a width in cells: each one's number and text, none wider than a row."""
    rows: list[list[tuple[int, str]]] = []
    room = 0
    for number, name in enumerate(words):
        text = f" {clip(safe(name), max(1, width - 2))} "
        if not rows or cell_width(text) + _GAP > room:
            rows.append([])
            room = width
        else:
            room -= _GAP
        rows[-1].append((number, text))
        room -= cell_width(text)
    return rows


class Choices(Widget, can_focus=False):
    """Shows choices; as high as it is told, the row with the bar always in sight."""

    DEFAULT_CSS = "Choices { height: 1; width: 100%; }"

    def __init__(self, choose: Callable[[int], None]) -> None:
        """Take what is done with the number of one that is clicked on."""
        super().__init__()
        self._choose = choose
        self._words: tuple[str, ...] = ()
        self._at = -1

    def put(self, words: Sequence[str], at: int) -> None:
        """Show other choices, the bar on one of them (-1: on none)."""
        if (tuple(words), at) != (self._words, self._at):
            self._words, self._at = tuple(words), at
            self.refresh()

    def _rows(self, size: Size) -> list[list[tuple[int, str]]]:
        """Return the rows that are in sight."""
        rows = choice_rows(self._words, max(2, size.width))
        held = next((at for at, row in enumerate(rows) if any(n == self._at for n, _text in row)), 0)
        top = max(0, min(held, len(rows) - size.height))
        return rows[top : top + size.height]

    def render(self) -> Content:
        """Draw them."""
        bar = "reverse" if self.app.no_color else "$text on $primary 40%"
        parts: list[str | tuple[str, str]] = []
        for row in self._rows(self.content_size):
            if parts:
                parts.append("\n")
            for place, (number, text) in enumerate(row):
                parts += [" " * _GAP if place else "", (text, bar if number == self._at else "")]
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Choose the one under the mouse."""
        offset = event.get_content_offset(self)
        rows = self._rows(self.content_size)
        if offset is None or offset.y >= len(rows):
            return
        x = 0
        for number, text in rows[offset.y]:
            if x <= offset.x < x + cell_width(text):
                self._choose(number)
            x += cell_width(text) + _GAP
