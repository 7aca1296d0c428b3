"""Several processes write one file, some are killed: nothing acknowledged is lost, nothing is there twice.

For a minute, with hundreds of kills, by `python -m scripts.faults kills`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tinydb import where

from reader.store import open_database
from tests.store import kills
from tests.store.kills import Tally, check, heard, start
from tests.store.writer import parts


def test_processes_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    tally = Tally()
    with open_database(path, timeout=60) as database:
        writers = {name: start(path, name, 40) for name in ("a", "b", "c")}
        for n in range(40):
            with database.transaction():
                for part in range(parts("here", n)):
                    database.insert({"writer": "here", "n": n, "part": part})
                database.table("last").upsert({"writer": "here", "n": n}, where("writer") == "here")
        tally.last["here"] = 39
        for name, writer in writers.items():
            heard(tally, name, writer, killed=False)
        assert tally.last == dict.fromkeys(("a", "b", "c", "here"), 39)
        check(path, tally)
        assert len(database) == sum(parts(name, n) for name in tally.last for n in range(40))


def test_kill_9_during_commits_and_checkpoints(tmp_path: Path) -> None:
    tally = kills.rounds(tmp_path / "x.json", seed=20240229, processes=3, kills=12, seconds=0)
    assert tally.acknowledged > 12


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_kill_9_during_many_commits(tmp_path: Path, seed: int) -> None:
    tally = kills.rounds(tmp_path / "x.json", seed=seed, processes=4, kills=60, seconds=0)
    assert tally.checkpoints
