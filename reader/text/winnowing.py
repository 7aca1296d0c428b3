"""Which long passages two texts share, and few numbers a text by which to find those that share any.

Winnowing after Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting" (SIGMOD 2003):
of all hashes of runs of `GRAM` letters, from each window of `WINDOW` neighbours the least is kept. Two texts that share
`GUARANTEE` letters in a row share a number, and of a text's hashes two in `WINDOW` + 1 are kept.
"""

from __future__ import annotations

from array import array
from zlib import crc32

from reader.text.folding import fold

GRAM = 12
WINDOW = 20
GUARANTEE = GRAM + WINDOW - 1
RUN = 24
"""Letters in a row that two texts must share for it to be more than a phrase."""
_BYTES = 4


def letters(text: str) -> str:
    """Return what counts of a text when passages are compared: its letters and digits, folded."""
    return "".join(char for char in fold(text) if char.isalnum())


def winnow(text: str) -> array[int]:
    """Return the numbers of a text that is letters already, each once, in rising order, 32 bits each.

    A text of fewer than `GRAM` letters has none, one that is shorter than a window one.
    """
    data = text.encode("utf-32-le", "surrogatepass")
    ends = range(GRAM * _BYTES, len(data) + 1, _BYTES)
    hashes = [crc32(data[end - GRAM * _BYTES : end]) for end in ends]
    if not hashes:
        return array("I")
    if len(hashes) < WINDOW:
        return array("I", [min(hashes)])
    kept: set[int] = set()
    best = -1
    for last in range(WINDOW - 1, len(hashes)):
        first = last - WINDOW + 1
        if best < first:
            window = hashes[first : last + 1]
            best = last - window[::-1].index(min(window))
        elif hashes[last] <= hashes[best]:
            best = last
        else:
            continue
        kept.add(hashes[best])
    return array("I", sorted(kept))


def passages(one: str, other: str) -> list[tuple[int, int]]:
    """Return the spans of `one`, letters already, that stand in `other` too: runs of `RUN` letters and more, in order.

    Runs that overlap are one span.
    """
    grams = {other[at : at + RUN] for at in range(len(other) - RUN + 1)}
    spans: list[tuple[int, int]] = []
    for at in range(len(one) - RUN + 1):
        if one[at : at + RUN] not in grams:
            continue
        if spans and at <= spans[-1][1]:
            spans[-1] = spans[-1][0], at + RUN
        else:
            spans.append((at, at + RUN))
    return spans
