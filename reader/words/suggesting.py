"""Which labels a text would get, learned from texts that have some: a centroid a label over words and bigrams.

A text's features are its words and its pairs of Chinese characters; one that is in `n` examples weighs `n ** -1/4`.
A label's centroid is the sum of its examples, and a text's score the cosine between the two. All sums are kept in
integers, so that what was learned can be forgotten to the last bit, and no order of learning matters.

Confidence is a softmax over the scores, its sharpness fitted to examples of which each is guessed in turn while it is
forgotten (`fit`): of suggestions made with 70 % some 70 % were right there. Before that it is a cautious constant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, fsum, isqrt, log, sqrt

from reader.words.keywords import Cut

MODEL = "centroid/1"
_RUN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"\w\w+")
_TITLE = 2
_FINE = 16
"""Steps of a feature's weight in a text: the square root of its count in sixteenths."""
_COARSE = 1 << 20
_CAUTIOUS = 20.0
_SHARPNESS = (5.0, 7.0, 10.0, 14.0, 20.0, 28.0, 40.0, 56.0, 80.0, 112.0, 160.0)
_ELSE = 0.03
"""The score of “none of these”, about that of a text with a label it has nothing to do with: the only label there is
is not sure for that."""
_FITTED = 20
"""Least examples sharpness is fitted to; with fewer the fit says more of them than of texts to come."""

Features = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Example:
    """A text that has a label."""

    label: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A label for a text, how sure it is (0 to 1), and the words that speak for it, the strongest first."""

    label: str
    confidence: float
    words: tuple[str, ...] = ()


class Suggester:
    """Learns labels by example and ranks them for other texts. Not for several threads at once."""

    def __init__(self, cut: Cut) -> None:
        """Take what cuts text into words; it is to cut the same text the same way as long as this lives."""
        self._cut = cut
        self._known: dict[str, dict[str, int]] = {}
        """By feature, how much of it is in each label's examples."""
        self._in: Counter[str] = Counter()
        """By feature, in how many examples it is."""
        self._squares: Counter[str] = Counter()
        """By label, the square of its centroid's length."""
        self.examples: Counter[str] = Counter()
        self.sharpness = _CAUTIOUS

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels there are examples of."""
        return tuple(self.examples)

    def learn(self, label: str, text: str, title: str = "") -> None:
        """Take an example."""
        self._change(label, self._features(text, title), 1)

    def forget(self, label: str, text: str, title: str = "") -> None:
        """Be as if an example had never been learned. Raises ValueError if it was not."""
        features = self._features(text, title)
        if any(self._known.get(name, {}).get(label, 0) < weight for name, weight in features.items()):
            raise ValueError(f"{label} was not learned from this")
        self._change(label, features, -1)

    def rank(self, text: str, title: str = "", *, most: int = 0, words: int = 0) -> list[Ranked]:
        """Return labels, the likeliest first (all, or the first `most`), with up to so many words that speak for each.

        A text that shares nothing with any example has no label.
        """
        features = self._features(text, title)
        scores = self._scores(features)
        if not scores:
            return []
        total = _mass((*scores.values(), _ELSE), self.sharpness)
        order = sorted(scores, key=lambda label: (-scores[label], label))
        return [
            Ranked(
                label,
                exp(self.sharpness * scores[label]) / total,
                self._speaking(label, features, scores, words) if words else (),
            )
            for label in order[: most or None]
        ]

    def fit(self, examples: Sequence[Example]) -> None:
        """Fit confidence to examples that were learned: each is guessed while it is forgotten (some 2 ms each)."""
        guesses: list[tuple[float, list[float]]] = []
        for example in examples:
            if self.examples[example.label] < 2:  # alone it could not be guessed
                continue
            features = self._features(example.text, example.title)
            self._change(example.label, features, -1)
            scores = self._scores(features)
            self._change(example.label, features, 1)
            guesses.append((scores.get(example.label, 0.0), list(scores.values())))
        self.sharpness = (
            min(_SHARPNESS, key=lambda sharp: _surprise(guesses, sharp))
            if len(guesses) >= _FITTED
            else _CAUTIOUS
        )

    def state(self) -> object:
        """Return all that was learned, to compare."""
        known = {name: dict(row) for name, row in self._known.items()}
        return known, dict(self._in), dict(self._squares), dict(self.examples)

    # -- within

    def _features(self, text: str, title: str) -> Features:
        """Return what is in a text and how much of it; the title counts twice."""
        counts: Counter[str] = Counter()
        for part, times in ((text, 1), (title, _TITLE)):
            for start, end in self._cut(part):
                word = part[start:end]
                if _WORD.fullmatch(word):
                    counts["=" + word] += times
            for run in _RUN.findall(part):
                for at in range(len(run) - 1):
                    counts[run[at : at + 2]] += times
        return {name: isqrt(count * _FINE * _FINE) for name, count in counts.items()}

    def _change(self, label: str, features: Features, step: int) -> None:
        squares = self._squares
        for name, weight in features.items():
            row = self._known.setdefault(name, {})
            before, after = _rare(self._in[name]), _rare(self._in[name] + step)
            self._in[name] += step
            for other, sum_ in row.items():
                squares[other] += sum_ * sum_ * (after - before)
            old = row.get(label, 0)
            new = row[label] = old + step * weight
            squares[label] += (new * new - old * old) * after
            if not new:
                del row[label]
            if not row:
                del self._known[name], self._in[name]
        if not squares[label]:  # of examples that say nothing
            del squares[label]
        self.examples[label] += step
        if not self.examples[label]:
            del self.examples[label]

    def _scores(self, features: Features) -> dict[str, float]:
        """Return the cosine of a text with each label's centroid."""
        sums: Counter[str] = Counter()
        length = 0
        for name, weight in features.items():
            rare = _rare(self._in[name])
            length += weight * weight * rare
            for label, sum_ in self._known.get(name, {}).items():
                sums[label] += weight * sum_ * rare
        if not sums:
            return {}
        return {
            label: sums[label] / sqrt(self._squares[label]) / sqrt(length) if self._squares[label] else 0.0
            for label in self.examples
        }

    def _speaking(
        self, label: str, features: Features, scores: Mapping[str, float], most: int
    ) -> tuple[str, ...]:
        """Return the words that speak for a label rather than for the others."""
        others = [other for other in scores if other != label and self._squares[other]]
        own = sqrt(self._squares[label] or 1)
        weights: dict[str, float] = {}
        for name, weight in features.items():
            row = self._known.get(name, {})
            if name.startswith("=") and label in row:
                rest = fsum(row.get(other, 0) / sqrt(self._squares[other]) for other in others)
                weights[name[1:]] = (
                    weight * _rare(self._in[name]) * (row[label] / own - rest / max(1, len(others)))
                )
        best = sorted(weights, key=lambda word: (-weights[word], word))
        return tuple(word for word in best if weights[word] > 0)[:most]


def learn_all(suggester: Suggester, examples: Iterable[Example]) -> None:
    """Take examples one after the other."""
    for example in examples:
        suggester.learn(example.label, example.text, example.title)


@lru_cache(maxsize=4096)
def _rare(examples: int) -> int:
    """Return the weight, in a product of two texts, of a feature that is in so many examples."""
    return isqrt(_COARSE * _COARSE // max(1, examples))


def _mass(scores: Iterable[float], sharpness: float) -> float:
    return fsum(exp(sharpness * score) for score in scores)


def _surprise(guesses: Sequence[tuple[float, Sequence[float]]], sharpness: float) -> float:
    """Return how surprising the right labels were, in nats."""
    return sum(
        log(_mass((*scores, _ELSE), sharpness)) - sharpness * right for right, scores in guesses if scores
    )
