"""A TinyDB table that hands out copies, sees what other processes wrote, and touches only what it must."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from tinydb.queries import QueryInstance, QueryLike
from tinydb.table import Document as TinyDocument
from tinydb.table import Table

from reader.store.format import Document, copied, encode, normal, same
from reader.store.layers import Layer
from reader.store.storage import JournalStorage


class DurableTable(Table):
    """A table in a file that others may change.

    Its meaning is TinyDB's, but: a document handed out is the caller's own copy; an operation is atomic also
    when it raises, `upsert` too; there is no query cache (`cache_size` has no effect), for it would not see
    another process's commit; an id is chosen under the lock.
    """

    _next_id: int | None  # type: ignore[assignment]  # TinyDB declares only its first value

    def __init__(
        self, storage: JournalStorage, name: str, cache_size: int = 0, persist_empty: bool = False
    ) -> None:
        self._store = storage
        self._revision = storage.revision
        super().__init__(storage, name, cache_size=0, persist_empty=persist_empty)

    def insert(self, document: Mapping[Any, Any]) -> int:
        """Insert a document and return its id; ValueError if a `Document`'s id is taken."""
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[Any, Any]]) -> list[int]:
        """Insert documents and return their ids, in one commit; ValueError if a `Document`'s id is taken."""
        new: dict[int, tuple[Document, str]] = {}
        with self._store.joined():
            self._forget_stale_id()
            rows = self._rows()
            for document in documents:
                if not isinstance(document, Mapping):
                    raise ValueError("Document is not a Mapping")
                if isinstance(document, self.document_class):
                    number = int(document.doc_id)
                    if number in new or str(number) in rows:
                        raise ValueError(f"Document with ID {number} already exists")
                    self._next_id = None  # as TinyDB: the next one follows the greatest there is
                else:
                    number = self._free_id(rows, new)
                new[number] = normal(document)
            if new:
                layer = self._store.draft.layer(self.name)
                for number, row in new.items():
                    layer.put(str(number), *row)
        return list(new)

    def upsert(self, document: Mapping[Any, Any], cond: QueryLike | None = None) -> list[int]:
        """Update the documents that match, or insert one, in one commit."""
        with self._store.joined():
            return super().upsert(document, cond)

    def update(
        self,
        fields: Mapping[Any, Any] | Callable[[MutableMapping[Any, Any]], None],
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """Update the documents with these ids, else those that match, else all; return their ids."""
        with self._store.joined():
            if doc_ids is None:
                doc_ids = self._matching(cond)
            return super().update(fields, doc_ids=doc_ids)

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove the documents with these ids, else those that match; return their ids."""
        if cond is None and doc_ids is None:
            raise RuntimeError("Use truncate() to remove all documents")
        with self._store.joined():
            if doc_ids is None:
                doc_ids = self._matching(cond)
            return super().remove(doc_ids=doc_ids)

    def put(self, documents: Mapping[int, Document]) -> None:
        """Store documents by id, each in the place of the one that has its id, in one commit.

        They become the table's own: made of what JSON reads back alike (no tuples, keys that are strings), and not
        changed afterwards by whoever gives them. Raises TypeError or ValueError if they are not JSON.
        """
        rows = [(str(number), document, encode(document)) for number, document in documents.items()]
        with self._store.joined():
            layer = self._store.draft.layer(self.name)
            for key, document, text in rows:
                layer.put(key, document, text)

    def search(self, cond: QueryLike) -> list[TinyDocument]:
        """Return copies of the documents that match."""
        with self._store.mutex:
            return [self._handed(key, document) for key, document in self._matches(cond)]

    def get(  # type: ignore[override]  # one signature for TinyDB's overloads
        self,
        cond: QueryLike | None = None,
        doc_id: int | None = None,
        doc_ids: list[int] | None = None,
    ) -> TinyDocument | list[TinyDocument] | None:
        """Return a copy of the document with this id, of those with these, or of the first that matches."""
        with self._store.mutex:
            rows = self._rows()
            if doc_id is not None:
                document = rows.get(str(doc_id))
                return None if document is None else self._handed(str(doc_id), document)
            if doc_ids is not None:
                wanted = {str(identifier) for identifier in doc_ids}
                if len(wanted) < 2:
                    return [self._handed(key, rows[key]) for key in wanted if key in rows]
                return [self._handed(key, rows[key]) for key in rows if key in wanted]
            if cond is None:
                raise RuntimeError("You have to pass either cond or doc_id or doc_ids")
            for key, document in self._matches(cond):
                return self._handed(key, document)
            return None

    def contains(self, cond: QueryLike | None = None, doc_id: int | None = None) -> bool:
        """Say whether there is a document with this id, or one that matches."""
        with self._store.mutex:
            if doc_id is not None:
                return str(doc_id) in self._rows()
            if cond is None:
                raise RuntimeError("You have to pass either cond or doc_id")
            return any(True for _ in self._matches(cond))

    def count(self, cond: QueryLike) -> int:
        """Return how many documents match."""
        with self._store.mutex:
            return sum(1 for _ in self._matches(cond))

    def __len__(self) -> int:
        with self._store.mutex:
            return len(self._rows())

    def __iter__(self) -> Iterator[TinyDocument]:
        with self._store.mutex:
            rows = list(self._rows().items())
        for key, document in rows:
            yield self._handed(key, document)

    def peek(self) -> Iterator[tuple[int, Document]]:
        """Yield the documents with their ids, not copies of them: for who looks, and changes nothing in them."""
        with self._store.mutex:
            rows = list(self._rows().items())
        for key, document in rows:
            yield int(key), document

    def _rows(self) -> Mapping[str, Document]:
        """Return the table as it stands, not to be changed; to be read under the storage's mutex."""
        return self._store.view().get(self.name) or {}

    def _matches(self, cond: QueryLike) -> Iterator[tuple[str, Document]]:
        # TinyDB's own queries only read; what else is called may change what it is given.
        reads = isinstance(cond, QueryInstance)
        for key, document in self._rows().items():
            if cond(document if reads else copied(document)):
                yield key, document

    def _matching(self, cond: QueryLike | None) -> list[int]:
        rows = self._rows() if cond is None else (key for key, _ in self._matches(cond))
        return [int(key) for key in rows]

    def _handed(self, key: str, document: Document) -> TinyDocument:
        return self.document_class(copied(document), self.document_id_class(key))

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._store.joined():
            self._forget_stale_id()
            rows = _Rows(self._store.draft.layer(self.name))
            updater(rows)
            rows.settle()

    def _free_id(self, rows: Mapping[str, Document], new: Collection[int]) -> int:
        """Return the id after the last one given, or after the greatest in the table and among those `new`."""
        if self._next_id is None or str(self._next_id) in rows:
            self._next_id = max([self._store.greatest_id(self.name) or 0, *new]) + 1
        self._next_id += 1
        return self._next_id - 1

    def _forget_stale_id(self) -> None:
        if self._revision != self._store.revision:
            self._revision = self._store.revision
            self._next_id = None


class _Rows(MutableMapping[int, Document]):
    """A table being updated: a document is copied when it is looked at, so that updating it in place is safe.

    Nothing reaches the layer before `settle`, which fails before it changes anything or not at all.
    """

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self._own: dict[int, Document] = {}
        self._removed: dict[int, None] = {}
        self._cleared = False

    def __getitem__(self, key: int) -> Document:
        if key not in self._own:
            if not self._is_below(key):
                raise KeyError(key)
            self._own[key] = copied(self._layer[str(key)])
        return self._own[key]

    def __contains__(self, key: object) -> bool:
        return key in self._own or self._is_below(key)

    def __setitem__(self, key: int, document: Document) -> None:
        self._own[key] = document

    def __delitem__(self, key: int) -> None:
        if self._is_below(key):
            self._removed[key] = None
        elif key not in self._own:
            raise KeyError(key)
        self._own.pop(key, None)

    def __iter__(self) -> Iterator[int]:
        if not self._cleared:
            yield from [key for key in map(int, self._layer) if key not in self._removed]
        yield from [key for key in self._own if not self._is_below(key)]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        self._own, self._removed, self._cleared = {}, {}, True

    def settle(self) -> None:
        """Store what was changed. Raises TypeError or ValueError if it is not JSON."""
        new = [
            (str(key), *normal(document))
            for key, document in self._own.items()
            if not self._is_below(key) or not same(self._layer[str(key)], document)
        ]
        if self._cleared:
            self._layer.clear()
        for key in self._removed:
            self._layer.remove(str(key))
        for row in new:
            self._layer.put(*row)

    def _is_below(self, key: object) -> bool:
        return not self._cleared and key not in self._removed and str(key) in self._layer
