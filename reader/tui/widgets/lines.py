"""The one-row widgets: header, message line, footer. Plain text only, never markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from reader.text import cell_width
from reader.tui.document import safe
from reader.tui.widgets.entries import clip
from reader.tui.widgets.kept import Kept

SEPARATOR = "  "


def whole_items(items: Iterable[str], room: int) -> str:
    """Return as many items as fit in `room` cells, each whole; one that is too long is passed over."""
    shown = ""
    for item in items:
        longer = shown + SEPARATOR + item if shown else item
        if cell_width(longer) <= room:
            shown = longer
    return shown


class Line(Kept, can_focus=False):
    """A row with something at its left and something at its right; the left is cut where they meet."""

    DEFAULT_CSS = """
Line { height: 1; width: 100%; background: $panel; color: $foreground; }
Line#message { background: $background; }
Line.-warning { color: $text-warning; text-style: bold; }
Line.-error { color: $text-error; text-style: bold; }
"""

    def __init__(self, *, id: str) -> None:
        """Make an empty line."""
        super().__init__(id=id)
        self._left = self._right = ""

    @property
    def left(self) -> str:
        """What stands at the left."""
        return self._left

    @property
    def right(self) -> str:
        """What stands at the right."""
        return self._right

    @property
    def room(self) -> int:
        """The cells there are for the left side, beside what stands at the right."""
        return max(0, self.size.width - cell_width(self._right) - 3)

    def put(self, left: str | None = None, right: str | None = None) -> None:
        """Show text; None leaves a side as it is."""
        before = (self._left, self._right)
        if left is not None:
            self._left = safe(left).replace("\u200b", "")
        if right is not None:
            self._right = safe(right).replace("\u200b", "")
        if before != (self._left, self._right):
            self.refresh()

    def render(self) -> Content:
        """Draw the row."""
        width = self.size.width
        right = clip(self._right, max(0, width - 2))
        left = clip(self._left, max(0, width - cell_width(right) - 3))
        gap = " " * max(1, width - 2 - cell_width(left) - cell_width(right))
        return Content(f" {left}{gap}{right}")


class KeyLine(Kept, can_focus=False):
    """The footer: keys and what they do, as many as fit whole."""

    DEFAULT_CSS = """
KeyLine { height: 1; width: 100%; background: $panel; color: $text-muted; }
"""

    def __init__(self, *, id: str) -> None:
        """Make an empty footer."""
        super().__init__(id=id)
        self._hints: tuple[tuple[str, str], ...] = ()

    @property
    def hints(self) -> tuple[tuple[str, str], ...]:
        """The `(key, title)` pairs it offers, as far as there is room."""
        return self._hints

    def put(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show `(key, title)` pairs, the most wanted first."""
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.refresh()

    def render(self) -> Content:
        """Draw what fits."""
        room = self.size.width - 1
        parts: list[str | tuple[str, str]] = [" "]
        for key, title in self._hints:
            size = cell_width(key) + 1 + cell_width(title) + len(SEPARATOR)
            if size - len(SEPARATOR) > room:
                continue
            room -= size
            parts += [(key, "bold $text-accent"), f" {title}{SEPARATOR}"]
        return Content.assemble(*parts)
