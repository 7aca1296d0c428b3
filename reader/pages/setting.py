"""Marks as an editor sets them: full width between ideographs, quotation marks in pairs, figures half width.

Every change puts one character in another's place, so that offsets stand; what is not plain stays as it was printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from reader.pages.model import Flow, Row

FIGURES: Mapping[int, str] = {
    code: chr(code - 0xFEE0)
    for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for code in range(first, last + 1)
}
"""Full-width figures and letters to half width ones (GB/T 15835: Arabic figures in running text are half width)."""
_WIDE_MARKS: Mapping[int, str] = {ord(a): b for a, b in zip(",;:?!", "，；：？！", strict=True)}
_HALF = re.compile(r"[,;:?!()％．]")
_QUOTES = re.compile(r"[“”‘’\"＂]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]*[A-Za-z0-9/]|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_MARK = re.compile(r"[,;:?!]")
_BRACKET = re.compile(r"[()（）]")
_STRAIGHT = '"＂'
_PAIRS = ((re.compile(r"[“”\"＂]"), "“", "”"), (re.compile(r"‘|(?<![A-Za-z])’"), "‘", "’"))
_NOT_AFTER_OPENING = frozenset("，。、；：？！）》】」』”")
_NOT_BEFORE_CLOSING = frozenset("（《【「『、；：")
_LONGEST_ASIDE = 80
"""Characters in brackets that may still be taken for a pair."""


def set_paragraphs(rows: Sequence[Row], paragraphs: Iterable[Sequence[int]]) -> tuple[Row, ...]:
    """Return all rows of a page with the marks of whole paragraphs set; a paragraph is its rows' indexes."""
    done = list(rows)
    for indexes in paragraphs:
        text = "".join(rows[index].flow.text for index in indexes)
        fixed = set_quotes(set_marks(text))
        if fixed == text:
            continue
        start = 0
        for index in indexes:
            row = rows[index]
            end = start + len(row.flow.text)
            done[index] = Row(row.number, row.start, row.end, Flow(fixed[start:end], row.flow.offsets))
            start = end
    return tuple(done)


def set_marks(text: str) -> str:
    """Return a text of the same length with half-width marks between ideographs full width, figures half width.

    Of a row alone its ends are left as they are where the neighbour would decide. A mark that was set may be what the
    next one is set by, so it is done until nothing changes.
    """
    before = ""
    while before != text:
        before, text = text, _set_once(text)
    return text


def _set_once(text: str) -> str:
    if not _HALF.search(text):
        return text
    chars = list(text)
    kept = {i for match in _ADDRESS.finditer(text) for i in range(*match.span())}
    for index, char in enumerate(chars):
        if char in "％．" and _figure(chars, index - 1) and (char == "％" or _figure(chars, index + 1)):
            chars[index] = "%" if char == "％" else "."
    _set_brackets(chars, kept)
    for match in _MARK.finditer(text):
        index = match.start()
        if index not in kept and index and (_wide(chars, index - 1) or _opens_wide(chars, index)):
            chars[index] = _WIDE_MARKS[ord(chars[index])]
    return "".join(chars)


def set_quotes(text: str) -> str:
    """Return a paragraph of the same length in which quotation marks open and close by turns.

    It stays as it is if they are in order, if one is missing, or if another reading is as likely.
    """
    if not _QUOTES.search(text) or not any(map(_is_wide, text)):
        return text
    for marks, opening, closing in _PAIRS:
        where = [match.start() for match in marks.finditer(text)]
        if where and not len(where) % 2 and not _in_order(text, where, opening):
            text = _by_turns(text, where, opening, closing)
    return text


def _near(chars: Sequence[str], index: int, step: int) -> str:
    """Return the character at an index or, past spaces, the next one in a direction; empty at an end."""
    while 0 <= index < len(chars) and chars[index] in " \u3000":
        index += step
    return chars[index] if 0 <= index < len(chars) else ""


def _figure(chars: Sequence[str], index: int) -> bool:
    char = chars[index] if 0 <= index < len(chars) else ""
    return char.isascii() and char.isalnum()


def _is_wide(char: str) -> bool:
    return char >= "\u2e80" or (char != "" and char in "“”‘’—…·")


def _wide(chars: Sequence[str], index: int) -> bool:
    return _is_wide(_near(chars, index, -1))


def _opens_wide(chars: Sequence[str], index: int) -> bool:
    """Say whether a mark behind a Latin word or figure stands before Chinese text: `2024,全年`."""
    return _is_wide(_near(chars, index + 1, 1)) and (
        _figure(chars, index - 1) or chars[index - 1] in "%)\"'℃"
    )


def _set_brackets(chars: list[str], kept: set[int]) -> None:
    """Set a pair full width if it stands in Chinese text or holds some."""
    open_at: list[int] = []
    for match in _BRACKET.finditer("".join(chars)):
        index = match.start()
        if chars[index] in "(（":
            open_at.append(index)
        elif open_at:
            start = open_at.pop()
            if index - start > _LONGEST_ASIDE or start in kept or index in kept:
                continue
            if chars[start] == "（" and chars[index] == "）":
                continue
            inside = any(map(_is_wide, chars[start + 1 : index]))
            before = _near(chars, start - 1, -1)
            after = _near(chars, index + 1, 1)
            around = _is_wide(before) or (not before and _is_wide(after))
            if inside or around or "（" in chars[start] or "）" in chars[index]:
                chars[start], chars[index] = "（", "）"


def _in_order(text: str, where: Sequence[int], opening: str) -> bool:
    depth = 0
    for index in where:
        if text[index] in _STRAIGHT:
            return False
        depth += 1 if text[index] == opening else -1
        if depth < 0:
            return False
    return depth == 0


def _by_turns(text: str, where: Sequence[int], opening: str, closing: str) -> str:
    """Turn marks; two next to one another that would both turn speak for another reading."""
    chars = list(text)
    turned = False
    for number, index in enumerate(where):
        chars[index] = closing if number % 2 else opening
        turn = chars[index] != text[index] and text[index] not in _STRAIGHT
        if (turn and turned) or not _plausible(text, index, number % 2 == 0):
            return text
        turned = turn
    return "".join(chars)


def _plausible(text: str, index: int, opens: bool) -> bool:
    """Say whether a quotation mark can open (or close) where it stands."""
    if opens:
        inches = text[index] in _STRAIGHT and text[index - 1 : index].isdigit()
        return not inches and index + 1 < len(text) and text[index + 1] not in _NOT_AFTER_OPENING
    return index > 0 and text[index - 1] not in _NOT_BEFORE_CLOSING
