"""What may be linked with an article: others that share long passages with it, others that are about the same, any by name.

Reprints are found by number in a side file (`reader.index.reprints`) and then compared letter by letter, without what
newspapers say of everything (`reader.pages.substance`). At least a third of the shorter text must stand in the longer one,
at least eighty letters, in runs that are no phrases. Notices are left out: they are made from forms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING
from zlib import crc32

from reader.config.places import cache_folder
from reader.index.reprints import Reprints
from reader.pages.digest import ArticleDigest, PageDigest, digest
from reader.pages.model import Article, Page
from reader.pages.substance import substance
from reader.text import fold
from reader.text.winnowing import letters, passages, winnow
from reader.workspace.catalogue import Spot
from reader.workspace.links import Offer
from reader.workspace.model import SourceFile, WorkspaceError

if TYPE_CHECKING:
    from reader.workspace.workspace import Workspace

SHARE = 1 / 3
"""How much of the shorter text must stand in the other one."""
LEAST = 80
"""How many letters that must be."""
MOST = 8
"""Articles that are compared letter by letter."""
_FEWEST = 2
"""Numbers that two texts must share to be compared, where the shorter one has so many."""
_GRAM = 2
_RARE = 500
"""Titles that have a pair of characters, at most, for it to tell anything."""

Pages = tuple[PageDigest, ...]


class Offering:
    """Looks for what may be linked, as far as files are known. Slow the first time: not for the event loop."""

    def __init__(self, workspace: Workspace) -> None:
        """Take the open folder."""
        self._workspace = workspace
        name = sha256(str(workspace.database).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self._reprints = Reprints(cache_folder() / f"reprints-{name}.sqlite")
        self._taken: dict[str, int] = {}
        self._words: dict[str, tuple[Pages, list[tuple[str, str]]]] = {}

    def close(self) -> None:
        """Let go of the side file."""
        self._reprints.close()

    # -- the same text

    def survey(self, tell: Callable[[int], object] | None = None) -> None:
        """Take in the pages that are known and were not taken yet; `tell` hears of each file and may end it by raising."""
        for count, _step in enumerate(self.steps(), 1):
            if tell is not None:
                tell(count)

    def steps(self) -> Iterator[None]:
        """Do what `survey` does a file at a time."""
        for file in self._workspace.files:
            if any(map(self._is_new, self._workspace.catalogue.pages(file))):
                with suppress(WorkspaceError):
                    self._take(self._workspace.pages(file, keep=False))
            yield

    def reprints(self, spot: Spot) -> list[Offer]:
        """Return what may be the same text as an article, likeliest first; not what was linked or refused."""
        workspace = self._workspace
        linked = workspace.linking.linked_same() if workspace.snapshot.links else ()
        own = spot.article.id
        return [
            offer
            for offer in self.shared(spot)
            if tuple(sorted((own, offer.spot.article.id))) not in linked
            and not workspace.state.differ(own, offer.spot.article.id)
        ]

    def shared(self, spot: Spot) -> list[Offer]:
        """Return the articles that share long passages with one, those that share most first."""
        own = self._article(spot)
        if own is None or own.kind == "notice":
            return []
        if self._is_new(spot.page):
            with suppress(WorkspaceError):
                self._take(self._workspace.pages(spot.file))
        likely = [each for each in self._reprints.alike(own.id) if each.shared >= min(_FEWEST, each.least)]
        if not likely:
            return []
        spots = list(self._spots([each.article for each in likely]))[:MOST]
        text = letters(substance(own))
        offers = [offer for each in spots if (offer := self._compared(text, each)) is not None]
        return sorted(offers, key=lambda offer: (-offer.share, offer.spot.key))

    def _compared(self, text: str, spot: Spot) -> Offer | None:
        article = self._article(spot)
        if article is None or article.kind == "notice":
            return None
        return compared(text, letters(substance(article)), spot)

    def _is_new(self, page: PageDigest) -> bool:
        signature = _signature(page)
        if self._taken.get(page.fingerprint) != signature:
            if not self._reprints.knows(page.fingerprint, signature):
                return True
            self._taken[page.fingerprint] = signature
        return False

    def _take(self, pages: tuple[Page, ...]) -> None:
        for page in pages:
            signature = _signature(digest(page))
            prints = {article.id: winnow(letters(substance(article))) for article in page.articles}
            self._reprints.take(page.fingerprint, signature, prints)
            self._taken[page.fingerprint] = signature

    # -- about the same, or called so

    def related(self, spot: Spot, most: int = 20) -> list[Spot]:
        """Return articles whose titles share rare pairs of characters with one's, or that are by the same people."""
        scores: dict[tuple[int, int], float] = defaultdict(float)
        named = list(self._by_name())
        for gram in _grams(spot.article.name):
            found = [
                (at, number)
                for at, (_file, _pages, words) in enumerate(named)
                for number, (name, _rest) in enumerate(words)
                if gram in name
            ]
            if len(found) <= _RARE:
                for place in found:
                    scores[place] += 1 / len(found)
        for person in {spot.article.author, *spot.article.reporters} - {""}:
            line = f"\n{fold(person)}\n"
            for at, (_file, _pages, words) in enumerate(named):
                for number, (_name, rest) in enumerate(words):
                    if line in rest:
                        scores[at, number] += 1
        ranked = sorted(scores, key=lambda place: (-scores[place], place))
        spots = (_nth(*named[at][:2], number) for at, number in ranked[: most + 1])
        return [each for each in spots if each.article.id != spot.article.id][:most]

    def called(self, typed: str, most: int = 60) -> list[Spot]:
        """Return the articles in whose title, people or date all typed words stand, in the order of the files."""
        wanted = fold(typed).split()
        found: list[Spot] = []
        for file, pages, words in self._by_name() if wanted else ():
            for number, (_name, rest) in enumerate(words):
                if all(word in rest for word in wanted):
                    found.append(_nth(file, pages, number))
                    if len(found) == most:
                        return found
        return found

    def _by_name(self) -> Iterator[tuple[SourceFile, Pages, list[tuple[str, str]]]]:
        """Yield the files that are known with what their articles are found by: the title's letters, and all words."""
        for file in self._workspace.files:
            pages = self._workspace.catalogue.pages(file)
            known = self._words.get(file.key)
            if known is None or known[0] is not pages:
                articles = [(page, article) for page in pages for article in page.articles]
                words = [(letters(article.name), _words(file, page, article)) for page, article in articles]
                known = self._words[file.key] = pages, words
            yield file, *known

    def _spots(self, ids: Sequence[str]) -> Iterator[Spot]:
        """Yield the articles of ids that are known, in the order of the ids."""
        wanted = {each.partition("/")[0] for each in ids}
        found = {
            article.id: Spot(file, page, article)
            for file in self._workspace.files
            for page in self._workspace.catalogue.pages(file)
            if page.fingerprint[:12] in wanted
            for article in page.articles
        }
        yield from (found[each] for each in ids if each in found)

    def _article(self, spot: Spot) -> Article | None:
        try:
            pages = self._workspace.pages(spot.file)
        except WorkspaceError:
            return None
        page = pages[spot.page.number - 1] if spot.page.number <= len(pages) else None
        return page.article(spot.article.id) if page is not None else None


def compared(one: str, other: str, spot: Spot) -> Offer | None:
    """Return what comes of comparing two texts, letters already, the other being an article's; None if too little."""
    shorter, longer = sorted((one, other), key=len)
    spans = passages(shorter, longer)
    count = sum(end - start for start, end in spans)
    if count < LEAST or count < SHARE * len(shorter):
        return None
    return Offer(spot, count / len(shorter))


def _signature(page: PageDigest) -> int:
    articles = [(article.id, article.spans.tobytes()) for article in page.articles]
    return crc32(repr(articles).encode())


def _grams(name: str) -> set[str]:
    text = letters(name)
    return {text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)}


def _words(file: SourceFile, page: PageDigest, article: ArticleDigest) -> str:
    people = (article.affiliation, article.author, *article.reporters)
    return fold("\n".join((article.name, *people, page.source.paper, page.source.date, file.label)))


def _nth(file: SourceFile, pages: Pages, number: int) -> Spot:
    """Return an article by its number among those of a file."""
    for page in pages:
        if number < len(page.articles):
            return Spot(file, page, page.articles[number])
        number -= len(page.articles)
    raise IndexError(number)
