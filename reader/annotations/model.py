"""The records of an annotator: annotations, their targets, tags and entries.

Records are immutable; a change is a new record. Times are UTC, ISO 8601 with a trailing Z, to the microsecond.
Ids are UUIDv7 in canonical string form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["page", "article", "measure", "span"]
Range = tuple[int, int]
Status = Literal["stable", "moved", "lost"]
"""What became of a target when it was sought."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an annotation is about, anchored to the page's text and not to its parse.

    `ranges` are half-open code-point ranges in `Page.text`, in reading order, none crossing an article, headline
    or page seam. `exact` is their reflowed text, `prefix` and `suffix` up to 32 characters of the page before and
    after. `article` (an article id), `title` and `measure` (a label) are hints for people, never looked up.
    """

    fingerprint: str
    ranges: tuple[Range, ...]
    exact: str
    prefix: str
    suffix: str
    level: Level
    article: str = ""
    title: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated, sourced value of a scheme's field.

    `corrects` is the id of the annotation whose entry this one puts right: that one stays, and counts no more.
    `evidence` is the id of the link that leads to where the value can be read.
    """

    scheme: str
    field: str
    value: str
    date: str
    source: str = ""
    reason: str = ""
    corrects: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """Tags, a comment or an entry on a target. A reply has its head's target and `reply_to` its id.

    `extra` holds fields a newer version wrote, kept through an edit.
    """

    id: str
    target: Target
    creator: str
    created: str
    modified: str
    tags: tuple[str, ...] = ()
    comment: str = ""
    reply_to: str | None = None
    resolved: bool = False
    entry: Entry | None = None
    deleted: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag; `name` may be `group/sub`; `color` is a theme slot from 0 to 8."""

    id: str
    name: str
    color: int
    creator: str
    created: str
    modified: str
    description: str = ""
    deleted: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
