"""Physical rows: cleaned text with an offset map, and what their look tells.

Widths are in em: an ideograph 1, a letter or digit 0.5, a mark 0.5 (newspapers set marks narrow; models measured
0.47), spaces nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from reader.pages.characters import CONTROLS, DROPPED, SPACES, folding
from reader.pages.model import Flow, Note, Row, flow
from reader.pages.setting import FIGURES, set_marks

_MARKS = frozenset("，。、；：？！“”‘’（）《》〈〉【】「」『』〔〕…·—～")
MARK_EM = 0.5
_HYPHENS = frozenset((0xAD, 0x2010, 0x2011))
"""Hyphens that are not a hyphen-minus; the first, a soft one, is printed at a row's end only."""
_FIGURES = frozenset("0123456789:")
_NUMBER_REACH = 24
"""Characters to either side of a space that are looked at for a number's groups."""
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
    widths: list[float] = []
    spaced: list[bool] = []
    controls: list[int] = []
    start = 0
    for number, raw in enumerate(text.split("\n"), 1):
        cleaned, em, was_spaced, had_controls = _clean(raw, start)
        rows.append(Row(number, start, start + len(raw), cleaned))
        widths.append(em)
        spaced.append(was_spaced)
        if had_controls:
            controls.append(number)
        start += len(raw) + 1
    filled = [bool(row.flow.text) for row in rows]
    lines = tuple(
        Line(
            index,
            row.flow.text,
            widths[index],
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
    singles = (*DROPPED, *map(ord, SPACES), *folding(), *FIGURES, *_HYPHENS)
    return re.compile(f"[{''.join(map(chr, sorted(singles)))}]")


def _clean(raw: str, start: int) -> tuple[Flow, float, bool, bool]:
    """Drop, fold and close one row, and return with it its width as printed; `start` is its offset in the page."""
    if not _to_clean().search(raw):
        if not raw:
            return _EMPTY, 0.0, False, False
        return flow(set_marks(raw), range(start, start + len(raw))), em_width(raw), False, False
    table = folding()
    chars: list[str] = []
    offsets: list[int] = []
    controls = False
    figures = 0
    last = len(raw.rstrip()) - 1
    for index, char in enumerate(raw):
        code = ord(char)
        if code in _HYPHENS and index == last and chars and is_latin(chars[-1]):
            char = "-"
        elif code in DROPPED:
            controls = controls or code in CONTROLS
            continue
        elif char in SPACES:
            char = "\u3000" if char == "\u3000" else " "
        elif code in FIGURES:
            char = FIGURES[code]
            figures += 1
        elif code >= 0x2E80:
            char = table.get(code, char)
        chars.append(char)
        offsets.append(start + index)
    spaced = _is_spaced(chars)
    kept = [i for i in range(len(chars)) if chars[i] not in SPACES or _real_space(chars, i, spaced)]
    text = "".join(chars[i] for i in kept)
    em = em_width(text) + 0.5 * figures  # full-width figures were printed an em wide
    return flow(set_marks(text), [offsets[i] for i in kept]), em, spaced, controls


def _is_spaced(chars: list[str]) -> bool:
    """Say whether a row is letter-spaced: most of its characters stand alone between spaces."""
    tokens = "".join(chars).replace("\u3000", " ").split()
    if not any(char > "\u2e7f" for char in chars):
        return False
    if len(tokens) == 2 and all(len(part) == 1 and part > "\u2e7f" for part in tokens):
        return True  # 讣 告
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
        return _latin_space(chars, index, after, spaced)
    if left.isascii() or right.isascii() or _is_mark(left) or _is_mark(right):
        return False
    return not spaced


def _latin_space(chars: list[str], index: int, after: int, spaced: bool) -> bool:
    """Say whether a space between two ASCII characters is meant: `G D P` in a letter-spaced row is one word."""
    left, right = chars[index - 1], chars[after]
    before = chars[index - 2] if index > 1 else ""
    if is_latin(left) and is_latin(right):
        alone = not is_latin(before) and not (after + 1 < len(chars) and is_latin(chars[after + 1]))
        return not (spaced and alone and after == index + 1)
    if left.isdigit() and right.isdigit():
        return not spaced and _two_numbers(chars, index)
    return parted(before, left, right) or (left == "." and is_latin(before) and is_latin(right))


def _two_numbers(chars: list[str], index: int) -> bool:
    """Say whether figures around a space are two numbers (of a telephone, of times), not one in groups or pieces."""
    start, end = index, index
    while start > max(0, index - _NUMBER_REACH) and (
        chars[start - 1] in SPACES or chars[start - 1] in _FIGURES
    ):
        start -= 1
    while end < min(len(chars), index + _NUMBER_REACH) and (chars[end] in SPACES or chars[end] in _FIGURES):
        end += 1
    groups = "".join(chars[start:end]).split()
    if any(":" in group[1:-1] for group in groups):
        return True
    sizes = list(map(len, groups))
    return min(sizes) >= 3 and any(size != 3 for size in sizes[1:])


def is_latin(char: str) -> bool:
    """Say whether a character is a letter of ASCII."""
    return char.isascii() and char.isalpha()


def parted(before: str, left: str, right: str) -> bool:
    """Say whether a space stands between `left` (after `before`) and `right` in Latin text.

    Between words, behind a word's mark, before a bracket, and before a figure if the word is no abbreviation
    (`Windows 10`, but `PM2.5`).
    """
    if is_latin(left):
        word = is_latin(before) and left.islower()
        return is_latin(right) or (word and (right == "(" or (right.isascii() and right.isdigit())))
    return left != "" and left in ",;:!?)" and is_latin(before) and is_latin(right)


def _is_mark(char: str) -> bool:
    return char in _MARKS or char in "▲△" or unicodedata.category(char)[0] == "P"
