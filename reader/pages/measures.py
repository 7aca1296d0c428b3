"""Numbered measures in an article's paragraphs, level by level.

一、 · （一） · 1. · （1） · ① · 第一 · 一是 · 其一 · 首先…其次 · 建议一： · “完善‘一套架构’：”.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from reader.pages.model import Measure

_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "此外": 4, "另外": 4, "最后": 5}
_AFTER_STOP = r"(?:(?<=^)|(?<=[。；：！？，]))"
_AFTER_SENTENCE = r"(?:(?<=^)|(?<=[。；：！？]))"
_ORDER = r"[一二三四五六七八九十]{1,3}"
_NO_LIST = r"(?!第?[二三四五六七八九十]{1,3}[、，和至产季期号])"
"""What follows a number that only counts: 第一、二产业, 一、二号楼."""
_FAMILIES = (
    re.compile(rf"{_AFTER_STOP}(?P<label>(?:建议|措施|对策|举措)(?P<n>{_ORDER}))[：、，\s]"),
    re.compile(rf"^(?P<label>(?P<n>{_ORDER}))[、．]{_NO_LIST}\s?"),
    re.compile(rf"^(?P<label>[（(](?P<n>{_ORDER})[）)])[、.．]?\s?"),
    re.compile(rf"{_AFTER_STOP}(?P<label>第(?P<n>{_ORDER}))(?:[，、：,]{_NO_LIST}|是(?!否))"),
    re.compile(r"^(?P<label>(?P<n>\d{1,2}))(?:[、．](?!\d)|\.(?!\d))\s?"),
    re.compile(r"^(?P<label>[（(]?(?P<n>\d{1,2})[）)])[、.．]?\s?"),
    re.compile(rf"{_AFTER_STOP}(?P<label>其(?P<n>{_ORDER}))[，、：是]"),
    re.compile(
        rf"{_AFTER_SENTENCE}(?P<label>(?P<n>首先|其次|再次|再者|此外(?=，)|另外(?=，)|最后(?=，)))[，：]?"
    ),
    re.compile(rf"{_AFTER_STOP}(?P<label>(?P<n>{_ORDER})是)(?!否|在于|因为)[，：]?"),
    re.compile(rf"{_AFTER_STOP}(?P<label>(?P<n>[{_CIRCLED}]))\s?"),
)
"""Ways of numbering, from those of headings to those within a sentence (after GB/T 9704, 7.3.3)."""
_BY_WORDS, _LEAD_INS = 7, -1
_LEAD_IN = re.compile(r"^(?P<label>[^，。；：！？]{3,16})：")
_SPEAKS = re.compile(r"(?:说|道|称|表示|认为|指出|记者|问|答)$")
_QUOTED = re.compile(r"“[^”]*[一二三四五六七八九十两][^”]*”")
_QUOTATION = re.compile(r"“[^“”]*”")
_LEAST_LEAD_INS = 3
_MOST_LEFT_OUT = 2
"""Editors cut lists short and leave the numbers: so many may be missing between two paragraphs that are numbered."""
_MOST_LISTS = 20
"""Lists looked for one after another on one level of an article."""
_SENTENCE = re.compile(r"[^。！？；：\n]+")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Start:
    paragraph: int
    start: int
    label: str
    text: int
    number: int

    @property
    def place(self) -> Place:
        return self.paragraph, self.start


def find_measures(paragraphs: Sequence[str]) -> tuple[Measure, ...]:
    """Return an article's measures of all levels in order, an outer one before those within it.

    Of several ways of numbering the one that begins first is the outer; its numbers must rise. A measure ends where
    the next of its level begins; the last one with its paragraph, or with what is numbered or headed under it.
    """
    if not paragraphs:
        return ()
    finder = _Finder(paragraphs)
    found = finder.lists((0, 0), (len(paragraphs) - 1, len(paragraphs[-1])), frozenset(), 0)
    return tuple(sorted(found, key=lambda measure: (measure.paragraph, measure.start, measure.level)))


class _Finder:
    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.paragraphs = paragraphs
        quotations = [[match.span() for match in _QUOTATION.finditer(text)] for text in paragraphs]
        self.numbers = {
            family: [
                _Start(index, match.start("label"), match["label"], match.end(), ordinal(match["n"]))
                for index, paragraph in enumerate(paragraphs)
                for match in pattern.finditer(paragraph)
                if not _within(quotations[index], match.start("label"))
            ]
            for family, pattern in enumerate(_FAMILIES)
        }
        self.lead_ins = list(_lead_ins(paragraphs))

    def lists(self, start: Place, end: Place, used: frozenset[int], level: int) -> list[Measure]:
        """Return the measures of all lists between two places; `used` numberings are those of outer levels."""
        found: list[Measure] = []
        for _ in range(_MOST_LISTS):
            first = self.first(start, end, used)
            if first is None:
                break
            family, starts = first
            measures, start = self.cut(family, starts, end, used | {family}, level)
            found += measures
        return found

    def first(self, start: Place, end: Place, used: frozenset[int]) -> tuple[int, list[_Start]] | None:
        """Return the list that begins first, and its way of numbering."""
        options = []
        for family, numbers in self.numbers.items():
            if family not in used and len(numbers) >= 2:
                low = bisect_left(numbers, start, key=lambda item: item.place)
                inside = takewhile(lambda item: item.place < end, numbers[low:])
                rising = _by_words(inside) if family == _BY_WORDS else _rising(inside)
                if len(rising) >= 2:
                    options.append((rising[0].place, family == _BY_WORDS, family, rising))
        if not used and start == (0, 0) and self.lead_ins:
            options.append((self.lead_ins[0].place, True, _LEAD_INS, self.lead_ins))
        if not options:
            return None
        _, _, family, starts = min(options, key=lambda option: option[:3])
        return family, starts

    def cut(
        self, family: int, starts: Sequence[_Start], end: Place, used: frozenset[int], level: int
    ) -> tuple[list[Measure], Place]:
        """Return a list's measures with those within them, and where the list ends."""
        found: list[Measure] = []
        spread = False
        for item, following in pairwise(starts):
            stop = self.before(following.place)
            spread = spread or stop[0] > item.paragraph
            found += self.with_inner(item, stop, used, level)
        stop = self.last_end(family, starts[-1], end, used, spread)
        found += self.with_inner(starts[-1], stop, used, level)
        if family == _LEAD_INS:
            found = [replace(one, title=one.label) if one.level == level else one for one in found]
        return found, stop

    def with_inner(self, item: _Start, stop: Place, used: frozenset[int], level: int) -> list[Measure]:
        text = self.text((item.paragraph, item.text), stop)
        whole = Measure(item.label, text, *item.place, *stop, level, _title(text))
        return [whole, *self.lists((item.paragraph, item.text), stop, used, level + 1)]

    def last_end(self, family: int, item: _Start, end: Place, used: frozenset[int], spread: bool) -> Place:
        """Return where a list's last measure ends; `spread` says that others of it go on after their paragraph."""
        paragraph = self.paragraphs[item.paragraph]
        own = min((item.paragraph, len(paragraph)), end)
        if spread and own < end and not re.search(r"[。！？；…]", paragraph[item.text :]):
            return end
        inner = self.first((item.paragraph, item.text), end, used)
        if inner is None or inner[0] < family or inner[1][0].place > (item.paragraph + 1, 0):
            return own
        return max(own, self.last_end(inner[0], inner[1][-1], end, used | {inner[0]}, False))

    def before(self, place: Place) -> Place:
        paragraph, start = place
        if start > 0 or paragraph == 0:
            return place
        return paragraph - 1, len(self.paragraphs[paragraph - 1])

    def text(self, start: Place, stop: Place) -> str:
        if start[0] == stop[0]:
            return self.paragraphs[start[0]][start[1] : stop[1]]
        return "\n".join(
            (
                self.paragraphs[start[0]][start[1] :],
                *self.paragraphs[start[0] + 1 : stop[0]],
                self.paragraphs[stop[0]][: stop[1]],
            )
        )


def _rising(numbers: Iterator[_Start]) -> list[_Start]:
    """Return the numbers that rise, up to where they begin again."""
    found: list[_Start] = []
    last = 0
    for item in numbers:
        step = item.number - last
        if item.number == 1 and last > 1:
            break
        if step == 1 or (item.start == 0 and 1 < step <= _MOST_LEFT_OUT + 1):
            found.append(item)
            last += step
    return found


def _by_words(words: Iterator[_Start]) -> list[_Start]:
    """Return 首先 and what rises after it; without 其次 (再次, 再者) it is no list but a story."""
    found: list[_Start] = []
    for item in words:
        if item.number == 1:
            if len(found) > 1:
                break
            found = [item]
        elif found and item.number > found[-1].number:
            found.append(item)
    return found if any(item.number in (2, 3) for item in found) else []


def _lead_ins(paragraphs: Sequence[str]) -> Sequence[_Start]:
    """Paragraphs that begin with what they are about and a colon: a list if most of the article is made so."""
    found = [
        _Start(index, 0, match["label"], match.end(), 0)
        for index, paragraph in enumerate(paragraphs)
        if (match := _LEAD_IN.match(paragraph))
        and not _SPEAKS.search(match["label"])
        and not any(family.match(paragraph) for family in _FAMILIES)
    ]
    quoted = sum(_QUOTED.search(item.label) is not None for item in found)
    if len(found) < (2 if quoted >= 2 else _LEAST_LEAD_INS) or len(found) < 0.5 * len(paragraphs):
        return []
    return found


def _within(spans: Sequence[tuple[int, int]], index: int) -> bool:
    """Say whether a place is within one of some spans, which are in order."""
    after = bisect_left(spans, (index, 0))
    return after > 0 and index < spans[after - 1][1]


def _title(text: str) -> str:
    """Return a measure's first sentence or heading, a quotation in it whole."""
    match = _SENTENCE.search(text)
    if match is None:
        return ""
    end = match.end()
    if text.count("“", match.start(), end) > text.count("”", match.start(), end):
        closed = text.find("”", end, text.find("\n", end) if "\n" in text[end:] else len(text))
        end = closed + 1 if closed >= 0 else end
    return text[match.start() : end].strip(" \u3000，、")


def ordinal(text: str) -> int:
    """Return the value of a number as lists are numbered; 0 for what is none."""
    if text in _WORDS:
        return _WORDS[text]
    if text.isascii():
        return int(text)
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text, 0)
    return _DIGITS.get(tens, 1 if not tens else 0) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
