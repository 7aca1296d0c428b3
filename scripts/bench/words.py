"""How good keywords, tag suggestions and discovered words are, and how quickly they learn.

    python -m scripts.bench.words [FILE] [--rounds N]

FILE has one JSON object a line with `title`, `abstract`, `keywords` and `category`; without one, the bench's abstracts
are taken. Keywords: F1 of five phrases against the authors', over all abstracts together, beside jieba's own TF-IDF
(`jieba.analyse.extract_tags`) in the same run. Suggestions: categories as tags, so many examples of each (drawn at
random, the mean of the rounds), all other abstracts guessed; once for the categories of which there are at least 30
abstracts and more than examples, once for all. `off` is how far confidence is from what came true (expected
calibration error). Learning is timed an example at a time, with a guess after each, in processor time. Cutting is timed
with and without rjieba, by turns, where that is installed, on the abstracts and on the bench's pages.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reader.words import segmenter
from reader.words.keywords import Cut, keywords
from reader.words.suggesting import Example, Suggester
from scripts.bench.figures import percentile
from scripts.bench.scoring import shared

PHRASES = 5
SIZES = (5, 10, 20, 50)
TOP1 = {5: 0.48, 10: 0.54, 20: 0.63, 50: 0.72}
TOP3 = {5: 0.78, 10: 0.82, 20: 0.88, 50: 0.92}
LEAST = 30
KEYWORDS, OVER_JIEBA, LEARNING = 0.19, 1.3, 5.0
FITTED = 120


@dataclass(frozen=True, slots=True)
class Abstract:
    """A text with what its authors say it is about."""

    title: str
    text: str
    keywords: tuple[str, ...]
    category: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 where there is nothing to measure or a bar is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.words", description="Score keywords and suggestions."
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    bench = shared()
    file = options.file or (bench / "bench" / "csl" / "dev.jsonl" if bench else None)
    if file is None:
        print("no shared bench: set XIANCE_SHARED, or put `shared` beside the repo", file=sys.stderr)
        return 1
    abstracts = read(file)
    segmenter().load()
    cut = lru_cache(maxsize=None)(segmenter().cut)
    print(f"{file} ({len(abstracts)})")
    missed = print_keywords(abstracts, cut)
    missed += print_suggestions(abstracts, cut, options.rounds, LEAST)
    print_suggestions(abstracts, cut, options.rounds, 0)
    missed += print_learning(abstracts)
    print_cutting("abstracts", [f"{item.title}\n{item.text}" for item in abstracts], options.rounds)
    if bench is not None:
        paths = sorted((bench / "bench" / "pages" / "dev").glob("*.txt"))
        print_cutting("pages", [path.read_text("utf-8") for path in paths], options.rounds)
    asked = f"(suggestions: where there are at least {LEAST} abstracts of a category)"
    print(f"{missed} bars missed" if missed else "every bar met", asked)
    return 1 if missed else 0


def read(file: Path) -> list[Abstract]:
    """Return the abstracts in a file."""
    rows = map(json.loads, file.read_text("utf-8").splitlines())
    return [Abstract(row["title"], row["abstract"], tuple(row["keywords"]), row["category"]) for row in rows]


def print_keywords(abstracts: Sequence[Abstract], cut: Cut) -> int:
    """Print F1 beside jieba's; return how many bars are missed."""
    import jieba.analyse

    rarity = segmenter().rarity
    ours = f1(
        [[k.phrase for k in keywords(a.title, a.text, cut, rarity, PHRASES)] for a in abstracts], abstracts
    )
    jiebas = f1(
        [[*map(str, jieba.analyse.extract_tags(f"{a.title}\n{a.text}", topK=PHRASES))] for a in abstracts],
        abstracts,
    )
    print(
        f"keywords  F1@{PHRASES} {ours:.3f} (≥ {KEYWORDS})  jieba TF-IDF {jiebas:.3f}"
        f"  ratio {ours / jiebas:.2f} (≥ {OVER_JIEBA})"
    )
    return (ours < KEYWORDS) + (ours / jiebas < OVER_JIEBA)


def f1(found: Sequence[Sequence[str]], abstracts: Sequence[Abstract]) -> float:
    """Return F1 over all abstracts together."""
    right = sum(len(set(a) & set(b.keywords)) for a, b in zip(found, abstracts, strict=True))
    return 2 * right / (sum(map(len, found)) + sum(len(a.keywords) for a in abstracts))


def print_suggestions(abstracts: Sequence[Abstract], cut: Cut, rounds: int, least: int) -> int:
    """Print accuracies by examples a category; return how many bars are missed."""
    sizes = Counter(item.category for item in abstracts)
    missed = 0
    for examples in SIZES:
        used = {name for name, size in sizes.items() if not least or size >= max(least, examples + 1)}
        outcomes = [guess(abstracts, cut, used, examples, seed) for seed in range(rounds)]
        top1, top3, off = (statistics.fmean(outcome[place] for outcome in outcomes) for place in range(3))
        bars = f" (≥ {TOP1[examples]})", f" (≥ {TOP3[examples]})"
        print(
            f"suggest   {examples:>2} examples of {len(used):>2} categories"
            f"  top-1 {top1:.3f}{bars[0] if least else ''}  top-3 {top3:.3f}{bars[1] if least else ''}  off {off:.3f}"
        )
        missed += (top1 < TOP1[examples]) + (top3 < TOP3[examples])
    return missed


def guess(
    abstracts: Sequence[Abstract], cut: Cut, used: set[str], examples: int, seed: int
) -> tuple[float, float, float]:
    """Return the shares of first and of first three suggestions that are right, and how far confidence is off."""
    order = [item for item in abstracts if item.category in used]
    random.Random(seed).shuffle(order)
    taken: Counter[str] = Counter()
    suggester, learned, others = Suggester(cut), [], []
    for item in order:
        if taken[item.category] < examples:
            taken[item.category] += 1
            suggester.learn(item.category, item.text, item.title)
            learned.append(Example(item.category, item.text, item.title))
        else:
            others.append(item)
    random.Random(seed).shuffle(learned)
    suggester.fit(learned[:FITTED])
    first = three = 0
    bins: defaultdict[int, list[tuple[bool, float]]] = defaultdict(list)
    for item in others:
        ranked = suggester.rank(item.text, item.title, most=3)
        names = [each.label for each in ranked]
        right = names[:1] == [item.category]
        first += right
        three += item.category in names
        sure = ranked[0].confidence if ranked else 0.0
        bins[int(sure * 10)].append((right, sure))
    return first / len(others), three / len(others), calibration_error(bins, len(others))


def calibration_error(bins: Mapping[int, Sequence[tuple[bool, float]]], count: int) -> float:
    """Return the mean distance between how sure guesses were and how many of them were right."""
    return sum(abs(sum(right - sure for right, sure in each)) for each in bins.values()) / count


def print_learning(abstracts: Sequence[Abstract]) -> int:
    """Print what one more example takes; return whether that is too long."""
    suggester = Suggester(segmenter().cut)
    times = []
    for item in abstracts:
        start = time.process_time()
        suggester.learn(item.category, item.text, item.title)
        suggester.rank(item.text, item.title, most=3)
        times.append((time.process_time() - start) * 1000)
    slow = percentile(times, 0.95)
    print(
        f"learning  one more example, and a guess: median {percentile(times, 0.5):.2f} ms"
        f"  p95 {slow:.2f} ms (≤ {LEARNING})"
    )
    return slow > LEARNING


def print_cutting(name: str, texts: Sequence[str], rounds: int) -> None:
    """Print how much quicker texts are cut with rjieba, if it is there, and whether alike."""
    from reader.words.segmenter import Segmenter

    plain, quick = Segmenter(), Segmenter()
    plain.load()
    quick.load()
    if not quick.quicken():
        print("cutting   rjieba is not installed: pip install 'xiance[fast]'")
        return
    ratios = []
    for _ in range(rounds):
        slow, fast = seconds(plain.cut, texts), seconds(quick.cut, texts)
        ratios.append(slow / fast)
    differing = sum(plain.cut(text) != quick.cut(text) for text in texts)
    print(
        f"cutting   {name}: rjieba {statistics.median(ratios):.1f} × jieba  texts cut otherwise: {differing}"
    )


def seconds(cut: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return the time cutting texts takes."""
    start = time.perf_counter()
    for text in texts:
        cut(text)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
