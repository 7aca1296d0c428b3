"""Pages with things gone wrong in them.

`python -m scripts.faults pages [--count N] [--jobs N] [--seed N] [FOLDER …]`: pages of the folders (the sample pages
unless given) with rows dropped, swapped, doubled and cut, spaces and marks put in, bytes changed. Each must parse to
the same page twice, without an exception, every character shown once: in an article, or unplaced.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
import traceback
from collections import Counter
from pathlib import Path

from tests.pages.mutations import cases, judge, sample_pages


def tried(case: tuple[str, bytes]) -> tuple[str, str]:
    """Return what became of a case, and what was wrong."""
    name, data = case
    try:
        return judge(data), ""
    except Exception:
        return "WRONG", f"{name}\n{traceback.format_exc(limit=-2)}"


def run(arguments: list[str]) -> int:
    """Try them all, and print how many there were by outcome; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m scripts.faults pages", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--seed", type=int, default=20240229)
    options = parser.parse_args(arguments)
    pages = [path.read_bytes() for folder in options.folders for path in sorted(folder.glob("*.txt"))]
    started = time.monotonic()
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    with multiprocessing.Pool(options.jobs) as pool:
        found = cases(pages or sample_pages(), options.seed, options.count)
        for outcome, error in pool.imap_unordered(tried, found, chunksize=16):
            counts[outcome] += 1
            if error:
                wrong.append(error)
    for error in wrong[:5]:
        print(error)
    print(
        f"seed {options.seed}: {counts.total()} cases, {len(wrong)} wrong, {time.monotonic() - started:.0f} s"
    )
    print("  " + ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common()))
    return 1 if wrong else 0
