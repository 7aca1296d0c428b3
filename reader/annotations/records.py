"""Records to plain dictionaries and back: the form they have in the database and in JSON.

Unknown fields are kept in `extra`, so that an older program never loses what a newer one wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from reader.annotations.ids import id_to_int
from reader.annotations.model import Annotation, Entry, Level, Range, Tag, Target

_LEVELS = get_args(Level)
COLORS = 9


class RecordError(Exception):
    """A dictionary is no valid record; `code` is `record_invalid`, `params` names the field."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.code = "record_invalid"
        self.params = {"field": field}


def to_record(annotation: Annotation) -> dict[str, Any]:
    """Return an annotation as a dictionary of JSON values."""
    entry = annotation.entry
    return {
        **annotation.extra,
        "id": annotation.id,
        "target": target_to_record(annotation.target),
        "tags": list(annotation.tags),
        "comment": annotation.comment,
        "reply_to": annotation.reply_to,
        "resolved": annotation.resolved,
        "entry": None
        if entry is None
        else {
            "scheme": entry.scheme,
            "field": entry.field,
            "value": entry.value,
            "date": entry.date,
            "source": entry.source,
            "reason": entry.reason,
            "corrects": entry.corrects,
            "evidence": entry.evidence,
        },
        "creator": annotation.creator,
        "created": annotation.created,
        "modified": annotation.modified,
        "deleted": annotation.deleted,
    }


def from_record(record: Mapping[str, Any]) -> Annotation:
    """Return the annotation in a dictionary. Raises RecordError."""
    entry = record.get("entry")
    if entry is not None and not isinstance(entry, Mapping):
        raise RecordError("entry")
    return Annotation(
        id=read_id(record, "id"),
        target=read_target(record.get("target")),
        creator=read_text(record, "creator"),
        created=read_text(record, "created"),
        modified=read_text(record, "modified"),
        tags=_texts(record, "tags"),
        comment=read_text(record, "comment", ""),
        reply_to=read_optional(record, "reply_to"),
        resolved=_flag(record, "resolved"),
        entry=None if entry is None else _entry(entry),
        deleted=read_optional(record, "deleted"),
        extra=_rest(record, Annotation),
    )


def tag_to_record(tag: Tag) -> dict[str, Any]:
    """Return a tag as a dictionary of JSON values."""
    return {
        **tag.extra,
        "id": tag.id,
        "name": tag.name,
        "color": tag.color,
        "creator": tag.creator,
        "created": tag.created,
        "modified": tag.modified,
        "description": tag.description,
        "deleted": tag.deleted,
    }


def tag_from_record(record: Mapping[str, Any]) -> Tag:
    """Return the tag in a dictionary. Raises RecordError."""
    color = record.get("color", 0)
    if type(color) is not int or not 0 <= color < COLORS:
        raise RecordError("color")
    return Tag(
        id=read_id(record, "id"),
        name=read_text(record, "name"),
        color=color,
        creator=read_text(record, "creator"),
        created=read_text(record, "created"),
        modified=read_text(record, "modified"),
        description=read_text(record, "description", ""),
        deleted=read_optional(record, "deleted"),
        extra=_rest(record, Tag),
    )


def target_to_record(target: Target) -> dict[str, Any]:
    """Return a target as a dictionary of JSON values."""
    return {
        "fingerprint": target.fingerprint,
        "ranges": [list(span) for span in target.ranges],
        "exact": target.exact,
        "prefix": target.prefix,
        "suffix": target.suffix,
        "level": target.level,
        "article": target.article,
        "title": target.title,
        "measure": target.measure,
    }


def read_target(value: object, name: str = "target") -> Target:
    """Return the target in a dictionary; `name` is the field it was in. Raises RecordError."""
    if not isinstance(value, Mapping):
        raise RecordError(name)
    level: Any = value.get("level")
    if level not in _LEVELS:
        raise RecordError(f"{name}.level")
    return Target(
        fingerprint=read_text(value, "fingerprint"),
        ranges=_ranges(value.get("ranges"), f"{name}.ranges"),
        exact=read_text(value, "exact"),
        prefix=read_text(value, "prefix", ""),
        suffix=read_text(value, "suffix", ""),
        level=level,
        article=read_text(value, "article", ""),
        title=read_text(value, "title", ""),
        measure=read_text(value, "measure", ""),
    )


def _ranges(value: object, name: str) -> tuple[Range, ...]:
    if not isinstance(value, list | tuple):
        raise RecordError(name)
    found: list[Range] = []
    for span in value:
        if not isinstance(span, list | tuple) or len(span) != 2:
            raise RecordError(name)
        start, end = span
        if type(start) is not int or type(end) is not int or not 0 <= start < end:
            raise RecordError(name)
        found.append((start, end))
    return tuple(found)


def _entry(value: Mapping[str, Any]) -> Entry:
    names = ("scheme", "field", "value", "date")
    optional = ("source", "reason", "corrects", "evidence")
    return Entry(
        *(read_text(value, name) for name in names), *(read_text(value, name, "") for name in optional)
    )


def read_id(record: Mapping[str, Any], name: str) -> str:
    """Return a field that is a UUID. Raises RecordError."""
    value = read_text(record, name)
    try:
        id_to_int(value)
    except ValueError:
        raise RecordError(name) from None
    return value


def read_text(record: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """Return a field that is a text; `default` where it is missing. Raises RecordError."""
    value = record.get(name, default)
    if not isinstance(value, str):
        raise RecordError(name)
    return value


def _texts(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = record.get(name, [])
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise RecordError(name)
    return tuple(value)


def read_optional(record: Mapping[str, Any], name: str) -> str | None:
    """Return a field that is a text or None. Raises RecordError."""
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise RecordError(name)
    return value


def _flag(record: Mapping[str, Any], name: str) -> bool:
    value = record.get(name, False)
    if not isinstance(value, bool):
        raise RecordError(name)
    return value


def _rest(record: Mapping[str, Any], kind: type[Annotation] | type[Tag]) -> dict[str, Any]:
    known = set(kind.__slots__)
    return {name: value for name, value in record.items() if name not in known}
