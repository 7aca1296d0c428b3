"""The store's face: a TinyDB with transactions, a journal and checkpoints."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.table import Table

from reader.store import checking, files, history
from reader.store.errors import Finding
from reader.store.format import Document
from reader.store.storage import JournalStorage, Keys
from reader.store.table import DurableTable


class Database(TinyDB):
    """A TinyDB whose every commit is a synced line of a journal; see `open_database`."""

    table_class: type[Table] = DurableTable

    def __init__(
        self,
        path: str | Path,
        *,
        read_only: bool = False,
        timeout: float = 10.0,
        keep: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(path, read_only=read_only, timeout=timeout, keep=keep, storage=JournalStorage)

    @property
    def store(self) -> JournalStorage:
        """The storage, as what it is."""
        assert isinstance(self._storage, JournalStorage)
        return self._storage

    @property
    def path(self) -> Path:
        """The main file, symbolic links followed."""
        return self.store.path

    @property
    def exists(self) -> bool:
        """Whether anything was ever committed."""
        return self.path.exists()

    @property
    def writable(self) -> bool:
        """Whether a commit has a chance, by the format and by the permissions as they are now."""
        place = self.path.parent
        while not place.exists() and place != place.parent:
            place = place.parent
        return (
            self.store.may_write
            and os.access(place, os.W_OK | os.X_OK)
            and (not self.exists or os.access(self.path, os.W_OK))
        )

    @property
    def format(self) -> int:
        """The number of the file's format; a new file's is `FORMAT`."""
        return self.store.format

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a person should know of the files: damage, what was done about it, what another program wrote."""
        return self.store.findings

    @property
    def revision(self) -> int:
        """A number that grows when others are found to have changed anything; looks at the files.

        Raises StoreError if they can no longer be read.
        """
        with self.store.mutex:
            self.store.view()
            return self.store.revision

    def news(self) -> Keys | None:
        """Return which documents others changed since this was last asked, as (table, id); None if any may be.

        Raises StoreError.
        """
        return self.store.news()

    def table(self, name: str, **kwargs: Any) -> DurableTable:
        """Return a table; it is stored when something is put into it."""
        return cast("DurableTable", super().table(name, **kwargs))

    def tables(self) -> set[str]:
        """Return the names of the tables, `_meta` among them."""
        with self.store.mutex:
            return set(self.store.view())

    def transaction(self) -> AbstractContextManager[None]:
        """Return a context whose changes are one commit, all or nothing, also when it raises.

        What it reads is what stands under the lock. A transaction within another is a part of it. Raises
        StoreError: on entering (read_only, database_locked, locks_unreliable, database_…), on leaving (disk_full,
        write_failed, read_only); then nothing has changed.
        """
        return self.store.transaction()

    def checkpoint(self, *, always: bool = False) -> bool:
        """Bring the main file up to date, if anything is to be brought or `always`; say whether it was written.

        From any thread; others go on reading and committing. Raises StoreError; nothing is lost then.
        """
        return self.store.checkpoint(always=always)

    def drop_table(self, name: str) -> None:
        """Drop a table with its documents, in one commit."""
        with self.transaction():
            self._tables.pop(name, None)
            self.store.draft.drop(name)

    def drop_tables(self) -> None:
        """Drop all tables but the one that says what file this is, in one commit."""
        with self.transaction():
            for name in list(self.store.draft):
                self.store.draft.drop(name)
            self._tables.clear()

    def keep_copy(self, suffix: str) -> Path:
        """Keep a copy of the main file as it is now beside it, and return where. Raises StoreError."""
        self.checkpoint()
        place = self.path.with_name(f"{self.path.name}.{suffix}")
        with self.store.held():
            files.keep(place, files.content(self.path) or b"")
        return place

    def filter_history(self, wanted: Callable[[str, str, Document], bool]) -> int:
        """Keep of the history what is wanted (by table, id and document); return how many documents were not.

        Raises StoreError.
        """
        with self.store.held():
            return history.keep(self.path, wanted)

    def forget_the_past(self) -> None:
        """Write main file, journal and backup anew, so that what is no longer stored is in none of them.

        Raises StoreError.
        """
        self.checkpoint(always=True)
        self.checkpoint(always=True)

    def check(self) -> list[Finding]:
        """Read all files again and return what does not agree; empty if all is sound. Raises StoreError."""
        with self.store.mutex:
            return checking.check(self.path, self.store.read() or {})


def open_database(
    path: str | Path,
    *,
    read_only: bool = False,
    timeout: float = 10.0,
    keep: Mapping[str, int] | None = None,
) -> Database:
    """Open the database in a file, which need not exist: nothing is created until the first commit.

    Outside `transaction()` each operation is its own commit. `timeout` is how many seconds a commit waits for
    another process's. Of the tables named in `keep`, only so many of the last documents stay in the file: older
    ones move to its history at a checkpoint. What is damaged is mended as far as can be and told in `findings`.
    Raises StoreError: database_foreign, database_broken, database_unreadable; the files are left as they are.
    """
    database = Database(path, read_only=read_only, timeout=timeout, keep=keep)
    with database.store.mutex:
        database.store.view()
        database.store.mend()
        database.store.news()
    return database
