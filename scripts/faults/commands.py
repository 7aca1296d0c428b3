"""Each command's body replaced by nothing in turn: its test must notice.

python -m scripts.faults commands [ID …]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

from reader.config.language import choose
from reader.tui.commands import commands
from tests.tui.every import CASES, changes
from tests.tui.staging import copy_pages


def run(arguments: Sequence[str]) -> int:
    """Try the commands (all, or those named); print those whose test would not notice, return 1 if there are any."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.faults commands", description="Mute every command."
    )
    parser.add_argument("ids", nargs="*", metavar="ID")
    wanted = parser.parse_args(arguments).ids or list(CASES)
    choose("en")
    missed = []
    for identifier in wanted:
        works, noticed = _tried(identifier, muted=False), not _tried(identifier, muted=True)
        if not (works and noticed):
            missed.append(identifier)
            print(f"{identifier}: {'not noticed' if works else 'does not work'}")
    print(f"{len(wanted)} commands, {len(missed)} whose test would not notice that they do nothing")
    return 1 if missed else 0


def _tried(identifier: str, *, muted: bool) -> bool:
    """Return what a command's test finds in a folder and a home of its own."""
    with tempfile.TemporaryDirectory() as place:
        for name in ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            os.environ[name] = f"{place}/{name.lower()}"
        os.environ.pop("XIANCE_DB", None)
        folder = copy_pages(Path(place))
        if not muted:
            return asyncio.run(changes(folder, identifier))
        with mock.patch.object(type(commands()[identifier]), "run", lambda *_arguments: None):
            return asyncio.run(changes(folder, identifier))


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
