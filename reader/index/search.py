"""The search index: a SQLite file of articles' texts and an FTS5 table of their pairs of characters.

It may be thrown away at any time and is then made again: a file that is damaged, or of another version, is discarded
when that is noticed. Several processes may use one.
"""

from __future__ import annotations

import os
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import RLock
from time import monotonic, sleep
from typing import TYPE_CHECKING, TypeVar

from reader.index.documents import Document, source_range
from reader.index.grams import grams, phrase, spelled
from reader.index.query import Facts, Query, Sort
from reader.text import fold
from reader.text.folding import TABLE

if TYPE_CHECKING:
    import sqlite3

RANKED = 20_000
"""Hits up to which the best come first; of more, the newest do."""
HEADLINE_WEIGHT = 100.0
"""How often a word in the headline counts; BM25 levels off, so that hardly any text outweighs it."""
_FEW = 1000
"""Hits up to which all are ranked at once."""
_FORMAT = 1
_PATIENCE = 2.0
"""Seconds to wait for another process that writes."""
_PIECE = 500
"""Rows asked for in one statement."""

_SCHEMA = """
CREATE TABLE files (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT, file INTEGER NOT NULL, page INTEGER NOT NULL, article TEXT NOT NULL,
    fingerprint TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, paper TEXT NOT NULL, date TEXT NOT NULL,
    page_no TEXT NOT NULL, authors TEXT NOT NULL, affiliation TEXT NOT NULL,
    folded_authors TEXT NOT NULL, folded_affiliation TEXT NOT NULL, folded_paper TEXT NOT NULL
);
CREATE INDEX articles_file ON articles (file);
CREATE INDEX articles_fingerprint ON articles (fingerprint);
CREATE TABLE texts (id INTEGER PRIMARY KEY, head TEXT NOT NULL, body TEXT NOT NULL, places BLOB NOT NULL);
CREATE TABLE steps (first INTEGER PRIMARY KEY);
CREATE TABLE characters (
    first INTEGER NOT NULL, character INTEGER NOT NULL, head INTEGER NOT NULL, ids BLOB NOT NULL,
    PRIMARY KEY (first, character, head)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE grams USING fts5 (head, body, content='', tokenize='ascii');
INSERT INTO grams (grams, rank) VALUES ('automerge', 0);
INSERT INTO grams (grams, rank) VALUES ('crisismerge', 64);
INSERT INTO grams (grams, rank) VALUES ('hashsize', 300000);
INSERT INTO grams (grams, rank) VALUES ('pgsz', 16000);
"""
# `characters` has, for each step of putting, known by its first article's number, the articles with a character in their headline (`head` is 1) or anywhere (0): to ask FTS5
# for all pairs that begin with a common one takes long. Articles that went are left in it; their numbers do not come again.
# Many small segments that are merged 64 at a time are written a third quicker than FTS5's own way; its hash table then
# stays in the processor's cache.

_ENTRIES = """
SELECT a.id, f.key, page, article, fingerprint, kind, name, paper, date, page_no, authors, affiliation, head, body, places
FROM articles a JOIN files f ON f.id = a.file JOIN texts t ON t.id = a.id WHERE a.id IN ({})
"""
_SHOWING = """
SELECT a.id, f.key, article, places
FROM articles a JOIN files f ON f.id = a.file JOIN texts t ON t.id = a.id WHERE fingerprint = ? ORDER BY a.id
"""

_Result = TypeVar("_Result")
_Text = tuple[int, "array[int]", "array[int]"]
"""An article's number, headline and body, spelled."""


class UnusableError(Exception):
    """The index cannot be asked or written now: there is no place for it, or another process holds it too long."""


class DiscardedError(Exception):
    """The index was damaged and has been thrown away; it is empty now."""


class GivenUpError(Exception):
    """A search was given up because a newer one is wanted (`SearchIndex.interrupt`)."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found: how many articles, the ids of the first of them, best first, and counts by year and paper.

    An empty year or paper is one that is not known.
    """

    total: int
    ids: tuple[int, ...] = ()
    years: Mapping[str, int] = field(default_factory=dict)
    papers: Mapping[str, int] = field(default_factory=dict)


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
        self._columns: tuple[object, _Columns] | None = None
        self._written = 0

    # -- writing

    def stamps(self) -> dict[str, str]:
        """Return what was noted of each file when it was put in, by its key. Raises UnusableError, DiscardedError."""
        return self._ask(lambda base: dict(base.execute("SELECT key, stamp FROM files")))

    def put(self, files: Sequence[tuple[str, str, Sequence[Document]]]) -> None:
        """Put files in, each by its key, its stamp and all its documents, in one step. Raises UnusableError, DiscardedError."""

        def work(base: sqlite3.Connection) -> None:
            _remove(base, [key for key, _stamp, _documents in files])
            (last,) = base.execute("SELECT coalesce(max(id), 0) FROM files").fetchone()
            numbered = list(enumerate(files, last + 1))
            base.executemany(
                "INSERT INTO files VALUES (?, ?, ?)", ((number, *file[:2]) for number, file in numbered)
            )
            _add(base, [(number, it) for number, file in numbered for it in file[2]])

        self._change(work)

    def remove(self, keys: Iterable[str]) -> None:
        """Take files out. Raises UnusableError, DiscardedError."""
        gone = list(keys)
        self._change(lambda base: _remove(base, gone))

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

        def work(base: sqlite3.Connection) -> Found:
            columns = self._known(base)
            match = _match(query)
            ranked = _ranked(base, match, _FEW + 1) if match else []
            few = 0 < len(ranked) <= _FEW
            if few or not ranked:
                ids = [number for _rank, number in ranked] if match else None
            else:
                ids = _matching(base, match)
            matched = len(ids or ())
            for having in _singles(base, columns, query):
                ids = having if ids is None else _both(ids, having)
            ids = columns.ids if ids is None else ids
            allowed, barred = _allowed(base, query), _barred(base, columns, query)
            if allowed is not None:
                ids = [number for number in ids if number in allowed]
            if barred:
                ids = [number for number in ids if number not in barred]
            if within is not None:
                ids = [number for number in ids if number in within]
            if besides:
                ids = [*ids, *sorted(set(besides).difference(ids))]
            if without:
                ids = [number for number in ids if number not in without]
            if files is not None and not columns.keys <= set(files):
                opened = {number for number, key in columns.files.items() if key in files}
                ids = [number for number in ids if columns.file[number] in opened]
            if few:
                best: Sequence[int] = ids[:limit]
            elif match and matched <= RANKED:
                best = _best(base, match, ids, matched, limit)
            else:
                best = _newest(base, query, columns, ids, limit)
            return Found(len(ids), tuple(best), *columns.counts(ids))

        return self._ask(work)

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

    def _known(self, base: sqlite3.Connection) -> _Columns:
        """Return what is held of all articles; read anew when any process has written."""
        seen = self._revision(base)
        if self._columns is None or self._columns[0] != seen:
            self._columns = (seen, _Columns(base))
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
        version = _version()
        base.execute("PRAGMA page_size = 16384")
        _log_ahead(base)
        base.execute("PRAGMA synchronous = NORMAL")
        base.execute("PRAGMA cache_size = -16000")
        if base.execute("PRAGMA user_version").fetchone()[0] == version:
            return base
        base.execute("BEGIN IMMEDIATE")
        try:
            if base.execute("PRAGMA user_version").fetchone()[0] != version:
                # Another version's tables; made anew in the same file, which others may have open.
                names = base.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN"
                    " ('grams', 'files', 'articles', 'texts', 'characters', 'steps')"
                ).fetchall()
                for (name,) in names:
                    base.execute(f"DROP TABLE {name}")
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    base.execute(statement)
                base.execute(f"PRAGMA user_version = {version}")
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


class _Columns:
    """Of every article its file, day and paper, held in memory: hits are counted without asking for their rows."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self.files: dict[int, str] = dict(base.execute("SELECT id, key FROM files"))
        self.keys = frozenset(self.files.values())
        self.last = last = _last(base)
        self.file, self.day = array("I", bytes(4 * (last + 1))), array("I", bytes(4 * (last + 1)))
        self._group = array("I", bytes(4 * (last + 1)))
        groups: dict[tuple[str, str], int] = {}
        self.ids: list[int] = []
        for number, file, date, paper in base.execute(
            "SELECT id, file, date, paper FROM articles ORDER BY id"
        ):
            self.ids.append(number)
            self.file[number] = file
            self.day[number] = _day(date)
            year = f"{self.day[number] // 10000:04}" if self.day[number] else ""
            self._group[number] = groups.setdefault((year, paper), len(groups))
        self._groups = list(groups)

    def newest(self, ids: Iterable[int]) -> list[int]:
        """Return some articles, the newest first: quick where they were put in day by day, as files are named."""
        return sorted(ids, key=self.day.__getitem__, reverse=True)

    def counts(self, ids: Sequence[int]) -> tuple[dict[str, int], dict[str, int]]:
        """Return how many of some articles are of which year and of which paper."""
        years: Counter[str] = Counter()
        papers: Counter[str] = Counter()
        for group, count in Counter(map(self._group.__getitem__, ids)).items():
            year, paper = self._groups[group]
            years[year] += count
            papers[paper] += count
        return dict(sorted(years.items())), dict(papers.most_common())


def _day(date: str) -> int:
    """Return 20240229 for 2024-02-29, 0 for what is no day."""
    digits = date.replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isascii() and digits.isdecimal() else 0


def _version() -> int:
    """Return a number that changes with the tables and with how text is folded."""
    return zlib.crc32(TABLE.read_bytes() + _SCHEMA.encode(), _FORMAT) & 0x7FFFFFFF


def _remove(base: sqlite3.Connection, keys: Sequence[str]) -> None:
    """Take files out, FTS5's part in one statement: it writes all it has when another statement of a step begins."""
    rows = [base.execute("SELECT id FROM files WHERE key = ?", (key,)).fetchone() for key in keys]
    files = [row for row in rows if row is not None]
    select = "SELECT a.id, head, body FROM articles a JOIN texts t ON t.id = a.id WHERE file = ?"
    old = [each for row in files for each in base.execute(select, row)]
    base.executemany("DELETE FROM texts WHERE id = ?", [(number,) for number, _head, _body in old])
    base.executemany("DELETE FROM articles WHERE file = ?", files)
    base.executemany("DELETE FROM files WHERE id = ?", files)
    base.executemany(
        "INSERT INTO grams (grams, rowid, head, body) VALUES ('delete', ?, ?, ?)",
        ((number, grams(spelled(head)), grams(spelled(body))) for number, head, body in old),
    )


def _last(base: sqlite3.Connection) -> int:
    """Return the greatest number an article ever had; no number is given twice."""
    row = base.execute("SELECT seq FROM sqlite_sequence WHERE name = 'articles'").fetchone()
    return int(row[0]) if row else 0


def _add(base: sqlite3.Connection, documents: Sequence[tuple[int, Document]]) -> None:
    """Put in documents, each with its file's number."""
    numbered = list(enumerate(documents, _last(base) + 1))
    base.executemany(
        "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (number, file, it.page, it.article, it.fingerprint, it.kind, it.name, it.paper, it.date, it.page_no,
             it.authors, it.affiliation, fold(it.authors), fold(it.affiliation), fold(it.paper))
            for number, (file, it) in numbered
        ),
    )  # fmt: skip
    base.executemany(
        "INSERT INTO texts VALUES (?, ?, ?, ?)",
        ((number, it.head, it.body, it.places.tobytes()) for number, (_file, it) in numbered),
    )
    from concurrent.futures import ThreadPoolExecutor

    texts = [(number, spelled(it.head), spelled(it.body)) for number, (_file, it) in numbered]
    with ThreadPoolExecutor(1) as beside:  # SQLite lets Python go on during a statement
        putting = [
            beside.submit(_add_grams, base, texts[at : at + _PIECE]) for at in range(0, len(texts), _PIECE)
        ]
        characters = _characters(texts)
        for each in putting:
            each.result()
    base.executemany("INSERT INTO steps VALUES (?)", [(number,) for number, _text in numbered[:1]])
    base.executemany("INSERT INTO characters VALUES (?, ?, ?, ?)", characters)


def _add_grams(base: sqlite3.Connection, texts: Sequence[_Text]) -> None:
    """Put texts into FTS5's table in one statement."""
    values = ",".join(["(?,?,?)"] * len(texts))
    base.execute(
        f"INSERT INTO grams (rowid, head, body) VALUES {values}",  # noqa: S608 - question marks
        [each for number, head, body in texts for each in (number, grams(head), grams(body))],
    )


def _characters(texts: Sequence[_Text]) -> list[tuple[int, int, int, bytes]]:
    """Return the rows that note which characters texts have."""
    heads: defaultdict[int, array[int]] = defaultdict(partial(array, "I"))
    anywhere: defaultdict[int, array[int]] = defaultdict(partial(array, "I"))
    for number, head, body in texts:
        said = set(head)
        for character in said:
            heads[character].append(number)
        for character in said.union(body):
            anywhere[character].append(number)
    return sorted(
        (texts[0][0], character, head, numbers.tobytes())
        for head, found in ((1, heads), (0, anywhere))
        for character, numbers in found.items()
    )


def _match(query: Query) -> str:
    """Return what FTS5 is asked; empty if it has no say."""
    wanted = [phrase(word) for word in query.values("word") if len(word) > 1]
    wanted += [f"head : {phrase(word)}" for word in query.values("title") if len(word) > 1]
    return " AND ".join(f"({term})" for term in wanted)


def _having(base: sqlite3.Connection, columns: _Columns, character: str, *, head: bool) -> Iterator[int]:
    """Yield the articles that have a character, in their headline or anywhere."""
    sql = (
        "SELECT ids FROM steps CROSS JOIN characters USING (first) WHERE character = ? AND head = ?"
        " ORDER BY first"
    )
    ids = array("I", b"".join(row[0] for row in base.execute(sql, (spelled(character)[0], int(head)))))
    if len(columns.ids) == columns.last:
        return iter(ids)
    return (number for number in ids if columns.file[number])


def _matching(base: sqlite3.Connection, match: str) -> list[int]:
    return [row[0] for row in base.execute("SELECT rowid FROM grams WHERE grams MATCH ?", (match,))]


def _allowed(base: sqlite3.Connection, query: Query) -> set[int] | None:
    """Return the articles of which all holds that is asked of kinds, days and names; None if nothing is."""
    where: list[str] = []
    values: list[str] = []
    for term in query.terms:
        if term.sort in _TESTS:
            test, count = _TESTS[term.sort]
            where.append(f"NOT ({test})" if term.negated else test)
            values += (term.value, term.until)[:count]
    if not where:
        return None
    sql = f"SELECT id FROM articles WHERE {' AND '.join(where)}"  # noqa: S608 - tests of our own
    return {row[0] for row in base.execute(sql, values)}


_WHERE: tuple[tuple[Sort, str], ...] = (("word", ""), ("title", "head : "))
"""Where words of a sort are sought, as FTS5 says it."""


def _singles(base: sqlite3.Connection, columns: _Columns, query: Query) -> list[list[int]]:
    """Return, for each word of one character, the articles that have it."""
    return [
        list(_having(base, columns, word, head=bool(column)))
        for sort, column in _WHERE
        for word in query.values(sort)
        if len(word) == 1
    ]


def _barred(base: sqlite3.Connection, columns: _Columns, query: Query) -> set[int]:
    """Return the articles that say what must not be said."""
    barred: set[int] = set()
    for sort, column in _WHERE:
        for word in query.values(sort, negated=True):
            if len(word) == 1:
                barred.update(_having(base, columns, word, head=bool(column)))
            else:
                barred.update(_matching(base, column + phrase(word)))
    return barred


_TESTS = {
    "kind": ("kind = ?", 1),
    "date": ("date != '' AND date BETWEEN ? AND ?", 2),
    "author": ("instr(folded_authors, ?) > 0", 1),
    "affiliation": ("instr(folded_affiliation, ?) > 0", 1),
    "paper": ("instr(folded_paper, ?) > 0", 1),
}
"""How SQL tests what is asked by a field, and how many values that takes."""


def _ranked(base: sqlite3.Connection, match: str, most: int) -> list[tuple[float, int]]:
    """Return what matches with its rank, the best of all first; with more than `most` only so many of them.

    For ranks FTS5 seeks every phrase once more, so that it is first asked whether there is anything to be ranked.
    """
    first = base.execute("SELECT rowid FROM grams WHERE grams MATCH ? LIMIT 2", (match,)).fetchall()
    if len(first) < 2:
        return [(0.0, number) for (number,) in first]
    sql = "SELECT bm25(grams, ?, 1.0), rowid FROM grams WHERE grams MATCH ? LIMIT ?"
    return sorted(base.execute(sql, (HEADLINE_WEIGHT, match, most)))


def _both(ids: list[int], others: list[int]) -> list[int]:
    kept = set(others)
    return [number for number in ids if number in kept]


def _newest(
    base: sqlite3.Connection, query: Query, columns: _Columns, ids: list[int], limit: int
) -> list[int]:
    """Return the newest hits, before them those that have a word of one character in their headline."""
    order: dict[int, None] = {}
    for word in query.values("word"):
        if len(word) == 1:
            heads = _both(ids, list(_having(base, columns, word, head=True)))
            order |= dict.fromkeys(columns.newest(heads)[:limit])
    if len(order) < limit:
        order |= dict.fromkeys(columns.newest(ids)[:limit])
    return list(order)[:limit]


def _best(base: sqlite3.Connection, match: str, ids: list[int], matched: int, limit: int) -> list[int]:
    """Return the first hits, the best by BM25, in which headlines outweigh the rest."""
    wanted = set(ids)
    sql = "SELECT rowid FROM grams WHERE grams MATCH ? ORDER BY bm25(grams, ?, 1.0) LIMIT ?"
    rows = base.execute(sql, (match, HEADLINE_WEIGHT, limit if len(ids) == matched else -1))
    order = dict.fromkeys(number for (number,) in rows if number in wanted)
    if len(order) < limit:
        order |= dict.fromkeys(ids)
    return list(order)[:limit]


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[at : at + _PIECE] for at in range(0, len(ids), _PIECE))
