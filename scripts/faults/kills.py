"""Processes that write one file, killed at random moments.

`python -m scripts.faults kills [--seconds N] [--processes N] [--kills N] [--seed N]`: nothing acknowledged may be lost,
nothing be there twice, and a transaction that was not acknowledged is there as a whole or not at all.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from tests.store.kills import rounds


def run(arguments: list[str]) -> int:
    """Kill, and print the counts; 1 if anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m scripts.faults kills", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--kills", type=int, default=200, help="kills at least")
    parser.add_argument("--seed", type=int, default=20240229)
    options = parser.parse_args(arguments)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        try:
            tally = rounds(
                Path(folder) / "x.json", options.seed, options.processes, options.kills, options.seconds
            )
        except AssertionError as error:
            print(f"seed {options.seed}: {error}")
            return 1
    print(
        f"seed {options.seed}: {options.processes} processes, {time.monotonic() - started:.0f} s, {tally.kills} kills, "
        f"{tally.acknowledged} transactions acknowledged and there, {tally.checkpoints} checkpoints by those that said "
        f"so, {tally.torn} lines found unfinished"
    )
    return 0
