"""Ids that the store chooses: one more than the greatest, as TinyDB does, without looking through the table each time."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from tinydb import where
from tinydb.table import Document

from reader.store import numbering, open_database
from reader.store.table import DurableTable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.json"


def test_an_id_follows_the_greatest_there_is(path: Path) -> None:
    with open_database(path) as database:
        assert database.insert_multiple([{"n": 1}, {"n": 2}]) == [1, 2]
        database.remove(doc_ids=[2])
        assert database.insert({"n": 3}) == 3, "as long as it is open, an id is given once"
        database.insert(Document({"n": 4}, doc_id=70))
        assert database.insert({"n": 5}) == 71
        with database.transaction():
            database.insert(Document({"n": 6}, doc_id=90))
            with database.transaction():
                assert database.insert({"n": 7}) == 91
            database.remove(where("n") >= 6)
            database.insert(Document({"n": 6}, doc_id=80))
            assert database.insert({"n": 8}) == 81
        database.truncate()
        assert database.insert({"n": 9}) == 1
    with open_database(path) as database:
        assert database.insert({"n": 10}) == 2


def test_an_id_follows_what_others_inserted(path: Path) -> None:
    with open_database(path) as one, open_database(path) as other:
        assert one.insert({"n": 1}) == 1
        assert other.insert({"n": 2}) == 2
        assert other.insert(Document({"n": 3}, doc_id=9)) == 9
        assert one.insert({"n": 4}) == 10
        other.insert(Document({"n": 5}, doc_id=50))
        assert one.insert({"n": 6}) == 51
        other.remove(doc_ids=[10, 50, 51])
        assert one.insert({"n": 5}) == 10, "what is not there any more leaves its id free"


def test_an_id_follows_what_another_handle_on_the_table_inserted(path: Path) -> None:
    with open_database(path) as database:
        one, other = (DurableTable(database.store, "t") for _ in range(2))
        assert [table.insert({"n": 1}) for table in (one, other, one)] == [1, 2, 3]
        assert len(one) == 3


def test_no_id_is_given_twice_among_documents_with_and_without_one(path: Path) -> None:
    with open_database(path) as database:
        database.insert({"n": 0})
        many = [{"n": 1}, Document({"n": 2}, doc_id=3), {"n": 3}, Document({"n": 4}, doc_id=2**120)]
        assert database.insert_multiple(many) == [2, 3, 4, 2**120]
        assert [document["n"] for document in database] == [0, 1, 2, 3, 4]
        with pytest.raises(ValueError, match="already exists"):
            database.insert_multiple([Document({"n": 5}, doc_id=5), Document({"n": 6}, doc_id=5)])
        assert len(database) == 5


def test_inserting_does_not_look_through_the_table(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    greatest = numbering.greatest

    def counting(keys: Collection[str]) -> int | None:
        looked.append(len(keys))
        return greatest(keys)

    monkeypatch.setattr(numbering, "greatest", counting)
    with open_database(path) as database:
        database.insert_multiple({"n": number} for number in range(100))
        database.insert_multiple([Document({"n": 0}, doc_id=500), {"n": 1}])
        looked.clear()
        for number in range(1000, 1100, 10):
            database.insert(Document({"n": 0}, doc_id=number))
            assert database.insert({"n": 1}) == number + 1
        assert max(looked, default=0) < 10


def test_an_emptied_table_is_still_one(path: Path) -> None:
    with open_database(path) as database:
        database.insert({"n": 1})
        database.truncate()
        assert database.tables() == {"_default", "_meta"}
        database.table("kept", persist_empty=True)
        database.table("unused").update({"n": 1})
    with open_database(path) as database:
        assert database.tables() == {"_default", "_meta", "kept"}
        database.drop_table("kept")
        assert database.tables() == {"_default", "_meta"}
