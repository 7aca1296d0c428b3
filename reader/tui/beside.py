"""The rows a text was made of, in a pane beside it: the open article's are lit, and the cursors keep in step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Static

from reader.config.language import _
from reader.pages.digest import name_of
from reader.pages.model import Article, Page
from reader.tui.guidance import by_keys
from reader.tui.outline import Ref
from reader.tui.screens.arranging import TWO_PANES
from reader.tui.widgets.entries import Entries

if TYPE_CHECKING:
    from reader.tui.rowlist import RowPlace
    from reader.tui.screens.desk import Desk


class Beside:
    """The pane of source rows. It is made when it is first wanted; whether it shows lasts as long as the program."""

    def __init__(self, desk: Desk) -> None:
        """Start without it."""
        self.desk = desk
        self.shown = False
        self._made = False
        self._drawn: tuple[Page, Article | None] | None = None
        self._places: dict[int, RowPlace] = {}

    @property
    def rows(self) -> Entries:
        """The list of rows; it must have been made."""
        return self.desk.query_one("#source", Entries)

    @property
    def row(self) -> int | None:
        """The number of the row under the cursor while the pane has the focus."""
        key = self.rows.cursor_key if self.desk.pane == "source" else ""
        return int(key) if key else None

    def toggle(self) -> None:
        """Show the rows beside the text in place of the cards, or the cards again."""
        self.shown = not self.shown
        if not self.shown and self.desk.pane == "source":
            self.desk.focus_pane("article")
        self.desk.call_later(self._make)

    async def _make(self) -> None:
        if not self._made:
            self._made = True
            rows = Entries(id="source", empty_text=_("This page has no text."))
            name = Static(_("Source rows"), classes="name", markup=False)
            await self.desk.query_one("#panes").mount(Vertical(name, rows, id="source-pane", classes="pane"))
        self.desk.zoomed = False
        self.desk.share()
        if self.shown and self.desk.app.size.width < TWO_PANES:
            self.desk.focus_pane("source")
        self.follow()

    def follow(self) -> None:
        """Show the page of the half under the caret, and mark the caret's row."""
        desk = self.desk
        if not self.shown or not desk.query("#source") or desk.ref is None or desk.whole is None:
            return
        here = desk.travel.following.here[0]
        anew = self._draw(here.page, here.article)
        row = desk.travel.row_at_caret()
        leads = desk.pane == "source" and not anew  # its own cursor is the one that moved
        if row is not None and not leads and self.rows.cursor_key != str(row):
            self.rows.put_cursor(str(row))

    def _draw(self, page: Page, article: Article | None) -> bool:
        if self._drawn is not None and self._drawn[0] is page and self._drawn[1] is article:
            return False
        from reader.tui.rowlist import lit, places

        self._drawn = (page, article)
        self._places = places(page)
        self.rows.set_entries(lit(page, article))
        return True

    def moved(self) -> None:
        """Let the caret follow the row under the cursor, or say whose the row is."""
        row = self.row
        if row is None or self._drawn is None:
            return
        from reader.tui.rowlist import LEGEND, caret_of_row

        page, article = self._drawn
        place = self._places[row]
        words = _(LEGEND[place.role])
        if place.article is None:
            words += "   " + _("in no article")
        elif place.article is article:
            caret = caret_of_row(page, article, row)
            if caret is not None and self.desk.whole is not None:
                self.desk.view.jump(self.desk.whole.place(self.desk.travel.following.here[0], caret))
        else:
            words += "   " + _("Enter opens {}").format(name_of(place.article))
        self.desk.say(words)

    def open(self) -> None:
        """Go to the text of the row under the cursor, in its article."""
        row = self.row
        if row is None or self._drawn is None:
            return
        from reader.tui.rowlist import caret_of_row

        page, article = self._drawn[0], self._places[row].article
        if article is None:
            self.desk.say(
                by_keys(_("this row is in no article; {} corrects that"), "correct.open"), "warning"
            )
            return
        here = self.desk.travel.following.here[0]
        self.desk.focus_pane("article")
        self.desk.travel.open(Ref(here.file, page, article.id), caret_of_row(page, article, row))
