"""What is in a database file, read as anybody with plain TinyDB would."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from scripts.terminal import Terminal


def stored_annotations(database: Path) -> list[dict[str, Any]]:
    """Return the annotations that are not deleted, oldest first, each tag id replaced by the tag's name."""
    with TinyDB(database, access_mode="r") as db:
        names = {tag["id"]: tag["name"] for tag in db.table("tags").all()}
        found = [dict(document) for document in db.table("annotations").all() if not document.get("deleted")]
    for annotation in found:
        annotation["tags"] = [names[tag] for tag in annotation["tags"]]
    return sorted(found, key=lambda annotation: str(annotation["created"]))


def wait_until(
    terminal: Terminal,
    database: Path,
    test: Callable[[list[dict[str, Any]]], object],
    *,
    timeout: float = 20,
) -> list[dict[str, Any]]:
    """Return the annotations once they satisfy a test. Raises TimeoutError, with what is there.

    What the program writes to the terminal is taken in meanwhile: it would wait for that.
    """
    end = time.monotonic() + timeout
    found: list[dict[str, Any]] = []
    while True:
        if database.exists():
            found = stored_annotations(database)
            if test(found):
                return found
        if time.monotonic() > end:
            raise TimeoutError(f"the file never came to hold it: {found}")
        terminal.pump(0.05)


def fingerprints(folder: Path) -> Mapping[str, bytes]:
    """Return every file in a folder with its bytes."""
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
