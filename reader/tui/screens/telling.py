"""What the desk's header says: where the reader is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config.language import _, ngettext
from reader.tui.outline import page_words
from reader.tui.screens.arranging import THREE_PANES
from reader.tui.widgets.lines import Line

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk


class Telling:
    """The desk's header."""

    def show_start(self: Desk) -> None:  # type: ignore[misc]  # a mixin of that one class
        """Show what is known before a file is read."""
        count = len(self.workspace.files)
        files = ngettext("{} file", "{} files", count).format(count)
        self.query_one("#header", Line).put(f"xiance 献策  {files}  {self.workspace.database}")

    def show_place(self: Desk) -> None:  # type: ignore[misc]
        """Show where the reader is, and how far."""
        if self.ref is None:
            return
        here, whole = self.travel.following.here[0], self.whole
        source = page_words(here.file, here.page, len(self.workspace.catalogue.pages(here.file)))
        name = (whole and whole.name) or _("In no article")
        left = f"{source}  ›  {name}"
        number = f"{self.shelf.number(self.ref.key)}/{self.shelf.count}"
        ids = [article.id for article in here.page.articles]
        if here.article_id in ids:
            on_page = _("on page {}").format(f"{ids.index(here.article_id) + 1}/{len(ids)}")
            number = on_page if self.app.size.width < THREE_PANES else f"{on_page}  {number}"
        matching = self.shelf.matching
        filtered = _("filtered {}").format(matching) + "  " if matching else ""
        self.query_one("#header", Line).put(left, f"{filtered}{number}  {round(100 * self.view.progress)}%")
