"""`xiance search`: the articles that hold what is searched for, the best first, for people or as JSON lines."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from reader.cli import complain
from reader.cli.opening import open_workspace
from reader.cli.output import data_out
from reader.cli.progress import Progress
from reader.cli.records import report_failure
from reader.config.language import _, ngettext
from reader.config.wording import printable, sentence_of
from reader.index.query import parse
from reader.workspace.searching import ALL, Hit

_AT_ONCE = 200
_MARKED, _PLAIN = "\x1b[1;33m", "\x1b[0m"


def run(arguments: Namespace) -> int:
    """Print the articles that were found; 1 if there are none, or the database cannot be read."""
    query = parse(arguments.query)
    out = data_out()
    coloured = out.isatty() and not os.environ.get("NO_COLOR")
    with closing(open_workspace(arguments)) as workspace:
        if workspace.recorded:  # what was corrected and said is searched, too
            workspace.open_records()
            if report_failure(workspace):
                return 1
        with Progress(len(workspace.files)) as progress:
            workspace.searching.refresh(progress.tell)
        results = workspace.searching.search(query, arguments.limit or ALL)
        for start in range(0, len(results.ids), _AT_ONCE):
            for hit in workspace.searching.hits(results, start, _AT_ONCE):
                if arguments.json:
                    out.write(json.dumps(hit_object(hit), ensure_ascii=False) + "\n")
                else:
                    out.writelines(f"{line}\n" for line in rows(hit, coloured=coloured))
        out.flush()
        for error in workspace.problems.values():
            complain(sentence_of(error) or str(error))
        if not results.total:
            complain(_("nothing found: {}").format(printable(arguments.query)))
            return 1
        if not arguments.json and sys.stderr.isatty():
            complain(summary(results.total, len(results.ids), results.years, results.papers))
    return 0


def hit_object(hit: Hit) -> dict[str, Any]:
    """Return what `--json` prints of a hit: `start` and `end` are code points of the page's text."""
    return {
        "article": hit.article,
        "page": hit.page,
        "path": hit.file.label,
        "start": hit.start,
        "end": hit.end,
        "snippet": hit.snippet,
        "about": hit.about,
        "count": hit.count,
        "title": hit.name,
        "kind": hit.kind,
        "paper": hit.paper,
        "date": hit.date,
        "page_no": hit.page_no,
    }


def rows(hit: Hit, *, coloured: bool) -> Iterator[str]:
    """Yield a hit's rows for people: where it is and what it is called, then the words with those around them."""
    head = hit.file.label + (f"#{hit.page}" if hit.page > 1 else "")
    yield printable(f"{head}: {hit.name}")
    snippet, at, marked = printable(hit.snippet), 0, ""
    for start, end in hit.marks if coloured else ():
        marked += f"{snippet[at:start]}{_MARKED}{snippet[start:end]}{_PLAIN}"
        at = end
    yield f"    {marked}{snippet[at:]}"


def summary(total: int, shown: int, years: Mapping[str, int], papers: Mapping[str, int]) -> str:
    """Return how many were found, and how many of each year and paper."""
    words = ngettext("{} article", "{} articles", total).format(total)
    if shown < total:
        words += " " + _("(the first {} are shown)").format(shown)
    unknown = _("unknown")
    counted = (
        _(", ").join(f"{name or unknown} {count}" for name, count in counts.items())
        for counts in (years, papers)
    )
    return printable("; ".join((words, *counted)))
