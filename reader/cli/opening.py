"""From the arguments every verb shares to an open workspace."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from reader.cli.output import data_in
from reader.config.settings import Settings
from reader.workspace import Workspace


def open_workspace(arguments: Namespace, *, stdin: bytes | None = None) -> Workspace:
    """Open the paths of the arguments (without any: the current folder); read standard input where they say `-`.

    `stdin` is what was read from it already. Raises WorkspaceError.
    """
    paths: Sequence[str] = arguments.paths or ["."]
    if "-" in paths and stdin is None:
        stdin = data_in()
    return Workspace.open(
        paths,
        database=chosen_database(arguments),
        encoding=arguments.encoding,
        stdin=stdin,
        creator=chosen_creator(arguments.settings),
    )


def chosen_database(arguments: Namespace) -> Path | None:
    """Return the database that was named: on the command line, by XIANCE_DB, else in the configuration."""
    if arguments.db:
        return Path(arguments.db)
    named = os.environ.get("XIANCE_DB", "")
    settings: Settings = arguments.settings
    return Path(named) if named else settings.database


def chosen_creator(settings: Settings) -> str:
    """Return the name that stands on annotations by XIANCE_USER, else the configuration; empty if neither says."""
    return os.environ.get("XIANCE_USER", "").strip() or settings.creator
