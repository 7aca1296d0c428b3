"""Any sequence of TinyDB calls, transactions and reopenings gives what a plain TinyDB in memory gives."""

from __future__ import annotations

import copy
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tinydb import TinyDB, where
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from reader.store import open_database

tables = st.sampled_from(["_default", "annotations", "tags"])
numbers = st.integers(0, 3)
ids = st.integers(1, 6) | st.just(2**120 + 7)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=4,
)
documents = st.builds(lambda n, value: {"n": n, "value": value}, numbers, values)


class AbortError(Exception):
    """Ends a transaction without a commit."""


def content(database: TinyDB) -> dict[str, dict[int, dict[str, Any]]]:
    """Return the documents of all tables that have any."""
    found = {name: {d.doc_id: dict(d) for d in database.table(name)} for name in sorted(database.tables())}
    return {name: table for name, table in found.items() if table and name != "_meta"}


class Machine(RuleBasedStateMachine):
    """The store and a TinyDB in memory, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "x.json"
        self.database = open_database(self.path)
        self.plain = TinyDB(storage=MemoryStorage)

    def teardown(self) -> None:
        self.database.close()
        shutil.rmtree(self.folder)

    def both(self, table: str, method: str, *arguments: Any, **options: Any) -> None:
        """Call a method of a table on both; both must return, or refuse, alike."""
        results: list[Any] = []
        for database in (self.database, self.plain):
            try:
                results.append(getattr(database.table(table), method)(*copy.deepcopy(arguments), **options))
            except ValueError as error:
                results.append(type(error))
        assert results[0] == results[1]

    @rule(table=tables, document=documents)
    def insert(self, table: str, document: dict[str, Any]) -> None:
        self.both(table, "insert", document)

    @rule(table=tables, document=documents, doc_id=ids)
    def insert_with_id(self, table: str, document: dict[str, Any], doc_id: int) -> None:
        self.both(table, "insert", Document(document, doc_id=doc_id))

    @rule(table=tables, many=st.lists(documents, max_size=3))
    def insert_multiple(self, table: str, many: list[dict[str, Any]]) -> None:
        self.both(table, "insert_multiple", many)

    @rule(table=tables, n=numbers, value=values)
    def update(self, table: str, n: int, value: Any) -> None:
        self.both(table, "update", {"value": value}, where("n") == n)

    @rule(table=tables, n=numbers, document=documents)
    def upsert(self, table: str, n: int, document: dict[str, Any]) -> None:
        self.both(table, "upsert", document, where("n") == n)

    @rule(table=tables, n=numbers)
    def remove(self, table: str, n: int) -> None:
        self.both(table, "remove", where("n") == n)

    @rule(table=tables, some=st.lists(ids, max_size=2, unique=True))
    def remove_ids(self, table: str, some: list[int]) -> None:
        self.both(table, "remove", doc_ids=some)

    @rule(table=tables)
    def truncate(self, table: str) -> None:
        self.both(table, "truncate")

    @rule(table=tables)
    def drop(self, table: str) -> None:
        self.database.drop_table(table)
        self.plain.drop_table(table)

    @rule(table=tables, n=numbers)
    def look(self, table: str, n: int) -> None:
        self.both(table, "search", where("n") == n)
        self.both(table, "count", where("n") == n)
        self.both(table, "contains", where("n") == n)
        self.both(table, "get", doc_id=n)

    @rule(table=tables, documents=st.dictionaries(ids, documents, max_size=3), abort=st.booleans())
    def transaction(self, table: str, documents: dict[int, dict[str, Any]], abort: bool) -> None:
        before = copy.deepcopy(self.plain.storage.read())
        try:
            with self.database.transaction():
                for doc_id, document in documents.items():
                    self.both(table, "upsert", Document(document, doc_id=doc_id))
                if abort:
                    raise AbortError
        except AbortError:
            self.plain.storage.write(before or {})

    @rule()
    def reopen(self) -> None:
        self.database.close()
        self.database = open_database(self.path)
        memory = self.plain.storage.read()
        self.plain = TinyDB(storage=MemoryStorage)
        self.plain.storage.write(memory or {})

    @rule(table=tables, document=documents)
    def another_process_inserts(self, table: str, document: dict[str, Any]) -> None:
        with open_database(self.path) as other:
            number = other.table(table).insert(document)
        self.plain.table(table).insert(Document(document, doc_id=number))
        for name in ("_default", "annotations", "tags"):
            self.plain.table(name)._next_id = None

    @invariant()
    def same(self) -> None:
        assert content(self.database) == content(self.plain)

    @rule(always=st.booleans())
    def checkpoint(self, always: bool) -> None:
        self.database.checkpoint(always=always)
        if self.path.exists():
            with TinyDB(self.path, access_mode="r") as plain:
                assert content(plain) == content(self.plain)

    @invariant()
    def files_say_so(self) -> None:
        with open_database(self.path, read_only=True) as fresh:
            assert content(fresh) == content(self.plain)
            assert fresh.findings == ()
            assert fresh.check() == []


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
