"""A page's rows as they were taken apart, beside the article they make: what is said of a row shows at once."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container

from reader.annotations import Caret
from reader.config.language import _, ngettext
from reader.pages.model import Page
from reader.text import ambiguous_wide
from reader.tui.commands import Pane
from reader.tui.doubtful import settling
from reader.tui.guidance import empty_row
from reader.tui.motions import Motion
from reader.tui.outline import Ref, page_words
from reader.tui.rowlist import (
    LEGEND,
    RowPlace,
    caret_of_row,
    corrected_rows,
    doubts_by_row,
    places,
    row_entries,
)
from reader.tui.screens.keyed import Keyed
from reader.tui.widgets.article import ArticleView
from reader.tui.widgets.entries import Entries
from reader.tui.widgets.lines import KeyLine, Line
from reader.workspace import WorkspaceError

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

SIDE_BY_SIDE = 110
"""Cells from which rows and article stand beside one another."""
_NOTHING = RowPlace("furniture", None)


class CorrectionScreen(Keyed, inherit_bindings=False):
    """Rows at the left (or above), the article of the row under the cursor at the right (or below)."""

    AUTO_FOCUS = "#rows"
    DEFAULT_CSS = """
CorrectionScreen #both { layout: vertical; height: 1fr; }
CorrectionScreen #both.-beside { layout: horizontal; }
CorrectionScreen #rows { width: 1fr; height: 3fr; }
CorrectionScreen #preview { width: 1fr; height: 2fr; border-top: solid $border; }
CorrectionScreen #both.-beside #rows { height: 1fr; }
CorrectionScreen #both.-beside #preview { height: 1fr; border-top: none; border-left: solid $border; }
"""

    def __init__(self, desk: Desk, ref: Ref, row: int) -> None:
        """Take the desk, an article's place and the row to begin at."""
        super().__init__()
        self._desk, self.workspace, self.keys = desk, desk.workspace, desk.keys
        self.file, self._page = ref.file, ref.page
        self._first = row
        self._anchor: int | None = None
        self._places: tuple[Page | None, dict[int, RowPlace]] = (None, {})

    # -- what is shown

    @property
    def desk(self) -> Desk:
        """The desk below."""
        return self._desk

    @property
    def pane(self) -> Pane:
        """Always the rows."""
        return "rows"

    @property
    def page(self) -> Page:
        """The page, as it is taken apart now."""
        return self._page

    @property
    def rows(self) -> Entries:
        """The list of rows."""
        return self.query_one("#rows", Entries)

    @property
    def preview(self) -> ArticleView:
        """The article of the row under the cursor."""
        return self.query_one("#preview", ArticleView)

    @property
    def row(self) -> int:
        """The number of the row under the cursor; 0 on a page without rows."""
        return int(self.rows.cursor_key or 0)

    @property
    def place(self) -> RowPlace:
        """What the row under the cursor is."""
        page = self.page
        if self._places[0] is not page:
            self._places = (page, places(page))
        return self._places[1].get(self.row, _NOTHING)

    @property
    def selecting(self) -> bool:
        """Whether rows are being selected."""
        return self._anchor is not None

    @property
    def held(self) -> tuple[int, ...]:
        """The rows that are meant: those selected, else the one under the cursor."""
        if self._anchor is None:
            return (self.row,)
        low, high = sorted((self._anchor, self.row))
        return tuple(number for key in self.rows.keys if low <= (number := int(key)) <= high)

    def row_start(self) -> Caret | None:
        """Return where the row under the cursor begins in its article, as the desk shows it."""
        article = self.place.article
        return caret_of_row(self.page, article, self.row) if article and self.row else None

    def compose(self) -> ComposeResult:
        """Lay out header, rows, article, message line and footer."""
        yield Line(id="header")
        with Container(id="both"):
            yield Entries(id="rows", empty_text=_("This page has no text."))
            preview = ArticleView(id="preview", empty_text=empty_row())
            preview.can_focus = False
            yield preview
        yield Line(id="message")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Show the page, the cursor at the row asked for."""
        self._share()
        self.renew()
        self.go_to(self._first)
        self.show_keys()

    def on_resize(self) -> None:
        """Put rows and article beside one another where there is room."""
        self._share()

    def _share(self) -> None:
        beside = self.app.size.width >= SIDE_BY_SIDE
        self.query_one("#both").set_class(beside, "-beside")
        if ambiguous_wide():  # where the rules of the style sheet would take two cells
            styles = self.preview.styles
            color = (styles.border_left if beside else styles.border_top)[1]
            styles.border_left = ("ascii" if beside else "none", color)
            styles.border_top = ("none" if beside else "ascii", color)

    def renew(self) -> None:
        """Show the page as it is now; where it is no more, as it was."""
        with suppress(WorkspaceError, IndexError):
            self._page = self.workspace.pages(self.file)[self._page.number - 1]
        page = self.page
        self.rows.set_entries(row_entries(page, self.held if self.selecting else ()))
        doubtful = sum(map(len, doubts_by_row(page).values()))
        count = len(page.articles)
        words = [
            _("Correct the parse"),
            page_words(self.file, page, len(self.workspace.catalogue.pages(self.file))),
            ngettext("{} article", "{} articles", count).format(count),
        ]
        if doubtful:
            words.append(ngettext("{} doubt", "{} doubts", doubtful).format(doubtful))
        corrected = len(corrected_rows(page))
        right = (
            ngettext("{} row corrected", "{} rows corrected", corrected).format(corrected)
            if corrected
            else ""
        )
        self.query_one("#header", Line).put(" · ".join(words), right)
        self._show_article()

    def _show_article(self) -> None:
        article = self.place.article
        if article is not self.preview.article or article is None:
            self.preview.show(article)
        start = self.row_start()
        if start is not None:
            self.preview.jump(start, center=True)

    # -- the cursor

    def move(self, name: Motion, count: int) -> None:
        """Move the cursor."""
        self.rows.move(name, count)

    def go_to(self, row: int) -> None:
        """Put the cursor on a row, or the nearest one with text."""
        keys = self.rows.keys
        if keys:
            self.rows.put_cursor(min(keys, key=lambda key: abs(int(key) - row)))
        self._moved()

    def on_entries_moved(self) -> None:
        """Follow the cursor."""
        self._moved()

    def _moved(self) -> None:
        if self.selecting:
            self.rows.set_entries(row_entries(self.page, self.held))
        self._show_article()
        doubts = doubts_by_row(self.page).get(self.row, [])
        if doubts:
            self.say(settling(doubts[0]), "warning")
        elif self.row:
            place = self.place
            whose = _("in no article") if place.article is None else ""
            self.say("  ".join(filter(None, (_(LEGEND[place.role]), whose))))

    def select(self) -> None:
        """Select rows from here on, or drop the selection."""
        if not self.drop_selection() and self.row:
            self._anchor = self.row
            self._moved()

    def drop_selection(self) -> bool:
        """Drop the selection; return whether there was one."""
        if self._anchor is None:
            return False
        self._anchor = None
        self.rows.set_entries(row_entries(self.page))
        return True
