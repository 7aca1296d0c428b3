"""Correcting the parse: settling doubts, and what is said of a page's rows on the screen that shows them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, get_args

from reader.config.language import _
from reader.pages.digest import Paged, name_of
from reader.pages.model import PARSED, Article, Doubt, Fix, Page, Part
from reader.tui.guidance import by_keys
from reader.tui.halves import doubts_of
from reader.tui.hand import Hand
from reader.tui.outline import KIND_WORDS, Ref
from reader.tui.rowlist import LEGEND, RowPlace, doubts_by_row, first_row, places

if TYPE_CHECKING:
    from reader.tui.screens.correcting import CorrectionScreen

_KINDS = PARSED
_PARTS: tuple[Part, ...] = get_args(Part)


class Correcting(Hand):
    """The desk's verbs that correct the parse; those on rows work while `screen` is open."""

    @property
    def screen(self) -> CorrectionScreen | None:
        """The screen of rows, if it is open."""
        from reader.tui.screens.correcting import CorrectionScreen

        stack = self.desk.app.screen_stack
        return next((screen for screen in stack if isinstance(screen, CorrectionScreen)), None)

    def open(self) -> None:
        """Show the rows of the page that is open, at the row under the cursor."""
        if self.desk.ref is None:
            self.desk.say(_("no page is open"), "warning")
            return
        ref = self.desk.travel.following.here[0]
        row = (
            self.desk.beside.row
            or self.desk.travel.row_at_caret()
            or (first_row(ref.article) if ref.article else 1)
        )
        self._open(ref, row)

    def open_said(self, ref: Ref | None) -> None:
        """Show the rows of a page, and what was corrected on it."""
        if ref is not None:
            self._open(ref, 1)
            self.desk.call_after_refresh(self.show_said)

    def _open(self, ref: Ref, row: int) -> None:
        from reader.tui.screens.correcting import CorrectionScreen

        self.desk.app.push_screen(CorrectionScreen(self.desk, ref, row))

    def leave(self) -> None:
        """Go back to the desk, to the article of the row under the cursor."""
        screen = self.screen
        if screen is None or screen.drop_selection():
            return
        article = screen.place.article
        screen.dismiss(None)
        if article is not None:
            self.desk.travel.open(Ref(screen.file, screen.page, article.id), screen.row_start())

    # -- doubts

    def settle(self, *, take: bool) -> None:
        """Settle the doubt under the cursor: keep what was decided, or take the runner-up."""
        page, doubt = self._doubt_here()
        if page is None or doubt is None:
            self.desk.front.say(by_keys(_("no doubt here; {} goes to the next one"), "doubt.next"), "warning")
            return
        fix = doubt.take if take else doubt.keep
        if fix is None:
            self.desk.front.say(
                by_keys(_("there is nothing else to take; {} corrects by hand"), "correct.open"), "warning"
            )
            return
        named = fix.rows[0] if fix.rows else fix.body
        words = page.rows[named - 1].flow.text if named else fix.value
        self.say_of(page, [fix], "fix_taken" if take else "fix_kept", words)

    def _doubt_here(self) -> tuple[Page | None, Doubt | None]:
        screen = self.screen
        if screen is not None:
            at_row = doubts_by_row(screen.page).get(screen.row, [])
            own = screen.place.article.doubts if screen.place.article else ()
            return screen.page, next(iter((*at_row, *own)), None)
        if self.desk.ref is None:
            return None, None
        ref, caret = self.desk.travel.following.here
        found = doubts_of(ref)
        near = min(found, key=lambda place: abs(place[0].block - caret.block), default=None)
        return (ref.page, near[1]) if near else (None, None)

    def seek_doubt(self, step: int) -> None:
        """Go to another row in doubt."""
        if self.screen is not None:
            self._seek(sorted(doubts_by_row(self.screen.page)), step, _("no more doubts on this page"))

    def seek_start(self, step: int) -> None:
        """Go to another article's first row."""
        if self.screen is not None:
            starts = sorted(first_row(article) for article in self.screen.page.articles)
            self._seek(starts, step, _("no more articles on this page"))

    def _seek(self, rows: Sequence[int], step: int, none: str) -> None:
        screen = self.screen
        assert screen is not None
        ahead = [row for row in rows if (row > screen.row if step > 0 else row < screen.row)]
        if len(ahead) < abs(step):
            screen.say(none, "warning")
        else:
            screen.go_to(ahead[step - 1] if step > 0 else ahead[step])

    # -- rows

    def say_of(self, page: Page, fixes: Sequence[Fix], code: str, words: str) -> bool:
        """Have corrections of a page saved; return whether they could be wished."""
        if not self.may_write():
            return False
        wishes = [(page, fix) for fix in fixes]
        return self.do(partial(self.workspace.correct, wishes, code, words))

    def _say_rows(self, fix: Fix, code: str) -> None:
        screen = self.screen
        assert screen is not None
        if self.say_of(screen.page, [fix], code, screen.page.rows[fix.rows[0] - 1].flow.text):
            screen.drop_selection()

    def select(self) -> None:
        """Start or drop a selection of rows."""
        if self.screen is not None:
            self.screen.select()

    def role(self, role: str) -> None:
        """Say what the rows are."""
        if self.screen is not None:
            self._say_rows(Fix("role", self.screen.held, role), f"fix_{role}")

    def split(self) -> None:
        """Begin an article at the row."""
        screen = self.screen
        if screen is None:
            return
        if screen.place.article and first_row(screen.place.article) == screen.row:
            screen.say(_("an article begins here already"), "warning")
        else:
            self._say_rows(Fix("start", (screen.row,), "split"), "fix_split")

    def join(self) -> None:
        """Join the article with the next one on the page."""
        screen = self.screen
        if screen is None:
            return
        article = screen.place.article
        starts = sorted(first_row(each) for each in screen.page.articles if each.paragraphs)
        after = [row for row in starts if article is not None and row > first_row(article)]
        if article is None:
            screen.say(_("this row is in no article"), "warning")
        elif not after:
            screen.say(_("no article comes after this one on the page"), "warning")
        else:
            self._say_rows(Fix("start", (after[0],), "join"), "fix_join")

    def kind(self) -> None:
        """Give the article the next kind."""
        screen = self.screen
        article = screen.place.article if screen is not None else None
        if screen is None or article is None:
            self.desk.front.say(_("this row is in no article"), "warning")
            return
        kind = _KINDS[(_KINDS.index(article.kind) + 1) % len(_KINDS)]
        fix = Fix("kind", (first_row(article),), kind)
        words = f"{name_of(article)}: {_(KIND_WORDS[kind])}"
        self.say_of(screen.page, [fix], "fix_kind", words)

    def part(self) -> None:
        """Give the headline rows the next part."""
        screen = self.screen
        if screen is None:
            return
        role = screen.place.role
        if role not in _PARTS:
            screen.say(
                by_keys(_("this is no headline row of an article; {} makes it one"), "rows.headline"),
                "warning",
            )
            return
        part = _PARTS[(_PARTS.index(role) + 1) % len(_PARTS)]
        fix = Fix("part", screen.held, part)
        words = f"{screen.page.rows[screen.row - 1].flow.text}: {_(LEGEND[part])}"
        if self.say_of(screen.page, [fix], "fix_part", words):
            screen.drop_selection()

    def move_headline(self) -> None:
        """Choose the article of a headline, or, on an article's text, its headline."""
        screen = self.screen
        if screen is None:
            return
        from reader.tui.screens.matching import HeadlineMatch

        where = places(screen.page)
        block = screen.held if screen.selecting else headline_block(where, screen.row)
        if not block and screen.place.article is None:
            screen.say(
                by_keys(
                    _("neither a headline nor an article's text; {} makes this row a headline"),
                    "rows.headline",
                ),
                "warning",
            )
            return
        fixes = tuple(item.fix for item in self.workspace.corrections(screen.page) if item.fix is not None)
        body = None if block else first_row(screen.place.article)  # type: ignore[arg-type]

        def chosen(fix: Fix | None) -> None:
            if fix is not None:
                self._say_rows(fix, "fix_headline")

        self.desk.app.push_screen(HeadlineMatch(screen.page, fixes, block, body), chosen)

    # -- the page

    def edit_source(self) -> None:
        """Correct paper, date and page number, of one page or many."""
        screen = self.screen
        if screen is None:
            return
        from reader.tui.screens.sourcing import SourceForm, scopes

        catalogue = self.workspace.catalogue
        digests = [catalogue.pages(file) for file in self.workspace.files]
        own = next((page for page in catalogue.pages(screen.file) if page.number == screen.page.number), None)
        if own is None:
            return
        around = scopes(digests, own)

        def given(wishes: list[tuple[Paged, Fix]] | None) -> None:
            if wishes and self.may_write():
                words = " ".join(dict.fromkeys(fix.value for page, fix in wishes if page is wishes[0][0]))
                self.do(partial(self.workspace.correct, wishes, "fix_source", words))

        self.desk.app.push_screen(SourceForm(own, around), given)

    def show_said(self) -> None:
        """Show the page's corrections; one can be dropped or gone to, those found again can be confirmed."""
        screen = self.screen
        if screen is None:
            return
        from reader.tui.screens.said import Said, Wish

        def chosen(wish: Wish | None) -> None:
            if wish is None:
                return
            if wish.row:
                screen.go_to(wish.row)
            elif wish.drop and self.may_write():
                self.do(partial(self.workspace.take_back, wish.drop))
            elif wish.confirm and self.may_write():
                self.do(partial(self.workspace.confirm_corrections, screen.page))

        self.desk.app.push_screen(Said(self.workspace.corrections(screen.page)), chosen)


def headline_block(where: dict[int, RowPlace], row: int) -> tuple[int, ...]:
    """Return the headline rows around one, of the same article and with no other row between; () on no headline."""
    headline = (*_PARTS, "headline")
    here = where.get(row)
    if here is None or here.role not in headline:
        return ()
    numbers = sorted(where)
    at = numbers.index(row)
    first = last = at

    def same(index: int) -> bool:
        place = where[numbers[index]]
        return place.role in headline and place.article is here.article

    while first > 0 and same(first - 1):
        first -= 1
    while last + 1 < len(numbers) and same(last + 1):
        last += 1
    return tuple(numbers[first : last + 1])


def article_words(article: Article, number: int) -> str:
    """Return what an article of a page is called in a list."""
    return f"{number} {name_of(article)}"
