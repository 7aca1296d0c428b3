"""How the panes share the screen: three, two or one of them, by width, focus and zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.widgets import Static

from reader.config.language import _
from reader.tui.commands.base import PANES, Pane

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

THREE_PANES = 100
TWO_PANES = 70
_LEAST_WIDTH, _LEAST_HEIGHT = 20, 6


def visible(width: int, pane: Pane, zoomed: bool) -> frozenset[Pane]:
    """Return the panes that show on a screen `width` cells wide while one has the focus."""
    if zoomed or width < TWO_PANES:
        return frozenset({pane})
    if width < THREE_PANES:
        return (
            frozenset({"article", "cards" if pane == "cards" else "contents"})
            if pane != "article"
            else frozenset({"article"})
        )
    return frozenset(PANES)


class Arranging:
    """The desk's panes: which show, which has the focus."""

    zoomed = False
    _arranged: tuple[object, ...] = ()

    def share(self: Desk) -> None:  # type: ignore[misc]  # a mixin of that one class
        """Show the panes that belong on the screen as it is now."""
        width, height = self.app.size  # the screen's own is not known before it is laid out first
        arranged = (width, height, self.pane, self.zoomed)
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
        shown = visible(width, self.pane, self.zoomed)
        for pane in PANES:
            frame = self.query_one(f"#{pane}-pane")
            frame.display = pane in shown
            frame.set_class(pane == self.pane, "-held")
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
        self.focus_pane(PANES[(PANES.index(self.pane) + step) % len(PANES)])

    def zoom(self: Desk) -> None:  # type: ignore[misc]
        """Show the focused pane alone, or all again."""
        self.zoomed = not self.zoomed
        self.share()
