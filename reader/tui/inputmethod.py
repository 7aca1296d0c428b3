"""The reader's input method: switched off where letters are keys and on where one writes, by commands of her own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from reader.config.settings import Command

SECONDS = 2.0


class InputMethod:
    """Runs the commands `[ime] enter` and `leave`, one at a time, never waited for."""

    def __init__(
        self, commands: Callable[[], tuple[Command, Command]], failed: Callable[[str], None]
    ) -> None:
        """Take what gives the commands for entering and leaving an editor, and what is told of one that failed."""
        self._commands, self._failed = commands, failed
        self._writing: bool | None = None
        self._reached: bool | None = None
        self._task: asyncio.Task[None] | None = None
        self._told: set[Command] = set()

    def turn(self, *, writing: bool) -> None:
        """Say whether the reader writes now, or reads; before the first time nobody knows."""
        self._writing = writing
        if not any(self._commands()):
            return
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())

    async def _work(self) -> None:
        from reader.tui.clipboard import run

        while self._reached != self._writing:
            self._reached = self._writing
            enter, leave = self._commands()
            command = enter if self._reached else leave
            if command and not await run(command, seconds=SECONDS) and command not in self._told:
                self._told.add(command)
                self._failed(command[0])
