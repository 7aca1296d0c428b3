"""Terms that the dictionary does not know: neighbouring words that keep together, and what is put in quotes.

Words that jieba cuts are joined where they stand together more often than by chance (pointwise mutual information
against the dictionary's frequencies), and where what stands around them varies (entropy of the neighbours on either
side): 兵|支书, 医保|快递. What texts put in “quotes” or 《titles》 and name again is a term with less evidence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from math import log

from reader.words.keywords import COMMONEST, Cut, Rarity

LONGEST = 8
_MOST_WORDS = 3
_LEAST = 3
"""How often a term must be there; one in quotes twice."""
_COHESION = 4.0
"""Nats: some fifty times as often as by chance."""
_PAGE = 4000
"""Words of a page: of less text shares are taken as if it were as long."""
_TELLING = 9.5
"""Nats that one of its words says at least: 产业|发展 and 加快|推进 keep together as well, but nobody misses them."""
_FREEDOM = 0.6
"""Nats: neighbours that are about as varied as two where one is twice as frequent as the other."""
_HELD = 0.7
"""From this share of a term's occurrences on that are within a longer one it is a part of that."""
_AROUND = 14
_VERBS = frozenset(
    ("加快", "推进", "推动", "构建", "加强", "贯彻", "指出", "表示", "强调", "要求", "提出", "列入", "截至", "截至目前",
     "显示", "同比", "应对", "坚定", "愿", "愿同", "让", "把", "抓", "向", "对")
)  # fmt: skip
"""What newspapers put beside terms all the time."""
_HAN = re.compile(r"[\u3400-\u9fff]+")
_QUOTED = re.compile(r"[“‘]([^“”‘’《》〈〉]{2,8})[”’]")
_NUMBER = re.compile(r"[〇零一二三四五六七八九十百千万亿两几多第个年月日]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A term, how often it is there, whether in quotes somewhere, and the first place with what stands around it."""

    word: str
    count: int
    quoted: bool
    before: str
    after: str


class Discoverer:
    """Takes texts and finds terms in all of them together."""

    def __init__(self, cut: Cut, rarity: Rarity, known: Callable[[str], bool]) -> None:
        """Take what cuts texts, how rare words are, and which are in a dictionary."""
        self._cut, self._rarity, self._is_known = cut, rarity, known
        self._total = 0
        self._counts: Counter[tuple[str, ...]] = Counter()
        self._left: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        self._right: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        self._first: dict[str, tuple[str, str]] = {}
        self._quoted: Counter[str] = Counter()
        self._plain: Counter[str] = Counter()
        self._says: dict[str, float] = {}

    def take(self, text: str) -> None:
        """Count what is in a text."""
        words = [text[start:end] for start, end in self._cut(text)]
        self._total += len(words)
        at = 0
        for index, word in enumerate(words):
            if self._fit(word):
                self._take_from(words, index, text, at)
            at += len(word)
        for match in _QUOTED.finditer(text):
            if _HAN.fullmatch(match[1]):
                self._quoted[match[1]] += 1
                self._place(match[1], text, match.start(1))

    def found(self, without: Collection[str] = (), most: int = 50) -> list[Found]:
        """Return the terms there are, without some, those that are there most often first."""
        good: dict[str, tuple[int, tuple[str, ...]]] = {}
        for term, count in self._counts.items():
            joined = "".join(term)
            quoted = joined in self._quoted
            if (
                count >= (_LEAST - quoted)
                and self._holds_together(term, count)
                and not self._is_known(joined)
            ):
                good[joined] = max(good.get(joined, (0, term)), (count, term))
        for word, times in self._quoted.items():
            spans, count = self._cut(word), max(times, self._plain[word])
            if word not in good and count >= _LEAST - 1 and len(spans) > 1:
                if self._is_known(word) or not all(self._fit(word[a:b]) for a, b in spans):
                    continue
                good[word] = (count, (word,))
        kept = [word for word in good if word not in without and not self._held(word, good)]
        kept.sort(key=lambda word: (-good[word][0], word))
        return [
            Found(word, good[word][0], word in self._quoted, *self._first.get(word, ("", "")))
            for word in kept[:most]
        ]

    # -- within

    def _take_from(self, words: list[str], index: int, text: str, at: int) -> None:
        """Count the runs of words that begin at one."""
        size = len(words[index])
        before = words[index - 1] if index else ""
        for end in range(index + 1, min(index + _MOST_WORDS, len(words))):
            size += len(words[end])
            if size > LONGEST or not self._fit(words[end]):
                break
            term = tuple(words[index : end + 1])
            self._counts[term] += 1
            self._left[term][before] += 1
            self._right[term][words[end + 1] if end + 1 < len(words) else ""] += 1
            joined = "".join(term)
            self._plain[joined] += 1
            self._place(joined, text, at)

    def _place(self, word: str, text: str, at: int) -> None:
        if word not in self._first:
            end = at + len(word)
            self._first[word] = text[max(0, at - _AROUND) : at], text[end : end + _AROUND]

    def _fit(self, word: str) -> bool:
        """Say whether a word may be in a term: it is Chinese, says something, and is no number."""
        says = self._says.get(word)
        if says is None:
            fit = bool(_HAN.fullmatch(word)) and not _NUMBER.fullmatch(word) and word not in _VERBS
            says = self._says[word] = self._rarity(word) if fit else 0.0
        return says >= COMMONEST + (1.0 if len(word) == 1 else 0.0)

    def _holds_together(self, term: tuple[str, ...], count: int) -> bool:
        if max(self._says[word] for word in term) < _TELLING:
            return False
        together = -log(count / max(self._total, _PAGE))
        apart = sum(min(self._says[word], together) for word in term)
        return (
            (apart - together) / (len(term) - 1) >= _COHESION
            and _entropy(self._left[term]) >= _FREEDOM
            and _entropy(self._right[term]) >= _FREEDOM
        )

    def _held(self, word: str, good: dict[str, tuple[int, tuple[str, ...]]]) -> bool:
        """Say whether a term is mostly a part of another."""
        count = good[word][0]
        return any(word != other and word in other and good[other][0] >= _HELD * count for other in good)


def _entropy(counts: Counter[str]) -> float:
    """Return how varied neighbours are, in nats; a text's end or a mark is another one each time."""
    total = sum(counts.values())
    entropy = 0.0
    for word, count in counts.items():
        if word[:1].isalnum():
            entropy -= count / total * log(count / total)
        else:
            entropy += count / total * log(total)
    return entropy
