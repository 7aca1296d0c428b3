"""How the text is shown – width, spacing, theme – and what was read and is new; all of it remembered."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.config.language import _, ngettext
from reader.tui.guidance import by_keys
from reader.tui.theme import THEMES
from reader.workspace import SourceFile

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk


class Reading:
    """The desk's verbs about reading itself."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        self.desk = desk
        self.state = desk.workspace.state
        self._left_key = f"left:{desk.workspace.database}"

    def start(self) -> None:
        """Show the text as it was shown last."""
        theme = self.state.last("theme")
        if theme and theme[0] in THEMES:
            self.desk.app.theme = theme[0]
        width, spacing = self.state.last("width"), self.state.last("spacing")
        if width and width[0].isdecimal():
            self.desk.view.set_width_limit(int(width[0]))
        self.desk.view.set_spacing(int(spacing == ["1"]))

    # -- how it is shown

    def change_theme(self) -> None:
        """Take the next theme."""
        names = list(THEMES)
        self.desk.app.theme = names[(names.index(self.desk.app.theme) + 1) % len(names)]
        self.state.set_last("theme", [self.desk.app.theme])

    def widen(self, cells: int) -> None:
        """Change the text column's width."""
        view = self.desk.view
        view.set_width_limit(view.width_limit + cells)
        self.state.set_last("width", [str(view.width_limit)])
        self.desk.say(_("text column: {} characters").format(view.width_limit // 2))

    def change_spacing(self) -> None:
        """Put a blank row between paragraphs, or none."""
        spacing = 1 - self.desk.view.spacing
        self.desk.view.set_spacing(spacing)
        self.state.set_last("spacing", [str(spacing)])
        self.desk.say(
            _("a blank row between paragraphs") if spacing else _("no blank rows between paragraphs")
        )

    # -- what was read

    def toggle_read(self) -> None:
        """Mark the open article as read, or as unread."""
        ref = self.desk.ref
        if ref is None or ref.article is None:
            self.desk.say(_("no article is open"), "warning")
            return
        read = not self.state.is_read(ref.article_id)
        self.state.mark_read(ref.article_id, read)
        self.desk.refresh_contents()
        self.desk.say(_("marked as read") if read else _("marked as unread"))

    def read_page(self) -> None:
        """Mark all articles of the page as read; if they are, as unread."""
        ref = self.desk.ref
        if ref is None:
            self.desk.say(_("no page is open"), "warning")
            return
        articles = ref.page.articles
        read = not all(self.state.is_read(article.id) for article in articles)
        for article in articles:
            self.state.mark_read(article.id, read)
        self.desk.refresh_contents()
        count = len(articles)
        words = (
            ngettext(
                "marked {} article of this page as read", "marked {} articles of this page as read", count
            )
            if read
            else ngettext(
                "marked {} article of this page as unread", "marked {} articles of this page as unread", count
            )
        )
        self.desk.say(words.format(count))

    # -- what is new

    def leave(self) -> None:
        """Remember when reading ended: what comes after is new."""
        self.state.set_last(self._left_key, [str(int(time.time()))])

    def news(self) -> str:
        """Return how many articles came since reading ended last; empty if none did. From any thread."""
        left = self.state.last(self._left_key)
        if not left or not left[0].isdecimal():
            return ""
        workspace = self.desk.workspace
        fresh = [file for file in workspace.files if _changed(file) > int(left[0])]
        count = sum(len(page.articles) for file in fresh for page in workspace.catalogue.pages(file))
        if not count:
            return ""
        words = ngettext("{} new article since you were here", "{} new articles since you were here", count)
        return words.format(count) + by_keys(_("; {} goes to the next unread"), "unread.next")


def _changed(file: SourceFile) -> float:
    """Return when a file was last changed, in seconds since 1970; 0 if nobody knows."""
    with suppress(OSError):
        return file.path.stat().st_mtime if file.path is not None else 0.0
    return 0.0
