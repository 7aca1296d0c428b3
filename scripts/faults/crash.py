"""Power cuts: every state that they may leave of a database's life, opened and compared with what must be there.

`python -m scripts.faults crash [--lives N] [--recoveries N] [--jobs N] [--seed N]`. The scripted life is cut at every
byte of every write, the others at the ends of writes and at blocks; recoveries are lives from what is left on.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import multiprocessing
import random
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from tests.store.lives import Left, check, left, lived, recover, wander

STEPS = 12


def states(lives: int, recoveries: int, seed: int) -> Iterator[tuple[str, Left]]:
    """Yield all states, each with the kind of life it is from."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scripted = lived(folder)
        for item in left(scripted, seed, every=True):
            yield "scripted", item
        for number in range(seed, seed + lives):
            life = lived(folder, lambda life, number=number: wander(life, random.Random(number), STEPS))  # type: ignore[misc]
            for item in left(life, number):
                yield "as it comes", item
        starts = random.Random(seed).sample(list(left(scripted, seed)), recoveries)
        for number, start in enumerate(starts):
            for item in left(lived(folder, recover, start), number):
                yield "recovery", item


def tried(item: tuple[str, Left]) -> tuple[str, bytes, str]:
    """Check a state; return the kind of life, what tells the state from others, and what was wrong."""
    kind, (state, allowed) = item
    digest = hashlib.sha256(repr(sorted(state.items())).encode()).digest()[:12]
    try:
        check(state, allowed)
    except Exception:
        files = {name: (len(data), data[:80], data[-80:]) for name, data in sorted(state.items())}
        return kind, digest, f"{traceback.format_exc(limit=-3)}\n{files}"
    return kind, digest, ""


def run(arguments: list[str]) -> int:
    """Try them all, and print how many there were; 1 if anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m scripts.faults crash", description=__doc__)
    parser.add_argument("--lives", type=int, default=20, help="random lives")
    parser.add_argument(
        "--recoveries", type=int, default=100, help="second lives, each from what is left of the first"
    )
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--seed", type=int, default=20240229)
    parser.add_argument("--most", type=int, default=None, help="states to try at most")
    options = parser.parse_args(arguments)
    counts: dict[str, int] = {}
    distinct: set[bytes] = set()
    wrong: list[str] = []
    started = time.monotonic()
    with multiprocessing.Pool(options.jobs) as pool:
        found = itertools.islice(states(options.lives, options.recoveries, options.seed), options.most)
        for kind, digest, what in pool.imap_unordered(tried, found, chunksize=64):
            distinct.add(digest)
            counts[kind] = counts.get(kind, 0) + 1
            if what:
                wrong.append(what)
    for what in wrong[:3]:
        print(what)
    print(
        f"seed {options.seed}: {sum(counts.values())} states, {len(distinct)} of them distinct, {len(wrong)} wrong, "
        f"{time.monotonic() - started:.0f} s"
    )
    for kind, count in counts.items():
        print(f"  {count} of lives {kind}" if kind != "recovery" else f"  {count} of recoveries")
    return 1 if wrong else 0
