"""How well and how fast pages are parsed.

    python -m scripts.bench.parse [FOLDER …] [--rounds N] [--habits]

Each FOLDER holds pages (`NAME.txt`) with their truth (`NAME.json`); without one, the bench's `dev` and `real` are
taken. Figures are the bench's scorer's, by level. Speed is a ratio: the time to parse all pages over the time
`jieba.lcut(text, HMM=False)` takes to cut the same text, by turns in the same run so that a noisy machine hits both
alike; the median of the rounds counts. Growth is the time for a page of 1 MB over that for one of 25 KB, both made of
the same pages joined. `--habits` also scores the pages as other extractors would have written them.
"""

from __future__ import annotations

import argparse
import itertools
import logging
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reader.pages import parse
from scripts.bench.habits import HABITS
from scripts.bench.scoring import pages, score, shared

Task = Callable[[], object]
LONG, SHORT = 1_000_000, 25_000
"""Bytes of the pages whose times are compared."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print figures and speed; return 1 where there is nothing to measure."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.parse", description="Score and time the parse."
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--habits", action="store_true", help="score other extractors' habits too")
    options = parser.parse_args(arguments)
    bench = shared()
    if bench is None:
        print("no shared bench: set XIANCE_SHARED, or put `shared` beside the repo", file=sys.stderr)
        return 1
    folders = options.folders or [bench / "bench" / "pages" / kind for kind in ("dev", "real")]
    texts: list[str] = []
    for folder in folders:
        found = [text for _, text, _ in pages(folder)]
        if not found:
            print(f"{folder}: no pages with truth", file=sys.stderr)
            return 1
        texts += found
        print(f"{folder} ({len(found)})")
        print_figures(score(folder, bench))
        if options.habits:
            print_habits(folder, bench)
    print_speed(texts, options.rounds)
    print_growth(texts, options.rounds)
    return 0


def print_figures(by_level: Mapping[str, Mapping[str, Any]]) -> None:
    """Print one figure a row, one level a column."""
    levels = [*sorted(level for level in by_level if level), ""]
    names = dict.fromkeys(name for level in levels for name in by_level[level])
    print(f"{'':28}" + "".join(f"{level or 'all':>10}" for level in levels))
    for name in names:
        values = [by_level[level].get(name) for level in levels]
        print(f"{name:28}" + "".join(show(value) for value in values))


def print_habits(folder: Path, bench: Path) -> None:
    """Print the share of articles found under each habit, and how much is lost by it."""
    found = {name: score(folder, bench, habit)[""]["art_f1"] for name, habit in HABITS.items()}
    for name, value in found.items():
        print(f"article F1, {name:32}{show(value)}{value - found['as given']:+10.4f}")


def show(value: float | int | None) -> str:
    """Return a figure in ten columns: counts whole, shares with four digits."""
    if value is None or value != value:
        return f"{'-':>10}"
    return f"{value:>10}" if isinstance(value, int) else f"{value:10.4f}"


def print_speed(texts: Sequence[str], rounds: int) -> None:
    """Time parse and jieba by turns and print the ratio of their medians."""
    import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    ours, theirs, ratio = timed(
        lambda: [parse(text) for text in texts],
        lambda: [jieba.lcut(text, HMM=False) for text in texts],
        rounds,
    )
    size = sum(map(len, texts))
    print(
        f"parse {1000 * ours / len(texts):.1f} ms a page, {size / ours / 1000:.0f} thousand characters a second"
    )
    print(
        f"jieba.lcut without HMM {1000 * theirs / len(texts):.1f} ms a page; parse takes {ratio:.2f} of its time"
    )


def print_growth(texts: Sequence[str], rounds: int) -> None:
    """Time a long and a short page by turns and print the ratio of their times."""
    long, short = joined(texts, LONG), joined(texts, SHORT)
    slow, quick, ratio = timed(lambda: parse(long), lambda: parse(short), rounds)
    print(f"1 MB {slow:.2f} s, 25 KB {1000 * quick:.0f} ms: {ratio:.1f} times as long")


def joined(texts: Sequence[str], size: int) -> str:
    """Return pages one after another, over and over, as many whole rows as `size` bytes hold."""
    rows: list[str] = []
    left = size
    for row in itertools.chain.from_iterable(text.split("\n") for text in itertools.cycle(texts)):
        left -= len(row.encode()) + 1
        if left < 0:
            break
        rows.append(row)
    return "\n".join(rows) + "\n"


def timed(one: Task, other: Task, rounds: int) -> tuple[float, float, float]:
    """Return the median seconds of two tasks, done by turns, and the median of their ratios."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for task, taken in zip((one, other), times, strict=True):
            start = time.perf_counter()
            task()
            taken.append(time.perf_counter() - start)
    ratio = statistics.median(a / b for a, b in zip(*times, strict=True))
    return statistics.median(times[0]), statistics.median(times[1]), ratio


if __name__ == "__main__":
    sys.exit(main())
