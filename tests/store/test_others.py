"""Other processes, and plain TinyDB scripts, with the same file: nothing of anybody is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from tinydb import TinyDB
from tinydb.table import Document

from reader.store import Database, checkpoint, open_database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.json"


@pytest.fixture
def one(path: Path) -> Iterator[Database]:
    """A process that has the file open."""
    with open_database(path) as database:
        for n in range(3):
            database.insert({"n": n})
        yield database


@pytest.fixture
def other(path: Path, one: Database) -> Iterator[Database]:
    """Another one."""
    with open_database(path) as database:
        yield database


def stored(path: Path) -> dict[int, Any]:
    """Return what a plain TinyDB finds."""
    with TinyDB(path, access_mode="r") as plain:
        return {document.doc_id: document.get("n") for document in plain}


def codes(database: Database) -> list[str]:
    return [finding.code for finding in database.findings]


def asides(path: Path) -> list[Path]:
    return sorted(path.parent.glob("x.json.aside-*"))


def test_commits_of_two_alternate(one: Database, other: Database, path: Path) -> None:
    for n in range(3, 9):
        (one, other)[n % 2].insert({"n": n})
    assert one.all() == other.all() == [{"n": n} for n in range(9)]
    other.update({"n": "new"}, doc_ids=[1])
    one.remove(doc_ids=[2])
    assert other.get(doc_id=1) == one.get(doc_id=1) == {"n": "new"}
    assert not other.contains(doc_id=2)
    one.close()
    other.close()
    assert stored(path) == {1: "new", **{n + 1: n for n in range(2, 9)}}


def test_a_checkpoint_gives_way_to_another(one: Database, other: Database, path: Path) -> None:
    prepare = checkpoint.prepare

    def overtaken(*arguments: Any) -> Any:
        prepared = prepare(*arguments)
        with mock.patch.object(checkpoint, "prepare", prepare):
            other.insert({"n": 3})
            assert other.checkpoint()
        return prepared

    with mock.patch.object(checkpoint, "prepare", overtaken):
        assert not one.checkpoint()
    one.insert({"n": 4})
    assert [document["n"] for document in other] == [0, 1, 2, 3, 4]
    with open_database(path) as third:
        assert [document["n"] for document in third] == [0, 1, 2, 3, 4]
        assert codes(third) == []


def test_a_commit_during_a_checkpoint_stays(one: Database, other: Database, path: Path) -> None:
    prepare = checkpoint.prepare

    def meanwhile(*arguments: Any) -> Any:
        prepared = prepare(*arguments)
        other.insert({"n": 3})
        return prepared

    with mock.patch.object(checkpoint, "prepare", meanwhile):
        assert one.checkpoint()
    assert sorted(stored(path).values()) == [0, 1, 2], "the main file is of before that commit"
    assert [document["n"] for document in one] == [document["n"] for document in other] == [0, 1, 2, 3]
    with open_database(path) as third:
        assert [document["n"] for document in third] == [0, 1, 2, 3]


def test_another_ones_checkpoint_is_followed_without_reading_all_again(
    one: Database, other: Database
) -> None:
    assert len(other) == 3
    one.insert({"n": 3})
    assert one.checkpoint()
    one.insert({"n": 4})
    other.news()
    with mock.patch("reader.store.disk.recover", side_effect=AssertionError("all was read again")):
        assert len(other) == 5
    one.insert({"n": 5})
    assert other.news() == {("_default", "6")}


def test_an_unfinished_line_is_waited_for_by_readers_and_cut_by_writers(
    one: Database, other: Database, path: Path
) -> None:
    journal = path.with_name("x.json.journal")
    with journal.open("ab") as file:
        file.write(b'0123abcd 4 {"_default": {"pu')
    assert len(other) == 3
    assert codes(other) == [], "somebody may be writing it"
    one.insert({"n": 3})
    assert codes(one) == ["journal_torn"]
    assert asides(path)[0].read_bytes() == b'0123abcd 4 {"_default": {"pu'
    assert [document["n"] for document in other] == [0, 1, 2, 3]
    with open_database(path) as third:
        assert [document["n"] for document in third] == [0, 1, 2, 3]
        assert codes(third) == []


def test_what_a_script_writes_is_taken_over_and_ours_stays(one: Database, path: Path) -> None:
    one.checkpoint()
    one.insert({"n": "ours"})  # in the journal alone, as document 4
    one.update({"n": "ours too"}, doc_ids=[1])
    with TinyDB(path) as script:
        assert script.insert({"n": "theirs"}) == 4, "it counts max + 1, not knowing of our fourth"
        script.update({"n": "changed"}, doc_ids=[2])
        script.update({"n": "contradicted"}, doc_ids=[1])
        script.remove(doc_ids=[3])
    expected = {1: "ours too", 2: "changed", 4: "ours", 5: "theirs"}
    assert {document.doc_id: document["n"] for document in one} == expected
    assert codes(one) == ["merged"]
    assert (one.findings[0].params["count"], one.findings[0].params["conflicts"]) == ("3", "1")
    one.insert({"n": "later"})
    aside = one.findings[0].params["aside"]
    assert stored(Path(aside)) == {1: "contradicted", 2: "changed", 4: "theirs"}
    one.close()
    assert stored(path) == {**expected, 6: "later"}
    with open_database(path) as again:
        assert codes(again) == [], "it is told once"


def test_a_script_that_wrote_while_nothing_was_pending(one: Database, path: Path) -> None:
    one.close()
    with TinyDB(path) as script:
        script.insert({"n": "theirs"})
        script.table("own").insert({"n": 1})
    with open_database(path) as database:
        assert [document["n"] for document in database] == [0, 1, 2, "theirs"]
        assert codes(database) == ["merged"]
        assert database.table("own").all() == [{"n": 1}]
        database.insert({"n": 4})
    with open_database(path) as again:
        assert codes(again) == []
        assert len(again) == 5


def test_what_a_script_writes_into_the_file_of_before_a_checkpoint(one: Database, path: Path) -> None:
    one.checkpoint()
    script = TinyDB(path)
    one.insert({"n": 3})
    one.checkpoint()  # what the script holds open is the backup now
    script.insert({"n": "theirs"})
    script.close()
    one.insert({"n": 4})
    one.checkpoint()
    assert sorted(map(str, stored(path).values())) == ["0", "1", "2", "3", "4", "theirs"]
    assert codes(one) == ["merged"]
    assert "theirs" in stored(Path(one.findings[0].params["aside"])).values()


def test_a_script_that_is_writing_now_is_waited_for(one: Database, path: Path) -> None:
    one.checkpoint()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    def finished(_: float) -> None:
        path.write_bytes(whole)

    with mock.patch("reader.store.disk.time.sleep", finished):
        assert len(one) == 3
    assert codes(one) == []
    assert asides(path) == []


def test_a_script_may_drop_a_table_and_make_another(one: Database, path: Path) -> None:
    one.table("notes").insert({"n": 1})
    one.checkpoint()
    with TinyDB(path) as script:
        script.drop_table("notes")
        script.table("own").insert(Document({"n": 1}, doc_id=7))
    assert one.table("notes").all() == []
    assert one.table("own").get(doc_id=7) == {"n": 1}


def test_a_copy_of_long_ago_put_in_its_place_is_taken_and_both_are_kept(one: Database, path: Path) -> None:
    one.checkpoint()
    old = path.read_bytes()
    for n in (3, 4):
        one.insert({"n": n})
        one.checkpoint()
    one.insert({"n": 5})
    path.write_bytes(old)
    assert [document["n"] for document in one] == [0, 1, 2, 5], "what is in the journal only is ours"
    assert codes(one) == ["merged"]
    one.insert({"n": 6})
    kept = {aside.name.rpartition("-")[2]: stored(aside) for aside in asides(path)}
    assert kept == {"main": {1: 0, 2: 1, 3: 2}, "replaced": {1: 0, 2: 1, 3: 2, 4: 3, 5: 4, 6: 5}}
