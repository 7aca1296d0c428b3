"""A story as it is read: its halves, each on a page of its own, one after the other as one document. Pure.

Places in a story are carets over the story's blocks; a half's own are over its `Article.blocks`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.annotations import BlockSpan, Caret, anchor, make_target, span_ranges
from reader.config.language import _
from reader.pages.digest import name_of
from reader.pages.model import Article, Block, Doubt, Measure, Page
from reader.tui.document import Document, MeasureSpan
from reader.tui.highlights import Highlight
from reader.tui.marks import doubtful_block, doubts
from reader.tui.outline import Ref, source_words
from reader.workspace import Half, Placed, Workspace

_WORDS = 24
"""Characters that a place is found again by when its text has changed."""


class Whole:
    """An article with its other halves, where it has any. Immutable."""

    def __init__(self, refs: Sequence[Ref]) -> None:
        """Take the halves in reading order; what is in no article is a single one, without a document."""
        self.refs = tuple(refs)
        self.articles = tuple(ref.article for ref in refs if ref.article is not None)
        self._bases: list[int] = []
        self._paragraphs: list[int] = []
        blocks: list[Block] = []
        seams: dict[int, str] = {}
        read = 0
        for ref, article in self._parts:
            if blocks:
                seams[len(blocks)] = seam_words(ref)
            self._bases.append(len(blocks))
            self._paragraphs.append(read)
            blocks += [
                block
                if block.paragraph is None or not read
                else replace(block, paragraph=block.paragraph + read)
                for block in article.blocks
            ]
            read += len(article.paragraphs)
        self.document: Document | None = None
        if len(self.articles) == 1:
            self.document = Document(blocks, self.articles[0].measures)
        elif self.articles:
            from reader.pages.continuing import running_measures

            self.document = Document(blocks, running_measures(self.articles), seams)

    @property
    def _parts(self) -> Iterator[tuple[Ref, Article]]:
        return zip(self.refs, self.articles, strict=False)

    @property
    def title(self) -> str:
        """The first title among the halves; empty if none has one."""
        return next(filter(None, (article.title for article in self.articles)), "")

    @property
    def name(self) -> str:
        """What the story is called: its title, else its first words; empty for what is no article."""
        return self.title or (name_of(self.articles[0]) if self.articles else "")

    def same(self, other: Whole | None) -> bool:
        """Say whether another one has the same halves, parsed the same."""
        return (
            other is not None
            and len(self.refs) == len(other.refs)
            and all(
                one.page is two.page and one.key == two.key
                for one, two in zip(self.refs, other.refs, strict=True)
            )
        )

    def number(self, block: int) -> int:
        """Return which half a block belongs to, from 0."""
        return max(0, bisect_right(self._bases, block) - 1)

    def index(self, ref: Ref) -> int | None:
        """Return which half an article is, from 0."""
        return next((number for number, each in enumerate(self.refs) if each.key == ref.key), None)

    def base(self, number: int) -> int:
        """Return the first block of a half."""
        return self._bases[number] if self._bases else 0

    def own(self, caret: Caret) -> tuple[Ref, Caret]:
        """Return the half a place is in, and the half's own place there."""
        number = self.number(caret.block)
        return self.refs[number], Caret(caret.block - self.base(number), caret.offset)

    def place(self, ref: Ref, caret: tuple[int, int]) -> Caret:
        """Return the story's place of a half's own one, kept within the half."""
        number = self.index(ref) or 0
        last = (self._bases[number + 1] if number + 1 < len(self._bases) else self.blocks) - 1
        base = self.base(number)
        return Caret(max(base, min(last, base + caret[0])), caret[1]) if last >= base else Caret(0, 0)

    @property
    def blocks(self) -> int:
        """How many blocks the story has."""
        return len(self.document.blocks) if self.document else 0

    def span(self, start: Caret, end: Caret) -> tuple[Page, Article, Caret, Caret]:
        """Return the half that holds a range (end exclusive), and the range as the half's own."""
        number = self.number(start.block)
        base = self.base(number)
        first, last = Caret(start.block - base, start.offset), Caret(end.block - base, end.offset)
        return self.refs[number].page, self.articles[number], first, last

    def measure(self, caret: Caret) -> tuple[Page, Article, Measure] | None:
        """Return the half that holds a place, and what it holds of the measure there, as its own."""
        span = self.document.measure_at(caret) if self.document else None
        if span is None:
            return None
        number = self.number(caret.block)
        return self.refs[number].page, self.articles[number], self._within(span, number)

    def _within(self, span: MeasureSpan, number: int) -> Measure:
        """Return the part of a measure that a half holds, paragraphs counted in the half."""
        measure, first, article = span.measure, self._paragraphs[number], self.articles[number]
        last = first + len(article.paragraphs) - 1
        start = (measure.paragraph, measure.start) if measure.paragraph >= first else (first, 0)
        end = measure.last_paragraph, measure.end
        if measure.last_paragraph > last:
            end = last, len(article.paragraphs[-1].flow.text)
        return replace(
            measure, paragraph=start[0] - first, start=start[1], last_paragraph=end[0] - first, end=end[1]
        )

    def shifted(self, number: int, placed: Sequence[Placed]) -> Iterator[Placed]:
        """Yield what lies on a half with its spans as the story's."""
        base = self.base(number)
        for item in placed:
            spans = tuple(BlockSpan(block + base, a, b) for block, a, b in item.location.spans)
            yield replace(item, location=replace(item.location, spans=spans))

    def doubts(self) -> Iterator[Highlight]:
        """Yield the highlights of the doubts of all halves."""
        for base, article in zip(self._bases, self.articles, strict=True):
            for mark in doubts(article, article.blocks):
                yield replace(mark, spans=tuple((block + base, a, b) for block, a, b in mark.spans))


def whole_of(workspace: Workspace, ref: Ref) -> Whole:
    """Return the story an article is part of, as far as its pages are read."""
    article = ref.article
    halves = workspace.halves.of(ref.page, article) if article is not None else ()
    return Whole([ref_of(half) for half in halves] if len(halves) > 1 else [ref])


def ref_of(half: Half) -> Ref:
    """Return a half as an entry of the contents."""
    return Ref(half.file, half.page, half.article.id)


def seam_words(ref: Ref) -> str:
    """Return what stands before a half: that the story goes on on its page, and which one that is."""
    source = ref.page.source
    paper = " ".join(filter(None, (source.paper, source.date))) or source_words(source, ref.file.label)
    turned = _("continued on page {}").format(source.page_no) if source.page_no else ""
    return " · ".join(filter(None, (turned, paper)))


def caret_of(page: Page, offset: int) -> tuple[Article, Caret] | None:
    """Return the article that displays a code point of a page, and where; None if none does."""
    for article in page.articles:
        for number, block in enumerate(article.blocks):
            place = block.flow.display(offset)
            if place < len(block.flow.text) and block.flow.offsets[place] == offset:
                return article, Caret(number, place)
    return None


def same_place(here: Ref, caret: Caret, page: Page) -> tuple[Article, Caret] | None:
    """Return the article that has the words of a place on another text of its page, and where; None if none has."""
    article = here.article
    if article is None or not article.blocks:
        return None
    block = article.blocks[min(caret.block, len(article.blocks) - 1)]
    start = max(0, min(caret.offset, len(block.flow.text) - _WORDS))
    ends = Caret(caret.block, start), Caret(caret.block, min(len(block.flow.text), start + _WORDS))
    target = make_target(here.page, article, span_ranges(here.page, article, *ends), "span")
    found = anchor([(0, page)], target) if target.ranges else None
    place = (
        caret_of(page, found.target.ranges[0][0]) if found is not None and found.status != "lost" else None
    )
    if place is not None:
        return place[0], place[1]._replace(offset=place[1].offset + caret.offset - start)
    same = next((each for each in page.articles if each.title and each.title == article.title), None)
    return (same, Caret(0, 0)) if same is not None else None


def doubts_of(ref: Ref) -> list[tuple[Caret, Doubt]]:
    """Return an article's doubts with where they show in it, in order."""
    article = ref.article
    if article is None:
        return []
    blocks = article.blocks
    found = [(Caret(doubtful_block(article, blocks, doubt), 0), doubt) for doubt in article.doubts]
    return sorted(found, key=lambda place: place[0])
