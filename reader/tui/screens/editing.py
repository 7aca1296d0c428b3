"""The comment editor; what is typed in it is kept as a draft until it is saved or thrown away."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from reader.config.language import _
from reader.tui.screens.asking import Asking
from reader.tui.screens.prompts import BOX_CSS, Box, Confirm, Words
from reader.tui.screens.writing import Area
from reader.workspace import ReadingState

KEEP_SECONDS = 3.0


class CommentEditor(Asking[str | None]):
    """Edits a comment. ^s gives the text, Esc gives None (asking, if text would be lost)."""

    DEFAULT_CSS = (
        "CommentEditor { align: center middle; background: transparent; }"
        "CommentEditor .box { height: 60%; min-height: 8; }"
        "CommentEditor TextArea { border: none; height: 1fr; padding: 0; background: $panel; }" + BOX_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False),
        Binding("escape", "leave", show=False),
    ]

    def __init__(self, title: str, quote: str, text: str, state: ReadingState, key: str) -> None:
        """Take a title, the words commented on, the text there is, and where its draft is kept."""
        super().__init__()
        self._title, self._quote, self._text = title, quote, text
        self._state, self._key = state, key
        self._draft = state.draft(key)

    def compose(self) -> ComposeResult:
        """Lay out the editor."""
        with Box(self._title):
            yield Words(self._quote, classes="hint")
            yield Area(self._draft or self._text, soft_wrap=True, show_line_numbers=False, compact=True)
            hint = _("^s save   Esc leave")
            if self._draft:
                hint += "   " + _("(your draft of last time)")
            yield Words(hint, classes="hint")

    def on_mount(self) -> None:
        """Write at the end; keep drafts now and then."""
        area = self.query_one(TextArea)
        area.highlight_cursor_line = False
        area.cursor_blink = False
        area.move_cursor(area.document.end)
        self.set_interval(KEEP_SECONDS, self.keep_draft)

    @property
    def text(self) -> str:
        """What stands in the editor."""
        return self.query_one(TextArea).text

    def keep_draft(self) -> None:
        """Put the text by, so that it is offered again after whatever happens."""
        text = self.text
        wanted = text if text.strip() and text != self._text else ""
        if self._state.draft(self._key) != wanted:
            self._state.set_draft(self._key, wanted)
            self._state.save()

    def _drop_draft(self) -> None:
        self._state.set_draft(self._key, "")
        self._state.save()

    def action_save(self) -> None:
        """Give the text; its draft is dropped by whoever saves it."""
        self.keep_draft()
        self.dismiss(self.text)

    def action_leave(self) -> None:
        """Give nothing; ask first if something was written."""
        if self.text.strip() in ("", self._text.strip()):
            self._drop_draft()
            self.dismiss(None)
            return
        question = Confirm(_("Leave without saving?"), _("throw it away"), _("go on writing"))
        self.app.push_screen(question, self._left)

    def _left(self, sure: bool | None) -> None:
        if sure:
            self._drop_draft()
            self.dismiss(None)
