"""What the workspace lists, as records for people, programs and formats; and what it says on the way."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from reader.annotations import to_record
from reader.cli import complain
from reader.config.wording import sentence, sentence_of
from reader.exchange import Record
from reader.workspace import Filters, Workspace

DATABASE_FAILED = ("database_foreign", "database_newer", "database_broken", "database_unreadable")


def filters(arguments: Namespace) -> Filters:
    """Return the filters the arguments ask for."""
    return Filters(
        tags=tuple(arguments.tag),
        kind=arguments.kind,
        level=arguments.level,
        by=arguments.by or "",
        article=arguments.article or "",
        since=midnight(arguments.since) if arguments.since else "",
        until=midnight(arguments.until + timedelta(days=1)) if arguments.until else "",
        fields=_fields(arguments.field),
    )


def _fields(asked: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return fields with values by their ids, whatever they were called."""
    if not asked:
        return ()
    from reader.config.schemes import load_schemes
    from reader.config.schemes.wording import fields_named

    schemes = load_schemes().known.values()
    found = (pair for name, value in asked for pair in fields_named(name, value, schemes))
    return tuple(dict.fromkeys(found))


def midnight(day: date) -> str:
    """Return the beginning of a day here as the records write times."""
    local = datetime(day.year, day.month, day.day).astimezone()
    return local.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def json_record(record: Record) -> dict[str, Any]:
    """Return the object `list --json` prints: the annotation and what is known around it."""
    annotation, target, article = record.annotation, record.annotation.target, record.article
    return {
        "id": annotation.id,
        "fingerprint": target.fingerprint,
        "page": record.number,
        "path": record.path,
        "article": article.id if article else target.article,
        "title": article.title if article else target.title,
        "kind": article.kind if article else "",
        "level": target.level,
        "measure": target.measure,
        "ranges": [list(span) for span in target.ranges],
        "quote": target.exact,
        "tags": [tag.name for tag in record.tags],
        "comment": annotation.comment,
        "reply_to": annotation.reply_to,
        "resolved": annotation.resolved,
        "entry": to_record(annotation)["entry"],
        "creator": annotation.creator,
        "created": annotation.created,
        "modified": annotation.modified,
    }


def report_failure(workspace: Workspace) -> int:
    """Say on standard error that the database could not be read, if so; return 1 then, else 0."""
    failures = [notice for notice in workspace.notices if notice.code in DATABASE_FAILED]
    for notice in failures:
        complain(sentence(notice.code, notice.params))
    return 1 if failures else 0


def report(workspace: Workspace) -> int:
    """Say on standard error what was wrong; return 1 if the database could not be read, else 0.

    A page that cannot be read costs a line only: its annotations are listed with what they know themselves.
    """
    for notice in workspace.notices:
        if notice.code not in DATABASE_FAILED:
            complain(sentence(notice.code, notice.params))
    status = report_failure(workspace)
    for error in workspace.problems.values():
        complain(sentence_of(error) or str(error))
    return status
