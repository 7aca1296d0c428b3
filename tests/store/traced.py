"""A process whose system calls are counted, and which is killed at one of them: `python -m tests.store.traced PATH WHAT`.

Between two looks at files that are not there, it does one thing: a commit, or a checkpoint.
"""

from __future__ import annotations

import os
import sys

from reader.store import open_database

BEGIN, END = "/nonexistent/begin", "/nonexistent/end"


def main(path: str, what: str) -> None:
    """Do it."""
    database = open_database(path, keep={"events": 2})
    os.access(BEGIN, os.F_OK)
    if what == "checkpoint":
        database.checkpoint()
    else:
        with database.transaction():
            for name in ("_default", "events"):
                database.table(name).insert({"n": len(database.table(name)) + 1})
    os.access(END, os.F_OK)
    print("done", flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
