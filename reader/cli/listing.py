"""`xiance list`: annotations, as JSON lines or for people, page by page."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby

from reader.cli.opening import open_workspace
from reader.cli.output import data_out
from reader.cli.records import filters, json_record, report
from reader.config.language import _
from reader.config.wording import printable
from reader.exchange import Record
from reader.workspace.exporting import export_of

QUOTE = 40
"""Characters of a quote that are shown to people."""


def run(arguments: Namespace) -> int:
    """Print the annotations that pass the filters; 1 if the database cannot be read."""
    out = data_out()
    with closing(open_workspace(arguments)) as workspace:
        records = export_of(workspace, filters(arguments)).records
        if arguments.json:
            for record in records:
                out.write(json.dumps(json_record(record), ensure_ascii=False) + "\n")
        else:
            out.writelines(f"{line}\n" for line in overview(records))
        out.flush()
        return report(workspace)


def overview(records: Iterable[Record]) -> Iterator[str]:
    """Yield the rows of the list for people: a row a page, then one for each annotation, two with a comment."""
    for (path, number), group in groupby(records, key=lambda record: (record.path, record.number)):
        yield printable(path + (f"#{number}" if number > 1 else ""))
        for record in group:
            yield from _annotation(record)


def _annotation(record: Record) -> Iterator[str]:
    annotation, target = record.annotation, record.annotation.target
    words = " ".join(target.exact.split())
    quote = words if len(words) <= QUOTE else words[:QUOTE] + "…"
    title = record.article.title if record.article else target.title
    about = {
        "page": _("the page"),
        "article": title or quote,
        "measure": " · ".join(filter(None, (title, target.measure, quote))),
        "span": " · ".join(filter(None, (title, f"“{quote}”"))),
    }[target.level]
    parts = [_("reply to {}").format(about) if annotation.reply_to else about]
    parts.extend(f"#{tag.name}" for tag in record.tags)
    parts.append(f"({annotation.creator}, {annotation.created[:10]})")
    if annotation.resolved:
        parts.append(_("resolved"))
    yield "  " + printable(" ".join(parts))
    for line in annotation.comment.splitlines():
        yield "    " + printable(line)
