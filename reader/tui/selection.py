"""A selection over an article, and the ladder it grows and shrinks on. Pure.

Both ends of a selection are characters that belong to it; ranges made of it end exclusively.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reader.annotations import BlockSpan, Caret
from reader.tui.document import Document, Section, Span
from reader.tui.units import Words, clause_at, sentence_at, word_at

Ends = tuple[Caret, Caret]
Seam = Literal["seam_headline", "seam_byline", "seam_body", "seam_page"]
"""Why a selection stopped: it may not leave the headline, the byline, the body or the page it began in."""
Unit = Literal["character", "word", "clause", "sentence", "paragraph", "measure", Section]
_SEAMS: dict[Section, Seam] = {"headline": "seam_headline", "byline": "seam_byline", "body": "seam_body"}


@dataclass(frozen=True, slots=True)
class Selection:
    """The characters from `anchor` to `head`, both included; the caret is at `head`.

    `trail` holds the selections this one grew from, latest last.
    """

    anchor: Caret
    head: Caret
    trail: tuple[Ends, ...] = ()

    @property
    def ends(self) -> Ends:
        """The first and the last character, in text order."""
        return min(self.anchor, self.head), max(self.anchor, self.head)

    def span(self, document: Document) -> Ends:
        """Return what is selected as a range, its end exclusive."""
        first, last = self.ends
        return first, document.past(last)

    def swap(self) -> Selection:
        """Put the head at the other end."""
        return Selection(self.head, self.anchor, self.trail)

    def grip(self, caret: Caret) -> Selection:
        """Return this with the head at the end that is nearer to a place."""
        first, last = self.ends
        before = caret <= first or (caret < last and _apart(first, caret) < _apart(last, caret))
        return Selection(last, first) if before else Selection(first, last)

    def extend(self, document: Document, to: Caret) -> tuple[Selection, Seam | None]:
        """Move the head, at most to the end of the part of the article the anchor is in; say where it stopped."""
        first, last = section_ends(document, self.anchor)
        head = max(first, min(last, to))
        seam = None if head == to else seam_at(document, self.anchor, before=to < head)
        return Selection(self.anchor, head), seam


def seam_at(document: Document, caret: Caret, *, before: bool) -> Seam:
    """Return what ends the part a caret is in, at its beginning (`before`) or its end."""
    first, last = document.section_blocks(caret.block)
    turned = (first if before else last + 1) in document.seams
    return "seam_page" if turned else _SEAMS[document.section(caret.block)]


def section_ends(document: Document, caret: Caret) -> Ends:
    """Return the first and the last character of the part (headline, byline, body) a caret is in."""
    first, last = document.section_blocks(caret.block)
    return Caret(first, 0), document.last(last)


def selection_of(document: Document, start: Caret, end: Caret) -> tuple[Selection, Seam | None]:
    """Make a selection of a range (end exclusive, not empty), cut off at the seam after its start."""
    start = document.clamp(start)
    last = document.previous(end) if end.offset == 0 else document.clamp(Caret(end.block, end.offset - 1))
    return Selection(start, start).extend(document, max(start, last))


def longest_part(document: Document, spans: Sequence[BlockSpan], block: int | None) -> Ends:
    """Return where spans begin and end (exclusive) in one part of the article, which a selection cannot leave.

    It is the part that holds `block`, if they lie on it, else the one they hold most of. There must be a span.
    """
    parts: dict[tuple[int, int], list[BlockSpan]] = {}
    for span in sorted(spans):
        parts.setdefault(document.section_blocks(span.block), []).append(span)
    meant = (part for part in parts if block is not None and part[0] <= block <= part[1])
    held = next(meant, None) or max(parts, key=lambda part: sum(end - start for _, start, end in parts[part]))
    first, last = parts[held][0], max(parts[held], key=lambda span: (span.block, span.end))
    return Caret(first.block, first.start), Caret(last.block, last.end)


def rungs(document: Document, words: Words, first: Caret, last: Caret) -> list[Ends]:
    """Return the units that hold the characters `first` to `last`, smallest first, ends included.

    The ladder 字→词→分句→句→段/措施→稿件: a unit is left out where it does not hold them all; of paragraph and
    measure the smaller comes first; the last is the whole headline, byline or body.
    """
    low, high = section_ends(document, first)
    whole = [
        ends
        for _unit, ends in _units(document, words, first, last)
        if low <= ends[0] <= first and last <= ends[1] <= high
    ]
    return [*sorted(whole, key=lambda unit: _size(document, unit)), (low, high)]


def unit_of(document: Document, words: Words, selection: Selection) -> Unit | None:
    """Return which unit of the ladder a selection just is, the largest one; None if it is none."""
    first, last = selection.ends
    if (first, last) == section_ends(document, first):
        return document.section(first.block)
    units = [unit for unit, ends in _units(document, words, first, last) if ends == (first, last)]
    return units[-1] if units else None


def _units(document: Document, words: Words, first: Caret, last: Caret) -> Iterator[tuple[Unit, Ends]]:
    """Yield units around a character, of the same block as another one if they are of one block."""
    yield "character", (first, first)
    if first.block == last.block:
        spans: tuple[tuple[Unit, Span], ...] = (
            ("word", word_at(document, words, first)),
            ("clause", clause_at(document, first)),
            ("sentence", sentence_at(document, first)),
            ("paragraph", (0, len(document.texts[first.block]))),
        )
        for unit, (start, end) in spans:
            yield unit, (document.clamp((first.block, start)), _last_of(document, Caret(first.block, end)))
    for measure in document.measures:
        if measure.start <= first < measure.end:
            yield "measure", (measure.start, _last_of(document, measure.end))


def grow(document: Document, words: Words, selection: Selection) -> Selection:
    """Grow to the smallest unit that holds the selection and more; the largest stays. The head keeps its side."""
    first, last = selection.ends
    for low, high in rungs(document, words, first, last):
        if low <= first and last <= high and (low, high) != (first, last):
            trail = (*selection.trail, (selection.anchor, selection.head))
            ends = (high, low) if selection.head < selection.anchor else (low, high)
            return Selection(*ends, trail)
    return selection


def shrink(document: Document, words: Words, selection: Selection) -> Selection:
    """Go back to what the selection grew from; else to the largest unit at the head within it."""
    if selection.trail:
        return Selection(*selection.trail[-1], selection.trail[:-1])
    first, last = selection.ends
    for low, high in reversed(rungs(document, words, selection.head, selection.head)):
        if first <= low and high <= last and (low, high) != (first, last):
            return Selection(high, low) if selection.head < selection.anchor else Selection(low, high)
    return selection


def _apart(one: Caret, other: Caret) -> tuple[int, int]:
    return abs(one.block - other.block), abs(one.offset - other.offset)


def _last_of(document: Document, end: Caret) -> Caret:
    return document.clamp(Caret(end.block, end.offset - 1)) if end.offset else document.previous(end)


def _size(document: Document, unit: Ends) -> tuple[int, int]:
    first, last = unit
    return last.block - first.block, (last.offset if last.block > first.block else last.offset - first.offset)
