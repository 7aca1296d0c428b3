"""`xiance due`: the deadlines that run, the nearest first; for people, for a mail, for a cron job."""

from __future__ import annotations

import json
from argparse import Namespace
from contextlib import closing
from datetime import date
from typing import Any

from reader.annotations.schemes import STAGE
from reader.cli import complain
from reader.cli.opening import open_workspace
from reader.cli.output import data_out
from reader.cli.records import report
from reader.config.clock import today
from reader.config.language import _, ngettext
from reader.config.schemes.wording import said
from reader.config.wording import printable
from reader.workspace.due import Due, due_list


def run(arguments: Namespace) -> int:
    """Print a line a deadline, fields apart by tabs; 0 also if there is none, 1 if the database cannot be read."""
    now, within = arguments.date or today(), None if arguments.all else arguments.days
    out = data_out()
    with closing(open_workspace(arguments)) as workspace:
        if workspace.recorded:
            workspace.survey()
        found = due_list(workspace.handling.all(), now, within) if workspace.recorded else []
        for due in found:
            row = json.dumps(as_object(due, now), ensure_ascii=False) if arguments.json else line(due, now)
            out.write(f"{row}\n")
        out.flush()
        status = report(workspace)
    if not found and not status:
        complain(
            _("nothing is due")
            if within is None
            else ngettext("nothing is due within {} day", "nothing is due within {} days", within).format(
                within
            )
        )
    return status


def line(due: Due, now: date) -> str:
    """Return days left, day, deadline, number, title, units and place, with a tab between them."""
    handled, spot = due.handled, due.handled.spot
    place = spot.file.label + (f"#{spot.page.number}" if spot.page.number > 1 else "")
    fields = (
        str(due.left(now)),
        due.clock.due.isoformat(),
        said(due.deadline.label),
        handled.number,
        spot.article.name,
        due.units,
        place,
    )
    return "\t".join(printable(field) for field in fields)


def as_object(due: Due, now: date) -> dict[str, Any]:
    """Return the object that `--json` prints."""
    handled, spot = due.handled, due.handled.spot
    return {
        "days_left": due.left(now),
        "due": due.clock.due.isoformat(),
        "deadline": due.deadline.id,
        "label": said(due.deadline.label),
        "start": due.clock.start.isoformat(),
        "extended": due.clock.extended,
        "scheme": handled.scheme.id,
        "number": handled.number,
        "title": spot.article.name,
        "author": spot.article.author,
        "units": due.units,
        "stage": handled.value(STAGE),
        "article": spot.article.id,
        "path": spot.file.label,
        "page": spot.page.number,
    }
