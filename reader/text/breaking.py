"""Line breaking for Chinese text: 禁则, with Latin words and numbers kept whole.

The rules are those of W3C's "Requirements for Chinese Text Layout" (CLREQ, 3.1.3 and 3.1.4): closing marks do not
start a row, opening marks do not end one, dashes and ellipses are not split.
"""

from __future__ import annotations

from reader.text.widths import widths

_JOINER = "\u200d"
_CLOSING = frozenset("，。、；：？！”’）》】」』〉〕］｝·…～％‰℃.,;:?!)]}%>»ー々〻〞，．：；？！）］｝｠｡､・")
_OPENING = frozenset("“‘（《【「『〈〔［｛([{<«￥¥$＄№〝｟｢#＃")
_WHOLE = frozenset("—…")
_UNITS = frozenset("%‰℃％万亿")
_WITHIN_NUMBER = frozenset(".,:/-．")

KINSOKU, WORDS_SPLIT, ANYWHERE = range(3)


def break_lines(text: str, first: int, rest: int) -> list[tuple[int, int]]:
    """Cut a text into rows of at most `first` cells, then at most `rest` cells; the spans partition the text.

    White space never starts a row as long as anything else can end the one before. Where a rule cannot be kept in
    a row (a word wider than it, a heap of closing marks) the break falls inside a word, then anywhere; a character
    wider than the row has a row of its own.
    """
    spans: list[tuple[int, int]] = []
    cells = widths(text)
    start, total, room = 0, len(text), first
    while start < total:
        end, used = start, 0
        while end < total and used + cells[end] <= room:
            used += cells[end]
            end += 1
        if end < total:
            end = _break_before(text, cells, start, end)
        spans.append((start, end))
        start, room = end, rest
    return spans


def _break_before(text: str, cells: list[int], start: int, end: int) -> int:
    for rule in (KINSOKU, WORDS_SPLIT, ANYWHERE):
        at = end
        while at > start:
            if _allowed(text, cells, at, rule):
                return at
            at -= 1
    at = max(end, start + 1)  # a character wider than the row
    while at < len(text) and cells[at] == 0:
        at += 1
    return at


def _allowed(text: str, cells: list[int], at: int, rule: int) -> bool:
    """Say whether a row may end before the character at an index, under a rule from the strict to the lax."""
    before, after = text[at - 1], text[at]
    if cells[at] == 0 or before == _JOINER or after == "\ufe0f":
        return False
    if rule == ANYWHERE:
        return True
    if after in _CLOSING or after.isspace() or before in _OPENING or (before == after and before in _WHOLE):
        return False
    if rule == WORDS_SPLIT:
        return True
    if _wordlike(before) and _wordlike(after):
        return False
    if before.isdigit() and after in _UNITS:
        return False
    return not (before in _WITHIN_NUMBER and after.isdigit() and at > 1 and text[at - 2].isdigit())


def _wordlike(char: str) -> bool:
    return char.isalnum() and (char < "\u1100" or "\uff10" <= char <= "\uff5a")
