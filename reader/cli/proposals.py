"""`xiance proposals`: every proposal with what is said of it, a row each."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from reader.cli.opening import open_workspace
from reader.cli.output import data_out
from reader.cli.progress import Progress
from reader.cli.records import filters, report
from reader.cli.tabling import Value, lines, write_csv
from reader.config.language import _
from reader.pages.digest import ArticleDigest
from reader.workspace import Workspace
from reader.workspace.ordering import Column, arranged, columns, fields_of, parse_columns, parse_order
from reader.workspace.proposals import Register, Row, Wanted, is_proposal, passes
from reader.workspace.sides import FIELD

SHOWN = ("date", "page", "title", "affiliation", "author", "tags")
"""The columns that people are shown unless others are asked for."""
_STANDING = ("stage", "outcome", "due")


def run(arguments: Namespace) -> int:
    """Print the proposals that pass the filters, in the order that was asked for; 1 if the database cannot be read."""
    out = data_out()
    with closing(open_workspace(arguments)) as workspace:
        rows = survey(workspace, arguments, kind_wanted(arguments))
        known = columns(workspace.state.is_read, fields_of(rows), workspace.handling.naming())
        found = arranged(rows, parse_order(arguments.sort, known), known)
        names = parse_columns(arguments.columns, known)
        if arguments.json:
            shown = [known[name] for name in names if name in known]
            for row in found:
                told = {column.id: _coded(column, row) for column in shown} or _object(workspace, row, known)
                out.write(json.dumps(told, ensure_ascii=False) + "\n")
        else:
            plain = tuple(known) if arguments.csv else SHOWN
            _table(found, [_column(known, name) for name in names or plain], arguments)
        out.flush()
        return report(workspace)


def survey(workspace: Workspace, arguments: Namespace, wanted: Wanted) -> list[Row]:
    """Return the rows of all files that can be read that pass the filters, as corrected and annotated."""
    asked = filters(arguments)
    workspace.open_records()
    with Progress(len(workspace.files)) as progress:
        workspace.survey(progress.tell)
    register = Register(workspace, wanted)
    register.refresh()
    rows = (row for row in register.rows if passes(row, asked))
    unread, untagged = arguments.unread, arguments.untagged
    read = workspace.state.is_read
    return [row for row in rows if not (unread and read(row.id)) and not (untagged and row.tags)]


def kind_wanted(arguments: Namespace) -> Wanted:
    """Return which articles have a row: the proposals, unless another kind was asked for."""

    def wanted(article: ArticleDigest) -> bool:
        return bool(article.kind == arguments.kind)

    return wanted if arguments.kind else is_proposal


def _coded(column: Column, row: Row) -> Value:
    """Return what programs get of a column: of a field the value's id, not its words."""
    if column.id.startswith(FIELD):
        return dict(row.entries).get(column.id.removeprefix(FIELD), "")
    return column.value(row)


def _column(known: dict[str, Column], name: str) -> Column:
    return known.get(name) or Column(name, name.partition(":")[2], lambda row: "")


def _table(rows: Sequence[Row], shown: Sequence[Column], arguments: Namespace) -> None:
    out = data_out()
    told = [[column.value(row) for column in shown] for row in rows]
    if arguments.csv:
        write_csv([[_(column.header) for column in shown], *told], out)
    else:
        out.writelines(f"{line}\n" for line in lines(told, [column.number for column in shown]))


def _object(workspace: Workspace, row: Row, known: dict[str, Column]) -> dict[str, Any]:
    """Return the object `proposals --json` prints."""
    spot, article = row.spot, row.spot.article
    return {
        "id": article.id,
        "path": spot.file.label,
        "page": spot.page.number,
        "paper": spot.page.source.paper,
        "date": spot.page.source.date,
        "page_no": spot.page.source.page_no,
        "kind": article.kind,
        "title": article.title,
        "author": article.author,
        "affiliation": article.affiliation,
        "measures": list(article.measures),
        "characters": article.characters,
        "doubts": article.doubts,
        "tags": list(row.tags),
        "comments": row.comments,
        "entries": dict(row.entries),
        **{name: known[name].value(row) for name in _STANDING},
        "left": left if (left := known["left"].value(row)) != "" else None,
        "resolved": row.resolved,
        "read": workspace.state.is_read(article.id),
        "copies": row.copies,
    }
