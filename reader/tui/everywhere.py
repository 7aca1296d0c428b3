"""Searching all open files: the results, which of them is open, and the ways from one to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from reader.annotations import Caret
from reader.config.language import _
from reader.index.query import Query
from reader.pages.model import Article, Page
from reader.tui.guidance import key_of
from reader.tui.halves import caret_of
from reader.tui.outline import Ref
from reader.tui.seeking import Found, Indexing, Seeker
from reader.workspace.searching import Hit, Results

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk
    from reader.tui.screens.everywhere import SearchScreen

_HISTORY = "search"


class Everywhere:
    """The last search: what was typed, what it found, and the result that is open (`hit`)."""

    def __init__(self, desk: Desk) -> None:
        """Start with nothing searched."""
        self.desk, self.workspace = desk, desk.workspace
        searching = desk.workspace.searching
        self._seeker = Seeker(searching, desk.from_thread)
        self.indexing = Indexing(searching, desk.from_thread, self._indexed, lambda: desk.surveying.running)
        self.searched = (0, len(desk.workspace.files))
        self.typed = ""
        self.results: Results | None = None
        self.hits: list[Hit] = []
        self.hit: Hit | None = None
        self._answered = ""
        self._then: Callable[[Found | Exception], object] | None = None

    @property
    def active(self) -> bool:
        """Whether a result is open, and stepping goes from one to the next."""
        return self.hit is not None

    @property
    def busy(self) -> bool:
        """Whether something is being searched."""
        return self._seeker.busy

    def leave(self) -> None:
        """Go on from no result any more."""
        self.hit = None

    # -- searching

    def ask(self) -> None:
        """Open the screen, with what was searched last."""
        from reader.tui.screens.everywhere import SearchScreen

        self.desk.app.push_screen(SearchScreen(self), self._chosen)

    def typing(self, typed: str) -> None:
        """Something else is typed: what is being searched is not wanted any more."""
        self.typed = typed
        self._seeker.drop()

    def search(self, query: Query, then: Callable[[Found | Exception], object]) -> None:
        """Search what was typed, off the event loop."""
        typed, self._then = self.typed, then
        self._seeker.ask(query, partial(self._found, typed, then))

    def _found(
        self, typed: str, then: Callable[[Found | Exception], object], found: Found | Exception
    ) -> None:
        if typed != self.typed:
            return
        if isinstance(found, Exception):
            raise found
        self.results, self.hits = found
        self._answered = typed
        then(found)

    def answers(self, typed: str) -> bool:
        """Say whether the results are those of what is typed."""
        return self._answered == typed

    def _indexed(self, done: int, total: int) -> None:
        """Show how much is searched; what was typed is searched again when more is."""
        before, self.searched = self.searched, (done, total)
        screen = self._screen
        if screen is None or before == self.searched:
            return
        screen.show_searched()
        if self.results is not None and self.answers(self.typed):
            self._seeker.ask(self.results.query, partial(self._more, self.typed))

    def _more(self, typed: str, found: Found | Exception) -> None:
        """Take in what is found now that more is searched; the bar stays."""
        screen = self._screen
        if typed == self.typed and isinstance(found, tuple) and screen is not None:
            self.results, self.hits = found
            screen.show()

    @property
    def _screen(self) -> SearchScreen | None:
        from reader.tui.screens.everywhere import SearchScreen

        screen = self.desk.app.screen
        return screen if isinstance(screen, SearchScreen) else None

    # -- what may be typed

    def history(self) -> list[str]:
        """Return what was searched before, the last first."""
        return self.workspace.state.last(_HISTORY)

    def tag_names(self) -> list[str]:
        """Return the names of tags, those on most annotations first."""
        return self.workspace.tag_names() if self.workspace.records_open else []

    def stage_names(self) -> list[str]:
        """Return what the stages of handling are called."""
        return self.workspace.handling.stage_labels() if self.workspace.records_open else []

    def papers(self) -> Mapping[str, int]:
        """Return the papers that are known, of the last results first."""
        found = dict(self.results.papers) if self.results else {}
        return {name: 0 for name in (*found, *(file.source.paper for file in self.workspace.files)) if name}

    # -- opening

    def _chosen(self, hit: Hit | None) -> None:
        if hit is None:
            self.leave()
            return
        history = [self.typed, *(typed for typed in self.history() if typed != self.typed)]
        self.workspace.state.set_last(_HISTORY, history)
        self.workspace.state.save()
        self._open(hit)

    def _open(self, hit: Hit, *, from_behind: bool = False) -> None:
        """Open a result where its words stand, or at the last of them."""
        self.hit = hit
        self.desk.travel.fetch(hit.file, partial(self._opened, hit, from_behind))

    def _opened(self, hit: Hit, from_behind: bool, pages: tuple[Page, ...]) -> None:
        place = _place(hit, pages)
        if place is None:
            self.desk.say(_("this article is not there any more"), "warning")
            return
        page, article, caret = place
        self.desk.travel.open(Ref(hit.file, page, article.id), caret)
        self.desk.focus_pane("article")
        words = self.results.query.marked if self.results else ()
        if words and hit.about in ("text", "quote"):
            self.desk.searching.mark(words)
            if from_behind:
                self.desk.view.search_step(-1)
        self._tell()

    def _tell(self) -> None:
        """Say which result this is, and the keys to the others."""
        assert self.hit is not None
        number = self._number()
        words = _("result {} of {}; {} next, {} before, Esc all")
        total = self.results.total if self.results else 0
        self.desk.say(words.format(number + 1, total, key_of("search.next"), key_of("search.previous")))

    def _number(self) -> int:
        keys = [hit.key for hit in self.hits]
        return keys.index(self.hit.key) if self.hit is not None and self.hit.key in keys else -1

    def step(self, step: int) -> bool:
        """Go to another result when the open one has no more hits that way; return whether that was to be done."""
        if self.hit is None or (self._is_open() and self.desk.view.search_ahead(step)):
            return False
        target = self._number() + (1 if step > 0 else -1)
        if 0 <= target < len(self.hits):
            self._open(self.hits[target], from_behind=step < 0)
        else:
            self.desk.say(_("no more results in this direction"), "warning")
        return True

    def _is_open(self) -> bool:
        """Say whether what is open is the result, or was gone to from it."""
        ref, hit = self.desk.ref, self.hit
        return ref is not None and hit is not None and ref.key == hit.key


def _place(hit: Hit, pages: tuple[Page, ...]) -> tuple[Page, Article, Caret] | None:
    """Return where a hit is on the pages as they are now: its characters, else its article."""
    if hit.page > len(pages):
        return None
    page = pages[hit.page - 1]
    found = caret_of(page, hit.start)
    if found is not None and (hit.about != "" or found[0].id == hit.article):
        return page, *found
    article = page.article(hit.article)
    return (page, article, Caret(0, 0)) if article is not None else None
