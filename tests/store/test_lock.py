"""One at a time, whatever becomes of the lock's file; who cannot be sure of that does not write."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path
from typing import Any

import pytest

from reader.store import StoreError, open_database
from reader.store.lock import Lock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.lock"


def test_one_at_a_time(path: Path) -> None:
    one, other = Lock(path), Lock(path)
    assert one.acquire(0)
    assert not other.acquire(0.01)
    one.release()
    assert other.acquire(0)
    assert not one.acquire(0)
    other.close()
    assert one.acquire(0), "closing lets go"
    one.close()


def test_who_waited_for_a_file_that_was_removed_takes_the_new_one(path: Path) -> None:
    one, other, third = Lock(path), Lock(path), Lock(path)
    assert one.acquire(0)
    assert not other.acquire(0)  # it has the file open now
    one.remove()
    one.release()
    assert third.acquire(0)
    assert not other.acquire(0), "the old file's lock is nobody's"
    third.close()
    assert other.acquire(0)
    other.close()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS])
def test_locks_that_do_not_work_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refused(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    with open_database(tmp_path / "x.json") as database:
        database.insert({"n": 1})
        monkeypatch.setattr(fcntl, "flock", refused)
        with pytest.raises(StoreError) as caught:
            database.insert({"n": 2})
        assert caught.value.code == "locks_unreliable"
        assert database.all() == [{"n": 1}]
        monkeypatch.undo()
        database.insert({"n": 3})
        assert len(database) == 2


def test_locks_that_let_everybody_in_are_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fcntl, "flock", lambda *_: None)
    with open_database(tmp_path / "x.json") as database:
        with pytest.raises(StoreError) as caught:
            database.insert({"n": 1})
        assert caught.value.code == "locks_unreliable"
    assert not (tmp_path / "x.json").exists()


def test_a_lock_file_that_we_may_only_read_will_do(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.touch()
    original = os.open

    def only_reading(place: Path, flags: int, *mode: int) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return original(place, flags, *mode)

    monkeypatch.setattr(os, "open", only_reading)
    one = Lock(path)
    assert one.acquire(0)
    one.close()
