"""Highlights over an article's text, merged row by row into runs that do not overlap. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

BlockSpan = tuple[int, int, int]
HighlightKind = Literal["doubt", "tag", "comment", "search", "selection"]
_LAYERS: dict[HighlightKind, int] = {"doubt": 0, "tag": 1, "comment": 2, "search": 3, "selection": 4}


@dataclass(frozen=True, slots=True)
class Highlight:
    """Something to show on the text.

    `spans` are `(block, start, end)`, half-open, in code points of the block's text, block as in `Article.blocks`.
    `color` is a tag's slot, 0 to 8 (others ignore it). `extent` is `text` (the characters are coloured) or
    `margin` (a bar beside the rows, for what is about a whole measure or article). `current` marks the one in hand:
    the search hit stepped to, or the annotation whose card has the focus.
    """

    id: str
    spans: tuple[BlockSpan, ...]
    color: int = 0
    kind: HighlightKind = "tag"
    extent: Literal["text", "margin"] = "text"
    current: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Characters `start:end` of a block under the same highlights, `layers` from the bottom to the top."""

    start: int
    end: int
    layers: tuple[Highlight, ...]


def _order(highlight: Highlight) -> tuple[bool, int]:
    return highlight.current, _LAYERS[highlight.kind]


@dataclass(frozen=True, slots=True)
class _Spans:
    """A block's spans by start, with the greatest end so far, so that a row's overlaps are found by bisection."""

    spans: list[tuple[int, int, Highlight]]
    starts: list[int]
    reach: list[int]

    def over(self, start: int, end: int) -> list[tuple[int, int, Highlight]]:
        found = []
        index = bisect_left(self.starts, end) - 1
        while index >= 0 and self.reach[index] > start:
            if self.spans[index][1] > start:
                found.append(self.spans[index])
            index -= 1
        return found[::-1]


class HighlightMap:
    """Highlights indexed by block. Empty and reversed spans are left out; later highlights lie over earlier ones."""

    def __init__(self, highlights: Iterable[Highlight] = ()) -> None:
        self.highlights = tuple(highlights)
        self._rank = {id(h): (*_order(h), i) for i, h in enumerate(self.highlights)}
        blocks: dict[int, list[tuple[int, int, Highlight]]] = {}
        for highlight in self.highlights:
            for block, start, end in highlight.spans:
                if start < end:
                    blocks.setdefault(block, []).append((start, end, highlight))
        self._blocks: dict[int, _Spans] = {}
        for block, spans in blocks.items():
            spans.sort(key=lambda span: span[:2])
            reach = list(accumulate((span[1] for span in spans), max))
            self._blocks[block] = _Spans(spans, [span[0] for span in spans], reach)

    def over(self, block: int, start: int, end: int) -> tuple[Highlight, ...]:
        """Return the highlights that touch characters `start:end` of a block, from the bottom to the top."""
        found = self._blocks[block].over(start, end) if block in self._blocks else []
        return self._sorted(highlight for _, _, highlight in found)

    def starting(self, block: int, start: int, end: int) -> tuple[Highlight, ...]:
        """Return the highlights whose first span starts within characters `start:end` of a block."""
        return tuple(
            h
            for h in self.over(block, start, end)
            if (first := min(h.spans))[0] == block and start <= first[1] < end
        )

    def runs(self, block: int, start: int, end: int) -> list[Run]:
        """Cut characters `start:end` of a block into runs under the same `text` highlights, by one sweep.

        The runs partition the range; neighbours differ in their layers. Where nothing lies, `layers` is empty.
        """
        found = self._blocks[block].over(start, end) if block in self._blocks else []
        found = [span for span in found if span[2].extent == "text"]
        cuts = {start, end}
        for a, b, _ in found:
            cuts.update((max(a, start), min(b, end)))
        runs: list[Run] = []
        for a, b in pairwise(sorted(cuts)):
            layers = self._sorted(h for s, e, h in found if s <= a and b <= e)
            if runs and runs[-1].layers == layers:
                runs[-1] = Run(runs[-1].start, b, layers)
            else:
                runs.append(Run(a, b, layers))
        return runs

    def _sorted(self, highlights: Iterable[Highlight]) -> tuple[Highlight, ...]:
        unique = {id(h): h for h in highlights}
        return tuple(sorted(unique.values(), key=lambda h: self._rank[id(h)]))
