"""A process that writes: `python -m tests.store.writer PATH NAME COUNT [CRASH]`.

Inserts {"writer": NAME, "n": 0…COUNT-1}, each in its own commit, and prints n once it is acknowledged. CRASH is where
the second commit ends the process without warning: open, write, fsync, rename or renamed.
"""

from __future__ import annotations

import os
import sys
from io import FileIO
from typing import Any

from reader.store import atomic, open_database


class Torn(FileIO):
    """A file that a crash leaves half written."""

    def write(self, data: Any) -> int:
        super().write(bytes(data)[: len(data) // 2])
        os._exit(9)


def crash(*_: Any, **__: Any) -> Any:
    """End the process as a power cut would, without any cleaning up."""
    os._exit(9)


def arm(where: str) -> None:
    """Make the next commit crash."""
    if where == "open":
        setattr(atomic, "FileIO", crash)  # noqa: B010 - mypy takes a plain assignment for a mistake
    elif where == "write":
        setattr(atomic, "FileIO", Torn)  # noqa: B010
    elif where == "fsync":
        os.fsync = crash
    elif where == "rename":
        os.rename = crash
    elif where == "renamed":
        setattr(atomic, "_sync_directory", crash)  # noqa: B010


def main(path: str, name: str, count: str, where: str = "") -> None:
    """Write."""
    database = open_database(path)
    for n in range(int(count)):
        if n == 1:
            arm(where)
        database.insert({"writer": name, "n": n})
        print(n, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
