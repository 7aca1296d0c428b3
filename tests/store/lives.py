"""A life of a database, told to a disk that forgets, and what must be true of all that a power cut may leave of it."""

from __future__ import annotations

import errno
import hashlib
import json
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from tinydb import where

from reader.store import Database, StoreError, files, history, open_database, storage
from tests.store.model_disk import ModelDisk, Moment, State

Tables = dict[str, dict[int, dict[str, Any]]]
Left = tuple[State, list[Tables]]


class NoLock:
    """A lock for one process alone."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def acquire(self, timeout: float) -> bool:
        """Have it."""
        return True

    def release(self) -> None:
        """Let go."""

    remove = close = release


@dataclass
class Seen:
    """A moment of a life: what must be there then, or may be."""

    moment: Moment
    allowed: list[Tables]


@dataclass
class Life:
    """Runs a life on a model disk; `seen` is what was seen of it."""

    folder: Path
    start: State = field(default_factory=dict)
    acknowledged: Tables = field(default_factory=dict)
    unsure: list[Tables] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.disk = ModelDisk(self.folder, self._watch, self.start)
        self.path = self.folder / "x.json"

    def _watch(self, moment: Moment) -> None:
        self.seen.append(Seen(moment, [self.acknowledged, *self.unsure]))

    def open(self) -> Database:
        """Open the database, as a new process would."""
        self.disk.restart()
        return open_database(self.path, keep={"log": 4})

    def step(
        self, database: Database, *changes: Callable[[Database], Any], fails: str = "", with_: int = 0
    ) -> None:
        """Make changes in one transaction; it is acknowledged, or refused while a system call fails."""
        after = content_after(database, changes)
        self.unsure.append(after)
        if fails:
            self.disk.failing[fails] = with_
        try:
            with database.transaction():
                for change in changes:
                    change(database)
        except StoreError:
            assert fails
        else:
            self.acknowledged, self.unsure = after, []
        self.disk.failing.clear()
        assert content(database) == self.acknowledged


def content(database: Database) -> Tables:
    """Return the documents of all tables but `_meta`; those of `log` are in it or in the history."""
    names = sorted(database.tables() - {"_meta"})
    found = {name: {document.doc_id: dict(document) for document in database.table(name)} for name in names}
    for item in history.read(database.path):
        if item is not None:
            found.setdefault(item[0], {})[int(item[1])] = item[2]
    return {name: dict(sorted(table.items())) for name, table in found.items() if table}


class RolledBackError(Exception):
    """Ends a rehearsal."""


def content_after(database: Database, changes: tuple[Callable[[Database], Any], ...]) -> Tables:
    """Return what a database would hold after changes."""
    after: Tables = {}
    with suppress(RolledBackError), database.transaction():
        for change in changes:
            change(database)
        after = content(database)
        raise RolledBackError
    return after


def put(table: str, number: int, **fields: Any) -> Callable[[Database], Any]:
    """Return a change that puts a document."""
    return lambda database: database.table(table).put({number: fields})


def log(number: int) -> Callable[[Database], Any]:
    """Return a change that logs an event, of about a block's size."""
    return put("log", number, text="记" * 60)


def remove(table: str, number: int) -> Callable[[Database], Any]:
    """Return a change that removes a document."""
    return lambda database: database.table(table).remove(doc_ids=[number])


def live(life: Life) -> None:
    """Live: commits, checkpoints, failures, reopenings."""
    database = life.open()
    life.step(database, put("notes", 1, n="一"), log(1))
    life.step(database, put("notes", 2, n="二", long="长" * 200), log(2))
    life.step(database, lambda db: db.table("notes").update({"n": "改"}, where("n") == "一"), log(3))
    database.checkpoint()
    life.step(database, remove("notes", 2), put("tags", 1, name="标签"), log(4))
    life.step(database, put("notes", 3, n="三"), log(5))
    database.checkpoint()
    database.close()
    database = life.open()
    life.step(database, put("notes", 4, n="四"), log(6))
    life.step(database, put("notes", 5, n="五"), log(7), fails="write", with_=errno.ENOSPC)
    life.step(database, put("notes", 6, n="六"), log(8))
    life.step(database, put("notes", 7, n="七"), log(9), fails="fsync", with_=errno.EIO)
    life.step(database, put("notes", 8, n="八"), log(10), fails="fsync", with_=errno.EIO)
    life.step(database, put("notes", 9, n="九"), log(11))
    with failing(life, "rename", errno.EIO), suppress(StoreError):
        database.checkpoint()
    life.step(database, put("notes", 1, n="又"), log(12))
    database.checkpoint()
    life.step(database, lambda db: db.drop_table("tags"), log(13))
    # A process that ends without a word: the next one finds the journal as it is.
    database = life.open()
    life.step(database, put("notes", 10, n="十"), log(14))
    with failing(life, "link", errno.EIO), suppress(StoreError):
        database.checkpoint()
    life.step(database, put("notes", 11, n="十一"), log(15))
    database.close()
    torn = life.disk.names["x.json.journal"]
    torn.certain = torn.now = torn.now + b"0123abcd 17 {"
    torn.since.clear()
    database = life.open()
    life.step(database, put("notes", 12, n="十二"), log(16))
    database.close()


@contextmanager
def failing(life: Life, call: str, number: int) -> Iterator[None]:
    """Let a system call fail for a while."""
    life.disk.failing[call] = number
    try:
        yield
    finally:
        life.disk.failing.clear()


def lived(folder: Path, how: Callable[[Life], None] = live, left: Left = ({}, [{}])) -> Life:
    """Return a life lived on a model disk, from what a power cut left of another life on."""
    state, allowed = left
    life = Life(folder, state, allowed[0], allowed[1:])
    with mock.patch.object(files, "os", life.disk), mock.patch.object(storage, "Lock", NoLock):
        how(life)
    return life


def recover(life: Life) -> None:
    """Open what a power cut left, and go on."""
    database = life.open()
    life.acknowledged, life.unsure = content(database), []
    life.step(database, put("notes", 100, n="后"), log(100))
    database.checkpoint()
    life.step(database, put("notes", 101, n="又后"), log(101))
    database.close()


def wander(life: Life, chance: random.Random, steps: int) -> None:
    """Live as it comes: commits, checkpoints, failures, reopenings."""
    database = life.open()
    numbers = iter(range(1000, 1000 + steps))
    for number in numbers:
        some = chance.choice("aaabcd")
        tags = chance.randrange(3)
        changes = [
            put("notes", chance.randrange(6), n=number, long="长" * chance.choice((0, 0, 200))),
            log(number),
        ]
        if some == "b":
            changes = [
                remove("notes", identifier) for identifier in sorted(life.acknowledged.get("notes", {}))[:2]
            ]
        elif some == "c":
            changes += [
                put("tags", tags, name=str(number)),
                lambda db: db.table("tags").remove(where("name") == "0"),
            ]
        elif some == "d":
            changes = [lambda db: db.table("notes").truncate(), put("notes", 9, n=number)]
        fails = chance.choice(("", "", "", "", "write", "fsync"))
        life.step(database, *changes, fails=fails, with_=chance.choice((errno.ENOSPC, errno.EIO)))
        what = chance.choice(("", "", "checkpoint", "failing checkpoint", "close", "end"))
        if what == "checkpoint":
            database.checkpoint()
        elif what == "failing checkpoint":
            call = chance.choice(("rename", "link", "fsync", "fsync folder", "write", "ftruncate"))
            with failing(life, call, errno.EIO), suppress(StoreError):
                database.checkpoint()
        elif what in ("close", "end"):
            if what == "close":
                database.close()
            database = life.open()
    database.close()


def left(life: Life, seed: int, each: int = 60, *, every: bool = False) -> Iterator[Left]:
    """Yield the different states that power cuts may leave, in order; see `Moment.states`."""
    chance = random.Random(seed)
    seen: set[bytes] = set()
    for item in life.seen:
        allowed = json.dumps(item.allowed, sort_keys=True).encode()
        for state in item.moment.states(chance, each, every=every):
            key = hashlib.sha256(allowed)
            for name in sorted(state):
                key.update(b"%s %d " % (name.encode(), len(state[name])) + state[name])
            if key.digest() not in seen:
                seen.add(key.digest())
                yield state, item.allowed


def check(state: State, allowed: list[Tables]) -> None:
    """Open what a power cut left, in a real folder, and see that it is as it must be."""
    folder = Path(tempfile.mkdtemp(dir=_memory()))
    try:
        for name, data in state.items():
            (folder / name).write_bytes(data)
        path = folder / "x.json"
        with open_database(path, read_only=True) as reader:
            found = content(reader)
        assert found in allowed, f"found {found}, not one of {allowed}"
        with open_database(path, keep={"log": 4}) as database:
            assert content(database) == found
            codes = {finding.code for finding in database.findings}
            assert codes <= {"journal_torn"}, f"told of {codes} after a mere power cut"
            database.table("after").insert({"n": 1})
        with path.open("rb") as main:
            assert len(json.load(main)["after"]) == 1
        with open_database(path, read_only=True) as again:
            assert content(again) == {**found, "after": {1: {"n": 1}}}
            assert again.findings == ()
    finally:
        shutil.rmtree(folder)


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None
