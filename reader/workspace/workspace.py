"""What an open folder is: its files and pages, its annotations, and everything that can be done to them."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from reader.annotations import (
    Annotation,
    Caret,
    Target,
    article_ranges,
    make_target,
    measure_ranges,
    now,
    span_ranges,
)
from reader.pages.digest import Paged, PageDigest, digest
from reader.pages.model import Article, Fix, Measure, Page
from reader.workspace.catalogue import Catalogue
from reader.workspace.halves import Halves
from reader.workspace.library import Library
from reader.workspace.model import (
    Event,
    Filters,
    Imported,
    Listed,
    Notice,
    Placed,
    Replayed,
    SourceFile,
    WorkspaceError,
)
from reader.workspace.opening import find_files, place_database
from reader.workspace.state import ReadingState
from reader.workspace.textless import Textless, is_textless

if TYPE_CHECKING:
    from reader.workspace.looking import Changes, Looking


class Workspace:
    """An open folder, file, several of them, or standard input. Reading writes nothing but the reading state.

    Methods may be called from any thread. What changes records shows at once in `snapshot`, is saved in the
    background, and returns a Future of the receipt; a refused wish raises WorkspaceError at once.
    """

    def __init__(
        self,
        paths: Sequence[str | Path],
        files: tuple[SourceFile, ...],
        database: Path,
        library: Library,
        creator: str,
    ) -> None:
        """Use `open`."""
        self._files, self.database, self._creator = files, database, creator
        self.paths = tuple(paths)
        self._library = library
        self._guard = RLock()
        self._subscribers: list[Callable[[Event], None]] = []
        self._where: dict[str, tuple[SourceFile, int]] = {}
        self._noted: dict[str, tuple[PageDigest, list[Annotation], dict[str, list[Annotation]]]] = {}
        self._closed = False
        self._opened: Any = None
        self._textless = Textless()
        self._every = (*files, self._textless.file)
        self._seen_textless: tuple[PageDigest, ...] = ()
        self.halves = Halves()
        self.halves.expect(files)
        self.catalogue = Catalogue()

    @classmethod
    def open(
        cls,
        paths: Sequence[str | Path],
        *,
        database: Path | None = None,
        encoding: str | None = None,
        stdin: bytes | None = None,
        creator: str | None = None,
    ) -> Workspace:
        """Open paths; `stdin` is what standard input held, if `-` is among them; `creator` wins over XIANCE_USER.

        Raises WorkspaceError `missing`, `permission`, `unreadable`, `no_pages`.
        """
        files = find_files(paths)
        return cls(
            paths, files, place_database(paths, database), Library(encoding, stdin), creator or _named()
        )

    # -- pages

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """The files; the last one, which is none, holds the proposals without a text, if there are any.

        Before the records are open nothing is known of these.
        """
        if not (self.records_open and self._textless_digests()):
            return self._files
        return self._every

    def fingerprints(self, file: SourceFile) -> tuple[str, ...]:
        """Return the fingerprints of a file's pages without parsing them. Raises WorkspaceError."""
        if is_textless(file):
            return tuple(page.fingerprint for page in self._textless_digests())
        return self._library.fingerprints(file)

    def texts(self, file: SourceFile) -> tuple[str, ...]:
        """Return the texts of a file's pages without parsing them. Raises WorkspaceError."""
        if is_textless(file):
            return tuple(page.text for page in self._textless_pages())
        return self._library.texts(file)

    def _textless_digests(self) -> tuple[PageDigest, ...]:
        """Return the digests of proposals without a text, as the catalogue knows them then."""
        file, digests = self._textless.file, self._textless.digests(self.snapshot)
        if digests is self._seen_textless:
            return digests
        for page in digests:
            self._where[page.fingerprint] = (file, page.number)
        if digests:
            self.catalogue.take(file, digests)
        else:
            self.catalogue.forget(file)
            self.halves.forget(file)
        self._seen_textless = digests
        return digests

    def _textless_pages(self) -> tuple[Page, ...]:
        """Return their pages, as halves know them then."""
        pages = self._textless.pages(self.snapshot)
        self.halves.take(self._textless.file, pages)
        return pages

    def pages(self, file: SourceFile, *, keep: bool = True) -> tuple[Page, ...]:
        """Return a file's pages, parsed at the first call, as they were corrected. Raises WorkspaceError.

        Before the records are open they are as the parse alone makes them. Who goes through many files does not `keep`
        their pages at hand: those that are read would have to make room for them.
        """
        if is_textless(file):
            self._textless_digests()
            return self._textless_pages()
        pages = self._library.pages(file, keep=keep)
        for page in pages:
            self._where.setdefault(page.fingerprint, (file, page.number))
        if self.records_open and self._records.correcting.any(self.snapshot):
            pages = tuple(self._corrected(file, page) for page in pages)
        if self.halves.take(file, pages) or not self.catalogue.knows(file):
            self.catalogue.take(file, tuple(map(digest, pages)))
        return pages

    def survey(self, tell: Callable[[int], object] | None = None) -> None:
        """Have the catalogue know every file that can be read; those that cannot are among the `problems`.

        `tell` hears how many files are done; what it raises ends the survey.
        """
        from reader.workspace.surveying import survey

        for done in survey(self, lambda: False):
            if tell is not None:
                tell(done)

    @cached_property
    def _looking(self) -> Looking:
        from reader.workspace.looking import Looking

        return Looking(self)

    def look_again(self) -> Changes:
        """Notice what came, went and changed since; not for the event loop. Thousands of files take a moment."""
        return self._looking.look()

    @property
    def look_pause(self) -> float:
        """Seconds to wait before looking again."""
        return self._looking.pause

    def renew(
        self, files: tuple[SourceFile, ...], removed: Sequence[SourceFile], changed: Sequence[SourceFile]
    ) -> None:
        """Have other files, and forget what was known of some that went or are others now."""
        known = {file.key for file in self._files}
        for file in files:
            if file.key not in known:
                self._library.expect(file)
        self._files = files
        self._every = (*files, self._textless.file)
        self.halves.expect(files)
        gone = {file.key for file in removed}
        others = gone.union(file.key for file in changed)
        where = [item for item in self._where.items() if item[1][0].key not in others]
        self._where = dict(where)
        for file in (*removed, *changed):
            self._library.forget(file, gone=file.key in gone)
            self.halves.forget(file)
            self.catalogue.forget(file)

    def is_corrected(self, file: SourceFile, fingerprints: Collection[str]) -> bool:
        """Say whether anything was said of the rows of a file's pages, or of earlier texts of them; quick."""
        return self.records_open and bool(
            self._records.correcting.concerns(self.snapshot, self.path_in_database(file), fingerprints)
        )

    def _corrected(self, file: SourceFile, page: Page) -> Page:
        fixes = tuple(item.fix for item in self.corrections(page) if item.fix is not None)
        return self._library.corrected(file, page, fixes) if fixes else page

    def corrections(self, page: Page) -> tuple[Replayed, ...]:
        """Return what was said about a page's rows, in the order in which it was said; lost ones too."""
        place, known = self._place(page)
        found: tuple[Replayed, ...] = self._records.correcting.of_page(self.snapshot, page, place, known)
        return found

    def loaded(self, file: SourceFile) -> bool:
        """Say whether a file's pages are parsed."""
        return self._textless.paged(self.snapshot) if is_textless(file) else self._library.loaded(file)

    def announces_column(self, file: SourceFile) -> bool:
        """Say whether a file seems to hold a column of proposals, without parsing it."""
        return not is_textless(file) and self._library.announces_column(file)

    def encoding(self, file: SourceFile) -> str:
        """Return the encoding a file was read in; empty before it was."""
        return self._library.encoding(file)

    @property
    def problems(self) -> Mapping[SourceFile, WorkspaceError]:
        """The files that could not be read, and why."""
        return self._library.problems

    # -- annotations

    @property
    def records_open(self) -> bool:
        """Whether the database is open: what is asked of annotations is answered without waiting for it."""
        return self._opened is not None

    @property
    def recorded(self) -> bool:
        """Whether there is a database, which opening would read; quick."""
        beside = (self.database, self.database.with_name(f"{self.database.name}.journal"))
        return any(path.exists() for path in beside)

    def open_records(self) -> None:
        """Open the database, which may take seconds; what needs it before does so itself."""
        records = self._records
        if self._closed:
            records.writer.close()

    @property
    def _records(self) -> Any:
        """The database's side, opened when first asked for: reading pages needs none of it."""
        if self._opened is None:
            from reader.workspace.records import Records

            with self._guard:
                if self._opened is None:
                    records = Records(self.database, self._subscribers)
                    self._textless.digests(records.writer.snapshot)  # here, for nobody waits yet
                    self._opened = records
        return self._opened

    @property
    def snapshot(self) -> Any:
        """The records as the reader sees them (`reader.repository.Snapshot`), unsaved changes included."""
        return self._records.writer.snapshot

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What there is to say about the database."""
        notices: tuple[Notice, ...] = self._records.notices
        return notices

    @property
    def writable(self) -> bool:
        """Whether annotations can be saved."""
        return bool(self._records.writable)

    @property
    def saving(self) -> int:
        """How many changes are not durable yet."""
        return int(self._opened.writer.waiting) if self._opened else 0

    @property
    def stepping(self) -> Future[Any] | None:
        """The undo or redo under way, if one is: what is wished before it ends is wished of what it may take away."""
        step: Future[Any] | None = self._opened.writer.stepping if self._opened else None
        return step

    def subscribe(self, subscriber: Callable[[Event], None]) -> Callable[[], None]:
        """Have a function told of events, from the writer's thread; return what ends it."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def placed(self, page: Page) -> tuple[Placed, ...]:
        """Return a page's annotations in text order, answers after what they answer."""
        place, known = self._place(page)
        found: tuple[Placed, ...] = self._records.placing.page(
            self.snapshot, page, place, known, self._records.writer.unsaved
        )
        return found

    def noted(self, file: SourceFile, page: PageDigest) -> dict[str, list[Annotation]]:
        """Return a page's annotations by the article they show in ("": in none), replies among them; not to be changed.

        The page itself is looked at only where annotations of an earlier text of it wait to be found again.
        """
        placing, snapshot = self._records.placing, self.snapshot
        earlier = set(placing.earlier(snapshot, (self.path_in_database(file), page.number)))
        notes = placing.of_fingerprint(snapshot, page.fingerprint)
        kept = self._noted.get(page.fingerprint)
        if kept is not None and kept[0] is page and kept[1] is notes and not earlier - {page.fingerprint}:
            return kept[2]
        found: dict[str, list[Annotation]] = {}
        if earlier and earlier.difference(each.fingerprint for each in self.catalogue.pages(file)):
            for item in self.placed(self.pages(file)[page.number - 1]):
                article = item.location.article
                found.setdefault(article.id if article else "", []).append(item.annotation)
            return found
        shown: dict[Any, str] = {}  # entries of one proposal stand at the same place
        for annotation in notes:
            ranges = annotation.target.ranges
            if ranges not in shown:
                holder = page.article_of(ranges)
                shown[ranges] = holder.id if holder else ""
            found.setdefault(shown[ranges], []).append(annotation)
        if notes:
            self._noted[page.fingerprint] = page, notes, found
        return found

    def notes(self) -> Mapping[str, Sequence[Annotation]]:
        """Return the live annotations by the text they are on; a text's are the same sequence while they are the same."""
        found: Mapping[str, Sequence[Annotation]] = self._records.placing.notes(self.snapshot)
        return found

    def mine(self, annotation: Annotation) -> bool:
        """Say whether an annotation is one's own, to edit."""
        return annotation.creator == self.creator

    @cached_property
    def vocabulary(self) -> Any:
        """The tags there are, and what is done to them as a whole (`reader.workspace.vocabulary.Vocabulary`)."""
        from reader.workspace.vocabulary import Vocabulary

        return Vocabulary(self)

    @cached_property
    def handling(self) -> Any:
        """How proposals are handled: schemes, entries, deadlines (`reader.workspace.handling.Handling`)."""
        from reader.workspace.handling import Handling

        return Handling(self)

    @cached_property
    def linking(self) -> Any:
        """The links there are, and what is done to them (`reader.workspace.linking.Linking`)."""
        from reader.workspace.linking import Linking

        return Linking(self)

    @cached_property
    def offering(self) -> Any:
        """What may be linked (`reader.workspace.offering.Offering`)."""
        from reader.workspace.offering import Offering

        return Offering(self)

    def copies(self) -> Mapping[str, str]:
        """Return for articles that were accepted as printed before the one they count as: ids by ids."""
        counted: Mapping[str, str] = self.linking.copies() if self.snapshot.links else {}
        return counted

    @cached_property
    def suggesting(self) -> Any:
        """What tags would be put on, by those that were (`reader.workspace.suggesting.Suggesting`)."""
        from reader.workspace.suggesting import Suggesting

        return Suggesting(self)

    def tag_names(self) -> list[str]:
        """Return the tags, those on most annotations first, of equals the one put on last."""
        return [use.tag.name for use in self.vocabulary.by_use()]

    def target_article(self, page: Page, article: Article) -> Target:
        """Return the target of a whole article."""
        return make_target(page, article, article_ranges(page, article), "article")

    def target_measure(self, page: Page, article: Article, measure: Measure) -> Target:
        """Return the target of a measure."""
        ranges = measure_ranges(page, article, measure)
        return make_target(page, article, ranges, "measure", measure=measure.label)

    def target_span(self, page: Page, article: Article, start: Caret, end: Caret) -> Target:
        """Return the target of what is displayed from `start` to `end` (exclusive)."""
        return make_target(page, article, span_ranges(page, article, start, end), "span")

    # -- changes

    def tag(
        self, target: Target, names: Sequence[str], provenance: Mapping[str, Any] | None = None
    ) -> Future[Any]:
        """Put tags on a target; new names make new tags; `provenance` says how they got there, if not by hand."""
        future = self.change(lambda snapshot: self._changes.tag(snapshot, target, names, provenance))
        self.state.set_last("tags", list(dict.fromkeys((*names, *self.state.last("tags")))))
        return future

    def comment(self, target: Target, text: str) -> Future[Any]:
        """Put a comment on a target."""
        return self.change(lambda snapshot: self._changes.comment(snapshot, target, text), text)

    def reply(self, annotation_id: str, text: str) -> Future[Any]:
        """Answer an annotation."""
        return self.change(lambda snapshot: self._changes.reply(snapshot, annotation_id, text), text)

    def edit_comment(self, annotation_id: str, text: str) -> Future[Any]:
        """Replace the text of one's own annotation."""
        return self.change(lambda snapshot: self._changes.edit_comment(snapshot, annotation_id, text), text)

    def set_tags(self, annotation_id: str, names: Sequence[str]) -> Future[Any]:
        """Replace the tags of one's own annotation."""
        return self.change(lambda snapshot: self._changes.set_tags(snapshot, annotation_id, names))

    def untag(self, annotation_id: str, tag_id: str) -> Future[Any]:
        """Take a tag off one's own annotation."""
        return self.change(lambda snapshot: self._changes.untag(snapshot, annotation_id, tag_id))

    def retarget(self, annotation_id: str, target: Target) -> Future[Any]:
        """Put one's own annotation on another target; its answers go with it."""
        return self.change(lambda snapshot: self._changes.retarget(snapshot, annotation_id, target))

    def delete(self, annotation_id: str) -> Future[Any]:
        """Delete one's own annotation; undo brings it back."""
        return self.change(lambda snapshot: self._changes.delete(snapshot, annotation_id))

    def restore(self, annotation_id: str) -> Future[Any]:
        """Put one's own deleted annotation back."""
        return self.change(lambda snapshot: self._changes.restore(snapshot, annotation_id))

    def deleted(self) -> list[Listed]:
        """Return the deleted annotations that say anything, the one deleted last first."""
        from reader.workspace.selecting import deleted

        return deleted(self)

    def resolve(self, annotation_id: str, resolved: bool) -> Future[Any]:
        """Mark an annotation as dealt with, or not."""
        return self.change(lambda snapshot: self._changes.resolve(snapshot, annotation_id, resolved))

    def correct(self, wishes: Sequence[tuple[Paged, Fix]], code: str, about: str) -> Future[Any]:
        """Say things about pages' rows (`Fix`), in one change; `code` and `about` are its label's.

        `pages` gives the pages as they are then.
        """
        return self.change(lambda snapshot: self._changes.correct(snapshot, wishes, code, about))

    def confirm_corrections(self, page: Page) -> Future[Any]:
        """Store a page's corrections that were made of an earlier text of it as what they say of it now."""
        found = self.corrections(page)
        return self.change(lambda snapshot: self._changes.confirm(snapshot, page, found))

    def take_back(self, correction_id: str) -> Future[Any]:
        """Drop a correction; undo brings it back."""
        return self.change(lambda snapshot: self._changes.take_back(snapshot, correction_id))

    def undo(self) -> Future[Any]:
        """Take back one's last change; the Future raises RepositoryError if there is none or it is blocked."""
        from reader.workspace.writer import undo

        self._check_writable()
        return self._step(undo(self.creator))

    def redo(self) -> Future[Any]:
        """Make the change undone last again."""
        from reader.workspace.writer import redo

        self._check_writable()
        return self._step(redo(self.creator))

    def import_drafts(self, found: Iterable[Any], tell: Callable[[int], object] | None = None) -> Imported:
        """Anchor what a file holds (`reader.exchange.Found`), commit it in one change, and return what was done.

        `tell` hears how many were looked for; what it raises ends the import, with nothing imported.
        """
        from reader.workspace.finding import Finder
        from reader.workspace.importing import Importer

        self._check_writable()
        importer = Importer(self.creator, Finder(self), self.page_record)
        sought = importer.seek(self.snapshot, found, tell)
        done = importer.change(self.snapshot, sought)
        if done[0] is None:
            return done[1]

        def build(snapshot: Any) -> Any:
            nonlocal done
            done = importer.change(snapshot, sought)
            if done[0] is None:  # somebody else imported the same meanwhile
                raise WorkspaceError("gone")
            return done[0]

        self.change(build).result()
        return done[1]

    def check_external(self) -> None:
        """Have others' changes looked for; they are told as an `external` event."""
        if self._opened:
            self._opened.writer.look()

    # -- all annotations

    def select(self, filters: Filters | None = None) -> Iterator[Listed]:
        """Yield the annotations on the open files that pass the filters, file by file, in text order."""
        from reader.workspace.selecting import select

        yield from select(self, filters or Filters())

    @cached_property
    def searching(self) -> Any:
        """Searching all open files (`reader.workspace.searching.Searching`)."""
        from reader.workspace.searching import Searching

        return Searching(self)

    # -- the reader

    @property
    def creator(self) -> str:
        """The name that stands on what is written: as said, else as answered once, else the login name."""
        if not self._creator:
            self._creator = next(iter(self.state.last("creator")), "")
        return self._creator or login()

    @property
    def nameless(self) -> bool:
        """Whether nobody has said yet what name that is."""
        return not self._creator and not self.state.last("creator")

    def call_creator(self, name: str) -> None:
        """Take the name that stands on what is written from now on, and remember it."""
        self._creator = name
        self.state.set_last("creator", [name])
        self.state.save()

    @cached_property
    def state(self) -> ReadingState:
        """Reading state, drafts and favourites."""
        return ReadingState()

    def close(self) -> None:
        """Save what is waiting, and the reading state; later calls do nothing."""
        if self._closed:
            return
        self._closed = True
        if "state" in self.__dict__:
            self.state.save()
        if "searching" in self.__dict__:
            self.searching.close()
        if "offering" in self.__dict__:
            self.offering.close()
        if self._opened:
            self._opened.writer.close()

    # -- within

    @cached_property
    def _changes(self) -> Any:
        from reader.workspace.changes import Changes

        return Changes(self.creator, self.page_record)

    def change(self, build: Callable[[Any], Any], text: str = "") -> Future[Any]:
        """Make the change that is built from the snapshot as it is then; `text` is what a failure hands back."""
        self._check_writable()
        future: Future[Any] = self._records.writer.change(build, text)
        return future

    def _step(self, step: Callable[[Any], Any]) -> Future[Any]:
        future: Future[Any] = self._records.writer.step(step)
        return future

    def _check_writable(self) -> None:
        if not self.writable:
            raise WorkspaceError("not_writable", path=str(self.database))

    @property
    def unsaved(self) -> frozenset[str]:
        """The ids of records that are not durable yet."""
        unsaved: frozenset[str] = self._records.writer.unsaved
        return unsaved

    @cached_property
    def _by_path(self) -> Mapping[str, SourceFile]:
        return {self.path_in_database(file): file for file in self.files}

    def file_at(self, path: str) -> SourceFile | None:
        """Return the open file of a path as the database keeps it, or None."""
        return self._by_path.get(path)

    def path_in_database(self, file: SourceFile) -> str:
        """Return a file's path as the database keeps it: relative to its folder where it lies in it."""
        if file.path is None:
            return file.label
        absolute = Path(file.key)
        try:
            return absolute.relative_to(self.database.parent).as_posix()
        except ValueError:
            return absolute.as_posix()

    def page_record(self, fingerprint: str) -> Any:
        """Return what the database notes of a page that was read here (`PageRecord`); None of another."""
        from reader.repository import PageRecord

        where = self._where.get(fingerprint)
        if where is None or is_textless(where[0]):
            return None
        file, number = where
        known = next((page for page in self.catalogue.pages(file) if page.fingerprint == fingerprint), None)
        source = known.source if known is not None else self.pages(file)[number - 1].source
        return PageRecord(fingerprint, self.path_in_database(file), number, source, now())

    def _place(self, page: Page) -> tuple[tuple[str, int], tuple[str, ...]]:
        where = self._where.get(page.fingerprint)
        if where is None:
            return ("", 0), ()
        file, number = where
        return (self.path_in_database(file), number), self.fingerprints(file)


def _named() -> str:
    return os.environ.get("XIANCE_USER", "").strip()


def login() -> str:
    """Return the name the reader is logged in by."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in the password database
        return "user"
