"""What the desk says in its one-row lines: where the reader is, messages, the save state, the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config.language import _, ngettext
from reader.config.wording import sentence_of
from reader.tui.commands import footer, key_labels
from reader.tui.outline import page_words, title_of
from reader.tui.widgets.lines import KeyLine, Line

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk


class Telling:
    """The desk's header, message line and footer."""

    def say(self: Desk, words: str, kind: str = "") -> None:  # type: ignore[misc]  # a mixin of that one class
        """Show a message (`""`, `warning`, `error`) until the next key."""
        line = self.query_one("#message", Line)
        line.set_class(kind == "warning", "-warning")
        line.set_class(kind == "error", "-error")
        line.put(words)

    def complain(self: Desk, error: BaseException) -> None:  # type: ignore[misc]
        """Show why something could not be done."""
        self.say(sentence_of(error) or str(error), "error")

    def show_state(self: Desk) -> None:  # type: ignore[misc]
        """Show pending keys, else whether something is being saved, or cannot be."""
        state = _("saving…") if self.workspace.saving else ""
        if self.workspace.records_open and not self.workspace.writable:
            state = _("read-only")
        self.query_one("#message", Line).put(right=self.keys.pending or state)

    def show_start(self: Desk) -> None:  # type: ignore[misc]
        """Show what is known before a file is read."""
        count = len(self.workspace.files)
        files = ngettext("{} file", "{} files", count).format(count)
        self.query_one("#header", Line).put(f"xiance 献策  {files}  {self.workspace.database}")

    def show_place(self: Desk) -> None:  # type: ignore[misc]
        """Show where the reader is, and how far."""
        if self.ref is None:
            return
        article = self.ref.article
        source = page_words(self.ref.file, self.ref.page, len(self.shelf.pages[self.ref.file.key]))
        left = f"{source}  ›  {title_of(article) if article else _('In no article')}"
        number = f"{self.shelf.number(self.ref)}/{len(self.shelf.refs)}"
        self.query_one("#header", Line).put(left, f"{number}  {round(100 * self.view.progress)}%")

    def show_keys(self: Desk) -> None:  # type: ignore[misc]
        """Show the footer of the focused pane."""
        offered = ((key_labels(command), _(command.title)) for command in footer(self.pane))
        self.query_one("#keys", KeyLine).put([(labels[0], title) for labels, title in offered if labels])
