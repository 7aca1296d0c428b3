"""A stage for one dialog: shows it, presses keys, keeps the answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen


class Stage(App[None], inherit_bindings=False):
    """An app with nothing but a dialog on it."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, dialog: Screen[Any]) -> None:
        """Take the dialog."""
        super().__init__()
        self.dialog = dialog
        self.answers: list[Any] = []

    def on_mount(self) -> None:
        """Show it."""
        self.push_screen(self.dialog, self.answers.append)


@asynccontextmanager
async def on_stage(
    dialog: Screen[Any], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Stage, Pilot[None]]]:
    """Show a dialog and yield stage and pilot."""
    stage = Stage(dialog)
    async with stage.run_test(size=size) as pilot:
        await pilot.pause()
        yield stage, pilot


async def type_text(stage: Stage, pilot: Pilot[None], text: str) -> None:
    """Type characters as a terminal hands them on; `Pilot.press` knows some full-width ones not."""
    for character in text:
        stage.post_message(events.Key(_character_to_key(character), character))
        await pilot.pause()


def seen(stage: App[Any]) -> str:
    """Return the text on the screen."""
    rows = stage.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in rows)
