"""What is kept of a page when the page itself is not: who, what and where its articles are, without their text. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from reader.pages.model import Article, Continuation, Kind, Page, Source

FIRST_WORDS = 20
"""Code points of an untitled article's text that it is called by."""


@dataclass(frozen=True, slots=True)
class ArticleDigest:
    """An article without its text. `id`, `kind`, `column`, people, `continuation` and `turn` are as in `Article`.

    `title` is empty where the page prints none; `name` is what the article is called all the same. `measures` are the
    labels of its outermost measures, `characters` the code points of its paragraphs, `doubts` how many decisions are
    thin. `spans` holds starts and ends by turns, of the code points of `Page.text` that it shows, in order.
    """

    id: str
    kind: Kind
    column: int | None
    title: str
    name: str
    spans: array[int]
    affiliation: str = ""
    author: str = ""
    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    characters: int = 0
    doubts: int = 0
    continuation: Continuation | None = None
    turn: Continuation | None = None

    def holds(self, start: int, end: int) -> int:
        """Return how many code points of a range of the page's text it shows, white space between them included."""
        spans = self.spans
        if not spans or end <= spans[0] or spans[-1] <= start:  # most articles of a page, most of the time
            return 0
        pairs = zip(spans[::2], spans[1::2], strict=True)
        return sum(max(0, min(end, last) - max(start, first)) for first, last in pairs)


@dataclass(frozen=True, slots=True)
class PageDigest:
    """A page without its text; `headers` are its columns' headers by the columns' ids."""

    fingerprint: str
    number: int
    source: Source
    articles: tuple[ArticleDigest, ...]
    headers: tuple[str, ...] = ()

    def article(self, article_id: str) -> ArticleDigest | None:
        """Return the article of that id, or None."""
        return next((article for article in self.articles if article.id == article_id), None)

    def article_of(self, ranges: tuple[tuple[int, int], ...]) -> ArticleDigest | None:
        """Return the article that shows most of some ranges of the page's text; None if none shows any."""
        best, most = None, 0
        for article in self.articles:
            held = sum(article.holds(start, end) for start, end in ranges)
            if held > most:
                best, most = article, held
        return best


Paged = Page | PageDigest
"""A page, or what is kept of it."""


def digest(page: Page) -> PageDigest:
    """Return what is kept of a page."""
    headers = {column.id: column.header for column in page.columns}
    return PageDigest(
        fingerprint=page.fingerprint,
        number=page.number,
        source=page.source,
        articles=tuple(_article(page, article) for article in page.articles),
        headers=tuple(headers.get(number, "") for number in range(max(headers, default=-1) + 1)),
    )


def name_of(article: Article) -> str:
    """Return what an article is called: its title, else its mark and first words."""
    if article.title:
        return article.title
    first = article.paragraphs[0].flow.text if article.paragraphs else ""
    return f"{article.mark.text if article.mark else ''}{first[:FIRST_WORDS]}…"


def _article(page: Page, article: Article) -> ArticleDigest:
    byline = article.byline
    return ArticleDigest(
        id=article.id,
        kind=article.kind,
        column=article.column,
        title=article.title,
        name=name_of(article),
        spans=array("I", _spans(page.text, article)),
        affiliation=byline.affiliation if byline else "",
        author=byline.author if byline else "",
        reporters=article.reporters,
        correspondents=article.correspondents,
        measures=tuple(measure.label for measure in article.measures if measure.level == 0),
        characters=sum(len(paragraph.flow.text) for paragraph in article.paragraphs),
        doubts=len(article.doubts),
        continuation=article.continuation,
        turn=article.turn,
    )


def _spans(text: str, article: Article) -> Iterator[int]:
    """Yield starts and ends by turns; blocks with nothing but white space between them are one span."""
    flows = [block.flow for block in article.blocks if block.flow.text]
    places = sorted((flow.offsets[0], flow.offsets[-1] + 1) for flow in flows)
    if not places:
        return
    start, end = places[0]
    for first, last in places[1:]:
        if first > end and not text[end:first].isspace():
            yield from (start, end)
            start = first
        end = max(end, last)
    yield from (start, end)
