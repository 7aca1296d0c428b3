"""From the arguments every verb shares to an open workspace."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from reader.cli.output import data_in
from reader.workspace import Workspace


def open_workspace(arguments: Namespace, *, stdin: bytes | None = None) -> Workspace:
    """Open the paths of the arguments (without any: the current folder); read standard input where they say `-`.

    `stdin` is what was read from it already. Raises WorkspaceError.
    """
    paths: Sequence[str] = arguments.paths or ["."]
    if "-" in paths and stdin is None:
        stdin = data_in()
    database = Path(arguments.db) if arguments.db else None
    return Workspace.open(paths, database=database, encoding=arguments.encoding, stdin=stdin)
