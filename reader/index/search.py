"""The search index: a SQLite file of articles' texts and an FTS5 table of their pairs of characters.

It may be thrown away at any time and is then made again: a file that is damaged, or of another version, is discarded
when that is noticed. Several processes may use one.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from time import monotonic, sleep
from typing import TYPE_CHECKING, TypeVar

from reader.index import tables
from reader.index.documents import Document, source_range
from reader.index.finding import Columns, Found, Scope, find
from reader.index.query import Facts, Query

if TYPE_CHECKING:
    import sqlite3

_PATIENCE = 2.0
"""Seconds to wait for another process that writes."""
_PIECE = 500
"""Rows asked for in one statement."""

_ENTRIES = """
SELECT a.id, f.key, page, article, fingerprint, kind, name, paper, date, page_no, authors, affiliation, head, body, places
FROM articles a JOIN files f ON f.id = a.file JOIN texts t ON t.id = a.id WHERE a.id IN ({})
"""
_SHOWING = """
SELECT a.id, f.key, article, places
FROM articles a JOIN files f ON f.id = a.file JOIN texts t ON t.id = a.id WHERE fingerprint = ? ORDER BY a.id
"""

_Result = TypeVar("_Result")


class UnusableError(Exception):
    """The index cannot be asked or written now: there is no place for it, or another process holds it too long."""


class DiscardedError(Exception):
    """The index was damaged and has been thrown away; it is empty now."""


class GivenUpError(Exception):
    """A search was given up because a newer one is wanted (`SearchIndex.interrupt`)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it is in the index, by its number and its file's key."""

    id: int
    file: str
    document: Document

    @property
    def facts(self) -> Facts:
        """What a query asks of it."""
        it = self.document
        return Facts(it.head, it.text, it.authors, it.affiliation, it.kind, it.date, it.paper)

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return the code points of `Page.text` that characters `start:end` of its text cover."""
        return source_range(self.document.places, start, end)


class SearchIndex:
    """Documents by file. Safe to share between threads: one may write while another asks."""

    def __init__(self, path: Path | None) -> None:
        """Take the file, opened when first needed; None keeps all in memory."""
        self.path = path
        self._reading, self._writing = RLock(), RLock()
        self._reader: sqlite3.Connection | None = None
        self._writer: sqlite3.Connection | None = None
        self._columns: tuple[object, Columns] | None = None
        self._written = 0

    # -- writing

    def stamps(self) -> dict[str, str]:
        """Return what was noted of each file when it was put in, by its key. Raises UnusableError, DiscardedError."""
        return self._ask(lambda base: dict(base.execute("SELECT key, stamp FROM files")))

    def put(self, files: Sequence[tuple[str, str, Sequence[Document]]]) -> None:
        """Put files in, each by its key, its stamp and all its documents, in one step. Raises UnusableError, DiscardedError."""

        self._change(lambda base: tables.put(base, files))

    def remove(self, keys: Iterable[str]) -> None:
        """Take files out. Raises UnusableError, DiscardedError."""
        gone = list(keys)
        self._change(lambda base: tables.remove(base, gone))

    def discard(self) -> None:
        """Throw everything away."""
        with self._reading, self._writing:
            self.close()
            if self.path is not None:
                for ending in ("", "-wal", "-shm"):
                    with suppress(OSError):
                        self.path.with_name(self.path.name + ending).unlink()

    def close(self) -> None:
        """Let go of the file; it is opened again when it is needed."""
        with self._reading, self._writing:
            for base in (self._reader, self._writer):  # the writer last: it leaves no journal behind
                if base is not None:
                    base.close()
            self._reader = self._writer = self._columns = None

    # -- asking

    def interrupt(self) -> None:
        """Have the search under way given up; from any thread."""
        reader = self._reader
        if reader is not None and reader is not self._writer:
            reader.interrupt()

    def find(
        self,
        query: Query,
        *,
        limit: int,
        files: Collection[str] | None = None,
        within: Collection[int] | None = None,
        without: Collection[int] = frozenset(),
        besides: Collection[int] = frozenset(),
    ) -> Found:
        """Return what the query's terms on articles find, the first `limit` in order.

        `files` are the keys of those that count (None: all). Annotations speak through the numbers of articles:
        only those `within` count, none of `without`, and those `besides` count whatever their own text says.
        Raises UnusableError, DiscardedError, GivenUpError.
        """

        scope = Scope(files, within, without, besides)
        return self._ask(lambda base: find(base, self._known(base), query, scope, limit))

    def entries(self, ids: Sequence[int]) -> list[Entry]:
        """Return documents by their numbers, in that order. Raises UnusableError, DiscardedError, GivenUpError."""

        def work(base: sqlite3.Connection) -> list[Entry]:
            found: dict[int, Entry] = {}
            for piece in _pieces(ids):
                rows = base.execute(_ENTRIES.format(",".join("?" * len(piece))), piece)
                for number, key, *values, places in rows:
                    found[number] = Entry(number, key, Document(*(*values, array("I", places))))
            return [found[number] for number in ids if number in found]

        return self._ask(work)

    def showing(self, fingerprint: str) -> list[tuple[int, str, str, array[int]]]:
        """Return the articles of the pages of a fingerprint: number, file's key, article's id and places.

        Raises UnusableError, DiscardedError, GivenUpError.
        """
        rows = self._ask(lambda base: base.execute(_SHOWING, (fingerprint,)).fetchall())
        return [(number, key, article, array("I", places)) for number, key, article, places in rows]

    def revision(self) -> object:
        """Return something that is another one when any process has written. Raises UnusableError, DiscardedError."""
        return self._ask(self._revision)

    # -- within

    def _known(self, base: sqlite3.Connection) -> Columns:
        """Return what is held of all articles; read anew when any process has written."""
        seen = self._revision(base)
        if self._columns is None or self._columns[0] != seen:
            self._columns = (seen, Columns(base))
        return self._columns[1]

    def _revision(self, base: sqlite3.Connection) -> object:
        return self._written, base.execute("PRAGMA data_version").fetchone()

    def _ask(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        with self._reading, self._judged():
            if self._reader is None:
                with self._writing:
                    self._writer = self._writer or self._open()
                    self._reader = self._open() if self.path is not None else self._writer
            base = self._reader
            if base is self._writer:
                with self._writing:
                    return work(base)
            base.execute("BEGIN")
            try:
                return work(base)
            finally:
                with suppress(Exception):
                    base.execute("ROLLBACK")

    def _change(self, work: Callable[[sqlite3.Connection], object]) -> None:
        with self._writing, self._judged():
            if self._writer is None:
                self._writer = self._open()
            base = self._writer
            base.execute("BEGIN IMMEDIATE")
            try:
                work(base)
                base.execute("COMMIT")
            except BaseException:
                with suppress(Exception):
                    base.execute("ROLLBACK")
                raise
            self._written += 1

    @contextmanager
    def _judged(self) -> Iterator[None]:
        """Tell apart what SQLite says: given up, to be tried later, or damaged, which is thrown away."""
        import sqlite3

        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if isinstance(error, sqlite3.ProgrammingError):  # closed meanwhile
                raise UnusableError(str(error)) from error
            if code == sqlite3.SQLITE_INTERRUPT:
                raise GivenUpError from error
            if code in _PASSING or "no such module" in str(error):
                raise UnusableError(str(error)) from error
            self.discard()
            raise DiscardedError(str(error)) from error
        except (ValueError, TypeError, IndexError) as error:  # a blob cut short, a number that is none
            self.discard()
            raise DiscardedError(str(error)) from error
        except OSError as error:
            raise UnusableError(str(error)) from error

    def _open(self) -> sqlite3.Connection:
        import sqlite3

        if self.path is not None:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
        base = sqlite3.connect(
            self.path or ":memory:", timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            return self._prepared(base)
        except BaseException:
            base.close()
            raise

    def _prepared(self, base: sqlite3.Connection) -> sqlite3.Connection:
        version = tables.version()
        base.execute("PRAGMA page_size = 16384")
        _log_ahead(base)
        base.execute("PRAGMA synchronous = NORMAL")
        base.execute("PRAGMA cache_size = -16000")
        if base.execute("PRAGMA user_version").fetchone()[0] == version:
            return base
        base.execute("BEGIN IMMEDIATE")
        try:
            if base.execute("PRAGMA user_version").fetchone()[0] != version:
                tables.make(base)  # in the same file, which others may have open
            base.execute("COMMIT")
        except BaseException:
            with suppress(Exception):
                base.execute("ROLLBACK")
            raise
        return base


def _log_ahead(base: sqlite3.Connection) -> None:
    """Have SQLite keep a write-ahead log; it does not itself wait for another process that does the same just now."""
    import sqlite3

    until = monotonic() + _PATIENCE
    while True:
        try:
            base.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if monotonic() > until:
                raise
            sleep(0.02)
        else:
            return


_PASSING = frozenset((3, 5, 6, 7, 8, 10, 13, 14, 23))
"""SQLite's codes PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN, AUTH: nothing is wrong with the file."""


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[at : at + _PIECE] for at in range(0, len(ids), _PIECE))
