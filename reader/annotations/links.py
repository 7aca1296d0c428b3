"""Links between articles, or places in them: printed again, or answered. Both ends are anchored as annotations are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

from reader.annotations.ids import new_id, now
from reader.annotations.model import Target
from reader.annotations.records import (
    RecordError,
    read_id,
    read_optional,
    read_target,
    read_text,
    target_to_record,
)

LinkKind = Literal["same", "answer"]


@dataclass(frozen=True, slots=True)
class Link:
    """Two places that belong together.

    `same`: the same text printed again, whichever end comes first. `answer`: `target` answers or adopts what `source`
    proposes. `extra` holds fields a newer version wrote, kept through an edit.
    """

    id: str
    kind: LinkKind
    source: Target
    target: Target
    creator: str
    created: str
    modified: str
    comment: str = ""
    deleted: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ends(self) -> tuple[Target, Target]:
        """Its two ends, the source first."""
        return self.source, self.target


def make_link(kind: LinkKind, source: Target, target: Target, creator: str, comment: str = "") -> Link:
    """Return the new record of a link."""
    moment = now()
    return Link(new_id(), kind, source, target, creator, moment, moment, comment)


def same_place(one: Target, other: Target) -> bool:
    """Say whether two targets are about the same characters."""
    return (one.fingerprint, one.ranges) == (other.fingerprint, other.ranges)


def link_to_record(link: Link) -> dict[str, Any]:
    """Return a link as a dictionary of JSON values."""
    return {
        **link.extra,
        "id": link.id,
        "kind": link.kind,
        "source": target_to_record(link.source),
        "target": target_to_record(link.target),
        "comment": link.comment,
        "creator": link.creator,
        "created": link.created,
        "modified": link.modified,
        "deleted": link.deleted,
    }


def link_from_record(record: Mapping[str, Any]) -> Link:
    """Return the link in a dictionary. Raises RecordError."""
    kind: Any = record.get("kind")
    if kind not in get_args(LinkKind):
        raise RecordError("kind")
    known = {item.name for item in fields(Link)}
    return Link(
        id=read_id(record, "id"),
        kind=kind,
        source=read_target(record.get("source"), "source"),
        target=read_target(record.get("target"), "target"),
        creator=read_text(record, "creator"),
        created=read_text(record, "created"),
        modified=read_text(record, "modified"),
        comment=read_text(record, "comment", ""),
        deleted=read_optional(record, "deleted"),
        extra={name: value for name, value in record.items() if name not in known},
    )
