"""A process to be killed at a system call: `python -m tests.store.victim PATH`.

Prints `begin`, the name of each of its STEPS when it is done, and `end`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from tinydb import TinyDB, where

from reader.store import Database, open_database

KEEP = {"events": 2}


def first(database: TinyDB) -> None:
    """Commit several documents."""
    database.table("notes").insert_multiple({"n": n, "text": "老城门" * 200} for n in range(3))


def second(database: TinyDB) -> None:
    """Commit a change, a removal, and an event, of which few are kept."""
    notes = database.table("notes")
    notes.update({"n": "changed"}, where("n") == 0)
    notes.remove(where("n") == 1)
    database.table("events").insert({"label": "second"})


# What changes the data; the model in a test does the same.
CHANGES: dict[str, Callable[[TinyDB], None]] = {"first": first, "second": second}
STEPS = ("first", "checkpoint", "second", "checkpoint again")


def before(database: TinyDB) -> None:
    """Fill what is there before the victim begins."""
    for n in range(4):
        database.table("events").insert({"label": f"before {n}"})


def take(database: Database, step: str) -> None:
    """Take a step."""
    if step not in CHANGES:
        database.checkpoint()
        return
    with database.transaction():
        CHANGES[step](database)


def say(word: str) -> None:
    """Print a word in one system call, so that a kill never cuts it."""
    os.write(1, f"{word}\n".encode())


def main(path: Path) -> None:
    """Take all steps."""
    database = open_database(path, keep=KEEP)
    say("begin")
    for step in STEPS:
        take(database, step)
        say(step)
    say("end")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
