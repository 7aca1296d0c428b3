"""The Textual application: theme, signals, the desk."""

from __future__ import annotations

import asyncio
import signal
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.theme import Theme

from reader.tui.screens.desk import Desk
from reader.workspace import Workspace

PAPER = Theme(
    name="xiance",
    primary="#4f8fba",
    secondary="#6f8a6b",
    accent="#d08c3a",
    warning="#d9a400",
    error="#e5484d",
    success="#30a46c",
    foreground="#d8d4c8",
    background="#16181b",
    surface="#1b1e22",
    panel="#262a30",
    dark=True,
)


class XianceApp(App[int], inherit_bindings=False):
    """Runs the desk; signals end it with its text kept."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []
    TITLE = "xiance"

    def __init__(self, workspace: Workspace) -> None:
        """Take an open workspace."""
        super().__init__()
        self.workspace = workspace
        self.animation_level = "none"
        self.register_theme(PAPER)
        self.theme = "xiance"
        self.ended_by = 0

    def on_mount(self) -> None:
        """Listen to signals, show the desk."""
        loop = asyncio.get_running_loop()
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                try:
                    loop.add_signal_handler(number, self._stop, number)
                except (NotImplementedError, RuntimeError, ValueError):  # Windows; not the main thread
                    continue
        self.push_screen(Desk(self.workspace))

    def _stop(self, number: int) -> None:
        self.ended_by = number
        self.keep_text()
        self.exit(128 + number)

    def keep_text(self) -> None:
        """Put by what is being written, and where reading stopped."""
        for screen in self.screen_stack:
            keep = getattr(screen, "keep_draft", None) or getattr(screen, "keep_place", None)
            if keep is not None:
                keep()
