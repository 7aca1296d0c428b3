"""`xiance export`: annotations as a file of some format."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path

from reader.cli import complain
from reader.cli.opening import open_workspace
from reader.cli.records import filters, report
from reader.config.language import ngettext
from reader.exchange import save, write
from reader.workspace.exporting import export_of


def run(arguments: Namespace) -> int:
    """Write the annotations that pass the filters to `--output` or standard output, and say how many they were.

    1 if the database cannot be read: then nothing is written.
    """
    with closing(open_workspace(arguments)) as workspace:
        export = export_of(workspace, filters(arguments))
        count = sum(1 for _record in export.records)
        status = report(workspace)
        if status:
            return status
        if arguments.output is None or arguments.output == "-":
            write(arguments.format, export, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            save(arguments.format, export, Path(arguments.output), force=arguments.force)
        complain(ngettext("{} annotation written", "{} annotations written", count).format(count))
    return 0
