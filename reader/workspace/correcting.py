"""What the reader said about pages, replayed on them as they are now."""

from __future__ import annotations

from collections.abc import Collection

from reader.annotations import Correction, Status, replay
from reader.pages.model import Fix, Page
from reader.repository import Snapshot
from reader.workspace.model import Replayed

Place = tuple[str, int]
"""A page's path as the database has it, and its number in the file."""


class Correcting:
    """Finds the corrections of pages; remembers what it found for the snapshot it last saw."""

    def __init__(self) -> None:
        """Start with nothing remembered."""
        self._seen: tuple[object, object] = (None, None)
        self._by_fingerprint: dict[str, list[Correction]] = {}
        self._earlier: dict[Place, list[str]] = {}
        self._replayed: dict[tuple[str, str, str], tuple[Fix | None, Status]] = {}

    def any(self, snapshot: Snapshot) -> bool:
        """Say whether there are corrections at all; quick."""
        self._index(snapshot)
        return bool(self._by_fingerprint)

    def concerns(self, snapshot: Snapshot, path: str, fingerprints: Collection[str]) -> bool:
        """Say whether there are corrections of a file's pages, given the fingerprints they have now."""
        if not self.any(snapshot):
            return False
        if any(each in self._by_fingerprint for each in fingerprints):
            return True
        places = ((path, number) for number in range(1, len(fingerprints) + 1))
        return any(place in self._earlier for place in places)

    def of_page(
        self, snapshot: Snapshot, page: Page, place: Place, known: Collection[str]
    ) -> tuple[Replayed, ...]:
        """Return a page's corrections in the order in which they were made.

        `known` are the fingerprints of the file's pages as they are now: corrections of others that were noted at this
        place are of an earlier text.
        """
        self._index(snapshot)
        found = list(self._by_fingerprint.get(page.fingerprint, ()))
        for fingerprint in self._earlier.get(place, ()):
            if fingerprint not in known:
                found += self._by_fingerprint[fingerprint]
        found.sort(key=lambda item: (item.modified, item.id))
        return tuple(Replayed(item, *self._replay(page, item)) for item in found)

    def _replay(self, page: Page, correction: Correction) -> tuple[Fix | None, Status]:
        key = (correction.id, correction.modified, page.fingerprint)
        if key not in self._replayed:
            self._replayed[key] = replay(page, correction)
        return self._replayed[key]

    def _index(self, snapshot: Snapshot) -> None:
        seen = (snapshot.corrections, snapshot.pages)
        if all(new is old for new, old in zip(seen, self._seen, strict=True)):
            return
        found: dict[str, list[Correction]] = {}
        for correction in snapshot.corrections.values():
            if not correction.deleted:
                found.setdefault(correction.fingerprint, []).append(correction)
        earlier: dict[Place, list[str]] = {}
        for fingerprint in found:
            record = snapshot.pages.get(fingerprint)
            if record is not None:
                earlier.setdefault((record.path, record.number), []).append(fingerprint)
        self._by_fingerprint, self._earlier, self._seen = found, earlier, seen
