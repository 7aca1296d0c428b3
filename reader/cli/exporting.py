"""`xiance export`: annotations as a file of some format."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from pathlib import Path

from reader.cli import complain
from reader.cli.opening import open_workspace
from reader.cli.output import data_out
from reader.cli.records import report, selected
from reader.config.language import ngettext
from reader.exchange import write
from reader.exchange.saving import save


def run(arguments: Namespace) -> int:
    """Write the annotations that pass the filters to `--output` or standard output, and say how many they were.

    1 if the database cannot be read: then nothing is written.
    """
    with closing(open_workspace(arguments)) as workspace:
        records = list(selected(workspace, arguments))
        status = report(workspace)
        if status:
            return status
        if arguments.output is None or arguments.output == "-":
            out = data_out()
            write(arguments.format, records, out)
            out.flush()
        else:
            save(
                Path(arguments.output),
                lambda out: write(arguments.format, records, out),
                force=arguments.force,
            )
        count = len(records)
        complain(ngettext("{} annotation written", "{} annotations written", count).format(count))
    return 0
