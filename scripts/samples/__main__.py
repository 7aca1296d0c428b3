"""Write `sample_docs/` and `tests/sample_truth/`, or say whether they are up to date.

    python -m scripts.samples [--check]

Exit 0 when written or up to date, 1 when `--check` finds a difference.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts.samples.build import outputs
from scripts.samples.handled import NAME, database

ROOT = Path(__file__).resolve().parents[2]


def stale() -> list[str]:
    """Return the names of the files that differ from what the builder makes, strangers included."""
    found: list[str] = []
    for folder, made, pattern in _targets():
        there = {path.name for path in folder.glob(pattern)}
        found += sorted(there - made.keys())
        found += [n for n, data in made.items() if n not in there or (folder / n).read_bytes() != data]
    return found


def write() -> None:
    """Write every file and remove those no longer made."""
    for folder, made, pattern in _targets():
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob(pattern):
            if path.name not in made:
                path.unlink()
        for name, data in made.items():
            (folder / name).write_bytes(data)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m scripts.samples", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; say what is out of date")
    if not parser.parse_args().check:
        write()
        return 0
    found = stale()
    for name in found:
        print(f"out of date: {name}", file=sys.stderr)
    return 1 if found else 0


def _targets() -> list[tuple[Path, dict[str, bytes], str]]:
    files, truth = outputs()
    handled = {NAME: database(files)}
    return [
        (ROOT / "sample_docs", files, "*.txt"),
        (ROOT / "sample_docs", handled, NAME),
        (ROOT / "tests" / "sample_truth", truth, "*.json"),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
