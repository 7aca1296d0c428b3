"""What is compared: our store, SQLite, stock TinyDB, and a bare file that gets the same bytes."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from tinydb import TinyDB
from tinydb.table import Document as TinyDocument

from reader.repository import Change, Label, Repository, Write
from reader.store import open_database
from scripts.bench.store.records import Document, number


class Contender(Protocol):
    """Something that keeps annotations and events durably. Each method returns when it is on the disk."""

    def fill(self, documents: Sequence[Document]) -> None:
        """Take these annotations to begin with."""

    def commit(self, annotation: Document, event: Document) -> None:
        """Insert both under their own ids, in one transaction."""

    def insert(self, document: Document) -> None:
        """Insert an annotation under an id that the store chooses."""

    def update(self, annotation: Document) -> None:
        """Replace the comment of the annotation with this one's id."""

    def remove(self, annotation: Document) -> None:
        """Remove the annotation with this one's id."""

    def many(self, documents: Sequence[Document]) -> None:
        """Insert annotations under their own ids, in one transaction."""

    def close(self) -> None:
        """Let go of the file."""


class _AnyTinyDB:
    """What our TinyDB and the one as it comes are asked in the same words."""

    def __init__(self, database: TinyDB) -> None:
        self._database = database
        self._annotations = database.table("annotations")
        self._events = database.table("events")

    def insert(self, document: Document) -> None:
        self._database.table("plain").insert(document)

    def update(self, annotation: Document) -> None:
        self._annotations.update({"comment": annotation["comment"]}, doc_ids=[number(annotation)])

    def remove(self, annotation: Document) -> None:
        self._annotations.remove(doc_ids=[number(annotation)])

    def many(self, documents: Sequence[Document]) -> None:
        self._annotations.insert_multiple(_numbered(documents))

    def close(self) -> None:
        self._database.close()


class Ours(_AnyTinyDB):
    """`open_database`, as any script may use it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(open_database(folder / "ours.json"))
        self._journal = folder / "ours.json.journal"

    @property
    def logged(self) -> int:
        """Bytes in the journal."""
        return self._journal.stat().st_size if self._journal.exists() else 0

    def fill(self, documents: Sequence[Document]) -> None:
        self._annotations.insert_multiple(_numbered(documents))
        self._events.insert(TinyDocument({}, 1))
        self._database.checkpoint()

    def commit(self, annotation: Document, event: Document) -> None:
        with self._database.transaction():
            self._annotations.insert(TinyDocument(annotation, number(annotation)))
            self._events.insert(TinyDocument(event, number(event)))


class Sqlite:
    """SQLite with a write-ahead log, as durable as it gets: a text column with the document's JSON."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "sqlite.db", isolation_level=None)
        self._run("PRAGMA journal_mode = WAL")
        self._run("PRAGMA synchronous = FULL")
        for table in ("annotations", "events"):
            self._run(f"CREATE TABLE {table} (id TEXT PRIMARY KEY, document TEXT NOT NULL)")
        self._run("CREATE TABLE plain (id INTEGER PRIMARY KEY, document TEXT NOT NULL)")

    def fill(self, documents: Sequence[Document]) -> None:
        self.many(documents)
        self._run("PRAGMA wal_checkpoint(TRUNCATE)")

    def commit(self, annotation: Document, event: Document) -> None:
        self._run("BEGIN IMMEDIATE")
        self._run("INSERT INTO annotations VALUES (?, ?)", annotation["id"], json.dumps(annotation))
        self._run("INSERT INTO events VALUES (?, ?)", event["id"], json.dumps(event))
        self._run("COMMIT")

    def insert(self, document: Document) -> None:
        self._run("INSERT INTO plain (document) VALUES (?)", json.dumps(document))

    def update(self, annotation: Document) -> None:
        self._run(
            "UPDATE annotations SET document = ? WHERE id = ?", json.dumps(annotation), annotation["id"]
        )

    def remove(self, annotation: Document) -> None:
        self._run("DELETE FROM annotations WHERE id = ?", annotation["id"])

    def many(self, documents: Sequence[Document]) -> None:
        self._run("BEGIN IMMEDIATE")
        rows = ((document["id"], json.dumps(document)) for document in documents)
        self._connection.executemany("INSERT INTO annotations VALUES (?, ?)", rows)
        self._run("COMMIT")

    def close(self) -> None:
        self._connection.close()

    def _run(self, statement: str, *values: str) -> None:
        self._connection.execute(statement, values)


class Stock(_AnyTinyDB):
    """TinyDB as it comes."""

    def __init__(self, folder: Path) -> None:
        super().__init__(TinyDB(folder / "stock.json"))

    def fill(self, documents: Sequence[Document]) -> None:
        self.many(documents)

    def commit(self, annotation: Document, event: Document) -> None:
        self._annotations.insert(TinyDocument(annotation, number(annotation)))
        self._events.insert(TinyDocument(event, number(event)))


class Bare:
    """A file that as many bytes are appended to, and synced."""

    def __init__(self, folder: Path) -> None:
        self._descriptor = os.open(folder / "bare", os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def append(self, data: bytes) -> None:
        """Append and sync."""
        os.write(self._descriptor, data)
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)


class Repo:
    """The repository, as the program uses it: checks what was there, makes event and ids, keeps records for the screen."""

    def __init__(self, folder: Path) -> None:
        self._repository = Repository(folder / "repository.json")

    def fill(self, changes: Sequence[Write]) -> None:
        """Take these records to begin with."""
        self._repository.commit(Change(Label("imported"), tuple(changes), "王"))
        self._repository.checkpoint()

    def commit(self, write: Write) -> None:
        """Make one change, with its event."""
        self._repository.commit(Change(Label("commented", {"title": "夜里也亮灯"}), (write,), "王"))

    def many(self, writes: Sequence[Write]) -> None:
        """Make many changes, with one event."""
        self._repository.commit(Change(Label("imported"), tuple(writes), "王"))

    def close(self) -> None:
        """Let go of the file."""
        self._repository.close()


def _numbered(documents: Sequence[Document]) -> list[TinyDocument]:
    return [TinyDocument(document, number(document)) for document in documents]
