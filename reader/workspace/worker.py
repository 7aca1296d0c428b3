"""A process that parses files for another one: their paths come by its standard input, the pages go by its output.

It ends when its input does, however the other process ended. Signals from the keyboard are that one's business.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import Any

from reader.index.kept import KeptPage
from reader.index.versions import page_key
from reader.pages import fingerprint
from reader.workspace.fetching import fetch, stamp
from reader.workspace.frames import FrameError, read_frame, write_frame
from reader.workspace.keeping import parsed
from reader.workspace.model import WorkspaceError

READY = "ready"
"""What is said first."""


def main() -> None:
    """Answer until there is nobody to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what somebody prints is no answer
    with suppress(FrameError, OSError):
        write_frame(answers, READY)
        while True:
            (place, encoding), _ = read_frame(asked)
            write_frame(answers, *answer(place, encoding))


def answer(place: str, encoding: str | None) -> tuple[dict[str, Any], list[bytes]]:
    """Return what to say of a file: its stamp, and its pages' keys and packed digests and pages, or why it has none."""
    when = stamp(place)
    try:
        found = fetch(place, encoding, when)
    except WorkspaceError as error:
        return {"stamp": when, "error": error.code, "params": error.params}, []
    name = os.path.basename(place)  # noqa: PTH119 - as `SourceFile.name`
    parts: list[bytes] = []
    for number, (text, first_row) in enumerate(zip(found.texts, found.first_rows, strict=True), 1):
        given: dict[str, Any] = {"name": name, "number": number, "first_row": first_row, "notes": found.notes}
        _page, kept = parsed(page_key(fingerprint(text), **given), text, **given)
        parts += (kept.key, kept.digest, kept.page)
    return {"stamp": when, "settled": found.settled, "encoding": found.encoding}, parts


def pages_of(parts: list[bytes]) -> tuple[KeptPage, ...]:
    """Return the pages of an answer."""
    return tuple(KeptPage(*parts[at : at + 3]) for at in range(0, len(parts), 3))
