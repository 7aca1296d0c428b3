"""Widgets that seldom change, drawn once.

Textual asks every visible widget for all its rows whenever anything on the screen changes, and goes through styles and
filters of each row; what did not change may be given as it was.
"""

from __future__ import annotations

from typing import Self

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static


class Kept(Widget):
    """Gives the rows drawn last until it is told to draw anew."""

    _kept: tuple[Region, list[Strip]] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of a part of the widget."""
        if self._kept is None or self._kept[0] != crop:
            self._kept = crop, super().render_lines(crop)
        return self._kept[1]

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Have it drawn anew."""
        self._kept = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Its colours may be others now."""
        self._kept = None
        super().notify_style_update()


class Name(Kept, Static):
    """What a pane is called."""
