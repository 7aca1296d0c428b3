"""What an article is about in a few phrases: one or two of its words, rare in general and frequent here.

Measured on abstracts with their authors' keywords (`python -m scripts.bench.words`). How often the words are in the
open library was tried as well and changes nothing: the dictionary's own frequencies do, so that an article has the
same keywords whatever was read before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

Cut = Callable[[str], Sequence[tuple[int, int]]]
Rarity = Callable[[str], float]
"""How much a word says, by how rare it is in general, in nats."""

_WORD = re.compile(r"[\u3400-\u9fff]+|[A-Za-zＡ-Ｚａ-ｚ][\w\-]*")
COMMONEST = 6.0
"""Nats from which on a word says something: more often than one in 400 are 的, 和, 在, 对, 一个."""
_TITLE = 2.0
_WITHIN = 0.5
"""What an occurrence within a longer phrase counts less than one by itself: of 老旧小区 and 小区 one is wanted."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A phrase, how well it stands for the article (only for comparing within one), and how often it is there."""

    phrase: str
    score: float
    count: int


def keywords(title: str, text: str, cut: Cut, rarity: Rarity, most: int = 5) -> list[Keyword]:
    """Return the phrases that stand for an article best, the best first."""
    counts: Counter[tuple[str, ...]] = Counter()
    titled: set[tuple[str, ...]] = set()
    says = _Sayings(rarity)
    for part, is_title in ((title, True), (text, False)):
        for phrase in _phrases(part, cut, says):
            counts[phrase] += 1
            if is_title:
                titled.add(phrase)
    within: dict[str, int] = {}
    for phrase, count in counts.items():
        if len(phrase) > 1:
            for word in phrase:
                within[word] = max(within.get(word, 0), count)
    best: dict[str, Keyword] = {}
    for phrase, count in counts.items():
        own = count - (_WITHIN * within.get(phrase[0], 0) if len(phrase) == 1 else 0)
        score = sqrt(max(own, 0)) * sum(map(says, phrase)) / sqrt(len(phrase))
        score *= _TITLE if phrase in titled else 1
        joined = "".join(phrase)
        before = best.get(joined)
        if before is None or score > before.score:
            best[joined] = Keyword(joined, score, count + (before.count if before else 0))
    return sorted(best.values(), key=lambda item: (-item.score, item.phrase))[:most]


class _Sayings(dict[str, float]):
    """How much words say, each looked up once."""

    def __init__(self, rarity: Rarity) -> None:
        super().__init__()
        self._rarity = rarity

    def __missing__(self, word: str) -> float:
        says = self[word] = self._rarity(word)
        return says

    def __call__(self, word: str) -> float:
        return self[word]


def _phrases(text: str, cut: Cut, says: Rarity) -> Iterator[tuple[str, ...]]:
    """Yield the words of a text and its pairs of neighbours, none with a word that says nothing."""
    before = ""
    for start, end in cut(text):
        word = text[start:end]
        if not _WORD.fullmatch(word) or says(word) < COMMONEST:
            before = ""
            continue
        if len(word) > 1:
            yield (word,)
        if before:
            yield before, word
        before = word
