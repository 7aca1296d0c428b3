"""Several processes write one file and are killed at random moments; what was acknowledged must be there, once."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from reader.store import open_database
from tests.store.writer import parts

REPO = Path(__file__).parents[2]


@dataclass
class Tally:
    """What happened: `last` is the number of each writer's last acknowledged transaction."""

    kills: int = 0
    acknowledged: int = 0
    checkpoints: int = 0
    torn: int = 0
    last: dict[str, int] = field(default_factory=dict)


def start(path: Path, name: str, count: int, seed: int = 0) -> subprocess.Popen[str]:
    """Start a writer."""
    command = [sys.executable, "-m", "tests.store.writer", str(path), name, str(count), str(seed)]
    return subprocess.Popen(command, cwd=REPO, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def heard(tally: Tally, name: str, writer: subprocess.Popen[str], *, killed: bool) -> None:
    """Take note of what a writer said before it ended. Raises AssertionError if it ended by itself."""
    out, errors = writer.communicate(timeout=120)
    assert not killed or writer.returncode == -9, f"{name} ended by itself: {errors}"
    assert killed or writer.returncode == 0, f"{name} failed: {errors}"
    # The last line may be cut; its commit was acknowledged only if the line is whole.
    lines = [line[:-1] for line in out.splitlines(keepends=True) if line.endswith("\n")]
    numbers = [int(line) for line in lines if line.isdecimal()]
    assert numbers == list(range(len(numbers)))
    tally.acknowledged += len(numbers)
    tally.checkpoints += lines.count("checkpoint")
    tally.last[name] = len(numbers) - 1


def check(path: Path, tally: Tally) -> None:
    """See that the file holds what was acknowledged, once, and the rest of it all or nothing."""
    with open_database(path) as database:
        found = Counter((document["writer"], document["n"], document["part"]) for document in database)
        last = {document["writer"]: document["n"] for document in database.table("last")}
        told = {finding.code for finding in database.findings}
    assert told <= {"journal_torn"}, told
    tally.torn += "journal_torn" in told
    for name, number in tally.last.items():
        # Killed between commit and acknowledgement: at most one more.
        assert last.get(name, -1) in (number, number + 1), f"{name}: {last.get(name)} instead of {number}"
    expected = Counter(
        (name, n, part)
        for name, number in last.items()
        for n in range(number + 1)
        for part in range(parts(name, n))
    )
    assert found == expected, f"lost: {expected - found}, too many: {found - expected}"


def rounds(path: Path, seed: int, processes: int, kills: int, seconds: float) -> Tally:
    """Let processes write, and kill one after the other, so many times and so long, each followed by a new one."""
    chance = random.Random(seed)
    tally = Tally()
    end = time.monotonic() + seconds
    names = iter(f"w{number}" for number in range(10**6))
    running = {name: start(path, name, 10**6, seed) for name, _ in zip(names, range(processes), strict=False)}
    while tally.kills < kills or time.monotonic() < end:
        time.sleep(chance.uniform(0.05, 0.2))
        name = chance.choice(sorted(running))
        writer = running.pop(name)
        writer.kill()
        tally.kills += 1
        heard(tally, name, writer, killed=True)
        new = next(names)
        running[new] = start(path, new, 10**6, seed)
        if tally.kills % 20 == 0:
            _stop(running, tally)
            check(path, tally)
            running = {
                name: start(path, name, 10**6, seed) for name, _ in zip(names, range(processes), strict=False)
            }
    _stop(running, tally)
    check(path, tally)
    return tally


def _stop(running: dict[str, subprocess.Popen[str]], tally: Tally) -> None:
    for writer in running.values():
        writer.kill()
    for name, writer in running.items():
        tally.kills += 1
        heard(tally, name, writer, killed=True)
