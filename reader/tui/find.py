"""Finding a text in an article, folded. Pure.

Hits may run over the rows of one headline part, which are printed apart but read as one, never over two paragraphs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from reader.annotations import Caret
from reader.text import fold
from reader.tui.document import Document
from reader.tui.highlights import BlockSpan


@dataclass(frozen=True, slots=True)
class Step:
    """The hit stepped to: `index` from 0 among `total`; `wrapped` says that an end of the article was passed."""

    index: int
    total: int
    wrapped: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A found text, piece by piece, as `(block, start, end)`."""

    spans: tuple[BlockSpan, ...]

    @property
    def start(self) -> Caret:
        """Its first character."""
        return Caret(*self.spans[0][:2])


class Haystack:
    """A document's text as one folded string, made once."""

    def __init__(self, document: Document) -> None:
        starts: list[int] = []
        pieces: list[str] = []
        length, before = 0, ""
        for number, (block, text) in enumerate(zip(document.blocks, document.texts, strict=True)):
            joined = block.role == before and block.role in ("kicker", "title", "subtitle")
            joined = joined and number not in document.seams
            if starts and not joined:
                pieces.append("\n")
                length += 1
            starts.append(length)
            pieces.append(fold(text))
            length += len(text)
            before = block.role
        self._starts = starts
        self._text = "".join(pieces)

    def find(self, *queries: str) -> tuple[Hit, ...]:
        """Return all hits of some texts in order, none overlapping. White space around a text is not looked for."""
        found: list[tuple[int, int]] = []
        for needle in dict.fromkeys(fold(query.strip()) for query in queries):
            at = self._text.find(needle) if needle else -1
            while at >= 0:
                found.append((at, at + len(needle)))
                at = self._text.find(needle, at + len(needle))
        hits: list[Hit] = []
        last = 0
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            if start >= last:
                hits.append(Hit(self._spans(start, end)))
                last = end
        return tuple(hits)

    def _spans(self, start: int, end: int) -> tuple[BlockSpan, ...]:
        first = bisect_right(self._starts, start) - 1
        last = bisect_left(self._starts, end) - 1
        edges = [start, *self._starts[first + 1 : last + 1], end]
        return tuple(
            (first + i, a - self._starts[first + i], b - self._starts[first + i])
            for i, (a, b) in enumerate(pairwise(edges))
        )


class Finder:
    """The hits of one query and which of them is in hand (`index`, or None before the first step)."""

    def __init__(self, hits: tuple[Hit, ...]) -> None:
        self.hits = hits
        self.index: int | None = None
        self._starts = [hit.start for hit in hits]

    def over(self, block: int, start: int, end: int) -> Iterator[Hit]:
        """Yield the hits that touch characters `start:end` of a block."""
        index = max(0, bisect_left(self._starts, Caret(block, start)) - 1)
        for hit in self.hits[index:]:
            if hit.start >= Caret(block, end):
                break
            if any(number == block and a < end and b > start for number, a, b in hit.spans):
                yield hit

    @property
    def current(self) -> Hit | None:
        """The hit in hand."""
        return None if self.index is None else self.hits[self.index]

    def begin(self, caret: Caret) -> Step | None:
        """Take the first hit at or after a caret, from the top if there is none."""
        if not self.hits:
            return None
        index = bisect_left(self._starts, caret)
        self.index = index % len(self.hits)
        return Step(self.index, len(self.hits), index == len(self.hits))

    def ahead(self, caret: Caret, step: int) -> bool:
        """Say whether there is a hit `step` hits after (before, if negative) a caret without going around an end."""
        index = bisect_right(self._starts, caret) - 1 if step > 0 else bisect_left(self._starts, caret)
        return 0 <= index + step < len(self.hits)

    def step(self, caret: Caret, step: int) -> Step | None:
        """Take the hit `step` hits after (before, if negative) a caret, around the ends."""
        if not self.hits or step == 0:
            return None
        index = bisect_right(self._starts, caret) - 1 if step > 0 else bisect_left(self._starts, caret)
        target = index + step
        self.index = target % len(self.hits)
        return Step(self.index, len(self.hits), not 0 <= target < len(self.hits))
