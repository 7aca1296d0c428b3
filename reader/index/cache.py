"""Parses that are kept from one start to the next: one SQLite file for all libraries, which may be deleted at any time.

It knows pages and digests by what their parse depends on (`page_key`), and of each file that was read, as it was then, the
keys of its pages, so that files that have not changed are known without being read. Several processes may use it at
once. Whatever is wrong with it makes it forget, and is no error.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from threading import Lock
from time import time
from typing import Any, TypeVar

from reader.index.kept import KeptFile, Stamp
from reader.index.packing import PackingError, unpack_digest, unpack_page
from reader.index.versions import parser_version
from reader.pages.digest import PageDigest
from reader.pages.model import Page

NAME = "pages.sqlite"
ROOM = 512 * 1024 * 1024
"""Bytes the file may have; some fifty thousand pages of a broadsheet."""
_OURS = 0x7869616E  # "xian"
_FORMAT = 1
_KEY = 16
_WAIT = 2.0
_CHUNK = 400
_DAY = 86_400
_NOT_ITS_FAULT = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_NOMEM,
)
_TABLES = f"""
BEGIN IMMEDIATE;
PRAGMA application_id = {_OURS};
PRAGMA user_version = {_FORMAT};
CREATE TABLE IF NOT EXISTS pages (key BLOB PRIMARY KEY, digest BLOB NOT NULL, page BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS uses (key BLOB PRIMARY KEY, day INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    path BLOB NOT NULL, encoding TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
    ctime INTEGER NOT NULL, version BLOB NOT NULL, keys BLOB NOT NULL, day INTEGER NOT NULL,
    PRIMARY KEY (path, encoding)
) WITHOUT ROWID;
COMMIT;
"""
_T = TypeVar("_T")


class Cache:
    """What is kept. Safe to share between threads; no method raises for what is wrong with the file."""

    def __init__(self, path: Path, room: int = ROOM) -> None:
        """Take the file's path; it is opened when first asked for something, and made when first given something."""
        self._path, self._room = path, room
        self._guard = Lock()
        self._connection: sqlite3.Connection | None = None
        self._given_up = False

    def page(self, key: bytes, text: str) -> Page | None:
        """Return the page of a key, parsed from a text; None if it is not kept."""
        rows = self._rows("SELECT page FROM pages WHERE key = ?", [key])
        if rows:
            with suppress(PackingError):
                page = unpack_page(rows[0][0], text)
                self._use("uses", "key", [key])
                return page
        return None

    def digests(self, encoding: str, stamps: Mapping[str, Stamp]) -> dict[str, tuple[PageDigest, ...]]:
        """Return the pages of the files, by path, that are kept as their stamps say they are now."""
        found: dict[str, tuple[PageDigest, ...]] = {}
        for paths in _chunks(stamps):
            names = {os.fsencode(path): path for path in paths}
            keys: dict[str, list[bytes]] = {}
            for name, size, mtime, ctime, version, joined in self._rows(
                "SELECT path, size, mtime, ctime, version, keys FROM files"  # noqa: S608 - of marks alone
                f" WHERE encoding = ? AND path IN ({_marks(names)})",
                [encoding, *names],
            ):
                if version == parser_version() and stamps[names[name]] == (size, mtime, ctime):
                    keys[names[name]] = [joined[at : at + _KEY] for at in range(0, len(joined), _KEY)]
            known = self._unpacked({key for own in keys.values() for key in own})
            whole = {path: own for path, own in keys.items() if own and all(key in known for key in own)}
            found.update((path, tuple(known[key] for key in own)) for path, own in whole.items())
            self._use("uses", "key", [key for own in whole.values() for key in own])
            self._use("files", "path", [os.fsencode(path) for path in whole])
        return found

    def keep(self, files: Iterable[KeptFile]) -> None:
        """Keep files and their pages; what is over the room is dropped, what was used longest ago first."""
        today, version = _today(), parser_version()
        if not version:
            return

        def write(connection: sqlite3.Connection) -> None:
            for file in files:
                connection.executemany(
                    "INSERT OR REPLACE INTO pages VALUES (?, ?, ?)",
                    [(page.key, page.digest, page.page) for page in file.pages],
                )
                connection.executemany(
                    "INSERT OR REPLACE INTO uses VALUES (?, ?)", [(page.key, today) for page in file.pages]
                )
                if file.stamp is not None:
                    row = (
                        os.fsencode(file.path), file.encoding, *file.stamp, version, b"".join(file.keys), today,
                    )  # fmt: skip
                    connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            _make_room(connection, self._room)

        self._do(write, make=True)

    def close(self) -> None:
        """Let go of the file; the next call opens it again."""
        with self._guard:
            self._let_go()

    def _unpacked(self, keys: Iterable[bytes]) -> dict[bytes, PageDigest]:
        found = {}
        for chunk in _chunks(keys):
            query = f"SELECT key, digest FROM pages WHERE key IN ({_marks(chunk)})"  # noqa: S608 - of marks alone
            for key, packed in self._rows(query, chunk):
                with suppress(PackingError):
                    found[key] = unpack_digest(packed)
        return found

    def _use(self, table: str, column: str, keys: Sequence[bytes]) -> None:
        """Note that rows were used today, once a day."""
        today = _today()

        def write(connection: sqlite3.Connection) -> None:
            for chunk in _chunks(keys):
                query = f"SELECT {column} FROM {table} WHERE day < ? AND {column} IN ({_marks(chunk)})"  # noqa: S608
                old = connection.execute(query, [today, *chunk]).fetchall()
                if old:
                    change = f"UPDATE {table} SET day = ? WHERE {column} = ?"  # noqa: S608 - of our own names
                    connection.executemany(change, [(today, row[0]) for row in old])

        self._do(write)

    def _rows(self, query: str, values: Sequence[object]) -> list[Any]:
        return self._do(lambda connection: connection.execute(query, values).fetchall()) or []

    def _do(self, work: Callable[[sqlite3.Connection], _T], *, make: bool = False) -> _T | None:
        """Do something with the file, in one transaction; None if that cannot be."""
        with self._guard:
            if self._given_up:
                return None
            try:
                connection = self._opened(make)
                if connection is None:
                    return None
                with connection:
                    return work(connection)
            except sqlite3.Error as error:
                self._let_go()
                if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _NOT_ITS_FAULT:
                    self._forget()
            except OSError:
                self._given_up = True
            return None

    def _opened(self, make: bool) -> sqlite3.Connection | None:
        if self._connection is not None:
            return self._connection
        if not _is_ours(self._path):
            if self._path.exists():
                self._path.replace(self._path.with_name(f"{self._path.name}.aside"))
            self._forget()
            if not make:
                return None
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(self._path, timeout=_WAIT, check_same_thread=False)
        self._connection = connection
        if connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
            connection.executescript(_TABLES)
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    def _let_go(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _forget(self) -> None:
        """Delete the file; whoever has it open goes on with what he has."""
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)


def _is_ours(path: Path) -> bool:
    """Say whether there is a file in our format, by its first bytes."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        return False
    numbers = head[60:64], head[68:72]
    return numbers == (_FORMAT.to_bytes(4, "big"), _OURS.to_bytes(4, "big"))


def _make_room(connection: sqlite3.Connection, room: int) -> None:
    """Drop what was used longest ago, a twentieth at a time, until what is left has room."""

    def number(query: str) -> int:
        return int(connection.execute(query).fetchone()[0] or 0)

    size = number("PRAGMA page_size")
    while size * (number("PRAGMA page_count") - number("PRAGMA freelist_count")) > room:
        count = number("SELECT count(*) FROM uses")
        if not count:
            return
        rows = connection.execute("SELECT key FROM uses ORDER BY day LIMIT ?", [1 + count // 20]).fetchall()
        connection.executemany("DELETE FROM pages WHERE key = ?", rows)
        connection.executemany("DELETE FROM uses WHERE key = ?", rows)
        connection.execute("DELETE FROM files WHERE day < (SELECT min(day) FROM uses)")


def _chunks(items: Iterable[_T]) -> Iterator[list[_T]]:
    left = iter(items)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values))


def _today() -> int:
    return int(time()) // _DAY
