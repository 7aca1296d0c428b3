"""A repository on plain values: records in, the same records out, and the documents in between."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB
from tinydb.table import Document

from reader.annotations import id_to_int, new_id, now
from reader.annotations.model import Annotation, Entry, Tag
from reader.repository import PageRecord, Record, Repository, RepositoryError, Snapshot, Write, repository
from reader.store import StoreError, open_database
from tests.repository.records import FINGERPRINT, annotation, change, correction, page, tag, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotations.json"


def documents(path: Path, table: str) -> list[Document]:
    """Return a table as it is stored."""
    with open_database(path, read_only=True) as database:
        return list(database.table(table))


def edit(path: Path, table: str, fields: dict[str, Any]) -> None:
    """Change a table's documents as a plain script would."""
    with open_database(path) as database:
        database.checkpoint()
    with TinyDB(path) as plain:
        plain.table(table).update(fields)


def loaded(path: Path) -> Snapshot:
    opened = Repository(path, read_only=True)
    snapshot = opened.load()
    opened.close()
    return snapshot


def test_looking_creates_nothing(path: Path) -> None:
    opened = Repository(path)
    assert opened.load() == Snapshot()
    assert opened.refresh() is None
    assert not opened.exists
    assert opened.writable
    for attempt in (opened.undo, opened.redo):
        with pytest.raises(RepositoryError):
            attempt("王")
    with pytest.raises(RepositoryError):
        mine = tag()
        opened.commit(change(write("tags", mine, replace(mine, name="不在"))))
    assert list(path.parent.iterdir()) == []
    opened.close()


def test_records_come_back_equal(path: Path) -> None:
    entry = Entry("column", "outcome", "adopted", "2024-03-01", "答复文号1", "")
    records: list[tuple[Any, Record]] = [
        ("annotations", annotation("多行\n批注 **𠮷** \u2028", tags=(new_id(), new_id()), resolved=True)),
        (
            "annotations",
            annotation("", reply_to=new_id(), entry=entry, deleted="2024-03-01T00:00:00.000000Z"),
        ),
        ("tags", tag("营商环境/审批", color=8, description="说明", deleted="2024-03-01T00:00:00.000000Z")),
        ("pages", page()),
        ("corrections", correction(extra={"by_hand": True})),
        ("corrections", correction(about="paper", value="清河晚报", rows=(), body=None, deleted=now())),
    ]
    opened = Repository(path)
    receipt = opened.commit(change(*(write(table, None, record) for table, record in records)))
    assert receipt.kind == "change"
    assert receipt.label.params == {"title": "路口"}
    snapshot = loaded(path)
    assert snapshot == receipt.snapshot == opened.load()
    assert snapshot.annotations == {record.id: record for name, record in records[:2]}  # type: ignore[union-attr]
    assert snapshot.tags == {records[2][1].id: records[2][1]}  # type: ignore[union-attr]
    assert snapshot.pages == {FINGERPRINT: records[3][1]}
    assert snapshot.corrections == {record.id: record for name, record in records[4:]}  # type: ignore[union-attr]
    assert snapshot.problems == ()
    opened.close()


def test_documents_are_stored_under_the_number_of_their_id(path: Path) -> None:
    mine, label = annotation(), tag()
    opened = Repository(path)
    receipt = opened.commit(
        change(write("annotations", None, mine), write("tags", None, label), write("pages", None, page()))
    )
    assert [(d["id"], d.doc_id) for d in documents(path, "annotations")] == [(mine.id, id_to_int(mine.id))]
    assert [(d["name"], d.doc_id) for d in documents(path, "tags")] == [("营商环境", id_to_int(label.id))]
    assert [d["fingerprint"] for d in documents(path, "pages")] == [FINGERPRINT]
    (event,) = documents(path, "events")
    assert event.doc_id == id_to_int(event["id"]) == id_to_int(receipt.event_id)
    assert (event["kind"], event["of"], event["creator"]) == ("change", event["id"], "王")
    assert event["label"] == {"code": "changed", "params": {"title": "路口"}}
    assert [(w["table"], w["id"], w["before"]) for w in event["writes"]] == [
        ("annotations", mine.id, None),
        ("tags", label.id, None),
        ("pages", FINGERPRINT, None),
    ]
    assert event["writes"][0]["after"] == dict(documents(path, "annotations")[0])
    opened.close()


def test_a_record_that_is_not_as_it_was_is_a_conflict(path: Path) -> None:
    one, other = Repository(path), Repository(path)
    mine = annotation("一")
    one.commit(change(write("annotations", None, mine)))
    theirs = replace(mine, comment="二")
    other.commit(change(write("annotations", mine, theirs), creator="李"))
    label = tag()
    attempts: tuple[tuple[Annotation | Tag, tuple[Write, ...]], ...] = (
        (mine, (write("tags", None, label), write("annotations", mine, replace(mine, comment="三")))),
        (mine, (write("annotations", None, mine),)),
        (label, (write("tags", label, None),)),
    )
    for record, writes in attempts:
        stored = path.read_bytes()
        with pytest.raises(RepositoryError) as caught:
            one.commit(change(*writes))
        assert caught.value.code == "conflict"
        assert caught.value.params == {"table": writes[-1].table, "id": record.id}
        assert path.read_bytes() == stored
        assert one.load().tags == {}
        assert one.load().annotations == {mine.id: theirs}
    one.close()
    other.close()


def test_removing_a_record_removes_its_document(path: Path) -> None:
    mine = annotation()
    opened = Repository(path)
    opened.commit(change(write("annotations", None, mine)))
    assert opened.commit(change(write("annotations", mine, None))).snapshot.annotations == {}
    assert documents(path, "annotations") == []
    assert opened.undo("王").snapshot.annotations == {mine.id: mine}
    opened.close()


def test_two_writes_on_one_record_are_one(path: Path) -> None:
    mine = annotation("一")
    then = replace(mine, comment="二")
    opened = Repository(path)
    opened.commit(change(write("annotations", None, mine), write("annotations", mine, then)))
    assert opened.load().annotations == {mine.id: then}
    assert opened.undo("王").snapshot.annotations == {}
    assert opened.redo("王").snapshot.annotations == {mine.id: then}
    opened.close()


def test_a_change_needs_writes_and_records_with_their_ids(path: Path) -> None:
    opened = Repository(path)
    with pytest.raises(ValueError, match="at least one"):
        opened.commit(change())
    with pytest.raises(ValueError, match="bear its id"):
        opened.commit(change(Write("tags", new_id(), None, tag())))
    assert not opened.exists
    opened.close()


def test_refresh_shows_what_others_did_once(path: Path) -> None:
    one, other = Repository(path), Repository(path)
    assert one.refresh() == Snapshot(), "the first look"
    mine = annotation()
    receipt = other.commit(change(write("annotations", None, mine)))
    assert one.refresh() == receipt.snapshot
    assert one.refresh() is None
    one.commit(change(write("tags", None, tag())))
    assert one.refresh() is None, "our own commit is no news"
    edit(path, "tags", {"name": "脚本改"})
    fresh = one.refresh()
    assert fresh is not None
    assert [label.name for label in fresh.tags.values()] == ["脚本改"]
    one.close()
    other.close()


def test_a_snapshot_does_not_change(path: Path) -> None:
    opened = Repository(path)
    first = opened.commit(change(write("tags", None, tag("一")))).snapshot
    opened.commit(change(write("tags", None, tag("二"))))
    assert [label.name for label in first.tags.values()] == ["一"]
    with pytest.raises(TypeError):
        first.tags["x"] = tag()  # type: ignore[index]
    opened.close()


def test_fields_of_a_newer_version_survive_an_edit(path: Path) -> None:
    mine, label = annotation("一"), tag("一")
    opened = Repository(path)
    opened.commit(
        change(write("annotations", None, mine), write("tags", None, label), write("pages", None, page()))
    )
    (stored,) = documents(path, "annotations")
    edit(path, "annotations", {"mood": "☀", "target": {**stored["target"], "confidence": 0.5}})
    edit(path, "tags", {"icon": ["x"]})
    edit(path, "pages", {"scan": {"dpi": 300}})
    snapshot = opened.load()
    (mine_now,) = snapshot.annotations.values()
    (label_now,) = snapshot.tags.values()
    (page_now,) = snapshot.pages.values()
    opened.commit(
        change(
            write("annotations", mine_now, replace(mine_now, comment="二")),
            write("tags", label_now, replace(label_now, name="二")),
            write("pages", page_now, replace(page_now, number=2)),
        )
    )
    (stored,) = documents(path, "annotations")
    assert (stored["comment"], stored["mood"], stored["target"]["confidence"]) == ("二", "☀", 0.5)
    assert [(d["name"], d["icon"]) for d in documents(path, "tags")] == [("二", ["x"])]
    assert [(d["number"], d["scan"]) for d in documents(path, "pages")] == [(2, {"dpi": 300})]
    opened.close()


@pytest.mark.parametrize("table", ["annotations", "tags", "pages"])
@pytest.mark.parametrize("document", [{}, {"id": "x"}, {"id": 1, "fingerprint": 1}, "other id"])
def test_an_invalid_document_is_kept_and_told_of(path: Path, table: Any, document: Any) -> None:
    opened = Repository(path)
    good: dict[str, Record] = {"annotations": annotation(), "tags": tag(), "pages": page()}
    receipt = opened.commit(change(*(write(name, None, record) for name, record in good.items())))  # type: ignore[arg-type]
    with TinyDB(path) as plain:
        (valid,) = plain.table(table).all()
        broken = dict(valid) if document == "other id" else document
        number = plain.table(table).insert(broken)
    snapshot = opened.load()
    assert (snapshot.annotations, snapshot.tags, snapshot.pages) == (
        receipt.snapshot.annotations,
        receipt.snapshot.tags,
        receipt.snapshot.pages,
    )
    assert [(problem.table, problem.id) for problem in snapshot.problems] == [(table, str(number))]
    opened.commit(change(write("tags", None, tag("后"))))
    opened.undo("王")
    assert [dict(d) for d in documents(path, table) if d.doc_id == number] == [broken]
    assert loaded(path).problems == snapshot.problems == opened.load().problems
    opened.close()


def test_a_record_broken_by_a_script_is_a_conflict_not_overwritten(path: Path) -> None:
    mine = tag("一")
    opened = Repository(path)
    opened.commit(change(write("tags", None, mine)))
    edit(path, "tags", {"name": None})
    with pytest.raises(RepositoryError) as caught:
        opened.commit(change(write("tags", mine, replace(mine, name="二"))))
    assert caught.value.code == "conflict"
    assert [d["name"] for d in documents(path, "tags")] == [None]
    assert opened.load().tags == {}
    opened.close()


def test_the_log_keeps_the_last_events(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert repository.EVENTS_KEPT == 1000
    monkeypatch.setattr(repository, "EVENTS_KEPT", 3)
    opened = Repository(path)
    labels = [tag(str(n)) for n in range(5)]
    receipts = [opened.commit(change(write("tags", None, label))) for label in labels]
    assert opened.checkpoint()
    assert [d["id"] for d in documents(path, "events")] == [receipt.event_id for receipt in receipts[2:]]
    history = path.with_name(f"{path.name}.history").read_text("ascii").splitlines()
    assert [json.loads(line[9:])["document"]["id"] for line in history] == [
        receipt.event_id for receipt in receipts[:2]
    ]
    for expected in (4, 3):
        assert len(opened.undo("王").snapshot.tags) == expected
    assert len(opened.redo("王").snapshot.tags) == 4
    opened.close()


def test_read_only_and_failing_stores_change_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Repository(path)
    before = writer.commit(change(write("tags", None, tag()))).snapshot
    reader = Repository(path, read_only=True)
    assert not reader.writable
    with pytest.raises(StoreError) as caught:
        reader.commit(change(write("tags", None, tag())))
    assert caught.value.code == "read_only"
    with pytest.raises(StoreError) as caught:
        reader.undo("王")
    assert caught.value.code == "read_only"

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(StoreError) as caught:
            writer.commit(change(write("tags", None, tag())))
        assert caught.value.code == "disk_full"
    assert writer.load() == before == loaded(path)
    assert len(writer.commit(change(write("tags", None, tag()))).snapshot.tags) == 2
    reader.close()
    writer.close()


def test_a_foreign_file_is_refused_at_once(path: Path) -> None:
    path.write_text(json.dumps({"_default": {"1": {}}}))
    with pytest.raises(StoreError) as caught:
        Repository(path)
    assert caught.value.code == "database_foreign"


def test_a_page_noted_by_two_is_one_document(path: Path) -> None:
    one, other = Repository(path), Repository(path)
    first = page()
    one.commit(change(write("pages", None, first)))
    with pytest.raises(RepositoryError):
        other.commit(change(write("pages", None, page())))
    assert other.load().pages == {FINGERPRINT: first}
    assert isinstance(first, PageRecord)
    one.close()
    other.close()
