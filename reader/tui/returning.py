"""Where the reader was before something was followed, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.annotations import Caret
from reader.config.language import _
from reader.tui.outline import Ref

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

_MOST = 50


class Returning:
    """The places that were left, the last one last."""

    def __init__(self, desk: Desk) -> None:
        """Start with none."""
        self._desk = desk
        self._places: list[tuple[Ref, Caret]] = []

    def leave(self) -> None:
        """Remember where the cursor is: it is about to go somewhere else."""
        if self._desk.ref is not None and self._desk.whole is not None:
            self._places = [*self._places[1 - _MOST :], self._desk.travel.following.here]

    def back(self, count: int = 1) -> None:
        """Go back to the place that was left last, or to one before it."""
        place = None
        for _each in range(min(count, len(self._places))):
            place = self._places.pop()
        if place is None:
            self._desk.say(_("nothing was followed; this is where you are"), "warning")
            return
        self._desk.travel.open(*place)
        self._desk.focus_pane("article")
