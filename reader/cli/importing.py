"""`xiance import`: annotations from a file into the database, all of them or none."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from io import BytesIO
from pathlib import Path

from reader.cli import complain
from reader.cli.arguments import LEDGERS
from reader.cli.opening import open_workspace
from reader.cli.output import data_in
from reader.cli.progress import Progress
from reader.cli.records import report, report_failure
from reader.config.language import _, ngettext
from reader.config.wording import printable, sentence
from reader.exchange import Found, read
from reader.workspace.model import Imported

SHOWN = 20
"""Quotes not found that are named one by one."""
QUOTE = 40
OF_LEDGERS = ("--scheme", "--map", "--match", "--date", "--skip", "--dry-run")


def run(arguments: Namespace) -> int:
    """Anchor what the file holds to the pages here, store it in one change and say what became of it.

    A workbook or CSV file is an office's ledger, see `reader.cli.ledger`; what is said of ledgers is wrong usage with
    other formats.
    """
    if arguments.format in LEDGERS:
        from reader.cli.ledger import run as take_ledger

        return take_ledger(arguments)
    given = [flag for flag in OF_LEDGERS if getattr(arguments, flag.strip("-").replace("-", "_"))]
    if given:
        complain(_("{}: only for ledgers (xlsx, csv)").format(", ".join(given)))
        return 2
    found = _found(arguments)
    if not found:
        complain(sentence("import_empty", {"path": arguments.file}))
        return 1
    with closing(open_workspace(arguments)) as workspace:
        if report_failure(workspace):
            return 1
        if not workspace.writable:
            complain(sentence("read_only", {"path": str(workspace.database)}))
            return 1
        with Progress(len(found)) as progress:
            done = workspace.import_drafts(found, progress.tell)
        report(workspace)
    for line in told(done):
        complain(line)
    return 0


def told(done: Imported) -> list[str]:
    """Return what an import did, a line each: the counts, then the first quotes that were not found."""
    counts = _(
        "{placed} placed, {moved} moved, {lost} not found; {same} here already, {older} older than ours"
    )
    lines = [
        counts.format(placed=done.placed, moved=done.moved, lost=done.lost, same=done.same, older=done.older)
    ]
    if done.tags:
        lines.append(ngettext("{} new tag", "{} new tags", done.tags).format(done.tags))
    if done.corrections:
        lines.append(ngettext("{} correction", "{} corrections", done.corrections).format(done.corrections))
    if done.links:
        lines.append(ngettext("{} link", "{} links", done.links).format(done.links))
    for quote in done.missing[:SHOWN]:
        words = printable(" ".join(quote.split()))
        short = words if len(words) <= QUOTE else words[:QUOTE] + "…"
        lines.append(_("not found: “{}”").format(short) if short else _("not found: it has no quote"))
    more = len(done.missing) - SHOWN
    if more > 0:
        lines.append(ngettext("not found: {} more", "not found: {} more", more).format(more))
    return lines


def _found(arguments: Namespace) -> list[Found]:
    """Return all that is in the file, so that a broken one is refused before anything is stored."""
    if arguments.file == "-":
        return list(read(arguments.format, BytesIO(data_in()), path=_("standard input")))
    with Path(arguments.file).open("rb") as file:
        return list(read(arguments.format, file, path=arguments.file))
