"""Highlights over an article's text, merged row by row into runs that do not overlap. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
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


Layered = tuple[int, int, Highlight]
"""Characters `start:end` of one block, and the highlight on them."""


def layer(highlight: Highlight) -> tuple[bool, bool, int]:
    """Return what a highlight is ordered by, bottom to top: the selection is uppermost, then what is current."""
    return highlight.kind == "selection", highlight.current, _LAYERS[highlight.kind]


def sweep(spans: Sequence[Layered], start: int, end: int) -> list[Run]:
    """Cut characters `start:end` into runs under the same highlights.

    The runs partition the range; neighbours differ in their layers. Where nothing lies, `layers` is empty. Of spans
    in the same layer later ones lie over earlier ones; a highlight that overlaps itself counts once.
    """
    ranked = sorted(spans, key=lambda span: layer(span[2]))
    cuts = {start, end}
    for a, b, _ in ranked:
        cuts.update((min(max(a, start), end), max(min(b, end), start)))
    runs: list[Run] = []
    for a, b in pairwise(sorted(cuts)):
        layers = tuple(dict.fromkeys(h for s, e, h in ranked if s <= a and b <= e))
        if runs and runs[-1].layers == layers:
            runs[-1] = Run(runs[-1].start, b, layers)
        else:
            runs.append(Run(a, b, layers))
    return runs


@dataclass(frozen=True, slots=True)
class _Spans:
    """A block's spans by start, with the greatest end so far, so that a row's overlaps are found by bisection."""

    spans: list[tuple[int, int, int]]
    starts: list[int]
    reach: list[int]

    def over(self, start: int, end: int) -> list[tuple[int, int, int]]:
        found = []
        index = bisect_left(self.starts, end) - 1
        while index >= 0 and self.reach[index] > start:
            if self.spans[index][1] > start:
                found.append(self.spans[index])
            index -= 1
        return found


class HighlightMap:
    """Highlights indexed by block. Empty and reversed spans are left out; later highlights lie over earlier ones."""

    def __init__(self, highlights: Iterable[Highlight] = ()) -> None:
        self.highlights = tuple(highlights)
        blocks: dict[int, list[tuple[int, int, int]]] = {}
        for number, highlight in enumerate(self.highlights):
            for block, start, end in highlight.spans:
                if start < end:
                    blocks.setdefault(block, []).append((start, end, number))
        self._blocks: dict[int, _Spans] = {}
        for block, spans in blocks.items():
            spans.sort()
            reach = list(accumulate((span[1] for span in spans), max))
            self._blocks[block] = _Spans(spans, [span[0] for span in spans], reach)

    def over(self, block: int, start: int, end: int) -> list[Layered]:
        """Return the spans that touch characters `start:end` of a block, in the order of their highlights."""
        if block not in self._blocks:
            return []
        found = sorted(self._blocks[block].over(start, end), key=lambda span: span[2])
        return [(a, b, self.highlights[number]) for a, b, number in found]
