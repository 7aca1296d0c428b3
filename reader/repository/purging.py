"""What leaves a database for good: what was deleted before a day, and what only that needed."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from reader.repository.history import Key
from reader.repository.model import TEXTLESS, Snapshot


@dataclass(frozen=True, slots=True)
class Purge:
    """The ids of records to be removed for good; `events` is how many entries of the log name them."""

    annotations: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    events: int = 0

    def keys(self) -> frozenset[Key]:
        """Return what is removed, by table and id."""
        return frozenset(
            [("annotations", identifier) for identifier in self.annotations]
            + [("tags", identifier) for identifier in self.tags]
            + [("pages", identifier) for identifier in self.pages]
            + [("corrections", identifier) for identifier in self.corrections]
            + [("links", identifier) for identifier in self.links]
        )


def plan(snapshot: Snapshot, before: str) -> Purge:
    """Return what may go: deleted `before` a time (UTC, ISO 8601 with Z), and needed by nothing that stays.

    An annotation that a remaining reply answers stays, and so does a tag that a remaining annotation has. A page
    goes when no remaining annotation, correction or end of a link is on it; a proposal without a text only with the
    last annotation on it, for its record is all there is of it.
    """
    staying = {
        identifier: annotation
        for identifier, annotation in snapshot.annotations.items()
        if not (annotation.deleted and annotation.deleted < before)
    }
    missing = {annotation.reply_to for annotation in staying.values()} - staying.keys() - {None}
    while missing:
        found = {
            key: snapshot.annotations[key]
            for key in missing
            if key is not None and key in snapshot.annotations
        }
        staying.update(found)
        missing = {annotation.reply_to for annotation in found.values()} - staying.keys() - {None}
    used = {tag for annotation in staying.values() for tag in annotation.tags}
    places = {annotation.target.fingerprint for annotation in staying.values()}
    undone = {
        key: correction
        for key, correction in snapshot.corrections.items()
        if correction.deleted and correction.deleted < before
    }
    places |= {item.fingerprint for key, item in snapshot.corrections.items() if key not in undone}
    unlinked = {key: link for key, link in snapshot.links.items() if link.deleted and link.deleted < before}
    linked = (link for key, link in snapshot.links.items() if key not in unlinked)
    places |= {end.fingerprint for link in linked for end in link.ends}
    annotated = {annotation.target.fingerprint for annotation in snapshot.annotations.values()}
    places |= {key for key in snapshot.pages if key.startswith(TEXTLESS) and key not in annotated}
    return Purge(
        tuple(key for key in snapshot.annotations if key not in staying),
        tuple(
            key
            for key, tag in snapshot.tags.items()
            if tag.deleted and tag.deleted < before and key not in used
        ),
        tuple(key for key in snapshot.pages if key not in places),
        tuple(undone),
        tuple(unlinked),
    )


def mentions(event: Mapping[str, Any], keys: Set[Key]) -> bool:
    """Say whether an event's document holds an image of one of these records."""
    writes = event.get("writes")
    return isinstance(writes, list) and any(
        isinstance(write, dict) and (write.get("table"), write.get("id")) in keys for write in writes
    )
