"""Numbered measures in an article's paragraphs: 一是 · （一） · 1. · 第一 · “完善‘一套架构’：”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.pages.model import Measure

_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_AFTER_STOP = r"(?:(?<=^)|(?<=[。；：！？，]))"
_ORDER = r"[一二三四五六七八九十]{1,3}"
_FAMILIES = (
    re.compile(rf"^(?P<label>[（(](?P<n>{_ORDER})[）)])[、.．]?\s?", re.M),
    re.compile(rf"^(?P<label>(?P<n>{_ORDER}))、\s?", re.M),
    re.compile(rf"{_AFTER_STOP}(?P<label>(?P<n>{_ORDER})是)(?!否|在于|因为)[，：]?"),
    re.compile(rf"{_AFTER_STOP}(?P<label>第(?P<n>{_ORDER}))[，、：,]"),
    re.compile(r"^(?P<label>(?P<n>\d{1,2}))(?:[、．]|\.(?!\d))\s?", re.M),
    re.compile(r"^(?P<label>[（(](?P<n>\d{1,2})[）)])[、.．]?\s?", re.M),
    re.compile(rf"{_AFTER_STOP}(?P<label>(?P<n>[{_CIRCLED}]))\s?"),
)
_LEAD_IN = re.compile(r"^(?P<label>[^，。；：！？]{3,16})：")
_QUOTED = re.compile(r"“[^”]*[一二三四五六七八九十两][^”]*”")
_LEAST_LEAD_INS = 3
_MOST_LEFT_OUT = 2
"""Editors cut lists short and leave the numbers: so many may be missing between two paragraphs that are numbered."""


@dataclass(frozen=True, slots=True)
class _Start:
    paragraph: int
    start: int
    label: str
    text: int


def find_measures(paragraphs: Sequence[str]) -> tuple[Measure, ...]:
    """Return an article's measures in order.

    Of several ways of numbering the one that begins first counts; its numbers must rise. A measure ends where the next begins, the last one with its paragraph.
    """
    sequences = [starts for family in _FAMILIES if len(starts := _sequence(family, paragraphs)) >= 2]
    if not sequences:
        sequences = [starts for starts in (_lead_ins(paragraphs),) if starts]
    if not sequences:
        return ()
    starts = min(sequences, key=lambda found: (found[0].paragraph, found[0].start))
    measures = []
    for position, item in enumerate(starts):
        if position + 1 < len(starts):
            last, end = _end_before(starts[position + 1], paragraphs)
        else:
            last, end = item.paragraph, len(paragraphs[item.paragraph])
        text = _text(paragraphs, item, last, end)
        measures.append(Measure(item.label, text, item.paragraph, item.start, last, end))
    return tuple(measures)


def _end_before(following: _Start, paragraphs: Sequence[str]) -> tuple[int, int]:
    if following.start > 0 or following.paragraph == 0:
        return following.paragraph, following.start
    return following.paragraph - 1, len(paragraphs[following.paragraph - 1])


def _text(paragraphs: Sequence[str], item: _Start, last: int, end: int) -> str:
    if last == item.paragraph:
        return paragraphs[last][item.text : end]
    pieces = [
        paragraphs[item.paragraph][item.text :],
        *paragraphs[item.paragraph + 1 : last],
        paragraphs[last][:end],
    ]
    return "\n".join(pieces)


def _sequence(family: re.Pattern[str], paragraphs: Sequence[str]) -> list[_Start]:
    found: list[_Start] = []
    last = 0
    for index, paragraph in enumerate(paragraphs):
        for match in family.finditer(paragraph):
            step = _number(match["n"]) - last
            if step == 1 or (match.start() == 0 and 1 < step <= _MOST_LEFT_OUT + 1):
                found.append(_Start(index, match.start("label"), match["label"], match.end()))
                last += step
    return found


def _lead_ins(paragraphs: Sequence[str]) -> list[_Start]:
    """Paragraphs that begin with what they are about and a colon: a list if most of the article is made so."""
    found = [
        _Start(index, 0, match["label"], match.end())
        for index, paragraph in enumerate(paragraphs)
        if (match := _LEAD_IN.match(paragraph))
    ]
    quoted = sum(_QUOTED.search(item.label) is not None for item in found)
    if len(found) < (2 if quoted >= 2 else _LEAST_LEAD_INS) or len(found) < 0.5 * len(paragraphs):
        return []
    return found


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text, 0)
    return _DIGITS.get(tens, 1 if not tens else 0) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
