"""How the panes share the screen: three, two or one of them, by width, focus and zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.widgets import Static

from reader.config.language import _
from reader.tui.commands.base import Pane

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

THREE_PANES = 100
TWO_PANES = 70
WITH_SOURCE = 120
"""Cells from which the contents have room beside the article and the source rows."""
_LEAST_WIDTH, _LEAST_HEIGHT = 20, 6


def visible(width: int, pane: Pane, zoomed: bool, source: bool = False) -> frozenset[Pane]:
    """Return the panes that show on a screen `width` cells wide while one has the focus.

    With `source` the page's rows stand beside the article, in place of the cards while these have not the focus.
    """
    if zoomed or width < TWO_PANES:
        return frozenset({pane})
    side: Pane = "source" if source and pane != "cards" else "cards"
    if width < (WITH_SOURCE if side == "source" else THREE_PANES):
        if pane == "article":
            return frozenset({"article", "source"} if side == "source" else {"article"})
        return frozenset({"article", pane})
    return frozenset({"contents", "article", side})


class Arranging:
    """The desk's panes: which show, which has the focus."""

    zoomed = False
    _arranged: tuple[object, ...] = ()

    def share(self: Desk) -> None:  # type: ignore[misc]  # a mixin of that one class
        """Show the panes that belong on the screen as it is now."""
        width, height = self.app.size  # the screen's own is not known before it is laid out first
        arranged = (width, height, self.pane, self.zoomed, self.beside.shown)
        if arranged == self._arranged:
            return
        self._arranged = arranged
        small = width < _LEAST_WIDTH or height < _LEAST_HEIGHT
        message = self.query_one("#small", Static)
        if small:
            message.update(_("window too small"))
        message.display = small
        self.query_one("#panes").display = not small
        for name in ("#header", "#message", "#keys"):
            self.query_one(name).display = not small
        shown = visible(width, self.pane, self.zoomed, self.beside.shown)
        for frame in self.query(".pane"):
            pane = str(frame.id).removesuffix("-pane")
            frame.display = pane in shown
            frame.set_class(pane == self.pane, "-held")
            if (
                pane == "article"
            ):  # by itself it needs no name; a class would have all styles in it sought again
                frame.query_one(".name").display = len(shown) > 1
            if pane == "source":
                frame.styles.width = "1fr" if len(shown) < 3 else max(48, min(56, width * 3 // 10))
        alone = len(shown) == 1
        contents, cards = self.query_one("#contents-pane"), self.query_one("#cards-pane")
        contents.styles.width = "1fr" if alone else max(26, min(44, width // 4))
        cards.styles.width = "1fr" if alone else max(36, min(48, width * 3 // 10))
        self.call_after_refresh(self.fit_cards)

    def on_resize(self: Desk, event: events.Resize) -> None:  # type: ignore[misc]
        """Share the screen anew."""
        self.share()

    def on_descendant_focus(self: Desk) -> None:  # type: ignore[misc]
        """Show the pane that got the focus, and its keys."""
        self.share()
        self.show_keys()

    def focus_pane(self: Desk, pane: Pane) -> None:  # type: ignore[misc]
        """Give a pane the focus, showing it first."""
        self._arranged = ()
        self.query_one(f"#{pane}-pane").display = True
        self.query_one(f"#{pane}").focus()

    def next_pane(self: Desk, step: int) -> None:  # type: ignore[misc]
        """Give the focus to the next pane."""
        self.zoomed = False
        side: Pane = "source" if self.beside.shown and self.pane != "cards" else "cards"
        panes: tuple[Pane, ...] = ("contents", "article", side)
        self.focus_pane(panes[(panes.index(self.pane) + step) % len(panes)])

    def zoom(self: Desk) -> None:  # type: ignore[misc]
        """Show the focused pane alone, or all again."""
        self.zoomed = not self.zoomed
        self.share()
