"""Damage to the files of a database of 20 documents.

`python -m scripts.faults damage [--pairs N] [--runs N] [--jobs N] [--seed N]`: every length that each file may be cut
to, every bit flipped, runs of zeros and noise; and pairs of two damaged files. Nothing checkpointed may be lost without
a word, nothing be there that never was.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import random
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.store.damage import FILES, Damage, Specimen, damages, judged, runs, specimen


def cases(sample: Specimen, options: argparse.Namespace) -> Iterator[tuple[Damage, ...]]:
    """Yield each damage of one file, then some of two."""
    chance = random.Random(options.seed)
    every = {
        name: [*damages(sample.state, name), *runs(sample.state, name, chance, options.runs)]
        for name in FILES
    }
    for found in every.values():
        for damage in found:
            yield (damage,)
    for one, other in itertools.combinations(FILES, 2):
        for _ in range(options.pairs):
            yield chance.choice(every[one]), chance.choice(every[other])


def tried(sample: Specimen, found: tuple[Damage, ...]) -> tuple[str, str, str]:
    """Return which files were damaged, what became of it, and what was wrong."""
    names = " and ".join(damage.name for damage in found)
    try:
        return names, judged(sample, *found), ""
    except Exception:
        return (
            names,
            "WRONG",
            f"{[(damage.name, damage.how) for damage in found]}\n{traceback.format_exc(limit=-2)}",
        )


def run(arguments: list[str]) -> int:
    """Try them all, and print how many there were by outcome; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m scripts.faults damage", description=__doc__)
    parser.add_argument("--pairs", type=int, default=20_000, help="pairs of damages for each two files")
    parser.add_argument(
        "--runs", type=int, default=1000, help="runs of zeros, of noise, and noise at the end, each"
    )
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--seed", type=int, default=20240229)
    options = parser.parse_args(arguments)
    started = time.monotonic()
    counts: dict[str, Counter[str]] = {}
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        sample = specimen(Path(folder))
    with multiprocessing.Pool(options.jobs) as pool:
        for names, outcome, error in pool.imap_unordered(
            partial(tried, sample), cases(sample, options), chunksize=256
        ):
            counts.setdefault(names, Counter())[outcome] += 1
            if error:
                wrong.append(error)
    for error in wrong[:5]:
        print(error)
    total = sum(sum(found.values()) for found in counts.values())
    print(f"seed {options.seed}: {total} cases, {len(wrong)} wrong, {time.monotonic() - started:.0f} s")
    for names, found in counts.items():
        print(f"  {names}: " + ", ".join(f"{count} {outcome}" for outcome, count in found.most_common()))
    return 1 if wrong else 0
