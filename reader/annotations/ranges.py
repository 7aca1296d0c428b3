"""What an annotation is put on, as ranges of a page's text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from reader.annotations.model import Range
from reader.pages.model import Article, BlockRole, Measure, Page

_SECTIONS: dict[BlockRole, int] = {
    "kicker": 0,
    "title": 0,
    "subtitle": 0,
    "byline": 1,
    "mark": 2,
    "paragraph": 2,
}


class Caret(NamedTuple):
    """A character of an article: its block in `Article.blocks` and its code-point offset there.

    As an end of a range it is exclusive and `offset` may be the block's length.
    """

    block: int
    offset: int


class BlockSpan(NamedTuple):
    """Characters `start:end` of a block of an article."""

    block: int
    start: int
    end: int


def article_ranges(page: Page, article: Article) -> tuple[Range, ...]:
    """Return the ranges of a whole article: headline, byline, mark and paragraphs."""
    blocks = article.blocks
    if not blocks:
        return ()
    return span_ranges(page, article, Caret(0, 0), Caret(len(blocks) - 1, len(blocks[-1].flow.text)))


def measure_ranges(page: Page, article: Article, measure: Measure) -> tuple[Range, ...]:
    """Return the ranges of a measure, from its marker."""
    start, end = measure_carets(article, measure)
    return span_ranges(page, article, start, end)


def measure_carets(article: Article, measure: Measure) -> tuple[Caret, Caret]:
    """Return where a measure begins and ends (exclusive)."""
    block = {
        item.paragraph: number for number, item in enumerate(article.blocks) if item.paragraph is not None
    }
    return Caret(block[measure.paragraph], measure.start), Caret(block[measure.last_paragraph], measure.end)


def span_ranges(page: Page, article: Article, start: Caret, end: Caret) -> tuple[Range, ...]:
    """Return the ranges of what is displayed from `start` to `end` (exclusive), in reading order.

    Neighbours are one range where nothing displayed lies between them; headline, byline and body never are.
    """
    pieces: list[tuple[int, Range]] = []
    for number, block in enumerate(article.blocks[start.block : end.block + 1], start.block):
        first = start.offset if number == start.block else 0
        last = end.offset if number == end.block else len(block.flow.text)
        offsets = block.flow.offsets[first:last]
        pieces.extend((_SECTIONS[block.role], piece) for piece in _pieces(page.text, offsets))
    return tuple(
        span
        for _, group in groupby(pieces, key=lambda item: item[0])
        for span in _merged(page.text, (piece for _, piece in group))
    )


def _pieces(text: str, offsets: Iterable[int]) -> Iterator[Range]:
    """Cut offsets where something displayed elsewhere lies between two of them."""
    start = last = -1
    for offset in offsets:
        if start < 0:
            start = offset
        elif offset != last + 1 and not _nothing(text[last + 1 : offset]):
            yield start, last + 1
            start = offset
        last = offset
    if start >= 0:
        yield start, last + 1


def _merged(text: str, pieces: Iterable[Range]) -> list[Range]:
    merged: list[Range] = []
    for start, end in pieces:
        if merged and merged[-1][1] <= start and _nothing(text[merged[-1][1] : start]):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _nothing(text: str) -> bool:
    """Say whether a text is white space and characters that are not displayed, as a divided word's hyphen is not."""
    if text[:1] in ("-", "\u2010", "\u2011") and text[1:].lstrip(" \t\r").startswith("\n"):
        text = text[1:]
    return all(char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in text)
