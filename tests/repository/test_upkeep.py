"""Purging, checking, repairing, migrating."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from reader.annotations import new_id, now
from reader.repository import Repository, Snapshot, faults, repairs
from reader.repository.migrations import migrated
from reader.store import FORMAT
from tests.repository.records import annotation, change, correction, link, page, tag, write

OLD, DAY, NEW = "2024-02-01T10:00:00.000000Z", "2024-02-29T00:00:00.000000Z", "2024-03-01T10:00:00.000000Z"
SECRET = "要彻底清除的话"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotations.json"


def commit(repository: Repository, *records: Any) -> Snapshot:
    tables = {
        "Annotation": "annotations",
        "Tag": "tags",
        "PageRecord": "pages",
        "Correction": "corrections",
        "Link": "links",
    }
    writes = [write(tables[type(record).__name__], None, record) for record in records]  # type: ignore[arg-type]
    return repository.commit(change(*writes)).snapshot


def everything(path: Path) -> bytes:
    """Return the bytes of all files of a database."""
    return b"".join(place.read_bytes() for place in sorted(path.parent.iterdir()))


def test_what_was_deleted_before_a_day_is_in_no_file_afterwards(path: Path) -> None:
    stays, gone = annotation("留下的"), annotation(SECRET, deleted=OLD)
    later = annotation("后来删的", deleted=NEW)
    repository = Repository(path)
    commit(repository, page(), tag("旧标签", deleted=OLD), stays, gone, later)
    for number in range(3):
        commit(repository, annotation(str(number)))
    repository.checkpoint()
    written = json.dumps(SECRET)[1:-1].encode()
    assert written in everything(path)
    assert repository.purge(DAY, dry_run=True).annotations == (gone.id,)
    assert written in everything(path), "a dry run removes nothing"
    purge = repository.purge(DAY)
    assert (purge.annotations, len(purge.tags), purge.pages, purge.events) == ((gone.id,), 1, (), 1)
    assert written not in everything(path)
    kept = repository.load()
    assert gone.id not in kept.annotations
    assert {stays.id, later.id} <= kept.annotations.keys()
    assert repository.purge(DAY).keys() == frozenset()
    repository.close()
    with Repository(path)._database as plain:
        assert len(plain.table("events")) == 3
    assert Repository(path).load().annotations.keys() == kept.annotations.keys()


def test_what_is_still_needed_stays(path: Path) -> None:
    used, head = tag("旧标签", deleted=OLD), annotation("头", deleted=OLD)
    reply = annotation("答", reply_to=head.id, tags=(used.id,))
    with_it = annotation("也删了", deleted=OLD, reply_to=head.id)
    repository = Repository(path)
    commit(repository, page(), used, head, reply, with_it)
    purge = repository.purge(DAY)
    assert (purge.annotations, purge.tags, purge.pages) == ((with_it.id,), (), ())
    assert {head.id, reply.id} == set(repository.load().annotations)


def test_corrections_taken_back_go_and_their_page_with_the_last_of_them(path: Path) -> None:
    repository = Repository(path)
    stays, gone = correction(), correction(deleted=OLD)
    commit(repository, page(), stays, gone)
    purge = repository.purge(DAY)
    assert (purge.corrections, purge.pages) == ((gone.id,), ())
    assert repository.load().corrections.keys() == {stays.id}
    repository.close()
    other = Repository(path.with_name("other.json"))
    commit(other, page(), gone)
    assert other.purge(DAY).pages == (page().fingerprint,)
    other.close()


def test_links_taken_away_go_and_their_pages_with_the_last_of_them(path: Path) -> None:
    repository = Repository(path)
    stays, gone = link(), link(deleted=OLD)
    commit(repository, page(), stays, gone)
    purge = repository.purge(DAY)
    assert (purge.links, purge.pages) == ((gone.id,), ())
    assert repository.load().links == {stays.id: stays}
    repository.close()
    other = Repository(path.with_name("other.json"))
    commit(other, page(), gone)
    assert other.purge(DAY).pages == (page().fingerprint,)
    other.close()


def test_a_link_to_itself_and_one_to_an_unknown_page_are_faults(path: Path) -> None:
    repository = Repository(path)
    looped = link()
    looped = replace(looped, target=looped.source)
    commit(repository, page(), link(), looped, link(source=replace(looped.source, fingerprint="没有这一版")))
    found = faults(repository.load())
    assert [(fault.code, fault.params.get("fingerprint", "")) for fault in found] == [
        ("check_link", ""),
        ("check_page", "没有这一版"),
    ]
    repository.repair(repairs(repository.load(), lambda _: None, now()), "王")
    assert repository.load().links[looped.id].deleted
    assert [fault.code for fault in faults(repository.load())] == ["check_page"]
    repository.close()


def test_old_events_in_the_history_go_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.repository.repository.EVENTS_KEPT", 2)
    repository = Repository(path)
    commit(repository, page(), annotation(SECRET, deleted=OLD))
    for number in range(4):
        commit(repository, annotation(str(number)))
    repository.checkpoint()
    history = path.with_name("annotations.json.history")
    written = json.dumps(SECRET)[1:-1].encode()
    assert written in history.read_bytes()
    assert repository.purge(DAY).events == 1
    assert written not in everything(path)
    assert history.read_bytes().count(b"\n") == 2


def test_a_purged_change_cannot_be_undone_but_others_can(path: Path) -> None:
    repository = Repository(path)
    kept = annotation("留下的")
    commit(repository, page(), kept)
    commit(repository, annotation(SECRET, deleted=OLD))
    repository.purge(DAY)
    repository.undo("王")
    assert repository.load().annotations == {}


def test_faults_are_found_and_set_right(path: Path) -> None:
    orphan = annotation("答", reply_to=new_id(), tags=(new_id(),))
    sound = tag("好")
    repository = Repository(path)
    commit(repository, sound, orphan)
    repository.close()
    with TinyDB(path) as script:
        script.table("annotations").insert({"id": "不是", "note": "写坏的"})
    repository = Repository(path)
    snapshot = repository.load()
    assert {fault.code for fault in faults(snapshot)} == {
        "check_record",
        "check_tag",
        "check_reply",
        "check_page",
    }
    assert repository.check() == []
    known = page()
    writes = repairs(snapshot, lambda _: known, now())
    assert repository.repair(writes, "王") == 3
    repaired = repository.load()
    assert faults(repaired) == []
    assert (repaired.annotations[orphan.id].tags, repaired.annotations[orphan.id].reply_to) == ((), None)
    assert repaired.annotations[orphan.id].comment == "答"
    repository.undo("王")
    assert repository.load().annotations[orphan.id] == orphan
    repository.close()
    with TinyDB(path, access_mode="r") as plain:
        assert plain.table("damaged").all()[0]["document"] == {"id": "不是", "note": "写坏的"}


def test_an_older_file_is_brought_up_to_date_at_the_first_change(path: Path) -> None:
    repository = Repository(path)
    first = annotation("一")
    commit(repository, page(), first)
    repository.close()
    tables = json.loads(path.read_text())
    tables["_meta"] = {"1": {"format": 1, "future": [1]}}
    tables["unknown"] = {"3": {"x": 1}}
    old = json.dumps(tables)
    for place in list(path.parent.iterdir()):
        place.unlink()
    path.write_text(old)
    repository = Repository(path)
    assert first.id in repository.load().annotations
    repository.close()
    assert path.read_text() == old, "reading changes nothing"
    repository = Repository(path)
    commit(repository, annotation("二"))
    assert json.loads(path.with_name("annotations.json.format-1").read_text()) == tables
    repository.close()
    new = json.loads(path.read_text())
    assert (new["_meta"]["1"]["format"], new["_meta"]["1"]["future"]) == (FORMAT, [1])
    assert new["unknown"] == {"3": {"x": 1}}
    assert len(new["annotations"]) == 2


def test_a_newer_file_is_only_read(path: Path) -> None:
    repository = Repository(path)
    commit(repository, page(), annotation("一"))
    repository.close()
    tables = json.loads(path.read_text())
    tables["_meta"]["1"]["format"] = FORMAT + 1
    for place in list(path.parent.iterdir()):
        place.unlink()
    path.write_text(json.dumps(tables))
    repository = Repository(path)
    assert [finding.code for finding in repository.findings] == ["database_newer"]
    assert len(repository.load().annotations) == 1
    assert not repository.writable


def test_migrations_follow_one_another() -> None:
    steps = {
        0: lambda tables: {**tables, "a": {"1": {"n": tables["a"]["1"]["n"] + 1}}},
        1: lambda tables: {**tables, "a": {"1": {"n": tables["a"]["1"]["n"] * 10}}},
    }
    tables: Any = {"a": {"1": {"n": 1}}, "unknown": {"7": {"x": None}}}
    assert migrated(tables, 0, steps) == ({"a": {"1": {"n": 20}}, "unknown": {"7": {"x": None}}}, 2)
    assert migrated(tables, 1, steps)[0]["a"] == {"1": {"n": 10}}
    assert migrated(tables, 2, steps) == (tables, 2)
    assert tables == {"a": {"1": {"n": 1}}, "unknown": {"7": {"x": None}}}, "the old tables are as they were"
    assert migrated(tables, 1)[1] == FORMAT
