"""`xiance articles`: clean articles themselves."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from reader.cli import complain
from reader.cli.opening import open_workspace
from reader.cli.progress import Progress
from reader.cli.records import report_failure
from reader.config.language import ngettext
from reader.config.wording import sentence_of
from reader.exchange.articles import write
from reader.exchange.model import ArticleRecord
from reader.exchange.saving import save_file
from reader.workspace import Filters
from reader.workspace.exporting import check_place, export_of


def run(arguments: Namespace) -> int:
    """Write the articles, as corrected; a file that cannot be read costs a line on standard error and status 1."""
    with closing(open_workspace(arguments)) as workspace:
        if workspace.recorded:  # what was corrected is part of what they say
            workspace.open_records()
            if report_failure(workspace):
                return 1
        articles = export_of(workspace, Filters(kind=arguments.kind)).articles
        with Progress() as progress:

            def counted() -> Iterator[ArticleRecord]:
                for count, record in enumerate(articles, 1):
                    progress.tell(count)
                    yield record

            if arguments.output in (None, "-"):
                write(arguments.format, counted(), sys.stdout.buffer)
                sys.stdout.buffer.flush()
            else:
                path = Path(arguments.output)
                check_place(workspace, path)
                written = 0

                def fill(out: BinaryIO) -> None:
                    nonlocal written
                    written = write(arguments.format, counted(), out)

                save_file(path, fill, force=arguments.force)
                complain(
                    ngettext("{} article written: {}", "{} articles written: {}", written).format(
                        written, path
                    )
                )
        for error in workspace.problems.values():
            complain(sentence_of(error) or error.code)
        return 1 if workspace.problems else 0
