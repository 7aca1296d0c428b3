"""A TinyDB table that hands out copies and sees what other processes wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from tinydb.queries import QueryLike
from tinydb.table import Document as TinyDocument
from tinydb.table import Table

from reader.store.format import Document, copied, normal, same
from reader.store.storage import AtomicStorage


class DurableTable(Table):
    """A table in a file that others may change.

    Its meaning is TinyDB's, but: a document handed out is the caller's own copy; an operation is atomic also
    when it raises, `upsert` too; there is no query cache (`cache_size` has no effect), for it would not see
    another process's commit; an id is chosen under the lock.
    """

    def __init__(
        self, storage: AtomicStorage, name: str, cache_size: int = 0, persist_empty: bool = False
    ) -> None:
        self._store = storage
        self._revision = storage.revision
        super().__init__(storage, name, cache_size=0, persist_empty=persist_empty)

    def insert(self, document: Mapping[Any, Any]) -> int:
        """Insert a document and return its id; ValueError if a `Document`'s id is taken."""
        with self._store.transaction():
            self._forget_stale_id()
            return super().insert(document)

    def upsert(self, document: Mapping[Any, Any], cond: QueryLike | None = None) -> list[int]:
        """Update the documents that match, or insert one, in one commit."""
        with self._store.transaction():
            return super().upsert(document, cond)

    def put(self, documents: Iterable[TinyDocument]) -> None:
        """Insert documents by their ids, each replacing the one that has its id as a whole, in one commit."""

        def updater(table: dict[int, Document]) -> None:
            table.update((document.doc_id, dict(document)) for document in documents)

        self._update_table(updater)

    def _read_table(self) -> dict[str, Mapping[Any, Any]]:
        table = _Copies(self._store.view().get(self.name, {}))
        return cast("dict[str, Mapping[Any, Any]]", table)  # all that the readers above it use is a mapping's

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._store.transaction():
            self._forget_stale_id()
            old = self._store.view().get(self.name)
            draft = _Draft(old or {})
            updater(draft)
            new = draft.settled(old or {})
            if old is None or list(new) != list(old) or any(new[key] is not old[key] for key in new):
                self._store.put(self.name, new)

    def _forget_stale_id(self) -> None:
        if self._revision != self._store.revision:
            self._revision = self._store.revision
            self._next_id = None


class _Copies(Mapping[str, Document]):
    """A table's documents, each copied as it is looked at."""

    def __init__(self, table: Mapping[str, Document]) -> None:
        self._table = table

    def __getitem__(self, key: str) -> Document:
        return cast("Document", copied(self._table[key]))

    def __contains__(self, key: object) -> bool:
        return key in self._table

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


class _Draft(dict[int, Document]):
    """A table being updated: a document is copied when it is looked at, so that updating it in place is safe."""

    def __init__(self, table: Mapping[str, Document]) -> None:
        super().__init__((int(key), document) for key, document in table.items())
        self._own: set[int] = set()

    def __getitem__(self, key: int) -> Document:
        if key not in self._own:
            self[key] = cast("Document", copied(super().__getitem__(key)))
            self._own.add(key)
        return super().__getitem__(key)

    def settled(self, old: Mapping[str, Document]) -> dict[str, Document]:
        """Return the table to store: documents that did not change are the old ones themselves."""
        settled = {}
        for number, document in self.items():
            before = old.get(str(number))
            unchanged = document is before or same(document, before)
            settled[str(number)] = before if unchanged and before is not None else normal(document)
        return settled
