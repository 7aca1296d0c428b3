"""Corrections: what a reader said about a page's rows, anchored to their text, and found again when that has changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, get_args

from reader.annotations.anchoring import anchor
from reader.annotations.ids import new_id, now
from reader.annotations.model import Range, Status, Target
from reader.annotations.quoting import make_target
from reader.annotations.records import RecordError, read_id, read_optional, read_text
from reader.pages.digest import Paged
from reader.pages.model import Fix, FixAbout, Page

_ABOUT = get_args(FixAbout)


@dataclass(frozen=True, slots=True)
class RowAnchor:
    """A row by its code-point range in the page's text, with its words and up to 32 characters on either side."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A fix as it is stored: `about` and `value` as in `Fix`, `rows` and `body` by their text.

    A correction without rows is about the page as a whole. `extra` holds fields a newer version wrote.
    """

    id: str
    fingerprint: str
    about: FixAbout
    value: str
    rows: tuple[RowAnchor, ...]
    body: RowAnchor | None
    creator: str
    created: str
    modified: str
    deleted: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def make_correction(page: Paged, fix: Fix, creator: str) -> Correction:
    """Return the new record of a fix on a page; for one of no rows what is kept of the page does."""
    moment = now()
    numbers = (*fix.rows, *(() if fix.body is None else (fix.body,)))
    anchors = [_row_anchor(page, row) for row in numbers] if isinstance(page, Page) else []
    body = anchors.pop() if fix.body is not None else None
    rows = tuple(anchors)
    return Correction(new_id(), page.fingerprint, fix.about, fix.value, rows, body, creator, moment, moment)


def replay(page: Page, correction: Correction) -> tuple[Fix | None, Status]:
    """Return what a correction says of a page's rows as they are now; None if one of them is not found (`lost`).

    A correction of the page's own text is `stable`.
    """
    wanted = [*correction.rows, *filter(None, (correction.body,))]
    if correction.fingerprint == page.fingerprint:
        found = [_row_at(page, item.start) for item in wanted]
    else:
        found = []
        for item in wanted:
            placed = anchor([(0, page)], _target(correction.fingerprint, item))
            if placed.status == "lost":
                return None, "lost"
            found.append(_row_at(page, placed.target.ranges[0][0]))
    body = found.pop() if correction.body is not None else None
    status: Status = "stable" if correction.fingerprint == page.fingerprint else "moved"
    return Fix(correction.about, tuple(dict.fromkeys(found)), correction.value, body), status


def _row_anchor(page: Page, number: int) -> RowAnchor:
    row = page.rows[number - 1]
    target = make_target(page, None, ((row.start, row.end),), "span")
    return RowAnchor(row.start, row.end, target.exact, target.prefix, target.suffix)


def _target(fingerprint: str, item: RowAnchor) -> Target:
    ranges: tuple[Range, ...] = ((item.start, item.end),)
    return Target(fingerprint, ranges, item.exact, item.prefix, item.suffix, "span")


def _row_at(page: Page, offset: int) -> int:
    """Return the number of the row a code point is in."""
    return max(1, bisect_right(page.rows, offset, key=lambda row: row.start))


def correction_to_record(correction: Correction) -> dict[str, Any]:
    """Return a correction as a dictionary of JSON values."""
    return {
        **correction.extra,
        "id": correction.id,
        "fingerprint": correction.fingerprint,
        "about": correction.about,
        "value": correction.value,
        "rows": [_anchor_to_record(item) for item in correction.rows],
        "body": None if correction.body is None else _anchor_to_record(correction.body),
        "creator": correction.creator,
        "created": correction.created,
        "modified": correction.modified,
        "deleted": correction.deleted,
    }


def correction_from_record(record: Mapping[str, Any]) -> Correction:
    """Return the correction in a dictionary. Raises RecordError."""
    about: Any = record.get("about")
    if about not in _ABOUT:
        raise RecordError("about")
    rows, body = record.get("rows"), record.get("body")
    if not isinstance(rows, list | tuple):
        raise RecordError("rows")
    known = {item.name for item in fields(Correction)}
    return Correction(
        id=read_id(record, "id"),
        fingerprint=read_text(record, "fingerprint"),
        about=about,
        value=read_text(record, "value", ""),
        rows=tuple(_anchor_from_record(item, "rows") for item in rows),
        body=None if body is None else _anchor_from_record(body, "body"),
        creator=read_text(record, "creator"),
        created=read_text(record, "created"),
        modified=read_text(record, "modified"),
        deleted=read_optional(record, "deleted"),
        extra={name: value for name, value in record.items() if name not in known},
    )


def _anchor_to_record(item: RowAnchor) -> dict[str, Any]:
    return {
        "range": [item.start, item.end],
        "exact": item.exact,
        "prefix": item.prefix,
        "suffix": item.suffix,
    }


def _anchor_from_record(value: object, name: str) -> RowAnchor:
    if not isinstance(value, Mapping):
        raise RecordError(name)
    span = value.get("range")
    if (
        not isinstance(span, list | tuple)
        or [type(end) for end in span] != [int, int]
        or not 0 <= span[0] < span[1]
    ):
        raise RecordError(f"{name}.range")
    texts = (read_text(value, part, "") for part in ("exact", "prefix", "suffix"))
    return RowAnchor(span[0], span[1], *texts)
