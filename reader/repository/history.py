"""Undo, redo and audit from one log: the events table.

An event holds the whole documents before and after, so that any event can be reversed by itself. An undo is an
event with the images of what it undid turned round; so is a redo of an undo.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from reader.repository.codec import TABLES, Document, doc_id
from reader.repository.model import EventKind, Label, TableName

Key = tuple[TableName, str]


@dataclass(frozen=True, slots=True)
class Image:
    """A stored document before and after an event; None where there is none."""

    table: TableName
    id: str
    before: Document | None
    after: Document | None

    @property
    def key(self) -> Key:
        """Which document it is."""
        return self.table, self.id


@dataclass(frozen=True, slots=True)
class Event:
    """One transaction. `of` is the id of the change it made, undid or redid; `label` is that change's."""

    id: str
    kind: EventKind
    of: str
    label: Label
    creator: str
    created: str
    images: tuple[Image, ...]

    def reversed_images(self) -> tuple[Image, ...]:
        """Return the images of an event that takes this one back."""
        return tuple(Image(image.table, image.id, image.after, image.before) for image in self.images)


def to_document(event: Event) -> Document:
    """Return an event's document."""
    return {
        "id": event.id,
        "kind": event.kind,
        "of": event.of,
        "label": {"code": event.label.code, "params": dict(event.label.params)},
        "creator": event.creator,
        "created": event.created,
        "writes": [
            {"table": image.table, "id": image.id, "before": image.before, "after": image.after}
            for image in event.images
        ],
    }


def from_document(document: Mapping[str, Any]) -> Event | None:
    """Return a document's event; None if it is no event of ours, which then can be neither undone nor redone."""
    try:
        label = Label(document["label"]["code"], dict(document["label"]["params"]))
        images = tuple(
            Image(write["table"], write["id"], write["before"], write["after"])
            for write in document["writes"]
        )
        texts = [document[name] for name in ("id", "of", "creator", "created")]
        kind = document["kind"]
    except (KeyError, TypeError, ValueError):
        return None
    sound = (
        kind in ("change", "undo", "redo")
        and all(isinstance(text, str) for text in (*texts, label.code))
        and all(_is_sound(image) for image in images)
    )
    if not sound:
        return None
    return Event(texts[0], cast("EventKind", kind), texts[1], label, texts[2], texts[3], images)


def stacks(events: Iterable[Event], creator: str) -> tuple[list[Event], list[Event]]:
    """Return the events of one person that undo and redo would take back, the next one last.

    A new change empties the second; others' events do not. Events whose change was dropped from the log still
    count, for each has all it needs.
    """
    undoable: list[Event] = []
    redoable: list[Event] = []
    for event in events:
        if event.creator != creator:
            continue
        if event.kind == "undo":
            undoable = [other for other in undoable if other.of != event.of]
            redoable.append(event)
        else:
            if event.kind == "change":
                redoable = []
            redoable = [other for other in redoable if other.of != event.of]
            undoable.append(event)
    return undoable, redoable


def standing_on(events: Sequence[Event], key: Key, after: Event) -> Event | None:
    """Return the last event later than `after` that touched a document and was not taken back itself."""
    standing: dict[str, Event] = {}
    for event in events[events.index(after) + 1 :]:
        if all(image.key != key for image in event.images):
            continue
        # Events of the same change take one another back, in turn.
        if standing.pop(event.of, None) is None:
            standing[event.of] = event
    return list(standing.values())[-1] if standing else None


def _is_sound(image: Image) -> bool:
    try:
        doc_id(image.table, image.id)
    except (AttributeError, TypeError, ValueError):
        return False
    return image.table in TABLES and all(
        document is None or isinstance(document, dict) for document in (image.before, image.after)
    )
