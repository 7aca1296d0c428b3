"""Finding a target again after its page's text has changed: position, exact quote, approximate quote.

After Hypothesis' anchoring, with a threshold: white space, row breaks, hyphens, width and case variants do not count, and a
quote that is too short to be told from chance must match exactly and agree with its context.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from reader.annotations.model import Range, Status, Target
from reader.annotations.quoting import BREAK, alike, bare, make_target, quote
from reader.pages.joining import reflow
from reader.pages.model import Page

Key = TypeVar("Key")
SHORT = 8
"""Quotes under so many characters must match exactly and agree in context."""
_ALIKE = 0.75
_GRAM = 4
_WINDOWS = 4
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Anchoring:
    """Where a target was found: on the page of `key`, as `target` there; lost ones keep their old target."""

    status: Status
    key: object | None
    target: Target


class _Folded:
    """A page's displayed characters, folded, without white space, with their sources."""

    def __init__(self, page: Page) -> None:
        flow = reflow(page, 0, len(page.text))
        folded = alike(flow.text)
        kept = [index for index, char in enumerate(folded) if not char.isspace()]
        self.text = "".join(folded[index] for index in kept)
        self.offsets = [flow.offsets[index] for index in kept]

    def source(self, start: int, end: int) -> Range:
        return self.offsets[start], self.offsets[end - 1] + 1

    def position(self, offset: int) -> int:
        return bisect_left(self.offsets, offset)


_Finder = Callable[[_Folded, str, int, Target], tuple[int, int] | None]


def anchor(pages: Iterable[tuple[Key, Page]], target: Target) -> Anchoring:
    """Return where a target is now; pages come in the order in which they are likely."""
    candidates = list(pages)
    for key, page in candidates:
        if page.fingerprint == target.fingerprint or _stands(page, target):
            return Anchoring("stable", key, _on(page, target, target.ranges))
    for find in (_exact, _approximate):
        for key, page in candidates:
            ranges = _find(_Folded(page), target, find)
            if ranges:
                return Anchoring("moved", key, _on(page, target, ranges))
    return Anchoring("lost", None, target)


def _stands(page: Page, target: Target) -> bool:
    if not target.ranges or target.ranges[-1][1] > len(page.text):
        return False
    return bare(quote(page, target.ranges)) == bare(target.exact) and (
        len(target.exact) >= SHORT
        or bare(make_target(page, None, target.ranges, target.level).prefix) == bare(target.prefix)
    )


def _on(page: Page, target: Target, ranges: tuple[Range, ...]) -> Target:
    fresh = make_target(page, None, ranges, target.level, measure=target.measure)
    return Target(
        fresh.fingerprint, ranges, fresh.exact, fresh.prefix, fresh.suffix, target.level, target.article,
        target.title, target.measure,
    )  # fmt: skip


def _find(folded: _Folded, target: Target, find: _Finder) -> tuple[Range, ...]:
    """Find the pieces of a quote, each range's own; all must be found."""
    pieces = target.exact.split(BREAK)
    if len(pieces) != len(target.ranges):
        pieces = [target.exact]
    found: list[Range] = []
    for number, piece in enumerate(pieces):
        near = target.ranges[min(number, len(target.ranges) - 1)][0] if target.ranges else 0
        span = find(folded, bare(piece), folded.position(near), target)
        if span is None:
            return ()
        found.append(folded.source(*span))
    return tuple(found)


def _exact(folded: _Folded, piece: str, near: int, target: Target) -> tuple[int, int] | None:
    """Return the occurrence with the best context, the nearest among equals."""
    if not piece:
        return None
    prefix, suffix = bare(target.prefix), bare(target.suffix)
    best: tuple[float, int, int] | None = None
    at = folded.text.find(piece)
    while at >= 0:
        end = at + len(piece)
        context = _agreement(folded.text[max(0, at - 32) : at][::-1], prefix[::-1])
        context += _agreement(folded.text[end : end + 32], suffix)
        candidate = (context, -abs(at - near), at)
        best = candidate if best is None else max(best, candidate)
        at = folded.text.find(piece, at + 1)
    if best is None or (len(piece) < SHORT and best[0] < min(0.5, len(prefix + suffix))):
        return None
    return best[2], best[2] + len(piece)


def _agreement(text: str, wanted: str) -> float:
    """Return the share of a context, from the quote outwards, that still stands; 0 to 1."""
    if not wanted:
        return 0.0
    same = 0
    for a, b in zip(text, wanted, strict=False):
        if a != b:
            break
        same += 1
    return same / len(wanted)


def _approximate(folded: _Folded, piece: str, near: int, target: Target) -> tuple[int, int] | None:
    """Return the stretch most like a quote, if it is alike enough."""
    if len(piece) < SHORT or len(piece) > _LONGEST:
        return None
    best: tuple[float, int, int] | None = None
    for start in _windows(folded.text, piece, near):
        window = folded.text[start : start + len(piece) + len(piece) // 4 + 8]
        matcher = SequenceMatcher(None, piece, window, autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size > 1]
        if not blocks:
            continue
        first, last = blocks[0], blocks[-1]
        low, high = start + first.b, start + last.b + last.size
        alike = 2 * sum(block.size for block in blocks) / (len(piece) + high - low)
        if alike >= _ALIKE and (best is None or alike > best[0]):
            best = (alike, low, high)
    return None if best is None else (best[1], best[2])


def _windows(text: str, piece: str, near: int) -> list[int]:
    """Return the most promising starts: where the quote's four-character pieces agree on one."""
    votes: Counter[int] = Counter()
    step = max(1, len(piece) // 64)
    for index in range(0, len(piece) - _GRAM + 1, step):
        gram = piece[index : index + _GRAM]
        at, seen = text.find(gram), 0
        while at >= 0 and seen < 20:
            votes[max(0, at - index) // 8] += 1
            at, seen = text.find(gram, at + 1), seen + 1
    ranked = sorted(votes, key=lambda bucket: (-votes[bucket], abs(bucket * 8 - near)))
    return [max(0, bucket * 8 - 8) for bucket in ranked[:_WINDOWS]]
