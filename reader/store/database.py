"""The store's face: a TinyDB with transactions."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.table import Table

from reader.store.storage import AtomicStorage
from reader.store.table import DurableTable


class Database(TinyDB):
    """A TinyDB whose every commit is a whole new version of its file; see `open_database`."""

    table_class: type[Table] = DurableTable

    def __init__(self, path: str | Path, *, read_only: bool = False, timeout: float = 10.0) -> None:
        super().__init__(path, read_only=read_only, timeout=timeout, storage=AtomicStorage)

    @property
    def store(self) -> AtomicStorage:
        """The storage, as what it is."""
        assert isinstance(self._storage, AtomicStorage)
        return self._storage

    @property
    def path(self) -> Path:
        """The file, symbolic links followed."""
        return self.store.path

    @property
    def exists(self) -> bool:
        """Whether anything was ever committed."""
        return self.path.exists()

    @property
    def writable(self) -> bool:
        """Whether a commit has a chance, by the permissions as they are now."""
        place = self.path.parent
        while not place.exists() and place != place.parent:
            place = place.parent
        return (
            not self.store.read_only
            and os.access(place, os.W_OK | os.X_OK)
            and (not self.exists or os.access(self.path, os.W_OK))
        )

    @property
    def revision(self) -> int:
        """A number that grows when the file is found to have been changed by others; looks at the file.

        Raises StoreError if it can no longer be read.
        """
        self.store.view()
        return self.store.revision

    def table(self, name: str, **kwargs: Any) -> DurableTable:
        """Return a table; it is stored when something is put into it."""
        return cast("DurableTable", super().table(name, **kwargs))

    def transaction(self) -> AbstractContextManager[None]:
        """Return a context whose changes are one commit, all or nothing, also when it raises.

        What it reads is what stands in the file under the lock. A transaction within another is a part of it.
        Raises StoreError: on entering (read_only, database_locked, database_…), on leaving (disk_full,
        write_failed, read_only); then nothing has changed.
        """
        return self.store.transaction()

    def drop_table(self, name: str) -> None:
        """Drop a table with its documents, in one commit."""
        with self.transaction():
            super().drop_table(name)

    def drop_tables(self) -> None:
        """Drop all tables but the one that says what file this is, in one commit."""
        with self.transaction():
            super().drop_tables()


def open_database(path: str | Path, *, read_only: bool = False, timeout: float = 10.0) -> Database:
    """Open the database in a file, which need not exist: nothing is created until the first commit.

    Outside `transaction()` each operation is its own commit. `timeout` is how many seconds a commit waits for
    another process's. Raises StoreError: database_foreign, database_newer, database_broken,
    database_unreadable; the file is left as it is.
    """
    database = Database(path, read_only=read_only, timeout=timeout)
    database.store.view()
    return database
