"""A database on plain values: what it keeps, what it hands out, what it leaves on the disk."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.table import Document

from reader.store import Database, StoreError, open_database

BIG = 0x0190_0000_0000_7000_8000_0000_0000_0001  # a UUIDv7's number


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotations.json"


def documents(path: Path, table: str = "_default") -> dict[int, dict[str, Any]]:
    """Return a table as a plain TinyDB sees it."""
    with TinyDB(path, access_mode="r") as plain:
        return {document.doc_id: dict(document) for document in plain.table(table)}


def names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


def test_documents_are_looked_at_without_copies_and_handed_out_as_copies(path: Path) -> None:
    with open_database(path) as database:
        database.table("t").put({BIG: {"a": [1]}, 2: {"b": {}}})
        held = dict(database.table("t").peek())
        assert held == {BIG: {"a": [1]}, 2: {"b": {}}}
        assert dict(database.table("t").peek())[BIG] is held[BIG]
        copy = database.table("t").get(doc_id=BIG)
        assert copy == held[BIG] and copy is not held[BIG]


def test_opening_and_reading_creates_nothing(path: Path) -> None:
    with open_database(path) as database:
        assert database.all() == []
        assert database.tables() == set()
        assert not database.exists
        assert database.writable
    assert names(path.parent) == set()


def test_a_transaction_without_a_change_creates_nothing(path: Path) -> None:
    database = open_database(path)
    with database.transaction():
        assert database.all() == []
    with pytest.raises(ZeroDivisionError), database.transaction():
        database.insert({"n": 1 / 0})
    assert names(path.parent) == set()
    database.close()


def test_missing_folders_are_made_by_the_first_commit(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "x.json"
    with open_database(path) as database:
        assert database.writable
        assert names(tmp_path) == set()
        database.insert({"n": 1})
    assert documents(path) == {1: {"n": 1}}


def test_a_plain_tinydb_reads_what_was_written(path: Path) -> None:
    with open_database(path) as database:
        database.table("annotations").insert(Document({"comment": "同意〔2024〕𠮷"}, doc_id=BIG))
        database.insert({"n": 1})
    assert documents(path, "annotations") == {BIG: {"comment": "同意〔2024〕𠮷"}}
    assert documents(path, "_meta") == {1: {"format": 2, "generation": 2}}
    assert documents(path) == {1: {"n": 1}}
    assert path.read_bytes().isascii()


def test_a_plain_tinydb_may_write_and_is_noticed(path: Path) -> None:
    database = open_database(path)
    database.insert({"n": 1})
    before = database.revision
    with TinyDB(path) as plain:
        plain.insert({"n": 2})
    assert database.revision > before
    assert database.insert({"n": 3}) == 3
    database.close()
    assert documents(path) == {1: {"n": 1}, 2: {"n": 2}, 3: {"n": 3}}


def test_another_handle_sees_each_commit(path: Path) -> None:
    one, other = open_database(path), open_database(path, read_only=True)
    assert other.all() == []
    one.insert({"n": 1})
    assert other.all() == [{"n": 1}]
    revision = other.revision
    one.update({"n": 2})
    assert other.search(where("n") == 2) == [{"n": 2}]
    assert other.revision == revision + 1
    before = one.revision
    one.insert({"n": 3})
    assert one.revision == before, "our own commits are not others'"
    one.close()
    other.close()


def test_an_own_search_is_never_stale(path: Path) -> None:
    one, other = open_database(path), open_database(path)
    one.insert({"n": 1})
    assert len(one.search(where("n") == 1)) == 1
    other.insert({"n": 1})
    assert len(one.search(where("n") == 1)) == 2
    one.close()
    other.close()


def test_a_database_that_was_deleted_with_all_that_belongs_to_it_is_empty_again(path: Path) -> None:
    database = open_database(path)
    database.insert({"n": 1})
    path.unlink()
    assert database.all() == []
    database.insert({"n": 2})
    database.close()
    assert documents(path) == {1: {"n": 2}}


def test_a_transaction_is_one_commit(path: Path) -> None:
    with open_database(path) as database, open_database(path) as other:
        database.insert_multiple([{"n": 0}])
        database.update({"n": 0.5}, doc_ids=[1])
        database.update({"n": 0}, doc_ids=[1])
        journal = path.with_name(f"{path.name}.journal")
        before = journal.read_bytes()
        with database.transaction():
            for n in range(1, 5):
                database.insert({"n": n})
            assert len(database) == 5
            assert journal.read_bytes() == before
            assert len(other) == 1
        added = journal.read_bytes().removeprefix(before)
        assert added.count(b"\n") == 1
        assert [document["n"] for document in other] == [0, 1, 2, 3, 4]


def test_a_transaction_that_raises_leaves_nothing(path: Path) -> None:
    database = open_database(path)
    database.insert({"n": 0})
    stored = path.read_bytes()
    with pytest.raises(ZeroDivisionError), database.transaction():
        database.insert({"n": 1})
        database.table("tags").insert({"n": 2})
        database.update({"n": 1 // 0})
    assert path.read_bytes() == stored
    assert database.all() == [{"n": 0}]
    assert database.table("tags").all() == []
    database.close()


def test_a_transaction_within_another_is_a_part_of_it(path: Path) -> None:
    database = open_database(path)
    with database.transaction():
        database.insert({"n": 1})
        with pytest.raises(ZeroDivisionError), database.transaction():
            database.insert({"n": 2})
            raise ZeroDivisionError
        assert database.all() == [{"n": 1}], "what the inner one did is gone, the outer one goes on"
        with database.transaction():
            database.insert({"n": 3})
        assert not path.exists()
    assert [document["n"] for document in TinyDB(path, access_mode="r")] == [1, 3]
    with pytest.raises(ZeroDivisionError), database.transaction():
        with database.transaction():
            database.insert({"n": 4})
        raise ZeroDivisionError
    assert len(database) == 2
    database.close()


@pytest.mark.parametrize(
    "operation",
    [
        lambda database: database.update({"n": object()}),
        lambda database: database.update({"n": float("nan")}),
        lambda database: database.insert({"n": {1, 2}}),
        lambda database: database.insert_multiple([{"n": 5}, {"n": b""}]),
        lambda database: database.insert_multiple([{"n": 5}, Document({}, doc_id=1)]),
        lambda database: database.update(lambda document: document["list"].append(document["missing"])),
    ],
)
def test_an_operation_that_raises_leaves_nothing(path: Path, operation: Callable[[Database], None]) -> None:
    database = open_database(path)
    database.insert({"n": 1, "list": [1]})
    stored = path.read_bytes()
    with pytest.raises((TypeError, ValueError, KeyError)):
        operation(database)
    assert path.read_bytes() == stored
    assert database.all() == [{"n": 1, "list": [1]}]
    database.close()


def test_documents_handed_out_are_copies(path: Path) -> None:
    database = open_database(path)
    mine: dict[str, Any] = {"list": [1], "deep": {"a": [1]}}
    database.insert(mine)
    mine["list"].append(2)
    got = database.all()[0]
    got["list"].append(3)
    found = database.search(where("list") == [1])[0]
    found["deep"]["a"].append(4)
    by_id = database.get(doc_id=1)
    assert by_id is not None
    by_id["deep"]["a"].clear()
    (database.storage.read() or {})["_default"]["1"]["list"].clear()
    database.search(lambda document: bool(document["list"].append(5)) or True)
    assert database.all() == [{"list": [1], "deep": {"a": [1]}}]
    database.update({"n": 1})
    assert by_id == {"list": [1], "deep": {"a": []}}, "and never change afterwards"
    database.close()


def test_memory_is_what_the_file_says(path: Path) -> None:
    with open_database(path) as database:
        database.insert({"tuple": (1, (2,)), 3: "key"})
        database.insert({"n": 1})
        database.update({"n": True}, doc_ids=[2])
        expected = [{"tuple": [1, [2]], "3": "key"}, {"n": True}]
        assert database.all() == expected
    with open_database(path) as again:
        assert again.all() == expected
        assert again.all()[1]["n"] is True


def test_put_replaces_whole_documents(path: Path) -> None:
    with open_database(path) as database:
        table = database.table("t")
        table.put({BIG: {"a": 1, "b": 1}})
        table.put({BIG: {"a": 2}, 7: {"c": 3}})
    assert documents(path, "t") == {BIG: {"a": 2}, 7: {"c": 3}}


def test_dropping_all_tables_keeps_the_file_ours(path: Path) -> None:
    with open_database(path) as database:
        database.insert({"n": 1})
        database.table("t").insert({"n": 1})
        database.drop_table("t")
        assert database.tables() == {"_meta", "_default"}
        database.drop_tables()
    with open_database(path) as again:
        assert again.tables() == {"_meta"}
        assert again.findings == ()


def test_the_table_that_says_what_the_file_is_comes_back(path: Path) -> None:
    with open_database(path) as database:
        database.table("_meta").insert({"format": 2, "note": "kept"})
        database.insert({"n": 1})
        database.checkpoint()
        assert documents(path, "_meta") == {1: {"format": 2, "note": "kept", "generation": 2}}
        database.table("_meta").truncate()
        database.checkpoint()
        assert documents(path, "_meta") == {1: {"format": 2, "generation": 3}}


def test_read_only(path: Path) -> None:
    with open_database(path) as database:
        database.insert({"n": 1})
    stored = path.read_bytes()
    with open_database(path, read_only=True) as database:
        assert database.all() == [{"n": 1}]
        assert not database.writable
        with pytest.raises(StoreError) as caught:
            database.insert({"n": 2})
        assert caught.value.code == "read_only"
        with pytest.raises(StoreError), database.transaction():
            pass
    assert path.read_bytes() == stored


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{}", "database_foreign"),
        (b"[1, 2]", "database_foreign"),
        (b'{"_default": {"1": {"mine": "not yours"}}}', "database_foreign"),
        (b'{"_meta": {"1": {"format": true}}}', "database_foreign"),
        (b'{"_meta": "x", "annotations": []}', "database_foreign"),
        (b'{"_meta": {"1": {"format": 1}}, "t": {"1": {}', "database_broken"),
        (b'{"_meta": {"1": {"format": 1}}, "t": []}', "database_broken"),
        (b'{"_meta": {"1": {"format": 1}}, "t": {"1": []}}', "database_broken"),
        (b'{"_meta": {"1": {"format": 1}}, "t": {"01": {}}}', "database_broken"),
        (b"\xff\xfe\xff", "database_broken"),
        (b"\0" * 100, "database_broken"),
        (b" \n", "database_broken"),
        (b"[" * 100_000, "database_broken"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_untouched(path: Path, content: bytes, code: str) -> None:
    path.write_bytes(content)
    status = path.stat()
    for read_only in (False, True):
        with pytest.raises(StoreError) as caught:
            open_database(path, read_only=read_only)
        assert caught.value.code == code
        assert caught.value.params["path"] == str(path)
    assert path.read_bytes() == content
    assert path.stat().st_mtime_ns == status.st_mtime_ns
    assert names(path.parent) == {path.name}


def test_a_newer_format_is_opened_to_read(path: Path) -> None:
    content = b'{"_meta": {"1": {"format": 3}}, "_default": {"1": {"n": 1}}}'
    path.write_bytes(content)
    with open_database(path) as database:
        assert database.all() == [{"n": 1}]
        assert [finding.code for finding in database.findings] == ["database_newer"]
        assert database.format == 3
        assert not database.writable
        with pytest.raises(StoreError) as caught:
            database.insert({"n": 2})
        assert caught.value.code == "database_newer"
    assert path.read_bytes() == content


def test_a_file_that_breaks_while_open_is_not_overwritten(path: Path) -> None:
    database = open_database(path)
    database.insert({"n": 1})
    path.write_bytes(b'{"_default": {"1"')
    for operation in (database.all, lambda: database.insert({"n": 2}), lambda: database.revision):
        with pytest.raises(StoreError) as caught:
            operation()
        assert caught.value.code == "database_broken", (
            "without a journal or a backup nothing can be said of it"
        )
    assert path.read_bytes() == b'{"_default": {"1"'
    database.close()


def test_an_empty_file_is_a_new_database(path: Path) -> None:
    path.touch()
    with open_database(path) as database:
        assert database.all() == []
        database.insert({"n": 1})
    assert documents(path) == {1: {"n": 1}}


def test_what_is_no_file_is_unreadable(tmp_path: Path) -> None:
    import os

    folder, pipe, plain = tmp_path / "folder", tmp_path / "pipe", tmp_path / "plain"
    folder.mkdir()
    os.mkfifo(pipe)
    plain.touch()
    for path in (folder, pipe, plain / "x.json"):
        with pytest.raises(StoreError) as caught:
            open_database(path)
        assert caught.value.code == "database_unreadable"


def test_a_held_lock_is_waited_for_and_then_said(path: Path) -> None:
    holder, waiter = open_database(path), open_database(path, timeout=0.05)
    with holder.transaction():
        holder.insert({"n": 1})
        with pytest.raises(StoreError) as caught:
            waiter.insert({"n": 2})
        assert caught.value.code == "database_locked"
        assert waiter.all() == [], "readers never wait"
    waiter.insert({"n": 2})
    assert [document["n"] for document in holder] == [1, 2]
    holder.close()
    waiter.close()


def test_threads_share_a_database(path: Path) -> None:
    database = open_database(path)

    def write(name: str) -> None:
        for n in range(10):
            database.insert({"name": name, "n": n})

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.close()
    assert sorted((document["name"], document["n"]) for document in documents(path).values()) == [
        (name, n) for name in "abc" for n in range(10)
    ]


def test_the_file_is_a_document_a_line(path: Path) -> None:
    with open_database(path) as database:
        database.table("t").insert_multiple({"n": n} for n in range(3))
    lines = path.read_text("ascii").splitlines()
    assert [json.loads(line.partition(": ")[2].rstrip(",")) for line in lines if '"n"' in line] == [
        {"n": 0},
        {"n": 1},
        {"n": 2},
    ]
