"""What a reader moves through: an article's blocks as safe text, its sections, units and measures.

Offsets are code points in a block's own text, as in `Article.blocks`; making text safe never changes its length.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Literal, NamedTuple

from reader.annotations import Caret
from reader.pages.model import Article, Block, BlockRole, Measure
from reader.text import char_width, clauses, sentences

Span = tuple[int, int]
Section = Literal["headline", "byline", "body"]

_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_BREAKS = (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029)
_SAFE: dict[int, str] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)), "\ufffd"),
    **dict.fromkeys((*_BIDI, 0xFEFF), "\u200b"),
    **dict.fromkeys(_BREAKS, " "),
}
_UNSAFE = re.compile("[" + "".join(re.escape(chr(code)) for code in _SAFE) + "]")
_JOINER = "\u200d"
_SECTIONS: dict[BlockRole, Section] = {
    "kicker": "headline",
    "title": "headline",
    "subtitle": "headline",
    "byline": "byline",
    "mark": "body",
    "paragraph": "body",
}


class MeasureSpan(NamedTuple):
    """Where a measure stands, from its marker to its end (exclusive)."""

    start: Caret
    end: Caret
    measure: Measure


def safe(text: str) -> str:
    """Return text of the same length that a terminal cannot be steered by.

    Controls and lone surrogates become U+FFFD, tabs and line separators a space, bidi controls and a byte order
    mark U+200B (no cells; the painter leaves it out).
    """
    return text.translate(_SAFE) if _UNSAFE.search(text) else text


class Document:
    """An article's blocks with what motions and drawing ask of them. Immutable, but for memoised units.

    `blocks` are as given; `texts` are their safe texts, index by index. `seams` are the blocks that begin on another
    page, each with the words that stand before it.
    """

    def __init__(
        self,
        blocks: Sequence[Block],
        measures: Sequence[Measure] = (),
        seams: Mapping[int, str] | None = None,
    ) -> None:
        self.blocks = tuple(blocks)
        self.seams: Mapping[int, str] = seams or {}
        self.texts = tuple(safe(block.flow.text) for block in self.blocks)
        self.measures = self._place(measures)
        self._sentences: dict[int, list[Span]] = {}
        self._clauses: dict[Caret, list[Span]] = {}

    @classmethod
    def of(cls, article: Article) -> Document:
        """Make the document of an article."""
        return cls(article.blocks, article.measures)

    @property
    def start(self) -> Caret:
        """The first character."""
        return Caret(0, 0)

    @property
    def end(self) -> Caret:
        """The last character a caret can stand on."""
        return self.last(len(self.blocks) - 1)

    def share(self, caret: tuple[int, int]) -> float:
        """Return how much of the text stands before a place, 0 to 1."""
        block, offset = caret
        return (self._lengths[block] + offset) / (self._lengths[-1] or 1)

    @cached_property
    def _lengths(self) -> list[int]:
        return list(accumulate(map(len, self.texts), initial=0))

    def around(self, block: int, characters: int) -> range:
        """Return the blocks around one that have at least so many characters before it and after it."""
        middle = self._lengths[block]
        first = max(0, bisect_right(self._lengths, middle - characters) - 1)
        last = bisect_left(self._lengths, middle + len(self.texts[block]) + characters)
        return range(first, min(last, len(self.blocks)))

    def last(self, block: int) -> Caret:
        """Return the last place for a caret in a block: its last character, or 0 if it is empty."""
        return Caret(block, self.cluster(block, len(self.texts[block]) - 1))

    def cluster(self, block: int, offset: int) -> int:
        """Return the start of the character an offset stands in: combining marks belong to what they follow."""
        text = self.texts[block]
        offset = max(0, min(offset, len(text) - 1))
        while offset > 0 and (char_width(text[offset]) == 0 or text[offset - 1] == _JOINER):
            offset -= 1
        return offset

    def after(self, block: int, offset: int) -> int:
        """Return the offset just after the character that starts at an offset; at most the text's length."""
        text = self.texts[block]
        offset += 1
        while offset < len(text) and (char_width(text[offset]) == 0 or text[offset - 1] == _JOINER):
            offset += 1
        return min(offset, len(text))

    def clamp(self, caret: tuple[int, int]) -> Caret:
        """Return the nearest place where a caret can stand. The document must have a block."""
        block, offset = caret
        if block < 0:
            return self.start
        if block >= len(self.blocks):
            return self.end
        return Caret(block, self.cluster(block, offset))

    def next(self, caret: Caret) -> Caret:
        """Return the next character, in the next block at a block's end; the last one stays."""
        offset = self.after(*caret)
        if offset < len(self.texts[caret.block]):
            return Caret(caret.block, offset)
        return Caret(caret.block + 1, 0) if caret.block + 1 < len(self.blocks) else caret

    def previous(self, caret: Caret) -> Caret:
        """Return the character before, in the block before at a block's start; the first one stays."""
        if caret.offset > 0:
            return Caret(caret.block, self.cluster(caret.block, caret.offset - 1))
        return self.last(caret.block - 1) if caret.block > 0 else caret

    def past(self, caret: Caret) -> Caret:
        """Return the exclusive end of a range whose last character is at a caret."""
        return Caret(caret.block, self.after(*caret))

    def section(self, block: int) -> Section:
        """Return which part of the article a block belongs to; annotations never cross from one to another."""
        return _SECTIONS[self.blocks[block].role]

    def section_blocks(self, block: int) -> tuple[int, int]:
        """Return the first and last block (inclusive) of the section a block belongs to, on its page."""
        section, first, last = self.section(block), block, block
        while first > 0 and first not in self.seams and self.section(first - 1) == section:
            first -= 1
        while (
            last + 1 < len(self.blocks) and last + 1 not in self.seams and self.section(last + 1) == section
        ):
            last += 1
        return first, last

    def sentences(self, block: int) -> list[Span]:
        """Return the spans that partition a block into sentences."""
        if block not in self._sentences:
            self._sentences[block] = sentences(self.texts[block]) or [(0, len(self.texts[block]))]
        return self._sentences[block]

    def clauses(self, block: int, sentence: Span) -> list[Span]:
        """Return the spans that partition one of a block's sentences into clauses."""
        key = Caret(block, sentence[0])
        if key not in self._clauses:
            start, end = sentence
            spans = clauses(self.texts[block][start:end])
            self._clauses[key] = [(start + a, start + b) for a, b in spans] or [sentence]
        return self._clauses[key]

    def measure_at(self, caret: Caret) -> MeasureSpan | None:
        """Return the measure a caret stands in: the one that started last."""
        for span in reversed(self.measures):
            if span.start <= caret < span.end:
                return span
        return None

    def _place(self, measures: Sequence[Measure]) -> tuple[MeasureSpan, ...]:
        where = {block.paragraph: i for i, block in enumerate(self.blocks) if block.paragraph is not None}
        spans = [
            MeasureSpan(Caret(where[m.paragraph], m.start), Caret(where[m.last_paragraph], m.end), m)
            for m in measures
            if m.paragraph in where and m.last_paragraph in where
        ]
        return tuple(sorted(spans, key=lambda span: span.start))
