"""Physical rows: cleaned text with an offset map, and what their look tells.

Widths are in em: an ideograph 1, a letter or digit 0.5, a mark 0.5 (newspapers set marks narrow; models measured
0.47), spaces nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reader.pages.characters import CONTROLS, DROPPED, SPACES, folding
from reader.pages.model import Flow, Note, Row, flow

_MARKS = frozenset("，。、；：？！“”‘’（）《》〈〉【】「」『』〔〕…·—～")
MARK_EM = 0.5
_EMPTY = flow("", ())


@dataclass(frozen=True, slots=True)
class Line:
    """A row that holds text: `index` in `Page.rows`, its width in em, whether the next or the last row is adjacent.

    `spaced` says that it was letter-spaced, which rows are that were justified to the column's width.
    """

    index: int
    text: str
    em: float
    spaced: bool
    above: bool
    below: bool


def read_rows(text: str) -> tuple[tuple[Row, ...], tuple[Line, ...], tuple[Note, ...]]:
    """Return all rows, those with text as lines, and notes on what was dropped."""
    rows: list[Row] = []
    spaced: list[bool] = []
    controls: list[int] = []
    start = 0
    for number, raw in enumerate(text.split("\n"), 1):
        cleaned, was_spaced, had_controls = _clean(raw, start)
        rows.append(Row(number, start, start + len(raw), cleaned))
        spaced.append(was_spaced)
        if had_controls:
            controls.append(number)
        start += len(raw) + 1
    filled = [bool(row.flow.text) for row in rows]
    lines = tuple(
        Line(
            index,
            row.flow.text,
            em_width(row.flow.text),
            spaced[index],
            index > 0 and filled[index - 1],
            index + 1 < len(rows) and filled[index + 1],
        )
        for index, row in enumerate(rows)
        if filled[index]
    )
    notes = tuple(Note("control_removed", number) for number in controls[:20])
    return tuple(rows), lines, notes


def em_width(text: str) -> float:
    """Return a text's natural width in em."""
    width = 0.0
    for char in text:
        if char < "\u2000":
            width += 0.5 if char not in SPACES else 0.0
        elif char in _MARKS:
            width += MARK_EM
        elif char not in SPACES:
            width += 1.0
    return width


@cache
def _to_clean() -> re.Pattern[str]:
    """Return what finds the characters that make a row need work."""
    return re.compile(
        f"[{''.join(map(chr, sorted(DROPPED)))}{''.join(sorted(SPACES))}{''.join(map(chr, folding()))}]"
    )


def _clean(raw: str, start: int) -> tuple[Flow, bool, bool]:
    """Drop, fold and close one row; `start` is its offset in the page."""
    if not _to_clean().search(raw):
        return (flow(raw, range(start, start + len(raw))) if raw else _EMPTY), False, False
    table = folding()
    chars: list[str] = []
    offsets: list[int] = []
    controls = False
    for index, char in enumerate(raw):
        code = ord(char)
        if code in DROPPED:
            controls = controls or code in CONTROLS
            continue
        if char in SPACES:
            char = "\u3000" if char == "\u3000" else " "
        elif code >= 0x2E80:
            char = table.get(code, char)
        chars.append(char)
        offsets.append(start + index)
    spaced = _is_spaced(chars)
    kept = [i for i in range(len(chars)) if chars[i] not in SPACES or _real_space(chars, i, spaced)]
    return flow("".join(chars[i] for i in kept), [offsets[i] for i in kept]), spaced, controls


def _is_spaced(chars: list[str]) -> bool:
    """Say whether a row is letter-spaced: most of its characters stand alone between spaces."""
    tokens = "".join(chars).replace("\u3000", " ").split()
    if not any(char > "\u2e7f" for char in chars):
        return False
    long = sum(len(token) > 1 and not token.isascii() and not _is_mark_pair(token) for token in tokens)
    return len(tokens) >= 3 and long <= 0.34 * len(tokens) and sum(map(len, tokens)) <= 2.2 * len(tokens)


def _is_mark_pair(token: str) -> bool:
    """A character and the marks that stick to it."""
    return sum(char not in _MARKS for char in token) <= 1


def _real_space(chars: list[str], index: int, spaced: bool) -> bool:
    """Say whether a space is meant: between ideographs in a row that is not letter-spaced, or between Latin words.

    Of several spaces the first stays.
    """
    if index == 0 or chars[index - 1] in SPACES:
        return False
    after = index
    while after < len(chars) and chars[after] in SPACES:
        after += 1
    if after == len(chars):
        return False
    left, right = chars[index - 1], chars[after]
    if left.isascii() and right.isascii():
        return left.isalpha() and right.isalpha()
    if (
        left in _MARKS
        or right in _MARKS
        or left.isascii()
        or right.isascii()
        or left in "▲△"
        or right in "▲△"
    ):
        return False
    return not spaced
