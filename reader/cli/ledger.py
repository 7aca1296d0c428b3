"""`xiance import xlsx|csv`: an office's ledger of proposals into the database, all of it or nothing."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from reader.cli import complain
from reader.cli.opening import open_workspace
from reader.cli.output import data_in
from reader.cli.records import report, report_failure
from reader.config.clock import today
from reader.config.language import _, ngettext
from reader.config.wording import sentence
from reader.exchange.ledger import Mistake
from reader.workspace.ledger import LedgerImport, Plan

SHOWN = 20
"""Mistakes that are told one by one."""


def run(arguments: Namespace) -> int:
    """Register what is news in the ledger, in one change, and say what that was; 1 if nothing is imported for mistakes.

    With `--skip` only the rows with mistakes are left out; 1 then if there are no others.
    """
    data, name = _data(arguments)
    with closing(open_workspace(arguments)) as workspace:
        if report_failure(workspace):
            return 1
        if not (workspace.writable or arguments.dry_run):
            complain(sentence("read_only", {"path": str(workspace.database)}))
            return 1
        ledger = LedgerImport(workspace, data, name, arguments.scheme, dict(arguments.map))
        plan = ledger.plan(arguments.date or today(), dict(arguments.match))
        report(workspace)
        for line in told(plan.mistakes):
            complain(line)
        if not plan.rows and not plan.mistakes:
            complain(sentence("ledger_empty", {"path": arguments.file}))
            return 1
        if plan.mistakes and not (arguments.skip and plan.rows):
            complain(
                ngettext("nothing was imported: {} row is wrong", "nothing was imported: {} rows are wrong", plan.left_out)
                .format(plan.left_out)
            )  # fmt: skip
            return 1
        if not arguments.dry_run:
            ledger.commit(plan).result()
    for line in summary(plan, dry=arguments.dry_run):
        complain(line)
    return 0


def told(mistakes: Sequence[Mistake]) -> Iterator[str]:
    """Yield what is wrong, a line each, the first ones by name."""
    for mistake in mistakes[:SHOWN]:
        yield sentence(mistake.code, {"row": str(mistake.row), **mistake.params})
    more = len(mistakes) - SHOWN
    if more > 0:
        yield ngettext("and {} more", "and {} more", more).format(more)


def summary(plan: Plan, *, dry: bool) -> Iterator[str]:
    """Yield what an import did, or would do."""
    entries = plan.new + plan.corrected
    if not entries and not plan.textless:
        yield ngettext(
            "nothing new: {} proposal is as the ledger says",
            "nothing new: {} proposals are as the ledger says",
            plan.matched,
        ).format(plan.matched)
    else:
        words = _(
            "{matched} found, {textless} without a text; {new} entries registered, {corrected} corrected"
        )
        counts = words.format(
            matched=plan.matched, textless=plan.textless, new=plan.new, corrected=plan.corrected
        )
        yield _("would be imported: {}").format(counts) if dry else counts
    if plan.left_out:
        yield ngettext("{} row left out", "{} rows left out", plan.left_out).format(plan.left_out)


def _data(arguments: Namespace) -> tuple[bytes, str]:
    """Return the file's bytes and the name under which it is a source."""
    if arguments.file == "-":
        return data_in(), _("standard input")
    path = Path(arguments.file)
    return path.read_bytes(), path.name
