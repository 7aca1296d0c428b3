"""Opening a library of thousands of pages, as ratios to a small one and to parsing it, in one run.

    python -m scripts.bench.library [--pages N] [--rounds N] [--size 80x24] [--only NAME,NAME]

Pages are invented (`corpus`), and kept in the folder for temporary files from one run to the next. Screens run by turns
under a pty; what is parsed is parsed in a process of its own, with a cache of its own.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from scripts.bench.figures import percentile
from scripts.bench.latency import rest
from scripts.bench.library.corpus import kept_corpus
from scripts.bench.startup import ENTRY, ROOT, environment, expected, press
from scripts.terminal import Terminal

SMALL = 10
PARSED = 300
"""Pages that are parsed by workers and by one process."""
KEYS = 120
SURVEY = """
import json, sys, time
from reader.workspace import Workspace, pool
if sys.argv[2] == "alone":
    pool.available = lambda: False
began = time.perf_counter()
workspace = Workspace.open([sys.argv[1]])
workspace.survey()
known = sum(map(workspace.catalogue.knows, workspace.files))
print(json.dumps([time.perf_counter() - began, known]))
workspace.close()
"""
OPEN = """
import json, sys, time
from reader.workspace import Workspace
workspace = Workspace.open([sys.argv[1]])
times = []
for file in workspace.files[:: max(1, len(workspace.files) // 8)][:8]:
    began = time.perf_counter()
    workspace.pages(file)
    times.append(time.perf_counter() - began)
print(json.dumps(times[1:]))
"""
Row = tuple[str, float, str]


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured on: the library and a small one, how often, how large a screen, and where homes are made."""

    large: Path
    small: Path
    pages: int
    rounds: int
    size: tuple[int, int]
    scratch: Path
    numbers: Iterator[int]

    def home(self) -> dict[str, str]:
        """Return the environment of somebody who starts for the first time."""
        return environment(self.scratch / f"home{next(self.numbers)}")

    def screen(self, folder: Path, env: Mapping[str, str]) -> Terminal:
        """Start the program."""
        command = [sys.executable, "-c", ENTRY, str(folder), "--lang", "zh"]
        return Terminal(command, size=self.size, environment=env)


def run(code: str, env: Mapping[str, str], *arguments: str) -> list[float]:
    """Run code in a process of its own; return the numbers it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=dict(env), cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return [float(each) for each in json.loads(done.stdout)]


def paint(bench: Bench) -> list[Row]:
    """First paint and first text with the library and with a small one."""
    first: dict[Path, list[float]] = {bench.large: [], bench.small: []}
    text: dict[Path, list[float]] = {bench.large: [], bench.small: []}
    words = {folder: expected(folder) for folder in first}
    for _ in range(bench.rounds):
        for folder in first:
            with bench.screen(folder, bench.home()) as terminal:
                first[folder].append(terminal.wait_for(r"\S") - terminal.started)
                text[folder].append(terminal.wait_for(words[folder]) - terminal.started)
    median = statistics.median
    return [
        (f"first paint with {SMALL} pages, ms", 1000 * median(first[bench.small]), ""),
        (f"first paint, {bench.pages} / {SMALL} pages", median(first[bench.large]) / median(first[bench.small]), "<= 1.3"),
        (f"first article's text, {bench.pages} / {SMALL} pages", median(text[bench.large]) / median(text[bench.small]), "<= 1.5"),
    ]  # fmt: skip


def opened(bench: Bench) -> list[Row]:
    """Any page of a library that was not read yet."""
    times: dict[Path, list[float]] = {bench.large: [], bench.small: []}
    for _ in range(bench.rounds):
        for folder, into in times.items():
            into += run(OPEN, bench.home(), str(folder))
    large, small = (statistics.median(times[folder]) for folder in (bench.large, bench.small))
    return [
        (f"a page of {SMALL} opened, ms", 1000 * small, ""),
        (f"a page opened, of {bench.pages} / of {SMALL}", large / small, "<= 1.5"),
    ]


def parsed(bench: Bench) -> list[Row]:
    """Workers against one process."""
    folder = kept_corpus(PARSED)
    times: dict[str, list[float]] = {"workers": [], "alone": []}
    for _ in range(max(1, bench.rounds // 2)):
        for how, into in times.items():
            into.append(run(SURVEY, bench.home(), str(folder), how)[0])
    alone, workers = statistics.median(times["alone"]), statistics.median(times["workers"])
    return [
        ("one process, pages a second", PARSED / alone, ""),
        ("workers / one process", alone / workers, ">= 1.7"),
    ]


def keys(bench: Bench) -> list[Row]:
    """Keys while a library is parsed in the background, against keys while nothing is."""
    times: dict[Path, list[float]] = {bench.small: [], bench.large: []}
    words = {folder: expected(folder) for folder in times}
    for _ in range(max(1, bench.rounds // 2)):
        for folder, into in times.items():
            with bench.screen(folder, bench.home()) as terminal:
                terminal.wait_for(words[folder])
                if folder == bench.small:
                    rest(terminal)
                else:
                    terminal.settle(0.3, 2.0)
                for number in range(KEYS):
                    into.append(press(terminal, "k" if number % 10 >= 5 else "j", may_be_silent=True)[0])
    idle, busy = percentile(times[bench.small], 0.95), percentile(times[bench.large], 0.95)
    return [
        ("line key p95 while nothing runs, ms", 1000 * idle, ""),
        ("line key p95, while pages are parsed / idle", busy / idle, "<= 2"),
    ]


def known(bench: Bench) -> list[Row]:
    """Parsing all, opening it again, and the memory of a screen that knows it."""
    env = bench.home()
    parsing, all_known = run(SURVEY, env, str(bench.large), "workers")
    if all_known != bench.pages:
        raise SystemExit(f"{all_known} of {bench.pages} pages are known")
    again = statistics.median(
        run(SURVEY, env, str(bench.large), "workers")[0] for _ in range(max(1, bench.rounds // 2))
    )
    kept = sum(file.stat().st_size for file in Path(env["HOME"], ".cache", "xiance").iterdir())
    with bench.screen(bench.large, env) as terminal:
        terminal.wait_for(expected(bench.large))
        rest(terminal)
        memory = terminal.memory() / 1024
    return [
        ("all pages parsed, s", parsing, ""),
        ("all pages known the second time, s", again, ""),
        ("parsing / second opening", parsing / again, ">= 20"),
        ("cache, KB a page", kept / 1024 / bench.pages, ""),
        (f"memory with {bench.pages} pages known, MB", memory, "<= 250"),
    ]


PARTS: dict[str, Callable[[Bench], list[Row]]] = {
    "paint": paint,
    "opened": opened,
    "parsed": parsed,
    "keys": keys,
    "known": known,
}


def main() -> int:
    """Run the bench and print its figures."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.library",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--only", default=",".join(PARTS), help="parts of it: %(default)s")
    options = parser.parse_args()
    columns, rows = (int(part) for part in options.size.split("x"))
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(
            large=kept_corpus(options.pages),
            small=kept_corpus(SMALL),
            pages=options.pages,
            rounds=options.rounds,
            size=(columns, rows),
            scratch=Path(scratch),
            numbers=count(),
        )
        for name in options.only.split(","):
            for label, value, bound in PARTS[name](bench):
                print(f"{label:52}{value:10.2f}  {bound}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
