"""Set a paragraph as the rows of a newspaper column, as an extractor would give them back.

Widths are in em: ideographs 1, punctuation, Latin letters, digits and spaces about 0.5 (measured on real pages). A
paragraph's first row is 2 em shorter, its indent being lost; a row with much slack comes back letter-spaced, one
with a little has spaces about its figures.
"""

from __future__ import annotations

import re
from collections.abc import Collection

CLOSING = frozenset("，。、；：？！）》”’〕】」%")
OPENING = frozenset("（《“‘〔【「")
INDENT = 2.0
HANG = 0.25
LOOSE = 1.25
"""Slack from which a row comes back letter-spaced, in em."""
TIGHT = 0.5
"""Slack up to which a row comes back as it was typed, in em."""

_FIGURE = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9])|(?<=[0-9%])(?=[\u4e00-\u9fff])")
_HAN = re.compile(
    r"(?<=[\u4e00-\u9fff0-9])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[0-9，。、；：])|(?<=[“])(?=[\u4e00-\u9fff])"
)


def em(char: str) -> float:
    """Return a character's width in em."""
    return 0.5 if char in CLOSING or char in OPENING or char.isascii() else 1.0


def measure(text: str) -> float:
    """Return a text's width in em."""
    return sum(em(char) for char in text)


def rows(text: str, width: float, loose: Collection[int] = (), lead: float = INDENT) -> list[str]:
    """Break a paragraph into rows of `width` em, the first `lead` em shorter.

    A row that holds one of the positions `loose` is set short and so comes back letter-spaced.
    """
    done: list[str] = []
    start = 0
    while start < len(text):
        room = width - (0.0 if done else lead)
        end = _end(text, start, room)
        if end < len(text) and any(start <= position < end for position in loose):
            end = _end(text, start, room - LOOSE - 0.25)
        row = text[start:end].strip(" ")
        done.append(row if end == len(text) else _justified(row, room - measure(row)))
        start = end
    return done


def _end(text: str, start: int, room: float) -> int:
    """Return where the row that begins at `start` ends."""
    used, fits = 0.0, start
    while fits < len(text) and (used + em(text[fits]) <= room + HANG or fits == start):
        used += em(text[fits])
        fits += 1
    if fits == len(text):
        return fits
    end = fits
    while end > start + 1 and not _breaks(text, end):
        end -= 1
    if end == start + 1:
        raise ValueError(f"no break in {text[start:fits]!r}")
    return end


def _breaks(text: str, at: int) -> bool:
    """Say whether a row may end before `at`: no closing mark first, no opening mark last, figures whole."""
    before, after = text[at - 1], text[at]
    if after in CLOSING or before in OPENING or (before == after == "—"):
        return False
    return not (before != " " and after != " " and before.isascii() and after.isascii())


def _justified(row: str, slack: float) -> str:
    """Return a row as the extractor gives it back."""
    if slack >= LOOSE:
        return _HAN.sub(" ", row)
    if slack >= TIGHT:
        return _FIGURE.sub(" ", row)
    return row
