"""What is over the desk while something long is done: how far it is, and the way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from reader.config.language import _
from reader.tui.screens.prompts import BOX_CSS, Box, Words


class Working(ModalScreen[None]):
    """Shows a count; Esc stops."""

    DEFAULT_CSS = "Working { align: center middle; background: transparent; }" + BOX_CSS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ctrl+c", "stop", show=False),
        Binding("ctrl+q", "app.leave", show=False),
    ]

    def __init__(self, title: str, stop: Callable[[], object]) -> None:
        """Take what is done and what stops it."""
        super().__init__()
        self._title, self._stop = title, stop

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Box(self._title):
            yield Words("…", id="count", classes="title")
            yield Words(_("Esc stop; nothing is left behind"), classes="hint")

    def put(self, words: str) -> None:
        """Show how far it is."""
        for line in self.query("#count").results(Words):
            line.put(words)

    def action_stop(self) -> None:
        """Have it stopped."""
        self._stop()
