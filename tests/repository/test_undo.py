"""Undo and redo: mine, the latest first, never over what another did since, across restarts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.annotations.model import Tag
from reader.repository import Receipt, Repository, RepositoryError
from tests.repository.records import change, tag, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotations.json"


@pytest.fixture
def opened(path: Path) -> Repository:
    return Repository(path)


def put(
    opened: Repository, before: Tag | None, after: Tag | None, creator: str = "王", code: str = "c"
) -> Receipt:
    return opened.commit(change(write("tags", before, after), creator=creator, code=code))


def names(receipt: Receipt) -> list[str]:
    return [label.name for label in receipt.snapshot.tags.values()]


def test_undo_and_redo_step_by_step(opened: Repository) -> None:
    first = tag("一")
    put(opened, None, first, code="first")
    second = replace(first, name="二")
    put(opened, first, second, code="second")
    steps = [opened.undo("王"), opened.undo("王")]
    assert [(names(step), step.kind, step.label.code) for step in steps] == [
        (["一"], "undo", "second"),
        ([], "undo", "first"),
    ]
    with pytest.raises(RepositoryError) as caught:
        opened.undo("王")
    assert caught.value.code == "nothing_to_undo"
    steps = [opened.redo("王"), opened.redo("王")]
    assert [(names(step), step.kind, step.label.code) for step in steps] == [
        (["一"], "redo", "first"),
        (["二"], "redo", "second"),
    ]
    with pytest.raises(RepositoryError) as caught:
        opened.redo("王")
    assert caught.value.code == "nothing_to_redo"
    assert names(opened.undo("王")) == ["一"], "and back again"


def test_a_new_change_ends_redo(opened: Repository) -> None:
    put(opened, None, tag("一"))
    opened.undo("王")
    put(opened, None, tag("二"))
    with pytest.raises(RepositoryError) as caught:
        opened.redo("王")
    assert caught.value.code == "nothing_to_redo"
    assert names(opened.undo("王")) == []


def test_undo_survives_a_restart(path: Path, opened: Repository) -> None:
    first = tag("一")
    put(opened, None, first)
    put(opened, first, replace(first, name="二"))
    opened.close()
    again = Repository(path)
    assert names(again.undo("王")) == ["一"]
    again.close()
    again = Repository(path)
    assert names(again.redo("王")) == ["二"]
    again.close()


def test_each_undoes_only_their_own(opened: Repository) -> None:
    put(opened, None, tag("王的"))
    put(opened, None, tag("李的"), creator="李")
    assert names(opened.undo("王")) == ["李的"]
    with pytest.raises(RepositoryError):
        opened.undo("赵")
    assert names(opened.undo("李")) == []
    assert names(opened.redo("王")) == ["王的"], "another's change does not end my redo"


def test_undo_is_refused_when_another_changed_the_same_since(opened: Repository) -> None:
    first = tag("一")
    other = tag("别的")
    opened.commit(change(write("tags", None, first), write("tags", None, other), creator="王"))
    theirs = put(opened, first, replace(first, name="李改"), creator="李", code="renamed")
    with pytest.raises(RepositoryError) as caught:
        opened.undo("王")
    assert caught.value.code == "undo_blocked"
    assert (caught.value.params["by"], caught.value.params["label"]) == ("李", "renamed")
    assert caught.value.params["event"] == theirs.event_id
    assert names(theirs) == [label.name for label in opened.load().tags.values()], (
        "nothing was undone, not even half"
    )
    opened.undo("李")
    assert names(opened.undo("王")) == [], "their change taken back stands in nobody's way"


def test_the_one_in_the_way_is_named_not_those_who_took_theirs_back(opened: Repository) -> None:
    first = tag("一")
    put(opened, None, first)
    second = replace(first, name="李改")
    theirs = put(opened, first, second, creator="李")
    for creator in ("赵", "王"):
        put(opened, second, replace(first, name="再改"), creator=creator)
        opened.undo(creator)
    with pytest.raises(RepositoryError) as caught:
        opened.undo("王")
    assert (caught.value.params["by"], caught.value.params["event"]) == ("李", theirs.event_id)


def test_redo_is_refused_when_another_changed_the_same_since(opened: Repository) -> None:
    first = tag("一")
    put(opened, None, first)
    put(opened, first, replace(first, name="二"))
    opened.undo("王")
    put(opened, first, replace(first, name="李改"), creator="李")
    with pytest.raises(RepositoryError) as caught:
        opened.redo("王")
    assert (caught.value.code, caught.value.params["by"]) == ("undo_blocked", "李")


def test_undo_is_refused_over_what_another_program_changed(path: Path, opened: Repository) -> None:
    put(opened, None, tag("一"))
    with TinyDB(path) as plain:
        plain.table("tags").update({"name": "脚本改"})
    with pytest.raises(RepositoryError) as caught:
        opened.undo("王")
    assert caught.value.code == "undo_outside"
    assert [label.name for label in opened.load().tags.values()] == ["脚本改"]


def test_undo_restores_fields_of_a_newer_version(path: Path, opened: Repository) -> None:
    first = tag("一")
    put(opened, None, first)
    with TinyDB(path) as plain:
        plain.table("tags").update({"icon": "☀"})
    (now,) = opened.load().tags.values()
    put(opened, now, None)
    opened.undo("王")
    opened.checkpoint()
    with TinyDB(path, access_mode="r") as plain:
        assert [document["icon"] for document in plain.table("tags")] == ["☀"]


def test_events_that_are_not_ours_are_passed_over(path: Path, opened: Repository) -> None:
    put(opened, None, tag("一"))
    with TinyDB(path) as plain:
        good = plain.table("events").all()[0]
        for broken in (
            {},
            {**good, "writes": 5},
            {**good, "kind": "dance"},
            {**good, "label": "x"},
            {**good, "creator": 5},
            {**good, "writes": [{**good["writes"][0], "id": "no uuid"}]},
            {**good, "writes": [{**good["writes"][0], "table": ["tags"]}]},
            {**good, "writes": [{**good["writes"][0], "after": "x"}]},
        ):
            plain.table("events").insert(broken)
    assert names(opened.undo("王")) == []
    opened.checkpoint()
    with TinyDB(path, access_mode="r") as plain:
        assert len(plain.table("events")) == 10, "kept all the same"
