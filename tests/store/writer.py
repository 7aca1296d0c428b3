"""A process that writes, to be killed: `python -m tests.store.writer PATH NAME COUNT [SEED]`.

Transaction n, counted from 0, inserts {"writer": NAME, "n": n, "part": 0…2}, or fewer parts, and sets the one document
that NAME keeps in the table `last` to n; then n is printed: it is acknowledged. Now and then it makes a checkpoint, or
reads all.
"""

from __future__ import annotations

import random
import sys

from tinydb import where

from reader.store import open_database


def parts(name: str, n: int) -> int:
    """Return how many documents a transaction inserts."""
    return 1 + (len(name) + n) % 3


def main(path: str, name: str, count: str, seed: str = "0") -> None:
    """Write."""
    chance = random.Random(f"{name} {seed}")
    database = open_database(path, timeout=60)
    for n in range(int(count)):
        with database.transaction():
            for part in range(parts(name, n)):
                database.insert({"writer": name, "n": n, "part": part})
            database.table("last").upsert({"writer": name, "n": n}, where("writer") == name)
        print(n, flush=True)
        what = chance.random()
        if what < 0.04:
            print("checkpoint" if database.checkpoint() else "overtaken", flush=True)
        elif what < 0.08:
            before = len(database)
            assert len(database.all()) >= before, "what was there stays"


if __name__ == "__main__":
    main(*sys.argv[1:])
