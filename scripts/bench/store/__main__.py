"""Durable changes, opening and checkpoints, as ratios to bare files, SQLite, stock TinyDB and `json.load`.

    python -m scripts.bench.store [--sizes 1000,10000,100000] [--rounds N] [--folder DIR] [--only commits|opening]

"ours" is `open_database`, two documents a commit; "repository" is what the program does on top of it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from scripts.bench.store import commits, opening


def main() -> int:
    """Run the bench and print its figures."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.store",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sizes", default="1000,10000,100000", help="annotations there are")
    parser.add_argument("--rounds", type=int, default=400, help="timed rounds of each operation")
    parser.add_argument(
        "--opened", type=int, default=100_000, help="annotations in the database that is opened"
    )
    parser.add_argument("--past", type=int, default=200_000, help="transactions in its past")
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()), help="on the disk to measure"
    )
    parser.add_argument("--only", choices=("commits", "opening"))
    options = parser.parse_args()
    if options.only != "opening":
        sizes = [int(size) for size in options.sizes.split(",")]
        commits.report({size: commits.measure(size, options.rounds, options.folder) for size in sizes})
        commits.report({commits.MANY: commits.measure_many(options.folder)})
    if options.only != "commits":
        opening.measure(options.opened, options.past, options.folder, rounds=5)
    return 0


if __name__ == "__main__":
    sys.exit(main())
