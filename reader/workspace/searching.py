"""Searching all open files: the index kept as they are, what annotations say added to it, hits with their places.

Where the index cannot be used, everything is scanned: that takes longer and finds the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, Literal

from reader.config.places import cache_folder
from reader.index.documents import Document, document
from reader.index.query import Query
from reader.index.search import DiscardedError, Entry, GivenUpError, SearchIndex, UnusableError
from reader.pages.digest import PageDigest
from reader.workspace.model import SourceFile, WorkspaceError
from reader.workspace.noting import Noted
from reader.workspace.passages import Span, passage
from reader.workspace.textless import is_textless

if TYPE_CHECKING:
    from reader.workspace.workspace import Workspace

ALL = 10**9
_BATCH = 300
"""Articles that are put into the index in one step."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found: `start` and `end` are code points of the page's text, where the words stand.

    `about` says what `snippet` is of: the text, a comment, a quote; or empty, where no word was asked for. `marks` are
    the words in it, `count` is how often they stand in the text.
    """

    file: SourceFile
    page: int
    article: str
    kind: str
    name: str
    paper: str
    date: str
    page_no: str
    start: int
    end: int
    snippet: str
    marks: tuple[Span, ...] = ()
    count: int = 0
    about: Literal["text", "comment", "quote", ""] = "text"

    @property
    def key(self) -> str:
        """What tells it apart, as articles' places do (`reader.workspace.catalogue.Spot`)."""
        return f"{self.file.key}\n{self.page}\n{self.article}"


@dataclass(frozen=True, slots=True)
class Results:
    """What a query found: `ids` are the first of the articles, in order; years and papers count all of them.

    `hits` of `Searching` says what they are. `scanned` holds those that were found without the index.
    """

    query: Query
    total: int
    ids: tuple[int, ...] = ()
    years: Mapping[str, int] = field(default_factory=dict)
    papers: Mapping[str, int] = field(default_factory=dict)
    scanned: Mapping[int, Entry] | None = None


class Searching:
    """Searches a workspace's files. Safe to share between threads."""

    def __init__(self, workspace: Workspace) -> None:
        """Take the workspace; nothing is read before something is asked."""
        self._workspace = workspace
        self._by_key: tuple[object, dict[str, SourceFile]] = ((), {})
        name = blake2b(str(workspace.database).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
        lasting = all(file.path is not None or is_textless(file) for file in workspace.files)
        self.index = SearchIndex(cache_folder() / f"search-{name}.sqlite" if lasting else None)
        self._noted = Noted(workspace, self.index)
        self._refreshing = Lock()
        self._stamped: dict[str, tuple[tuple[PageDigest, ...], str]] = {}
        self._given_up = 0
        self.closed = False

    @property
    def _files(self) -> dict[str, SourceFile]:
        """The open files by their keys."""
        files = self._workspace.files
        if self._by_key[0] is not files:
            self._by_key = (files, {file.key: file for file in files})
        return self._by_key[1]

    # -- keeping the index

    def refresh(
        self,
        tell: Callable[[int], object] | None = None,
        stopped: Callable[[], bool] = lambda: False,
        *,
        known_only: bool = False,
    ) -> None:
        """Have the index hold the open files as they are now; `tell` hears how many do.

        With `known_only` files the catalogue does not know are left for later. What `tell` raises ends it, what was
        done is kept. Returns early where the index cannot be written.
        """
        with self._refreshing:
            for _attempt in range(2):
                with suppress(UnusableError):
                    try:
                        self._refresh(tell or (lambda count: None), stopped, known_only)
                    except DiscardedError:
                        continue
                return

    def _refresh(self, tell: Callable[[int], object], stopped: Callable[[], bool], known_only: bool) -> None:
        workspace = self._workspace
        stamps = self.index.stamps()
        self._drop_gone(stamps)
        waiting: list[tuple[str, str, Sequence[Document]]] = []
        done = 0
        for file in workspace.files:
            if stopped() or self.closed:
                break
            if not workspace.catalogue.knows(file):
                if known_only:
                    continue
                with suppress(WorkspaceError):
                    workspace.pages(file, keep=False)
            if self._stamp(file) != stamps.get(file.key, ""):
                with suppress(WorkspaceError):
                    waiting.append(self._taken(file))
            else:
                done += 1
            if sum(len(documents) for _key, _stamp, documents in waiting) >= _BATCH:
                self.index.put(waiting)
                done += len(waiting)
                waiting = []
            tell(done + len(waiting))
        if waiting:
            self.index.put(waiting)

    def _taken(self, file: SourceFile) -> tuple[str, str, list[Document]]:
        pages = self._workspace.pages(file, keep=False)
        documents = [document(page, article) for page in pages for article in page.articles]
        return file.key, self._stamp(file), documents

    def _drop_gone(self, stamps: Mapping[str, str]) -> None:
        """Take files out that are there no more, or cannot be read."""
        from pathlib import Path

        files, unread = self._files, {file.key for file in self._workspace.problems}
        gone = [key for key in stamps if key in unread or (key not in files and not Path(key).exists())]
        if gone:
            self.index.remove(gone)

    def _stamp(self, file: SourceFile) -> str:
        """Return what tells a file's pages from what they were, as they are parsed and corrected; empty if unknown."""
        pages = self._workspace.catalogue.pages(file)
        before = self._stamped.get(file.key)
        if before is None or before[0] is not pages:
            self._stamped[file.key] = before = (pages, _stamp(pages))
        return before[1]

    @property
    def total(self) -> int:
        """How many files are open."""
        return len(self._workspace.files)

    def searched(self) -> tuple[int, int]:
        """Return how many of the open files the index holds as they are now, and how many there are."""
        total = len(self._workspace.files)
        try:
            stamps = self.index.stamps()
        except (UnusableError, DiscardedError, GivenUpError):
            return 0, total
        problems = self._workspace.problems
        done = sum(
            file in problems
            or (stamps.get(file.key, "") != "" and self._stamp(file) in ("", stamps[file.key]))
            for file in self._workspace.files
        )
        return done, total

    # -- asking

    def interrupt(self) -> None:
        """Have the search under way given up; from any thread."""
        self._given_up += 1
        self.index.interrupt()

    def search(self, query: Query, limit: int = ALL) -> Results:
        """Return what a query finds in the open files, as far as the index holds them. Raises GivenUpError."""
        try:
            noted = self._noted.sides(query)
            found = self.index.find(
                query,
                limit=limit,
                files=self._files.keys(),
                within=noted.within,
                without=noted.without,
                besides=noted.besides,
            )
        except (UnusableError, DiscardedError):
            return self._scan(query, limit)
        return Results(query, found.total, found.ids, found.years, found.papers)

    def hits(self, results: Results, start: int = 0, count: int = ALL) -> list[Hit]:
        """Return some of the articles that were found. Raises GivenUpError."""
        ids = results.ids[start : start + count]
        try:
            entries = (
                [results.scanned[number] for number in ids]
                if results.scanned is not None
                else self.index.entries(ids)
            )
        except (UnusableError, DiscardedError):
            return []
        files = self._files
        return [
            self._hit(entry, files[entry.file], results.query) for entry in entries if entry.file in files
        ]

    def _hit(self, entry: Entry, file: SourceFile, query: Query) -> Hit:
        it, words = entry.document, query.marked
        found = passage(it.text, words, len(it.head) + 1)
        about: Literal["text", "comment", "quote", ""] = "text" if found.place else ""
        if found.place:
            start, end = entry.source(*found.place)
        else:
            start, end = it.places[1] if it.places else 0, it.places[1] + 1 if it.places else 0
            said = self._noted.said_in(entry.id, query)
            if said is not None:
                (start, end), text = said.annotation.target.ranges[0], said.annotation.comment
                about = "comment" if said.annotation.comment else "quote"
                found = passage(text or said.annotation.target.exact, (*words, *query.values("comment")))
        return Hit(
            file, it.page, it.article, it.kind, it.name, it.paper, it.date, it.page_no,
            start, end, found.text, found.marks, found.count, about,
        )  # fmt: skip

    def _scan(self, query: Query, limit: int) -> Results:
        """Find it without the index, page by page."""
        began = self._given_up
        found: dict[int, Entry] = {}
        for file in self._workspace.files:
            if self._given_up != began:
                raise GivenUpError
            try:
                pages = self._workspace.pages(file)
            except WorkspaceError:
                continue
            for page in pages:
                for article in page.articles:
                    entry = Entry(len(found) + 1, file.key, document(page, article))
                    if query.holds(self._noted.facts(file, page, entry)):
                        found[entry.id] = entry
        ids = sorted(found, key=lambda number: (found[number].document.date, -number), reverse=True)[:limit]
        years = Counter(entry.document.date[:4] for entry in found.values())
        papers = Counter(entry.document.paper for entry in found.values())
        return Results(
            query, len(found), tuple(ids), dict(sorted(years.items())), dict(papers.most_common()), found
        )

    def close(self) -> None:
        """Let go of the index; what keeps it up to date ends."""
        self.closed = True
        self.interrupt()
        with self._refreshing:
            self.index.close()


def _stamp(pages: Sequence[PageDigest]) -> str:
    if not pages:
        return ""
    digest = blake2b(digest_size=12)
    for page in pages:
        digest.update(repr((page.fingerprint, page.number, page.source)).encode("utf-8", "surrogateescape"))
        for it in page.articles:
            said = (
                it.id,
                it.kind,
                it.title,
                it.name,
                it.affiliation,
                it.author,
                it.reporters,
                it.correspondents,
            )
            digest.update("\t".join(map(str, said)).encode())
            digest.update(it.spans.tobytes())
    return digest.hexdigest()
