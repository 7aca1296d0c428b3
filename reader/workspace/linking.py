"""Links between articles: what is done to them, a wish and a snapshot in and one change out; where their ends are now.

An end shows in the article that holds most of its characters; one of an earlier text of its page is found again there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.annotations import (
    Link,
    LinkKind,
    Status,
    Target,
    anchor,
    make_link,
    now,
    same_place,
)
from reader.pages.digest import PageDigest
from reader.pages.model import Source
from reader.repository import Change, Label, Snapshot, Write
from reader.workspace.catalogue import Spot
from reader.workspace.links import End, Linked, Role
from reader.workspace.model import SourceFile, WorkspaceError

if TYPE_CHECKING:
    from reader.workspace.workspace import Workspace


class Linking:
    """The links of an open folder. Futures and errors are as `Workspace`'s."""

    def __init__(self, workspace: Workspace) -> None:
        """Take the open folder."""
        self._workspace = workspace
        self._indexed: Snapshot | None = None
        self._by_fingerprint: dict[str, list[tuple[Link, int]]] = {}
        self._noted_at: dict[str, list[str]] = {}
        self._places: tuple[int, dict[str, tuple[SourceFile, PageDigest]]] = -1, {}
        self._found: dict[tuple[str, str, object], tuple[Status, Target]] = {}
        self._copies: tuple[object, int, Mapping[str, str]] = None, -1, {}
        self._same: tuple[object, int, frozenset[tuple[str, str]]] = None, -1, frozenset()

    # -- looking

    def of(self, file: SourceFile, page: PageDigest, article_id: str) -> list[Linked]:
        """Return the links of an article, the oldest first."""
        self._index()
        here = [each.fingerprint for each in self._workspace.catalogue.pages(file)]
        earlier = self._noted_at.get(self._workspace.path_in_database(file), ())
        fingerprints = [page.fingerprint, *(each for each in earlier if each not in here)]
        found: dict[str, Linked] = {}
        for link, which in (pair for each in fingerprints for pair in self._by_fingerprint.get(each, ())):
            end = self.end(link.ends[which])
            on_page = end.status != "lost" and end.target.fingerprint == page.fingerprint
            at = page.article_of(end.target.ranges) if on_page else None
            if at is not None and at.id == article_id and link.id not in found:
                found[link.id] = self._linked(link, which, end)
        return sorted(found.values(), key=lambda each: (each.link.created, each.link.id))

    def all(self) -> Iterator[Linked]:
        """Yield every link, the oldest first, as its source sees it."""
        for link in self._snapshot.links.values():
            if not link.deleted:
                yield self._linked(link, 0, self.end(link.source))

    def end(self, target: Target) -> End:
        """Return where an end is now."""
        place = self._place(target.fingerprint)
        if place is not None:
            return self._at(*place, target, "stable")
        record = self._snapshot.pages.get(target.fingerprint)
        if record is None:
            return End(target, "lost")
        file = self._file(record.path)
        if file is None or not self._workspace.catalogue.knows(file):
            known: Status = "lost" if file is None else "stable"
            return End(target, known, file, record.number, source=record.source, path=record.path)
        return self._sought(file, record.number, target, record.source)

    def copies(self) -> Mapping[str, str]:
        """Return for articles that count as another one, printed earlier, that one: ids by ids.

        Those that `same` links of whole articles join are one; of those that are known the first printed counts.
        """
        key, revision = self._snapshot.links, self._workspace.catalogue.revision
        if self._copies[0] is not key or self._copies[1] != revision:
            self._copies = key, revision, self._counted()
        return self._copies[2]

    def linked_same(self) -> frozenset[tuple[str, str]]:
        """Return the pairs of articles (ids, in order) that are linked as the same text."""
        key, revision = self._snapshot.links, self._workspace.catalogue.revision
        if self._same[0] is not key or self._same[1] != revision:
            pairs = (
                sorted((each.here.spot.article.id, each.other.spot.article.id))
                for each in self.all()
                if each.role == "same" and each.here.spot and each.other.spot
            )
            self._same = key, revision, frozenset((one, other) for one, other in pairs)
        return self._same[2]

    # -- changing

    def link(self, kind: LinkKind, source: Target, target: Target, comment: str = "") -> Future[Any]:
        """Link two places; of an answer `source` is what is answered."""
        return self._workspace.change(
            lambda snapshot: self._noted(
                snapshot, link(snapshot, kind, source, target, comment, self._creator)
            )
        )

    def unlink(self, link_id: str) -> Future[Any]:
        """Take one's own link away; undo brings it back."""
        return self._workspace.change(lambda snapshot: unlink(snapshot, link_id, self._creator))

    def note(self, link_id: str, text: str) -> Future[Any]:
        """Say something about one's own link; an empty text is nothing."""
        return self._workspace.change(lambda snapshot: note(snapshot, link_id, text, self._creator), text)

    def confirm(self, linked: Linked) -> Future[Any]:
        """Store the ends of a link where they were found now."""
        ends = linked.here.target, linked.other.target
        source, target = ends[::-1] if linked.which else ends
        return self._workspace.change(
            lambda snapshot: self._noted(
                snapshot, confirm(snapshot, linked.link.id, source, target, self._creator)
            )
        )

    def refuse(self, one: str, other: str) -> None:
        """Remember that two articles (ids) are not the same text, however much of it they share."""
        self._workspace.state.tell_apart(one, other)
        self._workspace.state.save()

    # -- within

    @property
    def _creator(self) -> str:
        return self._workspace.creator

    @property
    def _snapshot(self) -> Snapshot:
        snapshot: Snapshot = self._workspace.snapshot
        return snapshot

    def _noted(self, snapshot: Snapshot, change: Change) -> Change:
        """Add what notes the pages of a change's links that are not noted yet."""
        fingerprints = {
            end.fingerprint
            for write in change.writes
            if isinstance(write.after, Link)
            for end in write.after.ends
        }
        records = (
            self._workspace.page_record(each) for each in sorted(fingerprints) if each not in snapshot.pages
        )
        notes = tuple(Write("pages", record.fingerprint, None, record) for record in records if record)
        return replace(change, writes=(*notes, *change.writes))

    def _index(self) -> None:
        snapshot = self._snapshot
        old = self._indexed
        if old is not None and old.links is snapshot.links and old.pages is snapshot.pages:
            return
        found: dict[str, list[tuple[Link, int]]] = {}
        for link in snapshot.links.values():
            for which, end in enumerate(() if link.deleted else link.ends):
                found.setdefault(end.fingerprint, []).append((link, which))
        noted_at: dict[str, list[str]] = {}
        for fingerprint in found:
            record = snapshot.pages.get(fingerprint)
            if record is not None:
                noted_at.setdefault(record.path, []).append(fingerprint)
        self._by_fingerprint, self._noted_at, self._indexed = found, noted_at, snapshot

    def _linked(self, link: Link, which: int, here: End) -> Linked:
        role: Role = "same" if link.kind == "same" else "answers" if which else "answered"
        saving = link.id in self._workspace.unsaved
        return Linked(link, which, role, here, self.end(link.ends[1 - which]), saving)

    def _at(self, file: SourceFile, page: PageDigest, target: Target, status: Status) -> End:
        article = page.article_of(target.ranges)
        spot = Spot(file, page, article) if article else None
        return End(target, status, file, page.number, spot, page.source, file.label)

    def _place(self, fingerprint: str) -> tuple[SourceFile, PageDigest] | None:
        """Return the page of a text: where it was noted, else anywhere."""
        record = self._snapshot.pages.get(fingerprint)
        file = self._file(record.path) if record is not None else None
        catalogue = self._workspace.catalogue
        for page in catalogue.pages(file) if file is not None else ():
            if page.fingerprint == fingerprint:
                return (file, page) if file is not None else None
        if self._places[0] != catalogue.revision:
            revision = catalogue.revision
            places: dict[str, tuple[SourceFile, PageDigest]] = {}
            for each in self._workspace.files:
                for page in catalogue.pages(each):
                    places.setdefault(page.fingerprint, (each, page))
            self._places = revision, places
        return self._places[1].get(fingerprint)

    def _file(self, path: str) -> SourceFile | None:
        return self._workspace.file_at(path)

    def _sought(self, file: SourceFile, number: int, target: Target, noted: Source) -> End:
        """Return where an end of an earlier text is on the pages of its file as they are now, its own page first."""
        digests = self._workspace.catalogue.pages(file)
        key = target.fingerprint, str(target.ranges), tuple(each.fingerprint for each in digests)
        if key not in self._found:
            try:
                pages = self._workspace.pages(file)
            except WorkspaceError:
                return End(target, "lost", file, number, source=noted, path=file.label)
            likely = sorted(pages, key=lambda page: page.number != number)
            result = anchor([(page.number, page) for page in likely], target)
            status: Status = "lost" if result.status == "lost" else "moved"
            self._found[key] = status, result.target
        status, found = self._found[key]
        at = next((page for page in digests if page.fingerprint == found.fingerprint), None)
        if status == "lost" or at is None:
            return End(target, "lost", file, number, source=noted, path=file.label)
        return self._at(file, at, found, status)

    def _counted(self) -> Mapping[str, str]:
        known: dict[str, tuple[str, str]] = {}
        above: dict[str, str] = {}

        def root(node: str) -> str:
            while above.setdefault(node, node) != node:
                above[node] = above[above[node]]
                node = above[node]
            return node

        for each in self.all():
            if (
                each.role != "same"
                or each.here.target.level != "article"
                or each.other.target.level != "article"
            ):
                continue
            nodes = []
            for end in (each.here, each.other):
                node = end.spot.article.id if end.spot else f"{end.target.fingerprint}\n{end.target.ranges}"
                if end.spot:
                    known[node] = end.spot.page.source.date or "9999", _page_order(end.spot.page.source)
                nodes.append(root(node))
            above[nodes[0]] = nodes[1]
        groups: dict[str, list[str]] = {}
        for node in known:
            groups.setdefault(root(node), []).append(node)
        counted: dict[str, str] = {}
        for members in groups.values():
            first = min(members, key=lambda node: (*known[node], node))
            counted |= {node: first for node in members if node != first}
        return counted


def link(
    snapshot: Snapshot, kind: LinkKind, source: Target, target: Target, comment: str, creator: str
) -> Change:
    """Link two places. Raises WorkspaceError `link_itself`, `link_there` (they are linked so already)."""
    if same_place(source, target):
        raise WorkspaceError("link_itself")
    wanted = {_place_key(source), _place_key(target)}
    for other in snapshot.links.values():
        alike = other.kind == kind and {*map(_place_key, other.ends)} == wanted
        if alike and not other.deleted and (kind == "same" or same_place(other.source, source)):
            raise WorkspaceError("link_there")
    new = make_link(kind, source, target, creator, comment.strip())
    return Change(Label(f"linked_{kind}", _named(new)), (Write("links", new.id, None, new),), creator)


def unlink(snapshot: Snapshot, link_id: str, creator: str) -> Change:
    """Make a link a tombstone. Raises WorkspaceError `link_gone`, `link_not_yours`."""
    before = _own(snapshot, link_id, creator)
    moment = now()
    after = replace(before, deleted=moment, modified=moment)
    return Change(Label("unlinked", _named(before)), (Write("links", link_id, before, after),), creator)


def note(snapshot: Snapshot, link_id: str, text: str, creator: str) -> Change:
    """Replace what is said of a link. Raises as `unlink` does."""
    before = _own(snapshot, link_id, creator)
    after = replace(before, comment=text.strip(), modified=now())
    return Change(Label("link_noted", _named(before)), (Write("links", link_id, before, after),), creator)


def confirm(snapshot: Snapshot, link_id: str, source: Target, target: Target, creator: str) -> Change:
    """Give a link, whoever's it is, the ends as they were found again. Raises WorkspaceError `link_gone`."""
    before = _existing(snapshot, link_id)
    after = replace(before, source=source, target=target, modified=now())
    return Change(Label("link_confirmed", _named(after)), (Write("links", link_id, before, after),), creator)


def _existing(snapshot: Snapshot, link_id: str) -> Link:
    found = snapshot.links.get(link_id)
    if found is None or found.deleted:
        raise WorkspaceError("link_gone")
    return found


def _own(snapshot: Snapshot, link_id: str, creator: str) -> Link:
    found = _existing(snapshot, link_id)
    if found.creator != creator:
        raise WorkspaceError("link_not_yours", by=found.creator)
    return found


def _place_key(target: Target) -> tuple[str, object]:
    return target.fingerprint, target.ranges


def _named(link: Link) -> dict[str, str]:
    """Return a label's parameters: what the two ends are called."""
    return {"title": _short(link.source), "to": _short(link.target)}


def _short(target: Target) -> str:
    line = " ".join((target.title or target.exact).split())
    return line if len(line) <= 24 else line[:23] + "…"


def _page_order(source: Source) -> str:
    return source.page_no.rjust(6, "0")
