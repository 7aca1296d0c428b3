"""The records in one database file, and every change of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from tinydb.table import Document as TinyDocument

from reader.annotations import id_to_int, new_id, now
from reader.repository.codec import (
    TABLES,
    Document,
    DocumentError,
    carried,
    decode,
    doc_id,
    encode,
    find_identifier,
    identifier,
)
from reader.repository.history import Event, Image, Key, from_document, stacks, standing_on, to_document
from reader.repository.migrations import migrated
from reader.repository.model import (
    Change,
    EventKind,
    Label,
    Problem,
    Receipt,
    Record,
    RepositoryError,
    Snapshot,
    TableName,
    Write,
)
from reader.repository.purging import Purge, mentions, plan
from reader.repository.versions import Versioned
from reader.store import FORMAT, Finding, open_database

EVENTS_KEPT = 1000
EVENTS = "events"
DAMAGED = "damaged"
META = "_meta"

# A document's table and id, the id of the record it was if known, and the document, None for a removed one.
_Stored = tuple[TableName, int, str | None, Document | None]


class Repository:
    """Annotations, tags and pages in a database file; nothing is created until the first commit.

    One thread at a time. Every method may raise reader.store.StoreError; then, as with RepositoryError, nothing
    has changed.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        self._database = open_database(path, read_only=read_only, keep={EVENTS: EVENTS_KEPT})
        self._loaded = False
        self._records: dict[TableName, Versioned[str, Any]] = {}
        self._problems: dict[tuple[TableName, int], Problem] = {}
        self._snapshot = Snapshot()

    @property
    def path(self) -> Path:
        """The file, symbolic links followed."""
        return self._database.path

    @property
    def exists(self) -> bool:
        """Whether the file is there: whether anything was ever committed."""
        return self._database.exists

    @property
    def writable(self) -> bool:
        """Whether a commit has a chance, by the permissions as they are now."""
        return self._database.writable

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a person should know of the files: damage and what was done about it."""
        return self._database.findings

    def load(self) -> Snapshot:
        """Return the records as they are in the file now."""
        self._catch_up()
        return self._snapshot

    def refresh(self) -> Snapshot | None:
        """Return the records if others changed the file since we last looked, else None."""
        return self._snapshot if self._catch_up() else None

    def commit(self, change: Change) -> Receipt:
        """Make a change and log it, in one transaction.

        Raises RepositoryError conflict if a record is not what its write says it was; ValueError for a change
        without writes, or a write whose records do not bear its id.
        """
        if not change.writes:
            raise ValueError("a change has at least one write")
        self._migrate()
        with self._database.transaction():
            self._catch_up()
            images: dict[Key, Image] = {}
            records: dict[Key, Record] = {}
            for write in change.writes:
                key = write.table, write.id
                earlier = images.get(key)
                stored = earlier.after if earlier else self._stored(write.table, write.id)
                after = self._after(write, stored)
                images[key] = Image(write.table, write.id, earlier.before if earlier else stored, after)
                if write.after is not None and stored is None:
                    records[key] = write.after
                else:  # what others put into the document may have been carried along
                    records.pop(key, None)
            event = self._log("change", "", change.label, change.creator, tuple(images.values()))
        return self._receipt(event, records)

    def undo(self, creator: str) -> Receipt:
        """Take back the latest change of `creator` that stands, in one transaction, which is an event itself.

        Raises RepositoryError nothing_to_undo, or undo_blocked (undo_outside) if another changed the same
        records since; an undone change of theirs does not stand in the way.
        """
        return self._reverse("undo", creator)

    def redo(self, creator: str) -> Receipt:
        """Make again what `creator` undid last, until a new change of theirs.

        Raises RepositoryError nothing_to_redo, undo_blocked or undo_outside.
        """
        return self._reverse("redo", creator)

    def checkpoint(self) -> bool:
        """Bring the main file up to date for plain readers, and say whether it had to be; from any thread."""
        return self._database.checkpoint()

    def check(self) -> list[Finding]:
        """Read the files again and return what is wrong with them now."""
        return self._database.check()

    def repair(self, writes: Sequence[Write], creator: str) -> int:
        """Put documents that are no valid records into the table `damaged`, make `writes`; return how many changed.

        In one transaction, with an event for the writes; what is damaged is kept as it is.
        """
        self._migrate()
        with self._database.transaction():
            self._catch_up()
            problems = list(self._problems)
            for name, number in problems:
                table = self._database.table(name)
                document = cast("TinyDocument", table.get(doc_id=number))
                kept = {"table": name, "id": str(number), "document": dict(document)}
                self._database.table(DAMAGED).insert(kept)
                table.remove(doc_ids=[number])
            if writes:
                self.commit(Change(Label("repaired"), tuple(writes), creator))
        self._take((name, number, None, None) for name, number in problems)
        return len(problems) + len(writes)

    def purge(self, before: str, *, dry_run: bool = False) -> Purge:
        """Remove for good what was deleted before a time (UTC, ISO 8601 with Z), and return what that was.

        Records, and the events that tell of them, in the log and in the history; afterwards they are in no file
        but copies that were kept aside. There is no way back, and no undo.
        """
        self._catch_up()
        purge = self._planned(before)
        if dry_run or not purge.keys():
            return purge
        self._migrate()
        # The history first: what is cut short here is done again by the next purge, which finds the records still.
        keys = purge.keys()
        gone = self._database.filter_history(
            lambda table, _, event: table != EVENTS or not mentions(event, keys)
        )
        with self._database.transaction():
            self._catch_up()
            purge = self._planned(before)
            keys = purge.keys()
            events = [number for number, event in self._events() if mentions(event, keys)]
            self._database.table(EVENTS).remove(doc_ids=events)
            for name, key in sorted(keys):
                self._database.table(name).remove(doc_ids=[doc_id(name, key)])
        self._take((name, doc_id(name, key), key, None) for name, key in keys)
        self._database.forget_the_past()
        return replace(purge, events=purge.events + gone)

    def _planned(self, before: str) -> Purge:
        purge = plan(self._snapshot, before)
        keys = purge.keys()
        return replace(purge, events=sum(mentions(event, keys) for _number, event in self._events()))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _events(self) -> Iterable[tuple[int, Document]]:
        """Yield the documents of events with their ids, not to be changed: they hold all that was changed, twice."""
        return self._database.table(EVENTS).peek()

    def _migrate(self) -> None:
        """Bring an older file to today's format, before anything is written into it; a copy of it is kept."""
        version = self._database.format
        if version >= FORMAT or not self.exists:
            return
        self._database.keep_copy(f"format-{version}")
        with self._database.transaction():
            tables, version = migrated(self._database.store.read() or {}, self._database.format)
            meta = {key: {**document, "format": version} for key, document in tables[META].items()}
            self._database.store.write({**tables, META: meta})

    def _reverse(self, kind: EventKind, creator: str) -> Receipt:
        nothing = RepositoryError(f"nothing_to_{kind}")
        if not self.exists:
            raise nothing
        self._migrate()
        with self._database.transaction():
            self._catch_up()
            events = [event for _number, each in self._events() if (event := from_document(each))]
            undoable, redoable = stacks(events, creator)
            stack = undoable if kind == "undo" else redoable
            if not stack:
                raise nothing
            step = stack[-1]
            self._check_unblocked(step, events)
            event = self._log(kind, step.of, step.label, creator, step.reversed_images())
        return self._receipt(event)

    def _check_unblocked(self, step: Event, events: Sequence[Event]) -> None:
        for image in step.images:
            if self._stored(image.table, image.id) == image.after:
                continue
            other = standing_on(events, image.key, step)
            if other is None:
                raise RepositoryError("undo_outside", {"table": image.table, "id": image.id})
            params = {
                "by": other.creator,
                "event": other.id,
                "label": other.label.code,
                "created": other.created,
                **{f"label_{name}": value for name, value in other.label.params.items()},
            }
            raise RepositoryError("undo_blocked", params)

    def _after(self, write: Write, stored: Document | None) -> Document | None:
        for record in (write.before, write.after):
            if record is not None and identifier(record) != write.id:
                raise ValueError("a write's records bear its id")
        if self._decoded(write, stored) != write.before:
            raise RepositoryError("conflict", {"table": write.table, "id": write.id})
        if write.after is None:
            return None
        after = encode(write.after)
        if stored is None or write.before is None:
            return after
        return carried(stored, encode(write.before), after)

    def _decoded(self, write: Write, stored: Document | None) -> Record | DocumentError | None:
        if stored is None:
            return None
        try:
            return decode(write.table, stored, doc_id(write.table, write.id))
        except DocumentError as error:
            return error

    def _stored(self, table: TableName, record_id: str) -> Document | None:
        document = cast(
            "TinyDocument | None", self._database.table(table).get(doc_id=doc_id(table, record_id))
        )
        return None if document is None else dict(document)

    def _log(self, kind: EventKind, of: str, label: Label, creator: str, images: tuple[Image, ...]) -> Event:
        """Put the documents and the event that tells of them into their tables."""
        event_id = new_id()
        event = Event(event_id, kind, of or event_id, label, creator, now(), images)
        new: dict[TableName, dict[int, Document]] = {}
        gone: dict[TableName, list[int]] = {}
        for image in images:
            number = doc_id(image.table, image.id)
            if image.after is not None:
                new.setdefault(image.table, {})[number] = image.after
            else:
                gone.setdefault(image.table, []).append(number)
        for name, documents in new.items():
            self._database.table(name).put(documents)
        for name, numbers in gone.items():
            self._database.table(name).remove(doc_ids=numbers)
        self._database.table(EVENTS).put({id_to_int(event_id): to_document(event)})
        return event

    def _receipt(self, event: Event, records: Mapping[Key, Record] = MappingProxyType({})) -> Receipt:
        """Bring the records in memory to what was committed; `records` are those among it that need no decoding."""
        self._take(
            ((image.table, doc_id(image.table, image.id), image.id, image.after) for image in event.images),
            records,
        )
        return Receipt(event.id, event.label, event.kind, self._snapshot)

    def _catch_up(self) -> bool:
        """Bring the records in memory to what others committed, and say whether they did."""
        news = self._database.news()
        if self._loaded and news is not None:
            changed = [(name, int(key)) for name in TABLES for table, key in sorted(news) if table == name]
            self._take(self._news(name, number) for name, number in changed)
            return bool(news)
        self._problems = {}
        self._records = {name: Versioned() for name in TABLES}
        for name in TABLES:
            documents = self._database.table(name).peek()
            self._take((name, number, None, document) for number, document in documents)
        self._loaded = True
        return True

    def _news(self, table: TableName, number: int) -> _Stored:
        document = cast("TinyDocument | None", self._database.table(table).get(doc_id=number))
        return table, number, find_identifier(table, number, self._records[table]), document

    def _take(self, stored: Iterable[_Stored], records: Mapping[Key, Record] = MappingProxyType({})) -> None:
        """Take documents, or their absence, into the records in memory; those in `records` are decoded already."""
        changes: dict[TableName, dict[str, Record | None]] = {name: {} for name in TABLES}
        for table, number, record_id, document in stored:
            self._problems.pop((table, number), None)
            if record_id is not None:
                changes[table][record_id] = None
            if document is None:
                continue
            if record_id is not None and (table, record_id) in records:
                changes[table][record_id] = records[table, record_id]
                continue
            try:
                record = decode(table, document, number)
            except DocumentError as error:
                self._problems[table, number] = Problem(table, str(number), str(error))
            else:
                changes[table][identifier(record)] = record
        for name in TABLES:
            if changes[name]:
                self._records[name] = self._records[name].changed(changes[name])
        tables: dict[str, Any] = {str(name): self._records[name] for name in TABLES}
        self._snapshot = Snapshot(**tables, problems=tuple(self._problems.values()))
