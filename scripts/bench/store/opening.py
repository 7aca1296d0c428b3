"""How long a large database takes to open, how much memory it takes, and how long a checkpoint holds up an event loop."""

from __future__ import annotations

import asyncio
import itertools
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tinydb.table import Document as TinyDocument

from reader.store import open_database
from scripts.bench.store.records import endless, event, number

KEPT = 1000
BATCH = 5000
# The last transactions, which only the journal has.
LATE = 200
TICK = 0.001


def build(path: Path, size: int, past: int) -> None:
    """Make a database of `size` annotations after `past` transactions, the last of which are in the journal only."""
    made = endless(1)
    with open_database(path, keep={"events": KEPT}) as database:
        table, events = database.table("annotations"), database.table("events")
        last = next(made)
        for count in range(0, size, BATCH):
            batch = list(itertools.islice(made, min(BATCH, size - count)))
            table.insert_multiple(TinyDocument(document, number(document)) for document in batch)
            last = batch[-1]
        for count in range(0, past - LATE, BATCH):
            logged = [event(last, last) for _ in range(min(BATCH, past - LATE - count))]
            events.insert_multiple(TinyDocument(document, number(document)) for document in logged)
            if len(events) > 10 * BATCH:
                database.checkpoint()
        database.checkpoint(always=True)
        database.checkpoint(always=True)  # the journal keeps what leads from the backup to the main file
        for document in itertools.islice(made, LATE):
            with database.transaction():
                table.insert(TinyDocument(document, number(document)))
                logged = [event(document)]
                events.insert(TinyDocument(logged[0], number(logged[0])))
        database.store.checkpoint = lambda **_: False  # closing would make one


def opened(path: Path, rounds: int) -> None:
    """Print time and memory of opening a database in a process of its own, against loading its main file's JSON."""
    found: dict[str, list[tuple[float, float]]] = {}
    for _ in range(rounds):
        for way in OPENING:
            command = [sys.executable, "-m", "scripts.bench.store.opening", way, str(path)]
            seconds, kib = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            found.setdefault(way, []).append((float(seconds), float(kib)))
    base = [statistics.median(column) for column in zip(*found["json.load"], strict=True)]
    for way, measured in found.items():
        seconds, memory = (statistics.median(column) for column in zip(*measured, strict=True))
        print(
            f"{way:22}{seconds:8.2f} s{memory / 1024:8.0f} MB   "
            f"{seconds / base[0]:.2f} of the time, {memory / base[1]:.2f} of the memory of json.load"
        )


def held_up(path: Path, rounds: int) -> None:
    """Print the longest time that an event loop was held up while checkpoints were made in another thread."""
    with open_database(path, keep={"events": KEPT}) as database:
        idle = [asyncio.run(_longest_gap(lambda: time.sleep(0.5))) for _ in range(rounds)]
        busy = []
        taken = []
        for _ in range(rounds):
            began = time.perf_counter()
            busy.append(asyncio.run(_longest_gap(lambda: database.checkpoint(always=True))))
            taken.append(time.perf_counter() - began)
    print(
        f"checkpoint: {statistics.median(taken):.2f} s; an event loop was held up {1000 * max(busy):.1f} ms at most "
        f"(median of {rounds}: {1000 * statistics.median(busy):.1f}; idle: {1000 * max(idle):.1f} at most)"
    )


async def _longest_gap(work: Callable[[], object]) -> float:
    thread = threading.Thread(target=work)
    longest = 0.0
    thread.start()
    last = time.perf_counter()
    while thread.is_alive():
        await asyncio.sleep(TICK)
        now = time.perf_counter()
        longest, last = max(longest, now - last - TICK), now
    thread.join()
    return longest


def _load_json(path: Path) -> object:
    with path.open(encoding="ascii") as file:
        return json.load(file)


def _open(path: Path) -> object:
    database = open_database(path, keep={"events": KEPT})
    assert database.table("annotations").contains(doc_id=1) is False
    return database


def _load_records(path: Path) -> object:
    from reader.repository import Repository

    repository = Repository(path, read_only=True)
    return repository, repository.load()


OPENING: dict[str, Callable[[Path], object]] = {
    "json.load": _load_json,
    "open_database": _open,
    "records for the screen": _load_records,
}


def _alone(way: str, path: Path) -> None:
    before = _peak()
    began = time.perf_counter()
    held = OPENING[way](path)
    seconds = time.perf_counter() - began
    print(seconds, _peak() - before)
    del held


def _peak() -> float:
    """Return the most memory this process ever had, in KiB."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage tells on Linux is its parent's, if that had more
        return float(status.read_text().split("VmHWM:")[1].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(size: int, past: int, folder: Path, rounds: int) -> None:
    """Build a large database and print its figures."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        path = Path(name) / "large.json"
        build(path, size, past)
        parts = {
            part: path.with_name(path.name + part).stat().st_size / 1e6
            for part in ("", ".journal", ".history")
            if path.with_name(path.name + part).exists()
        }
        print(
            f"{size:,} annotations after {past:,} transactions: "
            + ", ".join(f"{part or 'main file'} {megabytes:.1f} MB" for part, megabytes in parts.items())
        )
        opened(path, rounds)
        held_up(path, rounds)


if __name__ == "__main__":
    _alone(sys.argv[1], Path(sys.argv[2]))
