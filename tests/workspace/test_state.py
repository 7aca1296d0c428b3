from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.workspace import ReadingState


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    state = ReadingState(tmp_path)
    state.set_position("a/1", 2, 5)
    state.mark_read("a/1")
    state.set_draft("new:x", "写到一半")
    state.set_favourite(3, "民生")
    state.set_last("tags", ["乙", "甲"])
    assert state.save()
    again = ReadingState(tmp_path)
    assert again.position("a/1") == (2, 5)
    assert again.is_read("a/1")
    assert again.draft("new:x") == "写到一半"
    assert again.favourite(3) == "民生"
    assert again.last("tags") == ["乙", "甲"]
    again.set_draft("new:x", "")
    again.mark_read("a/1", False)
    assert again.save()
    assert ReadingState(tmp_path).draft("new:x") == ""
    assert not ReadingState(tmp_path).is_read("a/1")


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    state = ReadingState(tmp_path / "none")
    assert state.save()
    assert not (tmp_path / "none").exists()


def test_two_programs_keep_each_others_places(tmp_path: Path) -> None:
    one, two = ReadingState(tmp_path), ReadingState(tmp_path)
    one.set_position("a/1", 1, 1)
    two.set_position("b/1", 2, 2)
    assert one.save()
    assert two.save()
    both = ReadingState(tmp_path)
    assert (both.position("a/1"), both.position("b/1")) == ((1, 1), (2, 2))


def test_names_that_are_no_utf8_come_back(tmp_path: Path) -> None:
    state = ReadingState(tmp_path)
    state.set_last("place:/tmp/\udcb0\udca1", ["x"])
    assert state.save()
    assert ReadingState(tmp_path).last("place:/tmp/\udcb0\udca1") == ["x"]


@pytest.mark.parametrize("damage", ['{"positions": {', "[" * 100_000])
def test_a_damaged_file_is_set_aside(tmp_path: Path, damage: str) -> None:
    (tmp_path / "reading.json").write_text(damage)
    state = ReadingState(tmp_path)
    assert state.position("a/1") is None
    state.set_position("a/1", 1, 1)
    assert state.save()
    assert (tmp_path / "reading.damaged").read_text() == damage


def test_odd_values_are_passed_over(tmp_path: Path) -> None:
    odd = {
        "positions": {"a": "x", "b": [1]},
        "read": {"a": 5},
        "drafts": {"a": 1},
        "last": {"tags": [1, "甲"]},
        "favourites": 3,
    }
    (tmp_path / "reading.json").write_text(json.dumps(odd))
    state = ReadingState(tmp_path)
    assert state.position("a") is None
    assert state.position("b") is None
    assert not state.is_read("a")
    assert state.draft("a") == ""
    assert state.last("tags") == ["甲"]
    assert state.favourite(1) == ""


def test_a_folder_that_cannot_be_made_costs_the_memory_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    state = ReadingState(tmp_path / "file")
    state.set_position("a/1", 1, 1)
    assert not state.save()
    assert state.position("a/1") == (1, 1)
