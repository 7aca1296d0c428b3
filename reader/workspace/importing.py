"""What a file holds into records: anchored to the pages at hand, merged by id and by tag name, in one change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reader.annotations import Anchoring, Annotation, Tag, Target, now
from reader.annotations.records import COLORS
from reader.exchange.model import CorrectionNote, Draft, Found, LinkNote
from reader.repository import Change, Label, PageRecord, Snapshot, Write
from reader.text import fold
from reader.workspace.changes import LONGEST_TAG, clean_name
from reader.workspace.finding import Finder
from reader.workspace.model import Imported, WorkspaceError
from reader.workspace.provenance import kept
from reader.workspace.textless import record_of


@dataclass(frozen=True, slots=True)
class Sought:
    """Something of a file with where it was found; None: not looked for, or nothing to look for."""

    item: Found
    place: Anchoring | None = None
    other: Anchoring | None = None
    """Of a link its target's place; `place` is its source's."""


class Importer:
    """Turns what a file holds into one change."""

    def __init__(self, creator: str, finder: Finder, page: Callable[[str], PageRecord | None]) -> None:
        """Take who imports, what finds quotes, and what notes a page."""
        self._creator, self._finder, self._page = creator, finder, page

    def seek(
        self, snapshot: Snapshot, found: Iterable[Found], tell: Callable[[int], object] | None = None
    ) -> list[Sought]:
        """Look for what is not here yet; slow, and needs no lock. `tell` hears how many were looked at."""
        sought = []
        for count, item in enumerate(found, 1):
            place = other = None
            if isinstance(item, Draft) and self._wanted(snapshot, item):
                place = self._finder.find(item)
            elif isinstance(item, LinkNote) and item.link.id not in snapshot.links:
                place, other = (self._finder.find(draft) for draft in _drafts(item))
            sought.append(Sought(item, place, other))
            if tell is not None:
                tell(count)
        return sought

    def _wanted(self, snapshot: Snapshot, draft: Draft) -> bool:
        """Say whether a draft is news, or its page is at hand only now."""
        there = snapshot.annotations.get(draft.annotation.id)
        return (
            there is None
            or draft.annotation.modified > there.modified
            or not self._finder.at_hand(there.target.fingerprint)
        )

    def change(self, snapshot: Snapshot, sought: Sequence[Sought]) -> tuple[Change | None, Imported]:
        """Return the change (None: nothing is new) and what it does.

        Of two versions of an annotation the one that was modified last stays; of two that are alike ours. One that
        is not found on any page is kept with the place it had.
        """
        building = _Building(snapshot, self._creator, self._page)
        for each in sought:
            if isinstance(each.item, Tag):
                building.tag(each.item)
            elif isinstance(each.item, CorrectionNote):
                building.correct(each.item)
            elif isinstance(each.item, LinkNote):
                building.link(each.item, each.place, each.other)
            else:
                building.annotate(each.item, each.place)
        done = building.done()
        if not building.writes:
            return None, done
        label = Label("imported", {"count": str(done.added or len(building.writes))})
        return Change(label, tuple(building.writes.values()), self._creator), done


class _Building:
    """A change as it grows."""

    def __init__(self, snapshot: Snapshot, creator: str, page: Callable[[str], PageRecord | None]) -> None:
        self._snapshot, self._creator, self._page = snapshot, creator, page
        self.writes: dict[tuple[str, str], Write] = {}
        self._live = {tag.id: tag for tag in snapshot.tags.values() if not tag.deleted}
        self._named = {_key(tag.name): tag.id for tag in self._live.values()}
        self._ours: dict[str, str] = {}
        self._counts = dict.fromkeys(
            ("placed", "moved", "lost", "same", "older", "tags", "corrections", "links"), 0
        )
        self._missing: list[str] = []

    def done(self) -> Imported:
        return Imported(**self._counts, missing=tuple(self._missing))

    # -- annotations

    def annotate(self, draft: Draft, place: Anchoring | None) -> None:
        there = self._snapshot.annotations.get(draft.annotation.id)
        annotation = self._filled(draft, there)
        if there is not None:
            alike = replace(there, target=annotation.target) == annotation
            if alike or there.modified >= annotation.modified:
                found_now = alike and place is not None and place.status != "lost"
                if not found_now or _same_place(there.target, place):
                    self._counts["same" if alike else "older"] += 1
                    return
        how, target = self._placed(annotation, place)
        self._counts[how] += 1
        if how == "lost":
            self._missing.append(target.exact)
        annotation = replace(annotation, target=target)
        self._note(annotation.target.fingerprint, target)
        self.writes["annotations", annotation.id] = Write("annotations", annotation.id, there, annotation)

    def _filled(self, draft: Draft, there: Annotation | None) -> Annotation:
        """Return a draft's annotation with our tags, and with what its file does not know."""
        ours = {tag.id: self.tag(tag) for tag in draft.tags}
        ids = dict.fromkeys(filter(None, ours.values()))
        annotation = _cleaned(draft.annotation)
        created = _moment(annotation.created) or (there.created if there else now())
        filled = replace(
            annotation,
            tags=tuple(ids),
            creator=annotation.creator or (there.creator if there else self._creator),
            created=created,
            modified=_moment(annotation.modified) or (there.modified if there else created),
        )
        return kept(filled, ours.get)

    def _placed(self, annotation: Annotation, place: Anchoring | None) -> tuple[str, Target]:
        """Return how an annotation was found, and its target; a reply that knows no place has its head's."""
        target = annotation.target
        if place is not None and place.status != "lost":
            return ("placed" if place.status == "stable" or not target.ranges else "moved"), place.target
        head = self._snapshot.annotations.get(annotation.reply_to or "")
        if head is not None and not (target.exact or target.ranges):
            return "placed", head.target
        return "lost", target

    def _note(self, fingerprint: str, target: Target | None = None) -> None:
        if (
            fingerprint
            and fingerprint not in self._snapshot.pages
            and ("pages", fingerprint) not in self.writes
        ):
            record = self._page(fingerprint) or (record_of(target, now()) if target else None)
            if record is not None:
                self.writes["pages", fingerprint] = Write("pages", fingerprint, None, record)

    # -- tags

    def tag(self, tag: Tag) -> str:
        """Return the id of our tag that a file's tag is, made or brought up to date where need be; empty for none."""
        if tag.id not in self._ours:
            self._ours[tag.id] = self._merged(tag)
        return self._ours[tag.id]

    def _merged(self, tag: Tag) -> str:
        name = _tag_name(tag.name)
        if not name or tag.deleted:
            return ""
        holder = self._named.get(_key(name))
        ours = self._live.get(tag.id)
        if ours is not None:
            if holder in (None, tag.id) and tag.modified > ours.modified:
                self._put(replace(tag, name=name), ours)
            return tag.id
        if holder is not None:
            return holder
        moment = now()
        self._counts["tags"] += 1
        fresh = replace(
            tag,
            name=name,
            color=tag.color % COLORS,
            description=_text(tag.description),
            creator=_text(tag.creator) or self._creator,
            created=_moment(tag.created) or moment,
            modified=_moment(tag.modified) or moment,
        )
        self._put(fresh, self._snapshot.tags.get(tag.id))
        return tag.id

    def _put(self, tag: Tag, before: Tag | None) -> None:
        if before is not None and before.deleted:  # it comes back, later than it went
            tag = replace(tag, modified=max(tag.modified, now()))
        old = self._live.get(tag.id)
        if old is not None:
            self._named.pop(_key(old.name), None)
        self._live[tag.id] = tag
        self._named[_key(tag.name)] = tag.id
        self.writes["tags", tag.id] = Write("tags", tag.id, before, tag)

    # -- corrections

    def correct(self, note: CorrectionNote) -> None:
        """Take a correction that is new, or newer than ours."""
        correction = note.correction
        there = self._snapshot.corrections.get(correction.id)
        if there is not None and there.modified >= correction.modified:
            return
        self._counts["corrections"] += 1
        self._note(correction.fingerprint)
        self.writes["corrections", correction.id] = Write("corrections", correction.id, there, correction)

    # -- links

    def link(self, note: LinkNote, source: Anchoring | None, target: Anchoring | None) -> None:
        """Take a link that is new, its ends where they were found, or newer than ours, its ends as ours are."""
        link = note.link
        there = self._snapshot.links.get(link.id)
        if there is not None and there.modified >= link.modified:
            return
        ends = (
            there.ends
            if there is not None
            else tuple(
                place.target if place is not None and place.status != "lost" else end
                for place, end in zip((source, target), link.ends, strict=True)
            )
        )
        self._counts["links"] += 1
        for end in ends:
            self._note(end.fingerprint)
        after = replace(
            link,
            source=ends[0],
            target=ends[1],
            comment=_text(link.comment),
            creator=_text(link.creator) or self._creator,
            created=_moment(link.created) or now(),
            modified=_moment(link.modified) or now(),
        )
        self.writes["links", link.id] = Write("links", link.id, there, after)


def _drafts(note: LinkNote) -> Iterator[Draft]:
    """Yield the ends of a link as if they were annotations, to look for them."""
    link = note.link
    for target, end in zip(link.ends, note.ends, strict=True):
        annotation = Annotation(link.id, _clean_target(target), link.creator, link.created, link.modified)
        yield Draft(annotation, path=end.path, page=end.page)


def _key(name: str) -> str:
    """What tags are matched by: groups and name, whatever their width, case and traditional forms."""
    return fold(name)


def _tag_name(given: str) -> str:
    """Return a name that a tag may have, as near to the given one as can be; empty if nothing is left."""
    printable = "".join(char if char.isprintable() else " " for char in _text(given))
    try:
        return clean_name(printable)
    except WorkspaceError:
        cut = printable.strip()[:LONGEST_TAG].strip(" /／")
    try:
        return clean_name(cut)
    except WorkspaceError:
        return ""


def _same_place(target: Target, place: Anchoring | None) -> bool:
    return place is not None and (place.target.fingerprint, place.target.ranges) == (
        target.fingerprint,
        target.ranges,
    )


def _cleaned(annotation: Annotation) -> Annotation:
    """Return an annotation whose texts can be written as UTF-8: halves of surrogate pairs become U+FFFD."""
    target, entry = annotation.target, annotation.entry
    return replace(
        annotation,
        comment=_text(annotation.comment),
        creator=_text(annotation.creator),
        target=_clean_target(target),
        entry=entry and replace(entry, **{name: _text(getattr(entry, name)) for name in entry.__slots__}),
    )


def _clean_target(target: Target) -> Target:
    return replace(
        target,
        exact=_text(target.exact),
        prefix=_text(target.prefix),
        suffix=_text(target.suffix),
        title=_text(target.title),
    )


def _text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\N{REPLACEMENT CHARACTER}" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def _moment(given: str) -> str:
    """Return a time if it is one; else nothing."""
    try:
        datetime.fromisoformat(given)
    except ValueError:
        return ""
    return given
