"""Which headline belongs to which body: rare shared bigrams, and what is best for a run of rows or a whole page."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_WORD = re.compile(r"[0-9０-９]+(?:\.[0-9]+)?|[A-Za-z]+|[\u3400-\u9fff]")
LEAD = 140
"""Characters of a body that count as its lead, which tells what the headline told."""
_READ = 20_000
"""Characters of a body that are read; no newspaper story is longer."""
_ABSENT = 0.7
_LEAD_BONUS = 0.35


def bigrams(text: str) -> list[str]:
    """Return the pairs of neighbouring characters, numbers and Latin words, marks and spaces left out."""
    words = _WORD.findall(text)
    return [a + b for a, b in pairwise(words)] or words


class Bodies:
    """The bodies of a page, indexed for scoring."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Index the texts."""
        self.bags = [frozenset(bigrams(text[:_READ])) for text in texts]
        self.leads = [frozenset(bigrams(text[:LEAD])) for text in texts]
        frequency = Counter(pair for bag in self.bags for pair in bag)
        whole = math.log(len(texts) + 1.0)
        self.rarity = {pair: math.log((len(texts) + 1) / count) / whole for pair, count in frequency.items()}

    def weight(self, pairs: Sequence[str]) -> float:
        """Return the greatest score these pairs can have."""
        return sum(self.rarity.get(pair, _ABSENT) for pair in pairs) * (1 + _LEAD_BONUS)

    def score(self, pairs: Sequence[str], body: int) -> float:
        """Return the weight of the pairs that a body holds, more for those in its lead."""
        bag, lead = self.bags[body], self.leads[body]
        return sum(self.rarity[pair] * (1 + _LEAD_BONUS * (pair in lead)) for pair in pairs if pair in bag)

    def share(self, pairs: Sequence[str], body: int) -> float:
        """Return the score as a share of the greatest one, 0 to 1."""
        weight = self.weight(pairs)
        return self.score(pairs, body) / weight if weight else 0.0


def assign(gains: Sequence[Sequence[float]]) -> list[int | None]:
    """Return for each row the column it gets, each column at most once, so that the sum of gains is greatest.

    Rows stay without a column (None) where every gain left is not positive. Hungarian method with potentials
    (Kuhn 1955, Munkres 1957; O(n²m)).
    """
    if not gains or not gains[0]:
        return [None] * len(gains)
    if len(gains) > len(gains[0]):
        turned = assign(list(zip(*gains, strict=True)))
        found: list[int | None] = [None] * len(gains)
        for column, row in enumerate(turned):
            if row is not None:
                found[row] = column
        return found
    real = len(gains[0])
    count = len(gains)
    costs = [[-max(gain, 0.0) for gain in row] + [0.0] * count for row in gains]
    width = real + count
    row_potential, column_potential = [0.0] * (count + 1), [0.0] * (width + 1)
    owner, way = [0] * (width + 1), [0] * (width + 1)
    for row in range(1, count + 1):
        owner[0] = row
        column = 0
        least = [math.inf] * (width + 1)
        used = [False] * (width + 1)
        while owner[column]:
            used[column] = True
            current, delta, following = owner[column], math.inf, 0
            for j in range(1, width + 1):
                if used[j]:
                    continue
                cost = costs[current - 1][j - 1] - row_potential[current] - column_potential[j]
                if cost < least[j]:
                    least[j], way[j] = cost, column
                if least[j] < delta:
                    delta, following = least[j], j
            for j in range(width + 1):
                if used[j]:
                    row_potential[owner[j]] += delta
                    column_potential[j] -= delta
                else:
                    least[j] -= delta
            column = following
        while column:
            owner[column], column = owner[way[column]], way[column]
    result: list[int | None] = [None] * count
    for j in range(1, real + 1):
        if owner[j] and gains[owner[j] - 1][j - 1] > 0:
            result[owner[j] - 1] = j - 1
    return result


def best_path(
    values: Sequence[Sequence[float]], switches: Sequence[float], *, longest: int, fine: float
) -> list[int]:
    """Return a label for each row so that values less switches and fines for long stretches are greatest.

    `values` are by row and label; `switches` what it costs to change the label before a row; each row beyond `longest`
    with one label costs `fine`. A state is a label and how many rows have had it (Viterbi 1967); at least one row.
    """
    count, least = len(values[0]), float("-inf")
    best = [[value, *[least] * longest] for value in values[0]]
    backs: list[list[list[tuple[int, int]]]] = []
    for row, switch in zip(values[1:], switches[1:], strict=True):
        ends = [max(range(longest + 1), key=states.__getitem__) for states in best]
        ranked = sorted(range(count), key=lambda k: best[k][ends[k]], reverse=True)[:2]
        states, back = [], []
        for k, value in enumerate(row):
            other = next((label for label in ranked if label != k), k)
            before = [(other, ends[other]), *((k, rows) for rows in range(longest))]
            found = [best[other][ends[other]] - switch if other != k else least, *best[k][:longest]]
            if best[k][longest] > found[longest]:
                before[longest], found[longest] = (k, longest), best[k][longest]
            found[longest] -= fine
            states.append([value + each for each in found])
            back.append(before)
        best = states
        backs.append(back)
    label = max(range(count), key=lambda k: max(best[k]))
    rows = max(range(longest + 1), key=best[label].__getitem__)
    path = [label]
    for back in reversed(backs):
        label, rows = back[label][rows]
        path.append(label)
    return path[::-1]
