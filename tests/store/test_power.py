"""A power cut at any moment of a database's life: what was acknowledged is there, the rest all or nothing.

All states, of more lives, are tried by `python -m scripts.faults crash`.
"""

from __future__ import annotations

import errno
import os
import random
from pathlib import Path

import pytest

from tests.store.lives import Left, Life, check, left, lived, recover, wander
from tests.store.model_disk import ModelDisk, Moment


def sample(life: Life, seed: int, size: int) -> list[Left]:
    """Return some of the states that power cuts may leave."""
    found = list(left(life, seed))
    return random.Random(seed).sample(found, min(size, len(found)))


def test_a_power_cut_at_any_moment(tmp_path: Path) -> None:
    for item in sample(lived(tmp_path), 20240229, 400):
        check(*item)


@pytest.mark.parametrize("seed", range(4))
def test_a_power_cut_in_lives_as_they_come(tmp_path: Path, seed: int) -> None:
    life = lived(tmp_path, lambda life: wander(life, random.Random(seed), 12))
    for item in sample(life, seed, 100):
        check(*item)


def test_a_power_cut_while_recovering_from_one(tmp_path: Path) -> None:
    for number, item in enumerate(sample(lived(tmp_path), 20240301, 12)):
        for second in sample(lived(tmp_path, recover, item), number, 20):
            check(*second)


def test_the_model_forgets_what_was_not_synced(tmp_path: Path) -> None:
    moments: list[Moment] = []
    disk = ModelDisk(tmp_path, moments.append)

    def may_be_left() -> set[tuple[tuple[str, bytes], ...]]:
        return {tuple(state.items()) for state in moments[-1].states(random.Random(1), 10**6, every=True)}

    file = disk.open(tmp_path / "a", os.O_RDWR | os.O_CREAT)
    disk.write(file, b"xyz")
    assert may_be_left() == {(), *((("a", data),) for data in (b"", b"x", b"xy", b"xyz", b"\0\0\0"))}
    disk.fsync(file)
    assert may_be_left() == {(), (("a", b"xyz"),)}
    folder = disk.open(tmp_path, os.O_RDONLY)
    disk.fsync(folder)
    assert may_be_left() == {(("a", b"xyz"),)}
    disk.ftruncate(file, 1)
    assert may_be_left() == {(("a", b"xyz"),), (("a", b"x"),)}
    disk.fsync(file)
    disk.rename(tmp_path / "a", tmp_path / "b")
    disk.link(tmp_path / "b", tmp_path / "c")
    names = {tuple(name for name, _ in state) for state in may_be_left()}
    assert names == {("a",), ("b",), ("a", "c"), ("b", "c")}


def test_the_model_fails_when_told_to(tmp_path: Path) -> None:
    disk = ModelDisk(tmp_path, lambda _: None)
    file = disk.open(tmp_path / "a", os.O_RDWR | os.O_CREAT)
    disk.failing["write"] = errno.ENOSPC
    with pytest.raises(OSError, match="No space"):
        disk.write(file, b"1234")
    assert disk.pread(file, 10, 0) == b"12"
