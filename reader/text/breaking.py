"""Line breaking for Chinese text: 禁则, with Latin words and numbers kept whole.

The rules are those of W3C's "Requirements for Chinese Text Layout" (CLREQ, 3.1.3 and 3.1.4): closing marks do not
start a row, opening marks do not end one, dashes and ellipses are not split.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from reader.text.widths import widths

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_CLOSING = frozenset(
    "，。、；：？！”’）》】」』〉〕］｝·…～％‰℃.,;:?!)]}%>»ー々〻〞，．：；？！）］｝〗｠｡､・"
)
_OPENING = frozenset("“‘（《【「『〈〔［｛([{<«￥¥$＄№〝〖｟｢#＃")
_WHOLE = frozenset("—…─")
_UNITS = frozenset("%‰℃％万亿")
_WITHIN_WORD = frozenset(".,:/-_@&+'’．")

_FIRST, _LAST = "\u4e00", "\u9fff"
"""The common ideographs: between any two of them a row may end."""

_KINSOKU, _SPACE_STARTS, _WORDS_SPLIT, _ANYWHERE = range(4)


def break_lines(text: str, first: int, rest: int) -> list[tuple[int, int]]:
    """Cut a text into rows of at most `first` cells, then at most `rest` cells; the spans partition the text.

    White space counts like any character and does not start a row as long as anything else can end the one before.
    Where the rules cannot be kept in a row (a word wider than it, a heap of closing marks) the break falls before
    white space, then inside a word, then anywhere but before a combining mark; a character wider than the row has a
    row of its own.
    """
    spans: list[tuple[int, int]] = []
    cells = widths(text)
    total = len(text)
    even = total > 0 and 2 * total == sum(cells) and max(cells) == 2
    ends = [] if even else list(accumulate(cells))
    start, used, room = 0, 0, first
    while start < total:
        if even:
            end = min(total, start + room // 2)
        else:
            # A row holds few characters more than cells; those without width are looked for only where they stand.
            end = bisect_right(ends, used + room, start, min(total, start + room + 1))
            while end < total and ends[end] <= used + room:
                end += 1
        if end < total and not (
            start < end and _FIRST <= text[end - 1] <= _LAST and _FIRST <= text[end] <= _LAST
        ):
            end = _break_before(text, cells, start, end)
        spans.append((start, end))
        start, room = end, rest
        used = 0 if even else ends[end - 1]
    return spans


def _break_before(text: str, cells: list[int], start: int, end: int) -> int:
    for rule in (_KINSOKU, _SPACE_STARTS, _WORDS_SPLIT, _ANYWHERE):
        for at in range(end, start, -1):
            if _allowed(text, cells, at, rule):
                return at
    at = max(end, start + 1)  # a character wider than the row
    while at < len(text) and cells[at] == 0:
        at += 1
    return at


def _allowed(text: str, cells: list[int], at: int, rule: int) -> bool:
    """Say whether a row may end before the character at an index, under a rule from the strict to the lax."""
    before, after = text[at - 1], text[at]
    if cells[at] == 0 or before == _JOINER or after == _EMOJI_STYLE:
        return False
    if rule == _ANYWHERE:
        return True
    if after in _CLOSING or before in _OPENING or (before == after and before in _WHOLE):
        return False
    if after.isspace() and rule != _SPACE_STARTS:
        return False
    return rule == _WORDS_SPLIT or not _inside_word(text, at)


def _inside_word(text: str, at: int) -> bool:
    """Say whether a Latin word or a number goes on over an index: `WiFi`, `2.07万`, `1,200`, `35%`, `COVID-19`."""
    before, after = text[at - 1], text[at]
    if _wordlike(before):
        if _wordlike(after) or (after in _UNITS and before.isdigit()):
            return True
        return after in _WITHIN_WORD and at + 1 < len(text) and _wordlike(text[at + 1])
    return before in _WITHIN_WORD and _wordlike(after) and at > 1 and _wordlike(text[at - 2])


def _wordlike(char: str) -> bool:
    return char.isalnum() and (char < "\u1100" or "\uff10" <= char <= "\uff5a")
