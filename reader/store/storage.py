"""The tables of one file in memory, and their way to and from the disk."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from reader.store import atomic
from reader.store.errors import StoreError, reading, writing
from reader.store.format import Document, Tables, Writer, copied, load, normal, with_meta

# Seconds between two tries for the lock; a commit takes about as long.
POLL = 0.01


class AtomicStorage(Storage):
    """Tables that change by whole transactions, each a new version of the file.

    Tables and documents in memory are never changed, only replaced: what a transaction drops costs nothing, and
    `view()` may be read while it lasts. Safe to share between threads; a transaction belongs to its thread.
    """

    def __init__(self, path: str | Path, *, read_only: bool, timeout: float) -> None:
        # The file itself behind any symbolic links: a rename would replace the link.
        self.path = Path(os.path.realpath(path))
        self.read_only = read_only
        self.revision = 0
        """How many versions of the file that we had not written have been read."""
        self._timeout = timeout
        self._tables: Tables = {}
        self._version: FileIO | None = None
        self._signature: atomic.Signature | None = None
        self._draft: dict[str, Mapping[str, Document]] | None = None
        self._writer = Writer()
        self._mutex = threading.RLock()
        self._cleaned = False

    def view(self) -> Tables:
        """Return the tables as they stand now, in a transaction with its changes; not to be changed.

        Raises StoreError if the file cannot be read.
        """
        with self._mutex:
            if self._draft is not None:
                return self._draft
            self._refresh()
            return self._tables

    def put(self, name: str, table: Mapping[str, Document]) -> None:
        """Replace a table, its documents already normal; in a transaction only."""
        assert self._draft is not None
        self._draft[name] = table

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return a copy of all tables, None if there are none (TinyDB's interface)."""
        tables = self.view()
        return {name: copied(table) for name, table in tables.items()} if tables else None

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Replace all tables, in one commit or as a part of the transaction (TinyDB's interface)."""
        tables = {
            name: {str(identifier): normal(document) for identifier, document in table.items()}
            for name, table in data.items()
        }
        with self.transaction():
            assert self._draft is not None
            self._draft.clear()
            self._draft.update(tables)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write what the block changes as one new version of the file, or nothing if it raises.

        A transaction within another is a part of it: it leaves nothing if it raises, and is written with the
        outer one. Raises StoreError.
        """
        with self._mutex:
            if self._draft is not None:
                with self._savepoint():
                    yield
                return
            if self.read_only:
                raise StoreError("read_only", self.path)
            with self._locked():
                self._refresh()
                self._draft = dict(self._tables)
                try:
                    yield
                    self._commit(self._draft)
                finally:
                    self._draft = None

    def close(self) -> None:
        """Let go of the file; a later read opens it again."""
        with self._mutex:
            self._adopt({}, None)
            self._writer = Writer()

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        before = self._draft
        self._draft = dict(before or {})
        try:
            yield
        except BaseException:
            self._draft = before
            raise

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout  # 25 ms to import: not for those who only read

        lock_path = self.path.with_name(f"{self.path.name}.lock")
        with writing(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(lock_path, timeout=self._timeout, poll_interval=POLL)
            try:
                lock.acquire()
            except Timeout as error:
                raise StoreError("database_locked", self.path) from error
        try:
            yield
        finally:
            if not self.path.exists():
                # Nothing was ever committed: leave no trace. Safe while held: a waiter looks for a new file.
                with suppress(OSError):
                    lock_path.unlink()
            lock.release()

    def _commit(self, draft: dict[str, Mapping[str, Document]]) -> None:
        if draft.keys() == self._tables.keys() and all(draft[name] is self._tables[name] for name in draft):
            return
        tables = with_meta(draft)
        data = self._writer.dump(tables)
        with writing(self.path):
            if not self._cleaned:
                atomic.clean(self.path)
                self._cleaned = True
            if self.path.exists() and not os.access(self.path, os.W_OK):
                raise PermissionError(errno.EACCES, "the file is write-protected")
            version = atomic.replace(self.path, data)
        self._adopt(tables, version)

    def _refresh(self) -> None:
        with reading(self.path):
            try:
                status = self.path.stat()
            except FileNotFoundError:
                if self._version is not None:
                    self._adopt({}, None)
                    self.revision += 1
                return
            if atomic.signature(status) == self._signature:
                return
            if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for its writer
                raise StoreError("database_unreadable", self.path, "not a regular file")
            version = FileIO(self.path)
            try:
                # Before reading: what a plain script changes meanwhile is then seen as a later version.
                signature = atomic.signature(os.fstat(version.fileno()))
                tables = load(version.readall(), self.path)
            except BaseException:
                version.close()
                raise
        self._adopt(tables, version)
        self._signature = signature
        self.revision += 1

    def _adopt(self, tables: Tables, version: FileIO | None) -> None:
        if self._version is not None:
            self._version.close()
        self._tables = tables
        self._version = version
        self._signature = atomic.signature(os.fstat(version.fileno())) if version is not None else None
