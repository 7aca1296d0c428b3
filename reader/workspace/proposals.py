"""Every proposal of the open files at once, with what is said of each: rows that are made anew only where something changed.

Rows hold digests and annotations, never pages. What a row says of reading is asked of the reading state when it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from reader.annotations import Annotation
from reader.pages.digest import ArticleDigest, PageDigest
from reader.pages.model import PROPOSALS
from reader.text import fold
from reader.workspace.catalogue import Spot
from reader.workspace.model import Filters, SourceFile, WorkspaceError
from reader.workspace.selecting import suits

if TYPE_CHECKING:
    from reader.repository import Snapshot
    from reader.workspace.handling import Handled
    from reader.workspace.workspace import Workspace

Wanted = Callable[[ArticleDigest], bool]
Handle = Callable[[Spot, Sequence[Annotation]], "Handled"]
"""What tells how an article with entries is handled (`reader.workspace.handling.Handling.of`)."""


@dataclass(frozen=True, slots=True)
class Row:
    """An article and what is said of it. `tags` are names, `entries` the fields of entries with their latest values.

    `words` is what a word is sought in, folded; `comments` counts comments with answers; `mine` says whether the reader
    tagged it; `copies` counts the articles that it stands for beside itself; `handled` is None where nothing is registered,
    `due` the day of the deadline that runs out first, where one runs.
    """

    spot: Spot
    words: str
    notes: tuple[Annotation, ...] = ()
    tags: tuple[str, ...] = ()
    entries: tuple[tuple[str, str], ...] = ()
    comments: int = 0
    mine: bool = False
    copies: int = 0
    handled: Handled | None = None
    due: date | None = None

    @property
    def id(self) -> str:
        """The article's id."""
        return self.spot.article.id

    @property
    def resolved(self) -> bool:
        """Whether all that is said of it is dealt with; not where nothing is said."""
        heads = [note for note in self.notes if note.reply_to is None]
        return bool(heads) and all(note.resolved for note in heads)


def is_proposal(article: ArticleDigest) -> bool:
    """Say whether an article is a proposal."""
    return article.kind in PROPOSALS


def any_article(article: ArticleDigest) -> bool:
    """Want every article."""
    return True


def passes(row: Row, filters: Filters) -> bool:
    """Say whether a row passes filters: it has all tags, and something said of it suits the rest."""
    article, groups = row.spot.article, {tag.rpartition("/")[0] for tag in row.tags}
    said = filters.level or filters.by or filters.since or filters.until or filters.fields
    return (
        all(tag in row.tags or tag in groups for tag in filters.tags)
        and (filters.kind is None or article.kind == filters.kind)
        and (not filters.article or filters.article == article.id or filters.article in article.title)
        and (not said or any(suits(note, filters) for note in row.notes))
    )


def row_of(
    spot: Spot,
    notes: Sequence[Annotation],
    names: Mapping[str, str],
    creator: str,
    handle: Handle | None = None,
) -> Row:
    """Return the row of an article; `names` are tags' names by their ids, `creator` is who the reader is."""
    article = spot.article
    words = fold("\n".join((article.name, article.author, article.affiliation, spot.page.source.paper)))
    return _said(Row(spot, words), notes, names, creator, handle) if notes else Row(spot, words)


def once(
    rows: Sequence[Row],
    copies: Mapping[str, str],
    names: Mapping[str, str],
    creator: str,
    handle: Handle | None = None,
) -> list[Row]:
    """Return the rows without those of copies: what is said of them is said of what they count as.

    `copies` gives the id of that by the copy's own. Where it is not among the rows, the first copy stands for it; of two
    rows of one article, which the same text in two files makes, the first stays.
    """
    found: list[Row] = []
    first: dict[str, int] = {}
    doubled: dict[int, list[Row]] = {}
    for row in rows:
        name = copies.get(row.id, row.id)
        place = first.setdefault(name, len(found))
        if place == len(found):
            found.append(row)
            continue
        shown = found[place]
        if row.id == name and shown.id != name:
            found[place], row = row, shown
        doubled.setdefault(place, []).append(row)
    for place, others in doubled.items():
        shown = found[place]
        notes = {note.id: note for each in (shown, *others) for note in each.notes}
        said = _said(shown, tuple(notes.values()), names, creator, handle)
        found[place] = replace(said, copies=len(others))
    return found


def _said(
    row: Row, notes: Sequence[Annotation], names: Mapping[str, str], creator: str, handle: Handle | None
) -> Row:
    """Return a row with what annotations say; of a field's values the latest counts, those on the whole before a measure's."""
    registered = [note for note in notes if note.entry is not None]
    corrected = {note.entry.corrects for note in registered if note.entry is not None}
    entries: dict[str, tuple[bool, str, str, str]] = {}
    for note in registered:
        entry = note.entry
        if entry is not None and note.id not in corrected:
            value = (note.target.level != "measure", entry.date, note.created, entry.value)
            entries[entry.field] = max(entries.get(entry.field, value), value, key=lambda found: found[:3])
    handled = handle(row.spot, registered) if handle is not None and registered else None
    return replace(
        row,
        notes=tuple(notes),
        tags=tuple({names[tag]: None for note in notes for tag in note.tags if tag in names}),
        entries=tuple((field, found[3]) for field, found in entries.items()),
        comments=sum(bool(note.comment) for note in notes),
        mine=any(note.tags and note.creator == creator for note in notes),
        handled=handled,
        due=handled.due.due if handled is not None and handled.due is not None else None,
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """The rows of a file, and the digests they were made of."""

    pages: tuple[PageDigest, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What rows were made of; `snapshot` is None while the records are not open."""

    revision: int
    files: Sequence[SourceFile]
    snapshot: Snapshot | None
    copies: Mapping[str, str]

    def same(self, other: _Seen) -> bool:
        """Say whether nothing changed since."""
        return (
            self.revision == other.revision
            and self.files is other.files
            and self.snapshot is other.snapshot
            and self.copies == other.copies
        )


class Register:
    """The rows of all files that are known, in their order. One thread at a time may refresh it."""

    def __init__(self, workspace: Workspace, wanted: Wanted = is_proposal) -> None:
        """Take the open folder, and which articles have a row."""
        self._workspace, self._wanted = workspace, wanted
        self._taken: dict[str, _Taken] = {}
        self._stale: set[str] = set()
        self._notes: Mapping[str, Sequence[Annotation]] = {}
        self._noted_paths: set[str] = set()
        self._names: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        self._seen: _Seen | None = None
        self._looked: Snapshot | None = None
        self.rows: Sequence[Row] = ()
        """Replaced, never changed."""

    def refresh(self, most: int = 0) -> bool:
        """Bring the rows to what is known now, and return whether that is done.

        With `most` it stops after so many new rows; the rest is left to the next call.
        """
        workspace = self._workspace
        snapshot = workspace.snapshot if workspace.records_open else None
        now = _Seen(workspace.catalogue.revision, workspace.files, snapshot, workspace.copies())
        if self._seen is not None and now.same(self._seen):
            return True
        if snapshot is not None and snapshot is not self._looked:
            self._look(snapshot)
        done = self._take(most)
        held = (self._taken[file.key].rows for file in workspace.files if file.key in self._taken)
        rows = [row for each in held for row in each]
        self.rows = once(rows, now.copies, self._names, workspace.creator, self._handled)
        self._seen = now if done else None
        return done

    def _look(self, snapshot: Snapshot) -> None:
        """Find out which files' rows the records make stale."""
        before = self._looked
        self._looked = snapshot
        names = {tag.id: tag.name for tag in snapshot.tags.values() if not tag.deleted}
        if names != self._names:
            self._names = names
            self._stale.update(key for key, taken in self._taken.items() if any(r.tags for r in taken.rows))
        if (
            before is not None
            and snapshot.annotations is before.annotations
            and snapshot.pages is before.pages
        ):
            return
        notes = self._workspace.notes()
        changed = {
            key for key in notes.keys() | self._notes.keys() if notes.get(key) is not self._notes.get(key)
        }
        paths = {record.path for key in changed if (record := snapshot.pages.get(key)) is not None}
        self._notes = notes
        self._noted_paths = {record.path for key in notes if (record := snapshot.pages.get(key)) is not None}
        for file in self._workspace.files:
            taken = self._taken.get(file.key)
            if taken is None:
                continue
            if self._path(file) in paths or any(page.fingerprint in changed for page in taken.pages):
                self._stale.add(file.key)

    def _path(self, file: SourceFile) -> str:
        """Return a file's path as the records have it; that is found out once."""
        if file.key not in self._paths:
            self._paths[file.key] = self._workspace.path_in_database(file)
        return self._paths[file.key]

    def _take(self, most: int) -> bool:
        """Make the rows of files that are new, or not as they were; return whether all are made."""
        files, made = self._workspace.files, 0
        for gone in self._taken.keys() - {file.key for file in files}:
            del self._taken[gone]
        for file in files:
            pages = self._workspace.catalogue.pages(file)
            taken = self._taken.get(file.key)
            if taken is not None and taken.pages is pages and file.key not in self._stale:
                continue
            if taken is None and not pages:
                continue
            if most and made >= most:
                return False
            self._stale.discard(file.key)
            self._taken[file.key] = _Taken(pages, tuple(self._rows(file, pages)))
            made += len(self._taken[file.key].rows)
        return True

    def _rows(self, file: SourceFile, pages: Sequence[PageDigest]) -> Iterator[Row]:
        noted_path = bool(self._notes) and self._path(file) in self._noted_paths
        for page in pages:
            notes: Mapping[str, Sequence[Annotation]] = {}
            if noted_path or page.fingerprint in self._notes:
                with suppress(WorkspaceError):
                    notes = self._workspace.noted(file, page)
            for article in page.articles:
                if self._wanted(article):
                    spot = Spot(file, page, article)
                    said = notes.get(article.id, ())
                    yield row_of(spot, said, self._names, self._workspace.creator, self._handled)

    def _handled(self, spot: Spot, entries: Sequence[Annotation]) -> Handled:
        found: Handled = self._workspace.handling.of(spot, entries)
        return found
