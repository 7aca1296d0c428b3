"""What is shown of a text that was found: the piece of it where the words stand. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.index.documents import SEAM, occurrences

Span = tuple[int, int]
LENGTH = 72
"""Characters of a passage."""
_BEFORE = 14


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one line of a text, `…` where something was left out, and where words are marked in it.

    `place` is the match it was chosen for, in the text; None if no word stands in it.
    """

    text: str
    marks: tuple[Span, ...] = ()
    place: Span | None = None
    count: int = 0
    """How many matches there are in the text."""


def passage(text: str, words: tuple[str, ...], start: int = 0) -> Passage:
    """Return the passage of a text with most of some folded words, after `start` if any stands there; else its start."""
    spans = occurrences(text, words)
    if not spans:
        line = next(filter(None, text[start:].split(SEAM)), "") or next(filter(None, text.split(SEAM)), "")
        return Passage(line if len(line) <= LENGTH else f"{line[: LENGTH - 1]}…")
    place = _best(text, [span for span in spans if span[0] >= start] or spans)
    first = text.rfind(SEAM, 0, place[0]) + 1
    last = text.find(SEAM, place[1])
    last = len(text) if last < 0 else last
    low = max(first, min(place[0] - _BEFORE, last - LENGTH))
    high = min(last, max(low + LENGTH, place[1]))
    before, after = "…" if low > first else "", "…" if high < last else ""
    shift = len(before) - low
    marks = [(max(a, low) + shift, min(b, high) + shift) for a, b in spans if a < high and b > low]
    return Passage(f"{before}{text[low:high]}{after}", _merged(marks), place, len(spans))


def _best(text: str, spans: Sequence[Span]) -> Span:
    """Return the first match with the most words in the passage that it begins."""
    best, most = spans[0], 0
    for number, span in enumerate(spans):
        near = {text[a:b] for a, b in spans[number : number + 8] if b <= span[0] + LENGTH - _BEFORE}
        if len(near) > most:
            best, most = span, len(near)
    return best


def _merged(marks: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in marks:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
