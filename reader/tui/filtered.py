"""The contents filtered: which articles match, found in short slices, and the chips above them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from reader.config.language import _
from reader.pages.digest import ArticleDigest, PageDigest
from reader.pages.model import Article, Page
from reader.text import fold
from reader.tui.filtering import ArticleFacts, Filter
from reader.tui.guidance import by_keys
from reader.tui.outline import Sifted
from reader.tui.tree import Leaf
from reader.tui.widgets.chips import Chips
from reader.workspace import WorkspaceError
from reader.workspace.standing import stage_names

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

SLICE = 0.02
"""Seconds for which articles are looked at before keys have their turn."""
SHOW = 0.25
"""Seconds after which what was found meanwhile is shown."""
_AT_ONCE = 8
"""Pages that are read in one go for the words on them."""
COUNTED_AT_ONCE = 3000
"""Articles up to which what would match is counted without leaving the event loop."""
_Result = TypeVar("_Result")


class Filtered:
    """The filter of the contents; it lasts as long as the program."""

    def __init__(self, desk: Desk) -> None:
        """Start with everything shown."""
        self.desk, self.workspace, self.shelf = desk, desk.workspace, desk.shelf
        self.filter = Filter()
        self._words: tuple[str, ...] = ()
        self._worded: dict[str, tuple[PageDigest, frozenset[str]]] = {}
        self._texts: dict[str, tuple[PageDigest, dict[str, str]]] = {}
        self._left: deque[Leaf] = deque()
        self._unread: deque[Leaf] = deque()
        self._sifted = Sifted()
        self._turn = 0
        self._shown = 0.0

    # -- which articles

    def facts(self, leaf: Leaf, article: ArticleDigest, *, text: bool = True) -> ArticleFacts:
        """Return what a filter asks of an article, as it is now; its text only if it is wanted and at hand."""
        noted = self.shelf.noted(leaf).get(article.id, ())
        tags = self.workspace.snapshot.tags if noted else {}
        title = article.title or self.shelf.story(leaf, article).title or article.name
        known = self._texts_of(leaf) if text else None
        handled = self.shelf.handled(leaf, article)
        return ArticleFacts(
            text=known.get(article.id, title) if known is not None else title,
            kind=article.kind,
            tags=tuple({tags[tag].name: None for one in noted for tag in one.tags if tag in tags}),
            authors=tuple(filter(None, (article.author, *article.reporters, *article.correspondents))),
            affiliation=article.affiliation,
            unread=not self.workspace.state.is_read(article.id),
            untagged=not self.shelf.is_tagged(leaf, article),
            doubt=bool(article.doubts),
            stages=stage_names(handled) if handled is not None else (),
        )

    def _texts_of(self, leaf: Leaf) -> dict[str, str] | None:
        """Return the texts of a page's articles if that takes no time; of a few files they are kept."""
        known = self._texts.get(leaf.key)
        if known is not None and known[0] is leaf.page:
            return known[1]
        pages = self.shelf.at_hand(leaf.file)
        if leaf.page is None or not 0 < leaf.place[1] <= len(pages):
            return None
        titles = {article.id: self.shelf.story(leaf, article).title for article in leaf.page.articles}
        texts = _texts(pages[leaf.place[1] - 1], titles)
        if self.shelf.tree.flat and self.workspace.halves.holds(leaf.file.key):
            self._texts[leaf.key] = (leaf.page, texts)
        return texts

    # -- sifting

    def _start(self, leaves: Iterable[Leaf], sifted: Sifted) -> None:
        """Go through some pages anew."""
        self._turn += 1
        self._sifted, self._left = sifted, deque(leaves)
        self._unread.clear()
        self.shelf.finding = True
        self._go_on(self._turn)

    def _go_on(self, turn: int) -> None:
        """Look at pages for a moment, then let others have theirs."""
        if turn != self._turn:
            return
        end = perf_counter() + SLICE
        while self._left and perf_counter() < end:
            self._judge(self._left.popleft())
        if self._left:
            self.desk.set_timer(0.001, partial(self._go_on, turn))
        elif self._unread:
            some = [self._unread.popleft() for _each in range(min(_AT_ONCE, len(self._unread)))]
            work = partial(_read, self.workspace.pages, some, self._words)
            self.desk.background.submit(work, partial(self._read_some, turn, some))
        else:
            self.shelf.finding = False
        self._show()

    def _judge(self, leaf: Leaf) -> None:
        """Say which of a page's articles match; its words are looked for later if its text is not at hand."""
        page = leaf.page
        if page is None or self.shelf.tree.leaf(leaf.file.key, leaf.place[1]) is not leaf:
            return
        rest = Filter(tuple(term for term in self.filter.terms if term.sort != "word"))
        found = frozenset(
            article.id
            for article in page.articles
            if not rest or rest.matches(self.facts(leaf, article, text=False))
        )
        if found and self._words:
            worded = self._worded_of(leaf, page)
            if worded is None:
                self._unread.append(leaf)
                return
            found &= worded
        self._sifted.put(leaf, found)

    def _worded_of(self, leaf: Leaf, page: PageDigest) -> frozenset[str] | None:
        """Return the articles of a page that have all words; None while nobody knows."""
        known = self._worded.get(leaf.key)
        if known is not None and known[0] is page:
            return known[1]
        texts = self._texts_of(leaf)
        return _having(texts, self._words) if texts is not None else None

    def _read_some(self, turn: int, leaves: Sequence[Leaf], result: list[frozenset[str]] | Exception) -> None:
        if isinstance(result, Exception):
            raise result
        if turn != self._turn:
            return
        for leaf, having in zip(leaves, result, strict=True):
            if leaf.page is not None:
                self._worded[leaf.key] = (leaf.page, having)
        self._left.extend(leaves)
        self._go_on(turn)

    def _show(self) -> None:
        """Show what was found: at the end, and now and then before."""
        if self.shelf.finding and perf_counter() < self._shown + SHOW and self._shown:
            return
        self._shown = perf_counter() if self.shelf.finding else 0.0
        if self.filter and not self.shelf.finding:
            self.shelf.sifted = self._sifted
        self.desk.draw_contents()
        self.desk.show_place()
        if self.desk.ref is not None and self.desk.pane != "contents":
            self.desk.contents.put_cursor(self.desk.ref.key)

    def changed(self, keys: Collection[str]) -> None:
        """Look at files again that are others now."""
        if not self.filter:
            return
        for key in keys:
            self._sifted.drop(key)
        leaves = [leaf for key in keys for leaf in self.shelf.tree.of_file(key)]
        if self.shelf.finding:
            self._left.extend(leaves)
        else:
            self._start(leaves, self._sifted)

    def again(self) -> None:
        """Go through everything again: tags are others now. Until that is done what was found stays."""
        if self.filter:
            self._start(self.shelf.tree.walk(None, 1), Sifted())

    def look_at(self, keys: Iterable[str]) -> None:
        """Look at a few pages again at once: what was read is read."""
        if self.filter and not self.shelf.finding:
            for key in keys:
                leaf = self.shelf.leaf(key)
                if leaf is not None:
                    self._judge(leaf)

    # -- changing it

    def ask(self) -> None:
        """Ask what to show; it shows at once, and goes on showing when that is left with Enter."""
        from reader.tui.screens.filtering import FilterPrompt

        leaves = list(self.shelf.tree.walk(None, 1))
        known: list[ArticleFacts] = []

        def articles() -> list[ArticleFacts]:
            if not known:
                known.extend(self._all(leaves))
            return known

        count = self._now if self.shelf.count <= COUNTED_AT_ONCE else self._later
        title = _("Filter the contents")
        self.desk.app.push_screen(FilterPrompt(self.filter, articles, self.use, count, title))

    def _all(self, leaves: Iterable[Leaf]) -> Iterator[ArticleFacts]:
        text = self.shelf.tree.flat
        for leaf in leaves:
            for article in leaf.page.articles if leaf.page is not None else ():
                yield self.facts(leaf, article, text=text)

    def _now(self, work: Callable[[], _Result], then: Callable[[_Result], object]) -> None:
        then(work())

    def _later(self, work: Callable[[], _Result], then: Callable[[_Result], object]) -> None:
        def done(result: _Result | Exception) -> None:
            if isinstance(result, Exception):
                raise result
            then(result)

        self.desk.background.submit(work, done)

    def clear(self) -> None:
        """Show all articles again."""
        if not self.filter:
            self.desk.say(
                by_keys(_("nothing is filtered; {} filters the contents"), "contents.filter"), "warning"
            )
            return
        self.use(Filter())

    def use(self, wanted: Filter) -> None:
        """Show the articles that match a filter."""
        if wanted == self.filter:
            return
        self.filter = wanted
        words = tuple(fold(term.value) for term in wanted.terms if term.sort == "word")
        if words != self._words:
            self._words = words
            self._worded.clear()
        self.desk.contents.empty_text = (
            by_keys(
                _("No article matches.\n\n{}  change the filter\n{}  show all"),
                "contents.filter",
                "contents.all",
            )
            if wanted
            else ""
        )
        self._shown = 0.0
        if wanted:
            self.shelf.sifted = Sifted()
            self._start(self.shelf.tree.walk(None, 1), self.shelf.sifted)
        else:
            self._turn += 1
            self.shelf.sifted, self.shelf.finding = None, False
            self._show()
        if self.desk.ref is not None:
            self.desk.contents.put_cursor(self.desk.ref.key)
        self.desk.call_later(self._show_chips)

    async def _show_chips(self) -> None:
        found = self.desk.query(Chips)
        chips = found.first() if found else Chips(self.drop)
        if not found:
            await self.desk.query_one("#contents-pane").mount(chips, before="#contents")
        chips.put([term.words for term in self.filter.terms])

    def drop(self, number: int) -> None:
        """Take out the term of a chip."""
        self.use(self.filter.toggled(self.filter.terms[number]))


def _texts(page: Page, titles: dict[str, str]) -> dict[str, str]:
    """Return what is printed of a page's articles, folded, by their ids; with the titles of their stories."""
    return {article.id: fold(_printed(article, titles.get(article.id, ""))) for article in page.articles}


def _printed(article: Article, title: str) -> str:
    headline = "".join(row.flow.text for row in article.headline)
    return "\n".join([title, *(block.flow.text for block in article.blocks), headline])


def _having(texts: dict[str, str], words: Sequence[str]) -> frozenset[str]:
    return frozenset(key for key, text in texts.items() if all(word in text for word in words))


def _read(
    pages: Callable[..., Sequence[Page]], leaves: Sequence[Leaf], words: Sequence[str]
) -> list[frozenset[str]]:
    """Return the articles that have all words, for each of some pages; none of one that cannot be read any more."""
    found = []
    for leaf in leaves:
        try:
            page = pages(leaf.file)[leaf.place[1] - 1]
        except (WorkspaceError, IndexError):
            found.append(frozenset[str]())
            continue
        found.append(_having(_texts(page, {}), words))
    return found
