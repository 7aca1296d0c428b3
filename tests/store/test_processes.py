"""Several processes write one file, some are killed: nothing acknowledged is lost, nothing is there twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.store import open_database

REPO = Path(__file__).parents[2]


def start(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.writer", str(path), name, str(count)]
    return subprocess.Popen(command, cwd=REPO, stdout=subprocess.PIPE, text=True)


def stored(path: Path) -> Counter[tuple[str, int]]:
    with TinyDB(path, access_mode="r") as plain:
        return Counter((document["writer"], document["n"]) for document in plain)


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    with open_database(path) as database:
        writers = [start(path, name, 40) for name in "ab"]
        for n in range(40):
            database.insert({"writer": "here", "n": n})
        for writer in writers:
            out, _ = writer.communicate(timeout=60)
            assert out.split() == [str(n) for n in range(40)]
        expected = Counter((name, n) for name in ("a", "b", "here") for n in range(40))
        assert stored(path) == expected
        assert Counter((document["writer"], document["n"]) for document in database) == expected


def kill_rounds(path: Path, seed: int, rounds: int) -> tuple[int, int]:
    """Let two processes write and kill them at random moments; return commits acknowledged, and those found."""
    chance = random.Random(seed)
    acknowledged: set[tuple[str, int]] = set()
    for round_number in range(rounds):
        writers = {f"{name}{round_number}": start(path, f"{name}{round_number}", 10**6) for name in "ab"}
        for writer in writers.values():
            assert writer.stdout is not None
            assert writer.stdout.readline() == "0\n"
        time.sleep(chance.uniform(0.01, 0.12))
        for name, writer in writers.items():
            writer.kill()
            assert writer.stdout is not None
            out = writer.stdout.read()
            writer.stdout.close()
            writer.wait(timeout=60)
            # The last line may be cut; its commit was acknowledged only if the line is whole.
            acknowledged |= {
                (name, int(line)) for line in ("0\n" + out).splitlines(keepends=True) if line.endswith("\n")
            }
        found = stored(path)
        assert acknowledged <= found.keys()
        assert set(found.values()) == {1}
        # Killed between commit and acknowledgement: at most one a process.
        assert len(found) <= len(acknowledged) + 2 * (round_number + 1)
    return len(acknowledged), len(stored(path))


def test_kill_9_during_commits(tmp_path: Path) -> None:
    acknowledged, _ = kill_rounds(tmp_path / "x.json", seed=20240229, rounds=4)
    assert acknowledged > 8


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_kill_9_during_many_commits(tmp_path: Path, seed: int) -> None:
    acknowledged, found = kill_rounds(tmp_path / "x.json", seed=seed, rounds=20)
    print(f"{acknowledged} acknowledged, {found} found")
