"""Drafts from a file into records: anchored to the pages at hand, merged by id and by tag name, in one change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from reader.annotations import Annotation, Tag, anchor, now
from reader.exchange.model import Draft
from reader.pages.model import Page
from reader.repository import Change, Label, PageRecord, Snapshot, Write
from reader.workspace.model import Imported

Candidates = Callable[[Draft], Iterable[tuple[str, Page]]]


class Importer:
    """Turns drafts into one change."""

    def __init__(
        self, creator: str, candidates: Candidates, page: Callable[[str], PageRecord | None]
    ) -> None:
        """Take who imports, what gives a draft's likely pages (by key), and what notes a page."""
        self._creator, self._candidates, self._page = creator, candidates, page

    def change(self, snapshot: Snapshot, drafts: Sequence[Draft]) -> tuple[Change | None, Imported]:
        """Return the change (None: nothing is new) and what it does.

        An annotation that is here already is replaced by a later version of itself only. One whose page is not at
        hand is kept with the place it had.
        """
        live = {tag.name: tag for tag in snapshot.tags.values() if not tag.deleted}
        writes: dict[tuple[str, str], Write] = {}
        counts = {"added": 0, "same": 0, "older": 0, "lost": 0}
        for draft in drafts:
            annotation = self._tagged(draft, live, writes, snapshot)
            there = snapshot.annotations.get(annotation.id)
            if there is not None:
                same = replace(there, target=annotation.target) == annotation
                if same or there.modified >= annotation.modified:
                    counts["same" if same else "older"] += 1
                    continue
            result = anchor(self._candidates(draft), annotation.target)
            if result.status == "lost":
                counts["lost"] += 1
            else:
                annotation = replace(annotation, target=result.target)
            self._note(annotation, snapshot, writes)
            writes["annotations", annotation.id] = Write("annotations", annotation.id, there, annotation)
            counts["added"] += 1
        if not counts["added"]:
            return None, Imported(**counts)
        label = Label("imported", {"count": str(counts["added"])})
        return Change(label, tuple(writes.values()), self._creator), Imported(**counts)

    def _tagged(
        self,
        draft: Draft,
        live: dict[str, Tag],
        writes: dict[tuple[str, str], Write],
        snapshot: Snapshot,
    ) -> Annotation:
        """Give a draft's annotation our tags of the same names, making those that are not there."""
        ids: dict[str, str] = {}
        for tag in draft.tags:
            ours = live.get(tag.name)
            if ours is None:
                stored = snapshot.tags.get(tag.id)
                ours = replace(tag, deleted=None, modified=now())
                live[tag.name] = ours
                writes["tags", ours.id] = Write("tags", ours.id, stored, ours)
            ids[tag.id] = ours.id
        tags = tuple(dict.fromkeys(ids.get(tag, tag) for tag in draft.annotation.tags))
        return replace(draft.annotation, tags=tags)

    def _note(self, annotation: Annotation, snapshot: Snapshot, writes: dict[tuple[str, str], Write]) -> None:
        fingerprint = annotation.target.fingerprint
        if fingerprint not in snapshot.pages and ("pages", fingerprint) not in writes:
            record = self._page(fingerprint)
            if record is not None:
                writes["pages", fingerprint] = Write("pages", fingerprint, None, record)
