"""The Textual application: theme, signals, the desk."""

from __future__ import annotations

import asyncio
import sys
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.events import Event, Key
from textual.message_pump import MessagePump
from textual.scrollbar import ScrollBar, ScrollBarRender

from reader.config.settings import Settings
from reader.text import count_ambiguous
from reader.tui import signals
from reader.tui.keyboard import Keyboard
from reader.tui.screens.asking import Asking
from reader.tui.screens.desk import Desk
from reader.tui.screens.keyed import Keyed
from reader.tui.theme import THEMES
from reader.workspace import Workspace
from reader.workspace.lasting import collect_again

START_SECONDS = 2.0
"""How long a start may take before garbage is collected again."""
SWITCH_SECONDS = 0.001
"""How long a thread in the background may run on while the event loop waits for its turn."""
TYPED_SECONDS = 0.1
"""How long the thread that reads the terminal may take to hand on what was typed before a signal."""


class PlainBar(ScrollBarRender):
    """A scrollbar of whole cells: the blocks that end Textual's are wide on some terminals."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


class XianceApp(App[int], inherit_bindings=False):
    """Runs the desk; signals end it with its text kept."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "leave", show=False)]
    TITLE = "xiance"

    def __init__(self, workspace: Workspace, settings: Settings | None = None) -> None:
        """Take an open workspace, and what the reader has chosen for good."""
        super().__init__()
        self.workspace = workspace
        self.settings = settings or Settings()
        if self.settings.ambiguous:
            count_ambiguous(wide=self.settings.ambiguous == "wide")
        self.animation_level = "none"
        ScrollBar.renderer = PlainBar
        self._keyboard = Keyboard(self._hand_on, self._way, self._takes_keys, lambda: workspace.stepping)

    def get_css_variables(self) -> dict[str, str]:
        """Return the colours, our themes put in before Textual first asks."""
        for theme in THEMES.values():
            self.register_theme(theme)
        return super().get_css_variables()

    def get_default_screen(self) -> Desk:
        """Return the desk: there is no screen under it."""
        return Desk(self.workspace, self.settings)

    def on_mount(self) -> None:
        """Listen to signals, and let no thread keep the others waiting for long."""
        sys.setswitchinterval(SWITCH_SECONDS)
        signals.listen(self._stop)
        self.set_timer(START_SECONDS, collect_again)

    async def on_event(self, event: Event) -> None:
        """Have keys wait for one another."""
        if isinstance(event, Key) and not event.is_forwarded:
            self._keyboard.type(event)
        else:
            await super().on_event(event)

    async def _hand_on(self, key: Key) -> None:
        """Give a key to a screen that keys drive, without the way up from its panes, which want none; else to the focus."""
        if isinstance(self.screen, Keyed):
            self.screen.post_message(key)
        else:
            await super().on_event(key)

    def _way(self) -> tuple[MessagePump, ...]:
        first = self.screen if isinstance(self.screen, Keyed) else self.focused or self.screen
        return tuple(first.ancestors_with_self)

    def _takes_keys(self) -> bool:
        return self.screen.is_mounted and (not isinstance(self.screen, Asking) or self.screen.ready)

    async def _stop(self, number: int) -> None:
        self.keep_text()
        await asyncio.sleep(TYPED_SECONDS)
        await self._keyboard.idle()
        self.keep_text()
        self.exit(128 + number)

    def keep_text(self) -> None:
        """Put by what is being written, and where reading stopped."""
        for screen in self.screen_stack:
            for name in ("keep_draft", "keep_place"):
                keep = getattr(screen, name, None)
                if keep is not None:
                    keep()

    def action_leave(self) -> None:
        """Quit, wherever the reader is; what is being written stays as a draft."""
        self.keep_text()
        self.exit(0)
