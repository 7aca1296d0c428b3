"""What goes into a repository and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from reader.annotations.corrections import Correction
from reader.annotations.links import Link
from reader.annotations.model import Annotation, Tag
from reader.pages.model import Source
from reader.repository.versions import Versioned

TableName = Literal["annotations", "tags", "pages", "corrections", "links", "settings"]
EventKind = Literal["change", "undo", "redo"]

TEXTLESS = "record:"
"""What the fingerprint of a page that has no text begins with."""


class RepositoryError(Exception):
    """A change, undo or redo was refused, and nothing was changed.

    `code` is one of conflict (a record is not what the change was made from; params table, id), nothing_to_undo,
    nothing_to_redo, undo_blocked (someone changed the same records since, also for redo; params by, event, label,
    created: their event, label_…: its label's params), undo_outside (as undo_blocked, but no event tells who: another program).
    """

    def __init__(self, code: str, params: Mapping[str, str] | None = None) -> None:
        self.code = code
        self.params = dict(params or {})
        super().__init__(", ".join([code, *(f"{name}={value}" for name, value in self.params.items())]))


@dataclass(frozen=True, slots=True)
class PageRecord:
    """A page as annotations know it: where it was when it was first annotated, and its source as it was then.

    `path` is relative to the database's folder where it can be; `number` counts pages within the file;
    `first_seen` is UTC, ISO 8601 with Z. `extra` holds fields a newer version wrote.

    A proposal that is registered without its text has a record, too: its fingerprint begins with `TEXTLESS`, it has no
    path, and `title`, `author` and `affiliation` are all that is known of it.
    """

    fingerprint: str
    path: str
    number: int
    source: Source
    first_seen: str
    title: str = ""
    author: str = ""
    affiliation: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Setting:
    """Something settled for all who use the database: `scheme`, or `scheme/HEADER` for a column; empty: not (any more)."""

    key: str
    value: str
    creator: str
    modified: str
    extra: Mapping[str, Any] = field(default_factory=dict)


Record = Annotation | Tag | PageRecord | Correction | Link | Setting


@dataclass(frozen=True, slots=True)
class Label:
    """What a change did, as a code and what it was done to (`tag_added`, {tag, title})."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Write:
    """One record's part in a change: None before is a new record, None after a removed one.

    `id` is the record's id; a page's is its fingerprint, a setting's its key.
    """

    table: TableName
    id: str
    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True)
class Change:
    """Records that change together, by one person."""

    label: Label
    writes: tuple[Write, ...]
    creator: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A document that is no valid record: kept in the file as it is, shown nowhere. `id` is its TinyDB id."""

    table: TableName
    id: str
    detail: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All valid records at one moment, by id, oldest first; tombstones are among them."""

    annotations: Versioned[str, Annotation] = field(default_factory=Versioned)
    tags: Versioned[str, Tag] = field(default_factory=Versioned)
    pages: Versioned[str, PageRecord] = field(default_factory=Versioned)
    corrections: Versioned[str, Correction] = field(default_factory=Versioned)
    links: Versioned[str, Link] = field(default_factory=Versioned)
    settings: Versioned[str, Setting] = field(default_factory=Versioned)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was done durably: `label` is the change's own also when it was undone or redone."""

    event_id: str
    label: Label
    kind: EventKind
    snapshot: Snapshot
