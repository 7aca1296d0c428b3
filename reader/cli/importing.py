"""`xiance import`: annotations from a file into the database, all of them or none."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from io import BytesIO
from pathlib import Path

from reader.cli import complain
from reader.cli.opening import open_workspace
from reader.cli.output import data_in
from reader.cli.records import report
from reader.config.language import _
from reader.config.wording import sentence
from reader.exchange import Draft, read


def run(arguments: Namespace) -> int:
    """Anchor what the file holds to the pages here, store it in one change and say what became of it."""
    drafts = _drafts(arguments)
    with closing(open_workspace(arguments)) as workspace:
        status = report(workspace)
        if status:
            return status
        if not workspace.writable:
            complain(sentence("read_only", {"path": str(workspace.database)}))
            return 1
        done = workspace.import_drafts(drafts)
    complain(
        _(
            "{added} added, {same} here already, {older} older than ours, {lost} of the added not found in the text"
        ).format(added=done.added, same=done.same, older=done.older, lost=done.lost)
    )
    return 0


def _drafts(arguments: Namespace) -> list[Draft]:
    """Return all drafts of the file, so that a broken one is refused before anything is stored."""
    if arguments.file == "-":
        return list(read(arguments.format, BytesIO(data_in()), path=_("standard input")))
    with Path(arguments.file).open("rb") as file:
        return list(read(arguments.format, file, path=arguments.file))
