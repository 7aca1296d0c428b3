"""`xiance export`: annotations as a file of some format."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path

from reader.cli import complain
from reader.cli.opening import open_workspace
from reader.cli.progress import Progress
from reader.cli.records import filters, report, report_failure
from reader.config.language import N_, _, ngettext
from reader.config.wording import losses, sentence
from reader.exchange import Format, Options, broken, known, save, write
from reader.exchange.tables import LEDGER, RATES
from reader.workspace import Filters, Workspace
from reader.workspace.exporting import check_place, default_name, emptied, export_of, nothing

FLAGS = {"tags": "--tag", "fields": "--field"}
"""The options of filters that are not called like them."""
_SHEET_WRITTEN = {LEDGER: N_("ledger written"), RATES: N_("rates written")}
"""What is said when a sheet that has no annotations was written (English messages)."""


def run(arguments: Namespace) -> int:
    """Write the annotations that pass the filters to `--output` or standard output, and say how many they were.

    1 if the database cannot be read, or there is nothing to export: then nothing is written. 2 where the format
    needs a file to be named.
    """
    for name, detail in broken().items():
        complain(sentence("format_broken", {"name": name, "detail": detail}))
    form = known()[arguments.format]
    unnamed = arguments.output in (None, "-")
    if unnamed and (form.kind == "folder" or (form.kind == "binary" and sys.stdout.isatty())):
        complain(sentence(f"export_{form.kind}", {"format": form.name}))
        return 2
    with closing(open_workspace(arguments)) as workspace:
        if report_failure(workspace):
            return 1
        return _export(workspace, form, arguments, None if unnamed else arguments.output)


def _export(workspace: Workspace, form: Format, arguments: Namespace, output: str | None) -> int:
    wanted = filters(arguments)
    columns = tuple(filter(None, (column.strip() for column in arguments.columns.split(","))))
    options = Options(arguments.sheet, columns, "tag" if arguments.by_tag else "article", arguments.date)
    taken = 0
    with Progress() as progress:

        def tell(count: int) -> None:
            nonlocal taken
            taken = count
            progress.tell(count)

        export = export_of(workspace, wanted, options, tell)
        if nothing(export, form):
            report(workspace)
            complain(why(workspace, wanted, arguments.sheet))
            return 1
        path = None if output is None else _place(workspace, form, output)
        if path is None:
            lost = write(form.name, export, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            check_place(workspace, path)
            lost = save(form.name, export, path, force=arguments.force)
    report(workspace)
    words = ngettext("{} annotation written", "{} annotations written", taken).format(taken)
    if arguments.sheet in _SHEET_WRITTEN:
        words = _(_SHEET_WRITTEN[arguments.sheet])
    complain(f"{words}: {path}" if path else words)
    if lost:
        complain(_("{} cannot hold: {}").format(form.name, losses(lost)))
    return 0


def _place(workspace: Workspace, form: Format, output: str) -> Path:
    """Return the file that was named, or one in the folder that was."""
    path = Path(output)
    return path / default_name(workspace, form) if path.is_dir() or output.endswith(os.sep) else path


def why(workspace: Workspace, wanted: Filters, sheet: str = "") -> str:
    """Say why there is nothing to export, naming the filters that let nothing pass."""
    if sheet in _SHEET_WRITTEN:
        if wanted.apart():
            return _("no handled proposal passes these filters; there is nothing to export")
        return _("no proposal is handled here yet; there is nothing to export")
    total, alone = emptied(workspace, wanted)
    if not total:
        return _("nothing is annotated yet; there is nothing to export")
    flags = [FLAGS.get(name, f"--{name}") for name in (alone or wanted.apart())]
    words = ngettext(
        "nothing to export: {flags} lets none of {count} annotation pass",
        "nothing to export: {flags} lets none of {count} annotations pass",
        total,
    )
    return words.format(flags=_(", ").join(flags), count=total)
