"""The tables of one database in memory, and the transactions that change them."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from reader.store import checkpoint, files, journal
from reader.store.disk import Disk, News
from reader.store.errors import Finding, StoreError, reading, unreadable, unwritable, writing
from reader.store.format import (
    FORMAT,
    META,
    MutableTables,
    Tables,
    copied,
    is_laid_out,
    load,
    normal,
    same,
    version,
)
from reader.store.layers import Draft, apply, inserted, touched
from reader.store.lock import Lock, LockUnreliableError
from reader.store.merging import merge
from reader.store.numbering import Numbering
from reader.store.recovery import Recovered

# Bytes of journal above which a commit makes a checkpoint, if the main file is not larger still.
LONG_JOURNAL = 1 << 20

Keys = set[tuple[str, str]]


class JournalStorage(Storage):
    """Tables that change by whole transactions, each a line of the journal.

    Documents in memory are never changed, only replaced, and only after they are on the disk. Safe to share
    between threads; a transaction belongs to its thread.
    """

    def __init__(
        self, path: str | Path, *, read_only: bool, timeout: float, keep: Mapping[str, int] | None = None
    ) -> None:
        # The file itself behind any symbolic links: a rename would replace the link.
        self.path = Path(os.path.realpath(path))
        self.read_only = read_only
        self.revision = 0
        """How often others' changes were found."""
        self.mutex = threading.RLock()
        """Held while tables are read or changed."""
        self._timeout = timeout
        self._keep = dict(keep or {})
        self._lock = Lock(self.path.with_name(f"{self.path.name}.lock"))
        self._disk = Disk(self.path)
        self._tables: MutableTables = {}
        self._numbering = Numbering()
        self._draft: Draft | None = None
        self._news: Keys | None = set()
        self._cleaned = self._committed = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in the files that a person should know."""
        return self._disk.told

    @property
    def format(self) -> int:
        """The number of the file's format."""
        return version(self._tables) or FORMAT

    @property
    def may_write(self) -> bool:
        """Whether changing the file is ours to do, permissions aside."""
        return not self.read_only and self.format <= FORMAT

    # -- reading

    def view(self) -> Draft | Tables:
        """Return the tables as they stand now, in a transaction with its changes; to be read under `mutex`.

        Raises StoreError if the files cannot be read.
        """
        if self._draft is not None:
            return self._draft
        self._refresh()
        return self._tables

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return a copy of all tables, None if there are none (TinyDB's interface)."""
        with self.mutex:
            tables = self.view()
            return {name: copied(dict(tables.get(name) or {})) for name in tables} or None

    def news(self) -> Keys | None:
        """Return which documents others changed since this was last asked, by table and id; None if any may be."""
        with self.mutex:
            if self._draft is None:  # a transaction looked at its beginning, and keeps others out
                self._refresh()
            news, self._news = self._news, set()
            return news

    def greatest_id(self, table: str) -> int | None:
        """Return the greatest id in a table as `view` shows it; None if it is empty. To be read under `mutex`."""
        tables = self.view()
        if isinstance(tables, Draft):
            return tables.greatest(table, self._committed_greatest)
        return self._committed_greatest(table)

    # -- changing

    @property
    def draft(self) -> Draft:
        """What the transaction changes; there must be one."""
        assert self._draft is not None
        return self._draft

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Replace all tables, in one commit or as a part of the transaction (TinyDB's interface)."""
        with self.transaction():
            for name in [name for name in self.draft if name not in data]:
                self.draft.drop(name)
            for name, table in data.items():
                layer = self.draft.layer(name)
                new = {str(identifier): document for identifier, document in table.items()}
                for identifier in [identifier for identifier in layer if identifier not in new]:
                    layer.remove(identifier)
                for identifier, document in new.items():
                    if not same(layer.get(identifier), document):
                        layer.put(identifier, *normal(document))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what the block changes one commit, or nothing if it raises.

        A transaction within another is a part of it: it leaves nothing if it raises, and is written with the
        outer one. Raises StoreError.
        """
        with self.mutex:
            outer = self._draft
            if outer is not None:
                self._draft = inner = Draft(outer)
                try:
                    yield
                finally:
                    self._draft = outer
                inner.fold_into(outer)
                return
            self._acquire()
            try:
                self._draft = Draft(self._tables)
                try:
                    yield
                    self._commit(self._draft)
                finally:
                    self._draft = None
            finally:
                self._release()
            if self._disk.journal_size > max(LONG_JOURNAL, 2 * self._disk.size):
                with suppress(StoreError):  # the commit stands; the next one tries again
                    self.checkpoint()

    def joined(self) -> AbstractContextManager[object]:
        """Return the transaction there is, else a new one: for what changes the draft only when it cannot fail."""
        # Asking under the mutex: another thread's transaction is none of ours.
        return self.mutex if self._is_in_transaction() else self.transaction()

    def checkpoint(self, *, always: bool = False) -> bool:
        """Write the main file anew if the journal has anything to add, or `always`, and say whether it was.

        Other threads and processes may read and commit meanwhile. Raises StoreError; nothing is lost then.
        """
        with self.mutex:
            assert self._draft is None, "a checkpoint is no part of a transaction"
            self._refresh()
            if not (self._disk.pending or (always and self._disk.exists)):
                return False
            self._check_writable()
            if not self._disk.mended:
                with self._locked():
                    self._mend()
                return True
            self._take_edited_backup()
            tables = {name: dict(table) for name, table in self._tables.items()}
            number, generation = self._disk.number, self._disk.generation
        with writing(self.path):
            prepared = checkpoint.prepare(self.path, tables, number, self._keep)
        try:
            with self._locked():
                if self._disk.generation != generation or not self._disk.sound or self._disk.number < number:
                    return False  # another process was quicker, or another program wrote
                with writing(self.path):
                    self._disk.check_permission()
                    later = self._disk.switch(prepared)
            self._leave(prepared.archived, later)
            self._tables[META] = dict(prepared.tables[META])
        finally:
            prepared.temporary.discard()
        return True

    def mend(self) -> None:
        """Set right what was found damaged, if that can be done now."""
        with self.mutex:
            if not self._disk.mended and self.may_write:
                with suppress(StoreError), self._locked():
                    self._mend()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other writers away from the files, after a look at them. Raises StoreError."""
        with self._locked(), writing(self.path):
            yield

    def close(self) -> None:
        """Bring the main file up to date if we changed anything, and let go of the files; a later read opens them."""
        with self.mutex:
            if self._committed:
                with suppress(StoreError):  # nothing is lost: the journal has it
                    self.checkpoint()
            self._disk.close()
            self._lock.close()
            self._disk = Disk(self.path)
            self._tables, self._committed = {}, False

    # -- within

    def _committed_greatest(self, table: str) -> int | None:
        return self._numbering.greatest(table, self._tables.get(table, {}))

    def _check_writable(self) -> None:
        if self.read_only:
            raise StoreError("read_only", self.path)
        if self.format > FORMAT:
            raise StoreError("database_newer", self.path, str(self.format))

    def _is_in_transaction(self) -> bool:
        with self.mutex:
            return self._draft is not None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self.mutex:
            self._acquire()
            try:
                yield
            finally:
                self._release()

    def _acquire(self) -> None:
        """Take the lock and look at the files."""
        if self.read_only:
            raise StoreError("read_only", self.path)
        try:
            if not self._disk.exists:
                files.make_folder(self.path)
            acquired = self._lock.acquire(self._timeout)
        except LockUnreliableError as error:
            raise StoreError("locks_unreliable", self.path, error.strerror or "") from error
        except OSError as error:
            raise unwritable(error, self.path) from error
        if not acquired:
            raise StoreError("database_locked", self.path)
        try:
            self._refresh(locked=True)
            self._check_writable()
        except BaseException:
            self._release()
            raise

    def _release(self) -> None:
        if not self._disk.exists:
            self._lock.remove()  # nothing was ever committed: leave no trace
        self._lock.release()

    def _commit(self, draft: Draft) -> None:
        settled = draft.settled()
        if settled is None:
            return
        text, change = settled
        try:
            self._disk.check_permission()
            if not self._cleaned:
                files.clean(self.path)
                self._cleaned = True
            if not self._disk.exists:
                tables = self._disk.create({name: dict(draft.get(name) or {}) for name in draft})
                self._tables = {name: dict(table) for name, table in tables.items()}
            else:
                if not self._disk.sound:
                    self._mend()
                self._disk.append(journal.line(self._disk.number + 1, text))
                apply(self._tables, change)
                self._numbering.note(change)
        except OSError as error:
            raise unwritable(error, self.path) from error
        self._committed = True

    def _mend(self) -> None:
        with writing(self.path):
            tables = self._disk.mend(self._tables)
        self._tables = {name: dict(table) for name, table in tables.items()}

    def _take_edited_backup(self) -> None:
        """Take over what a script that holds the main file of before the last checkpoint wrote into it."""
        with reading(self.path):
            data = self._disk.edited_backup()
        if data is None:
            return
        with self.transaction():
            with reading(self.path):
                data = self._disk.edited_backup()
            if data is None:
                return
            theirs: Tables | None = None
            if not is_laid_out(data):  # else we wrote it ourselves, and bits of it have changed
                with suppress(StoreError):
                    theirs = load(data, self.path)
            if theirs is None:
                found = Finding("backup_damaged", {"path": str(self.path)})
            else:
                keys: Keys = {(name, key) for name, ids in self._disk.archived.items() for key in ids}
                changes = [line.change() for line in self._disk.lines()]
                for change in changes:
                    keys |= touched(change) or set()
                merged = merge(self._tables, theirs, None, keys, inserted(changes))
                self.write(merged.tables)
                counts = {"count": str(merged.count), "conflicts": str(merged.conflicts)}
                found = Finding("merged", {"path": str(self.path), **counts})
            with writing(self.path):
                self._disk.set_backup_aside(data, found)

    def _refresh(self, *, locked: bool = False) -> None:
        try:
            found = self._disk.look(locked=locked)
        except OSError as error:
            raise unreadable(error, self.path) from error
        if found is None:
            return
        self.revision += 1
        if isinstance(found, Recovered):
            self._tables, self._news = found.tables, None
        else:
            self._take(found)

    def _take(self, news: News) -> None:
        self._leave(news.archived, news.lines)
        for line in news.lines:
            change = line.change()
            apply(self._tables, change)
            self._numbering.note(change)
            keys = touched(change)
            self._news = None if keys is None or self._news is None else self._news | keys

    def _leave(self, archived: Mapping[str, list[str]], later: tuple[journal.Line, ...]) -> None:
        """Forget what went to the history, unless it was written again."""
        again = {key for line in later for key in touched(line.change()) or ()} if archived else set()
        for name, keys in archived.items():
            for key in keys:
                if (name, key) not in again:
                    self._tables.get(name, {}).pop(key, None)
