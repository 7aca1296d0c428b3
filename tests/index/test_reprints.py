"""The side file of winnowed numbers: found by number, made again when damaged, shared by programs."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.index.reprints import COMMON, Reprints

prints = st.sets(st.integers(0, 40), max_size=12)
pages = st.dictionaries(st.sampled_from("abc"), st.dictionaries(st.sampled_from("12"), prints), max_size=3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "reprints.sqlite"


@pytest.fixture
def reprints(path: Path) -> Iterator[Reprints]:
    opened = Reprints(path)
    yield opened
    opened.close()


def numbers(*values: int) -> array[int]:
    return array("I", values)


@given(st.lists(pages, min_size=1, max_size=4))
@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=60)
def test_what_was_taken_last_is_what_is_found(
    tmp_path: Path, lives: list[dict[str, dict[str, set[int]]]]
) -> None:
    path = tmp_path / "any.sqlite"
    path.unlink(missing_ok=True)
    held: dict[str, set[int]] = {}
    for signature, life in enumerate(lives):
        reprints = Reprints(path)
        for page, articles in life.items():
            held = {key: value for key, value in held.items() if not key.startswith(page)}
            held |= {f"{page}/{key}": value for key, value in articles.items()}
            named = {f"{page}/{key}": numbers(*sorted(value)) for key, value in articles.items()}
            reprints.take(page, signature, named)
            assert reprints.knows(page, signature)
            assert not reprints.knows(page, signature + 1)
        for key, own in held.items():
            wanted = {
                other: len(own & value) for other, value in held.items() if own & value and other != key
            }
            assert {each.article: each.shared for each in reprints.alike(key)} == wanted
        reprints.close()


def test_what_too_many_articles_share_tells_nothing(reprints: Reprints) -> None:
    for number in range(COMMON + 1):
        reprints.take(f"p{number}", 1, {f"p{number}/1": numbers(7, 100 + number // 2)})
    assert [each.article for each in reprints.alike("p0/1")] == ["p1/1"]


def test_a_damaged_file_is_made_again(path: Path, reprints: Reprints) -> None:
    reprints.take("a", 1, {"a/1": numbers(1, 2)})
    reprints.close()
    path.write_bytes(b"no database at all" * 99)
    again = Reprints(path)
    assert not again.knows("a", 1)
    again.take("a", 1, {"a/1": numbers(1, 2), "a/2": numbers(2)})
    assert [(each.article, each.shared, each.least) for each in again.alike("a/1")] == [("a/2", 1, 1)]
    again.close()
    assert Reprints(path).knows("a", 1)


def test_a_file_of_another_version_is_made_again(path: Path, reprints: Reprints) -> None:
    reprints.take("a", 1, {"a/1": numbers(1)})
    reprints.close()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    assert not Reprints(path).knows("a", 1)


def test_without_a_folder_it_is_all_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    reprints = Reprints(tmp_path / "file" / "reprints.sqlite")
    reprints.take("a", 1, {"a/1": numbers(1), "a/2": numbers(1)})
    assert [each.article for each in reprints.alike("a/1")] == ["a/2"]


def test_what_cannot_be_written_now_is_written_later(path: Path, reprints: Reprints) -> None:
    assert not reprints.knows("a", 1)
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        connection = reprints._connection
        assert connection is not None
        connection.execute("PRAGMA busy_timeout = 10")
        reprints.take("a", 1, {"a/1": numbers(1), "a/2": numbers(1)})
        assert reprints.alike("a/1") == []
        assert reprints.knows("a", 1)
        other.execute("ROLLBACK")
    other.close()
    assert [each.article for each in reprints.alike("a/1")] == ["a/2"]
