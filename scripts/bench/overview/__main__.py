"""The overview of 100,000 proposals, and of 10,000 that are handled: its first paint against that of 100, sorting and
filtering against Python's own sort of the same rows, and how long the event loop is held up meanwhile.

    python -m scripts.bench.overview [--proposals N] [--handled N] [--rounds N] [--only wide|handled]

Pages are invented. Everything runs in one process, the screen without a terminal: the ratios count. On a busy machine a gap
counts beside the one while nothing happens, and by how much of it was spent computing.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

from scripts.bench.overview import handled, wide
from scripts.bench.overview.entries import TODAY
from scripts.bench.overview.report import Report


def main() -> int:
    """Run the bench; return 1 if a bar was missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--proposals", type=int, default=100_000, help="how many proposals (100,000)")
    parser.add_argument("--handled", type=int, default=10_000, help="how many that are handled (10,000)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (5)")
    parser.add_argument("--only", choices=("wide", "handled"), help="measure that alone")
    arguments = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory() as place:
        homes = {f"XDG_{name}_HOME": str(Path(place, name)) for name in ("STATE", "CONFIG", "DATA", "CACHE")}
        os.environ.update(homes, XIANCE_TODAY=TODAY.isoformat())
        if arguments.only != "handled":
            asyncio.run(wide.measure(Path(place), arguments.proposals, arguments.rounds, report))
        if arguments.only != "wide":
            asyncio.run(handled.measure(Path(place), arguments.handled, arguments.rounds, report))
    return int(bool(report.missed))


if __name__ == "__main__":
    sys.exit(main())
