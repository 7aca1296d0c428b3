"""Which annotations a page shows, and where: its own, and those of an earlier text of it that are found again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from operator import is_not

from reader.annotations import Anchoring, Annotation, Location, Target, anchor, locate
from reader.pages.model import Page
from reader.repository import TEXTLESS, Snapshot
from reader.workspace.model import Placed

Place = tuple[str, int]
"""A page's path as the database has it, and its number in the file."""
_FEW = 5000
"""Annotations that are replaced at once up to which the index follows; of more it is made anew."""


@dataclass(frozen=True, slots=True)
class _Index:
    """What a snapshot holds: its annotations, the live ones by text, and the texts noted at each place. Never changed."""

    snapshot: Snapshot
    annotations: list[Annotation]
    notes: Mapping[str, list[Annotation]]
    earlier: Mapping[Place, list[str]]


class Placing:
    """Places annotations; remembers what it found for the snapshot it last saw. Safe to share between threads."""

    def __init__(self) -> None:
        """Start with nothing remembered."""
        self._last: _Index | None = None
        self._anchored: dict[tuple[str, object, str], Anchoring] = {}
        self._counted: tuple[object, object, Mapping[str, int], Mapping[Place, Mapping[str, int]]] = (
            None, None, {}, {},
        )  # fmt: skip

    def page(
        self, snapshot: Snapshot, page: Page, place: Place, known: Collection[str], unsaved: Collection[str]
    ) -> tuple[Placed, ...]:
        """Return what a page shows, in text order, answers after what they answer.

        `known` are the fingerprints of the file's pages as they are now: annotations of others that were noted at
        this place are of an earlier text.
        """
        index = self._index(snapshot)
        found = [
            Placed(annotation, locate(page, annotation.target), "stable", annotation.id in unsaved)
            for annotation in index.notes.get(page.fingerprint, ())
        ]
        for fingerprint in index.earlier.get(place, ()):
            if fingerprint in known:
                continue
            for annotation in index.notes.get(fingerprint, ()):
                result = self._anchor(annotation, page)
                location = locate(page, result.target) if result.status != "lost" else Location(None)
                found.append(Placed(annotation, location, result.status, annotation.id in unsaved))
        return _ordered(found, page)

    def found(self, annotation: Annotation, page: Page) -> Target:
        """Return where an annotation of an earlier text was found on a page; its own target where it was not."""
        return self._anchor(annotation, page).target

    def of_fingerprint(self, snapshot: Snapshot, fingerprint: str) -> list[Annotation]:
        """Return the live annotations of one text."""
        return self._index(snapshot).notes.get(fingerprint, [])

    def fingerprints(self, snapshot: Snapshot) -> Collection[str]:
        """Return the fingerprints that have live annotations."""
        return self._index(snapshot).notes.keys()

    def earlier(self, snapshot: Snapshot, place: Place) -> list[str]:
        """Return the fingerprints that were noted at a place."""
        return self._index(snapshot).earlier.get(place, [])

    def notes(self, snapshot: Snapshot) -> Mapping[str, Sequence[Annotation]]:
        """Return all live annotations by their text; a text's are the same list while they are the same."""
        return self._index(snapshot).notes

    def counts(
        self, snapshot: Snapshot, key_of: Callable[[str], str]
    ) -> tuple[Mapping[str, int], Mapping[Place, Mapping[str, int]]]:
        """Return how many live annotations there are: by text, and those texts by the place they were noted at.

        `key_of` gives the key of the file at a path. The same mappings are returned while nothing changes.
        """
        index = self._index(snapshot)
        counted = self._counted
        if counted[0] is not index.notes or counted[1] is not index.earlier:
            by_text = {fingerprint: len(found) for fingerprint, found in index.notes.items()}
            by_place: dict[Place, dict[str, int]] = {}
            for (path, number), fingerprints in index.earlier.items():
                there = {each: by_text[each] for each in fingerprints if each in by_text}
                if there:
                    by_place.setdefault((key_of(path), number), {}).update(there)
            self._counted = counted = index.notes, index.earlier, by_text, by_place
        return counted[2:]

    def _index(self, snapshot: Snapshot) -> _Index:
        last = self._last  # in one go: another thread may index another snapshot meanwhile
        if last is not None and last.snapshot is snapshot:
            return last
        annotations = list(snapshot.annotations.values())
        notes = followed(last.annotations, last.notes, annotations) if last is not None else None
        if last is not None and last.snapshot.pages is snapshot.pages:
            earlier = last.earlier
        else:
            earlier = _noted_at(snapshot)
        if notes is None:
            notes = by_fingerprint(annotations)
        self._last = index = _Index(snapshot, annotations, notes, earlier)
        return index

    def _anchor(self, annotation: Annotation, page: Page) -> Anchoring:
        key = (annotation.id, annotation.target.ranges, page.fingerprint)
        if key not in self._anchored:
            self._anchored[key] = anchor([(0, page)], annotation.target)
        found = self._anchored[key]
        return replace(found, status="moved") if found.status == "stable" else found


def by_fingerprint(annotations: Iterable[Annotation]) -> dict[str, list[Annotation]]:
    """Return the live ones of some annotations by the text they are on, in their order."""
    found: dict[str, list[Annotation]] = {}
    for annotation in annotations:
        if not annotation.deleted:
            found.setdefault(annotation.target.fingerprint, []).append(annotation)
    return found


def followed(
    before: list[Annotation], notes: Mapping[str, list[Annotation]], after: list[Annotation]
) -> Mapping[str, list[Annotation]] | None:
    """Return what `by_fingerprint` makes of others, from what it made before, at the cost of the change; None if it cannot.

    Most changes put some in the place of others, or some at the end. A text's list that stays is the same list, and the
    mapping, too, if all do.
    """
    places = list(compress(range(len(before)), map(is_not, before, after)))
    if len(after) < len(before) or len(places) > _FEW:
        return None
    replaced = {id(before[place]): after[place] for place in places}
    added = by_fingerprint(after[len(before) :])
    touched = set(added)
    for place in places:
        old, new = before[place], after[place]
        if old.target.fingerprint != new.target.fingerprint or (old.deleted and not new.deleted):
            return None  # it has a place between others
        touched.add(new.target.fingerprint)
    if not touched:
        return notes
    index = dict(notes)
    for fingerprint in touched:
        held = (replaced.get(id(each), each) for each in index.get(fingerprint, ()))
        found = [each for each in held if not each.deleted] + added.get(fingerprint, [])
        if found:
            index[fingerprint] = found
        else:
            index.pop(fingerprint, None)
    return index


def _noted_at(snapshot: Snapshot) -> Mapping[Place, list[str]]:
    found: dict[Place, list[str]] = {}
    for record in snapshot.pages.values():
        if not record.fingerprint.startswith(TEXTLESS):
            found.setdefault((record.path, record.number), []).append(record.fingerprint)
    return found


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
