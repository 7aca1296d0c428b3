"""How well and how fast pages are parsed.

    python -m scripts.bench.parse [FOLDER …] [--rounds N] [--habits]

Each FOLDER holds pages (`NAME.txt`) with their truth (`NAME.json`); without one, the bench's `dev` and `real` are
taken. Figures are the bench's scorer's, by level. Speed is a ratio: the time to parse all pages over the time
`jieba.lcut` takes to cut the same text, by turns in the same run so that a noisy machine hits both alike; the median
of the rounds counts. `--habits` also scores the pages as other extractors would have written them.
"""

from __future__ import annotations

import argparse
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
    work: tuple[Callable[[str], object], ...] = (parse, jieba.lcut)
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for task, taken in zip(work, times, strict=True):
            start = time.perf_counter()
            for text in texts:
                task(text)
            taken.append(time.perf_counter() - start)
    ours, theirs = map(statistics.median, times)
    ratio = statistics.median(a / b for a, b in zip(*times, strict=True))
    size = sum(map(len, texts))
    print(
        f"parse {1000 * ours / len(texts):.1f} ms a page, {size / ours / 1000:.0f} thousand characters a second"
    )
    print(f"jieba.lcut {1000 * theirs / len(texts):.1f} ms a page; parse takes {ratio:.2f} of jieba's time")


if __name__ == "__main__":
    sys.exit(main())
