"""Fits the weights by which bodies are split (`reader/pages/splitting.py`).

    python -m scripts.bench.evidence [FOLDER] [--rounds N]

Stories without a dateline are few, so more are made: each round takes the datelines off some stories of every page
and lets those printed right under another run on. A logistic regression then tells true places from others. Weights
are fitted on one half of the pages (by the parity of their numbers) and tried on the other; those of all are printed.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from reader.pages.drafts import gather
from reader.pages.headlines import place_headlines
from reader.pages.people import read_dateline
from reader.pages.rows import read_rows
from reader.pages.segments import Labelled, label_lines
from reader.pages.splitting import Signs, attempted, candidates
from scripts.bench.scoring import folder_or_dev, pages

NAMES = tuple(field.name for field in fields(Signs))
_BODY = ("lead", "paragraph", "more")
SHARES = (0.15, 0.3, 0.5)
_TRIED = 24
_RIDGE = 0.5


@dataclass(frozen=True, slots=True)
class Sample:
    """A place in a page that was tried: its signs, and whether a story begins there."""

    page: str
    row: int
    signs: Signs
    true: bool
    made: bool
    """True where a dateline was taken off, somewhere on the page."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print weights and how well they tell places apart; return 1 where there are no pages."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.evidence", description="Fit the weights of splitting."
    )
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=4)
    options = parser.parse_args(arguments)
    folder = folder_or_dev(options.folder)
    if folder is None:
        return 1
    samples = [
        sample
        for name, text, truth in pages(folder)
        for number in range(options.rounds + 1)
        for sample in tried(name, text, truth, number)
    ]
    times = Counter((sample.page, sample.row) for sample in samples if sample.made)
    rows = [(*(getattr(sample.signs, name) for name in NAMES), 1.0) for sample in samples]
    true = [float(sample.true) for sample in samples]
    # A place counts as much as printed as in all that was made of it.
    weight = [1 / times[sample.page, sample.row] if sample.made else 1.0 for sample in samples]
    odd = [parity(sample.page) for sample in samples]
    found = [0.0] * len(samples)
    for half in (0, 1):
        own = [i for i in range(len(samples)) if odd[i] != half]
        fitted = regression([rows[i] for i in own], [true[i] for i in own], [weight[i] for i in own])
        for i in range(len(samples)):
            if odd[i] == half:
                found[i] = sum(a * b for a, b in zip(fitted, rows[i], strict=True))
    loss = sum(w * math.log1p(math.exp(-z if t else z)) for w, t, z in zip(weight, true, found, strict=True))
    print(f"{len(samples)} places, {sum(map(int, true))} true; loss on the other half {loss:.1f}")
    for title, made in (("as printed", False), ("datelines taken off", True)):
        pairs = [(t, z > 0) for t, z, s in zip(true, found, samples, strict=True) if s.made == made]
        counts = Counter(pairs)
        print(f"{title}: {counts[1.0, True]} found, {counts[0.0, True]} false, {counts[1.0, False]} missed")
    fitted = regression(rows, true, weight)
    for name, value in zip((*NAMES, "constant"), fitted, strict=True):
        print(f"{name:12}{value:8.2f}")
    return 0


def parity(name: str) -> int:
    """Return whether a page's number is odd, so that pages fall into halves."""
    return int(re.findall(r"\d+", name)[-1]) % 2


def tried(name: str, text: str, truth: Mapping[str, Any], number: int) -> Iterator[Sample]:
    """Yield the likeliest places of a page; numbers above 0 take datelines off first."""
    _, lines, _ = read_rows(text)
    tight = sum(line.below for line in lines) < 0.5 * len(lines)
    labelled = label_lines(lines)
    if number:
        chance = random.Random(f"{name} {number}")
        labelled = unsigned(labelled, chance, chance.choice(SHARES))
    article = {row["row"]: row["article"] for row in truth["line_truth"]}
    drafts = gather(labelled, tight)
    groups = place_headlines(drafts, tight=tight)
    for place in candidates(drafts, tight, -math.inf)[:_TRIED]:
        last = drafts.bodies[place.body].paragraphs[place.paragraph - 1][-1]
        row = place.line.index + 1
        _, _, signs = attempted(drafts, groups, place, tight=tight)
        yield Sample(name, row, signs, article.get(row) != article.get(last.index + 1), number > 0)


def unsigned(labelled: Sequence[Labelled], chance: random.Random, share: float) -> list[Labelled]:
    """Take the datelines off a share of stories; those right under another become its paragraphs."""
    found: list[Labelled] = []
    start = 0
    while start < len(labelled):
        end = start + 1
        while end < len(labelled) and labelled[end].label == "more":
            end += 1
        rows = list(labelled[start:end])
        dateline = read_dateline("".join(item.line.text for item in rows)).text
        if rows[0].label == "lead" and dateline and chance.random() < share:
            below = bool(found) and found[-1].label in _BODY
            rows = _cut(rows, len(dateline), "paragraph" if below else "lead")
        found += rows
        start = end
    return found


def _cut(rows: Sequence[Labelled], length: int, label: Any) -> list[Labelled]:
    found: list[Labelled] = []
    for item in rows:
        text = item.line.text
        if length < len(text):
            line = replace(item.line, text=text[length:])
            found.append(replace(item, line=line, label="more" if found else label))
        length = max(0, length - len(text))
    return found


def regression(
    rows: Sequence[Sequence[float]], true: Sequence[float], weight: Sequence[float]
) -> list[float]:
    """Return the weights of a logistic regression, the last column being constant (Newton's method, a light ridge)."""
    size = len(rows[0])
    total = sum(weight)
    scales = [
        max(1e-6, math.sqrt(sum(w * row[k] ** 2 for w, row in zip(weight, rows, strict=True)) / total))
        for k in range(size)
    ]
    scaled = [[value / scale for value, scale in zip(row, scales, strict=True)] for row in rows]
    found = [0.0] * size
    for _ in range(30):
        slope = [_RIDGE * value * (k + 1 < size) for k, value in enumerate(found)]
        bend = [[_RIDGE * (i == k) * (i + 1 < size) for k in range(size)] for i in range(size)]
        for row, t, w in zip(scaled, true, weight, strict=True):
            z = sum(a * b for a, b in zip(found, row, strict=True))
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
            error, width = w * (p - t), w * p * (1 - p)
            for i in range(size):
                slope[i] += error * row[i]
                part = width * row[i]
                line = bend[i]
                for k in range(i + 1):
                    line[k] += part * row[k]
        step = _solved([[bend[max(i, k)][min(i, k)] for k in range(size)] for i in range(size)], slope)
        found = [value - change for value, change in zip(found, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    return [value / scale for value, scale in zip(found, scales, strict=True)]


def _solved(matrix: list[list[float]], right: Sequence[float]) -> list[float]:
    """Solve linear equations by elimination."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for k in range(size):
        pivot = max(range(k, size), key=lambda i: abs(rows[i][k]))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        lead = rows[k][k] or 1e-12
        rows[k] = [value / lead for value in rows[k]]
        for i in range(size):
            if i != k and rows[i][k]:
                factor = rows[i][k]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [row[-1] for row in rows]


if __name__ == "__main__":
    sys.exit(main())
