"""Which annotations a page shows, and where: its own, and those of an earlier text of it that are found again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from reader.annotations import Anchoring, Annotation, Location, Target, anchor, locate
from reader.pages.model import Page
from reader.repository import TEXTLESS, Snapshot
from reader.workspace.model import Placed

Place = tuple[str, int]
"""A page's path as the database has it, and its number in the file."""


class Placing:
    """Places annotations; remembers what it found for the snapshot it last saw."""

    def __init__(self) -> None:
        """Start with nothing remembered."""
        self._snapshot: Snapshot | None = None
        self._by_fingerprint: dict[str, list[Annotation]] = {}
        self._earlier: dict[Place, list[str]] = {}
        self._anchored: dict[tuple[str, object, str], Anchoring] = {}

    def page(
        self, snapshot: Snapshot, page: Page, place: Place, known: Collection[str], unsaved: Collection[str]
    ) -> tuple[Placed, ...]:
        """Return what a page shows, in text order, answers after what they answer.

        `known` are the fingerprints of the file's pages as they are now: annotations of others that were noted at
        this place are of an earlier text.
        """
        self._index(snapshot)
        found = [
            Placed(annotation, locate(page, annotation.target), "stable", annotation.id in unsaved)
            for annotation in self._by_fingerprint.get(page.fingerprint, ())
        ]
        for fingerprint in self._earlier.get(place, ()):
            if fingerprint in known:
                continue
            for annotation in self._by_fingerprint.get(fingerprint, ()):
                result = self._anchor(annotation, page)
                location = locate(page, result.target) if result.status != "lost" else Location(None)
                found.append(Placed(annotation, location, result.status, annotation.id in unsaved))
        return _ordered(found, page)

    def found(self, annotation: Annotation, page: Page) -> Target:
        """Return where an annotation of an earlier text was found on a page; its own target where it was not."""
        return self._anchor(annotation, page).target

    def of_fingerprint(self, snapshot: Snapshot, fingerprint: str) -> list[Annotation]:
        """Return the live annotations of one text."""
        self._index(snapshot)
        return self._by_fingerprint.get(fingerprint, [])

    def fingerprints(self, snapshot: Snapshot) -> Collection[str]:
        """Return the fingerprints that have live annotations."""
        self._index(snapshot)
        return self._by_fingerprint.keys()

    def earlier(self, snapshot: Snapshot, place: Place) -> list[str]:
        """Return the fingerprints that were noted at a place."""
        self._index(snapshot)
        return self._earlier.get(place, [])

    def _index(self, snapshot: Snapshot) -> None:
        if snapshot is self._snapshot:
            return
        by_fingerprint: dict[str, list[Annotation]] = {}
        for annotation in snapshot.annotations.values():
            if not annotation.deleted:
                by_fingerprint.setdefault(annotation.target.fingerprint, []).append(annotation)
        earlier: dict[Place, list[str]] = {}
        for record in snapshot.pages.values():
            if record.fingerprint.startswith(TEXTLESS):
                continue
            earlier.setdefault((record.path, record.number), []).append(record.fingerprint)
        self._by_fingerprint, self._earlier, self._snapshot = by_fingerprint, earlier, snapshot

    def _anchor(self, annotation: Annotation, page: Page) -> Anchoring:
        key = (annotation.id, annotation.target.ranges, page.fingerprint)
        if key not in self._anchored:
            self._anchored[key] = anchor([(0, page)], annotation.target)
        found = self._anchored[key]
        return replace(found, status="moved") if found.status == "stable" else found


def _ordered(found: Iterable[Placed], page: Page) -> tuple[Placed, ...]:
    items = list(found)
    order = {article.id: number for number, article in enumerate(page.articles)}
    places = {}
    for item in items:
        article, spans = item.location.article, item.location.spans
        where = (order[article.id], spans[0]) if article and spans else (len(order), (0, 0, 0))
        places[item.annotation.id] = (*where, item.annotation.created, item.annotation.id)

    def key(item: Placed) -> tuple[object, ...]:
        own = item.annotation
        head = own.reply_to if own.reply_to in places else own.id
        return (*places[head], own.reply_to is not None, own.created)

    return tuple(sorted(items, key=key))
