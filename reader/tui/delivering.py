"""Taking text out: copying with its source, adding quotes to a file."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config.language import _
from reader.tui.guidance import key_of
from reader.tui.quoting import quoted

if TYPE_CHECKING:
    from reader.tui.clipboard import Tool
    from reader.tui.screens.desk import Desk


def add_to(path: Path, words: str) -> None:
    """Add words to the end of a text file, a blank line before them if it has any. Raises OSError."""
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(f"\n{words}" if file.tell() else words)


class Delivering:
    """The desk's verbs that take something out of it."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        self.desk = desk
        self.workspace = desk.workspace
        self._filling: asyncio.Task[None] | None = None

    def copy(self) -> None:
        """Copy what is meant, with its source: to the terminal's clipboard, and to the system's if it has a program."""
        words = self._quote()
        if not words:
            return
        self.desk.app.copy_to_clipboard(words)
        self.desk.view.select_clear()
        from reader.tui import clipboard

        program = clipboard.tool()
        if program is None:
            self._sent(_("sent to the terminal's clipboard (OSC 52)"))
        else:
            self._filling = asyncio.create_task(self._fill(program, words))

    async def _fill(self, program: Tool, words: str) -> None:
        from reader.tui import clipboard

        if await clipboard.run(program.command, words.encode(program.encoding, "replace")):
            self.desk.front.say(_("copied with its source, by {}").format(program.name))
        else:
            self._sent(_("{} failed; sent to the terminal's clipboard (OSC 52)").format(program.name))

    def _sent(self, words: str) -> None:
        way = _("{} puts it in a file").format(key_of("text.file"))
        self.desk.front.say(_("{}; {}").format(words, way))

    def _quote(self) -> str:
        aims, whole = self.desk.marking.aims(), self.desk.whole
        if not aims or whole is None:
            return ""
        target = aims[0].target
        return quoted(target, next(ref for ref in whole.refs if ref.page.fingerprint == target.fingerprint))

    def ask_file(self) -> None:
        """Ask for a file, and add what is meant to it with its source."""
        from reader.tui.screens.prompts import LinePrompt

        words = self._quote()
        if not words:
            return
        last = self.workspace.state.last("quotes")
        offered = last[0] if last else str(self.workspace.database.parent / _("quotes.txt"))

        def asked(name: str | None) -> None:
            if name and name.strip():
                path = Path(name.strip()).expanduser()
                self.desk.background.submit(partial(add_to, path, words), lambda why: self._added(path, why))

        hint = _("Enter add it at the end   Esc leave")
        self.desk.app.push_screen(LinePrompt(_("Quote into a file"), hint, offered), asked)

    def _added(self, path: Path, failure: Exception | None) -> None:
        if failure is not None:
            self.desk.front.complain(failure)
            return
        self.workspace.state.set_last("quotes", [str(path)])
        self.desk.view.select_clear()
        self.desk.front.say(_("added to {}").format(path))
