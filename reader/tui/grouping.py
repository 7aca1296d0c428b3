"""Folding and unfolding the contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tui.outline import GROUPS

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

_FOLDING = (*GROUPS, "page")


class Grouping:
    """The desk's verbs about groups of the contents."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        self.desk, self.shelf = desk, desk.shelf

    def turn(self, key: str) -> None:
        """Unfold an entry, or fold it."""
        self.shelf.folds.turn(key, unfolded=not self.shelf.unfolds(key))
        self.desk.refresh_contents()
        self.desk.contents.put_cursor(key)

    def go_to(self, key: str) -> None:
        """Unfold what an entry is in, and go there."""
        for each in self.shelf.above(key):
            self.shelf.folds.turn(each, unfolded=True)
        self.desk.refresh_contents()
        self.desk.focus_pane("contents")
        self.desk.contents.put_cursor(key)

    def fold(self) -> None:
        """Fold the entry under the cursor, or go to what it is in."""
        key = self.desk.contents.cursor_key
        if _folds(key) and self.shelf.unfolds(key):
            self.turn(key)
        else:
            any(self.desk.contents.put_cursor(each) for each in self.shelf.above(key))

    def unfold(self) -> None:
        """Unfold the entry under the cursor, go to the first one in it, or open an article."""
        key = self.desk.contents.cursor_key
        if not _folds(key):
            self.desk.travel.open_entry()
        elif self.shelf.unfolds(key):
            self.desk.contents.move("row_down")
        else:
            self.turn(key)


def _folds(key: str) -> bool:
    return key.partition("\n")[0] in _FOLDING
