"""What the index keeps of an article: its text as it is searched, and where each of its characters stands on the page."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from reader.pages.digest import name_of
from reader.pages.model import Article, Flow, Page
from reader.text import fold

_HEADLINE = ("kicker", "title", "subtitle")
SEAM = "\n"
"""What stands between two pieces of a text that no word runs over."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article as the index takes it.

    `head` has the parts of its headline on a line each, rows of one part joined; `body` has byline, mark and paragraphs
    on a line each. `places` are pairs of an index in `text` and the code point of `Page.text` it comes from, by turns,
    one for each run of characters that stand side by side in both, then one of their ends.
    """

    page: int
    article: str
    fingerprint: str
    kind: str
    name: str
    paper: str
    date: str
    page_no: str
    authors: str
    affiliation: str
    head: str
    body: str
    places: array[int]

    @property
    def text(self) -> str:
        """Headline and body, as bare words are searched in."""
        return joined(self.head, self.body)


def joined(head: str, body: str) -> str:
    """Return a whole text; the body begins after the headline's line, also if that is empty."""
    return f"{head}{SEAM}{body}"


def document(page: Page, article: Article) -> Document:
    """Return what is kept of an article of a page."""
    head, body = _Pieces(), _Pieces()
    before = ""
    for block in article.blocks:
        pieces = head if block.role in _HEADLINE else body
        pieces.add(block.flow, seam=not (pieces is head and block.role == before))
        before = block.role
    text, said = "".join(head.texts), "".join(body.texts)
    byline = article.byline
    people = (byline.author if byline else "", *article.reporters, *article.correspondents)
    return Document(
        page=page.number,
        article=article.id,
        fingerprint=page.fingerprint,
        kind=article.kind,
        name=name_of(article),
        paper=page.source.paper,
        date=page.source.date,
        page_no=page.source.page_no,
        authors=SEAM.join(filter(None, people)),
        affiliation=byline.affiliation if byline else "",
        head=text,
        body=said,
        places=array(
            "I",
            (
                *head.places(0),
                *body.places(len(text) + 1),
                len(text) + 1 + len(said),
                max(head.end, body.end),
            ),
        ),
    )


def source_range(places: array[int], start: int, end: int) -> tuple[int, int]:
    """Return the code points of `Page.text` that characters `start:end` (not empty) of a text cover."""
    return _source(places, start), _source(places, end - 1) + 1


def _source(places: array[int], index: int) -> int:
    run = bisect_right(places[0::2], index) - 1
    return places[2 * run + 1] + index - places[2 * run]


class _Pieces:
    """Blocks' texts one after the other, and where they come from."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.end = 0
        self._length = 0
        self._runs: list[tuple[int, int]] = []

    def add(self, flow: Flow, *, seam: bool) -> None:
        if not flow.text:
            return
        if seam and self.texts:
            self.texts.append(SEAM)
            self._length += 1
        offsets = flow.offsets
        self._runs.append((self._length, offsets[0]))
        self._runs += [
            (self._length + number, after)
            for number, (before, after) in enumerate(pairwise(offsets), 1)
            if after != before + 1
        ]
        self.texts.append(flow.text)
        self.end = offsets[-1] + 1
        self._length += len(flow.text)

    def places(self, base: int) -> list[int]:
        return [number for index, source in self._runs for number in (base + index, source)]


def occurrences(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return where folded words stand in a text, in order, none of one word overlapping."""
    folded = fold(text)
    found: list[tuple[int, int]] = []
    for word in dict.fromkeys(words):
        at = folded.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = folded.find(word, at + len(word))
    return sorted(found)
