"""How long a durable change takes."""

from __future__ import annotations

import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from reader.annotations import from_record
from reader.repository import Write
from scripts.bench.figures import percentile
from scripts.bench.store.contenders import Bare, Contender, Ours, Repo, Sqlite, Stock
from scripts.bench.store.records import Document, endless, event

Times = dict[tuple[str, str], list[float]]
"""Seconds by operation and contender."""

# Stock TinyDB takes up to seconds for an operation: it has a turn in one round of so many, and this often at most.
STOCK_EVERY, STOCK_TIMES = 20, 8
# Annotations in the one large transaction that is timed, and how often it is.
MANY, MANY_ROUNDS = 5000, 5


def measure(size: int, rounds: int, folder: Path) -> Times:
    """Return the times of each operation on `size` annotations; the order of turns is drawn anew each time."""
    chance = random.Random(size)
    made = endless(size)
    start = list(itertools.islice(made, size))
    times: Times = {}
    with tempfile.TemporaryDirectory(dir=folder) as name:
        place = Path(name)
        ours, bare, repository = Ours(place), Bare(place), Repo(place)
        contenders: dict[str, Contender] = {"ours": ours, "sqlite": Sqlite(place), "stock": Stock(place)}
        for contender in contenders.values():
            contender.fill(start)
        repository.fill([_write(document) for document in start])
        logged: dict[str, int] = {}
        for number in range(rounds + 1):
            is_stocks = number % STOCK_EVERY == 1 and number < STOCK_EVERY * STOCK_TIMES
            new, other, known = next(made), next(made), start[number % size]
            told = event(new)
            for operation, documents in {
                "commit": (new, told),
                "insert": (other,),
                "update": ({**known, "comment": other["comment"]},),
                "remove": (new,),
            }.items():
                turns = {
                    name: _call(contender, operation, documents)
                    for name, contender in contenders.items()
                    if name != "stock" or is_stocks
                }
                turns["bare"] = _append(bare, b"x" * logged.get(operation, 1))
                if operation == "commit":
                    turns["repository"] = _commit(repository, _write(new))
                before = ours.logged
                for turn, seconds in _timed(turns, chance).items():
                    if number:  # the first round warms up, and tells how many bytes there are
                        times.setdefault((operation, turn), []).append(seconds)
                logged[operation] = max(ours.logged - before, 1)
        held: list[Contender | Bare | Repo] = [*contenders.values(), bare, repository]
        for closing in held:
            closing.close()
    return times


def measure_many(folder: Path) -> Times:
    """Return the times of inserting 5,000 annotations in one transaction."""
    made = endless(MANY)
    times: Times = {}
    for number in range(MANY_ROUNDS):
        few, documents = (list(itertools.islice(made, count)) for count in (10, MANY))
        writes = [_write(document) for document in documents]
        with tempfile.TemporaryDirectory(dir=folder) as name:
            place = Path(name)
            ours, sqlite, repository = Ours(place), Sqlite(place), Repo(place)
            ours.fill(few)
            sqlite.fill(few)
            repository.fill([_write(document) for document in few])
            turns = {
                "ours": _call(ours, "many", (documents,)),
                "sqlite": _call(sqlite, "many", (documents,)),
                "repository": _call(repository, "many", (writes,)),
            }
            for turn, seconds in _timed(turns, random.Random(number)).items():
                times.setdefault((f"{MANY:,} in one", turn), []).append(seconds)
            for closing in (ours, sqlite, repository):
                closing.close()
    return times


def report(by_size: Mapping[int, Times]) -> None:
    """Print the times, and their ratios to the others'."""
    print(f"{'':34}{'p50 ms':>10}{'p95 ms':>10}{'/bare':>8}{'/sqlite':>9}{'/stock':>10}")
    for size, times in by_size.items():
        for (operation, turn), values in times.items():
            middle = statistics.median(values)
            row = f"{size:>9,} {operation:13} {turn:10}{1000 * middle:10.3f}{1000 * percentile(values, 0.95):10.3f}"
            for other, width, digits in (("bare", 8, 2), ("sqlite", 9, 2), ("stock", 10, 5)):
                against = times.get((operation, other))
                row += f"{middle / statistics.median(against):{width}.{digits}f}" if against else " " * width
            print(row)
    if len(by_size) > 1:
        smallest, largest = min(by_size), max(by_size)
        for turn in ("ours", "repository"):
            flat = statistics.median(by_size[largest]["commit", turn]) / statistics.median(
                by_size[smallest]["commit", turn]
            )
            print(f"commit, {turn}: with {largest:,} annotations {flat:.2f} of the time with {smallest:,}")


def _timed(turns: Mapping[str, Callable[[], None]], chance: random.Random) -> dict[str, float]:
    times: dict[str, float] = {}
    for turn in chance.sample(sorted(turns), len(turns)):
        began = time.perf_counter()
        turns[turn]()
        times[turn] = time.perf_counter() - began
    return times


def _call(contender: object, operation: str, arguments: Sequence[object]) -> Callable[[], None]:
    method = getattr(contender, operation)
    return lambda: method(*arguments)


def _append(bare: Bare, data: bytes) -> Callable[[], None]:
    return lambda: bare.append(data)


def _commit(repository: Repo, write: Write) -> Callable[[], None]:
    return lambda: repository.commit(write)


def _write(document: Document) -> Write:
    annotation = from_record(document)
    return Write("annotations", annotation.id, None, annotation)
