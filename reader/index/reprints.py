"""Which articles share long passages: winnowed numbers of each (`reader.text.winnowing`), found by number.

A side file in the cache folder: it may be removed at any time, and one that is damaged is made again. Where no file can
be had it is all in memory. Nothing here fails: what cannot be kept now is kept later, or found again.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

VERSION = 1
"""To be raised when an article's numbers are made in another way."""
COMMON = 8
"""A number that more articles have is a formula's, and tells nothing."""
_BATCH = 256
"""Pages that are written together, their numbers in order: the tree is then gone through once."""
_CACHE = 16 * 1024
"""KiB of the tree that are kept in memory."""
_SCHEMA = f"""
CREATE TABLE pages (page TEXT PRIMARY KEY, signature INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (number INTEGER PRIMARY KEY, article TEXT UNIQUE, page TEXT NOT NULL, prints BLOB NOT NULL);
CREATE INDEX of_page ON articles (page);
CREATE TABLE prints (print INTEGER, article INTEGER, PRIMARY KEY (print, article)) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
"""
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Alike:
    """An article (its id) that shares `shared` numbers with another; `least` is how many the one with fewer has."""

    article: str
    shared: int
    least: int


@dataclass(frozen=True, slots=True)
class _Taken:
    signature: int
    articles: Mapping[str, array[int]]


class Reprints:
    """The numbers of articles by page. Safe to share between threads, and the file between programs."""

    def __init__(self, path: Path) -> None:
        """Take the file; it is opened when it is first needed."""
        self._path = path
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._waiting: dict[str, _Taken] = {}

    def knows(self, page: str, signature: int) -> bool:
        """Say whether a page (its fingerprint) was taken, with the articles it has: `signature` tells them apart."""
        with self._lock:
            if page in self._waiting:
                return self._waiting[page].signature == signature
            rows = self._asked("SELECT signature FROM pages WHERE page = ?", page)
        return rows == [(signature,)]

    def take(self, page: str, signature: int, articles: Mapping[str, array[int]]) -> None:
        """Have a page's articles (ids) with their numbers, in place of those it had."""
        with self._lock:
            self._waiting[page] = _Taken(signature, articles)
            if len(self._waiting) >= _BATCH:
                self._write()

    def alike(self, article: str) -> list[Alike]:
        """Return the articles that share numbers with one that was taken, those that share the largest part first."""
        with self._lock:
            self._write()
            own = self._prints(article)
            counts: Counter[int] = Counter()
            for number in own:
                rows = self._asked("SELECT article FROM prints WHERE print = ? LIMIT ?", number, COMMON + 1)
                if len(rows) <= COMMON:
                    counts.update(row[0] for row in rows)
            found = []
            for number, shared in counts.items():
                for name, blob in self._asked(
                    "SELECT article, prints FROM articles WHERE number = ?", number
                ):
                    if name != article:
                        found.append(Alike(name, shared, min(len(own), len(blob) // own.itemsize)))
        return sorted(found, key=lambda each: (-each.shared / each.least, -each.shared, each.article))

    def close(self) -> None:
        """Write what is waiting, and let go of the file."""
        with self._lock:
            if self._waiting:
                self._write()
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    # -- within

    def _prints(self, article: str) -> array[int]:
        prints = array("I")
        for (blob,) in self._asked("SELECT prints FROM articles WHERE article = ?", article):
            prints.frombytes(blob)
        return prints

    def _asked(self, query: str, *values: object) -> list[Any]:
        return self._done(lambda connection: connection.execute(query, values).fetchall()) or []

    def _write(self) -> None:
        """Write what is waiting, in one transaction; where the file is locked it goes on waiting."""
        if self._waiting and self._done(self._put) is not None:
            self._waiting.clear()

    def _put(self, connection: sqlite3.Connection) -> bool:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            new = array(
                "Q"
            )  # print and article in one: a quarter of the memory that pairs take while they are sorted
            for page, taken in self._waiting.items():
                old = "SELECT number, prints FROM articles WHERE page = ?"
                for number, blob in connection.execute(old, (page,)).fetchall():
                    prints = array("I", blob)
                    gone = [(each, number) for each in prints]
                    connection.executemany("DELETE FROM prints WHERE print = ? AND article = ?", gone)
                connection.execute("DELETE FROM articles WHERE page = ?", (page,))
                for name, numbers in taken.articles.items():
                    put = "INSERT OR REPLACE INTO articles (article, page, prints) VALUES (?, ?, ?)"
                    number = connection.execute(put, (name, page, numbers.tobytes())).lastrowid
                    assert number is not None
                    new.extend(each << 32 | number for each in numbers)
                connection.execute("INSERT OR REPLACE INTO pages VALUES (?, ?)", (page, taken.signature))
            pairs = ((each >> 32, each & 0xFFFFFFFF) for each in sorted(new))
            connection.executemany("INSERT OR IGNORE INTO prints VALUES (?, ?)", pairs)
        return True

    def _done(self, work: Callable[[sqlite3.Connection], Result]) -> Result | None:
        """Return what comes of work on the file; of a damaged one that was made anew; None where it is locked."""
        for again in (False, True):
            try:
                if self._connection is None:
                    self._connection = self._opened(anew=again)
                return work(self._connection)
            except sqlite3.OperationalError as error:
                if "locked" in str(error) or "busy" in str(error):
                    return None
                self._drop()
            except (sqlite3.Error, OSError, ValueError):
                self._drop()
        return None

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _opened(self, *, anew: bool) -> sqlite3.Connection:
        """Return the file, made if need be; where it cannot be made, memory."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if anew:
                self._remove()
            connection = _connected(self._path)
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, VERSION):
                connection.close()
                self._remove()
                connection = _connected(self._path)
        except (sqlite3.Error, OSError):
            if not anew:
                raise
            connection = _connected(":memory:")
        if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
            connection.executescript(_SCHEMA)
        return connection

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._path}{suffix}").unlink(missing_ok=True)


def _connected(path: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=2, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    return connection
