"""A commit that is cut short, refused or fails leaves the version before it, whole."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from reader.store import StoreError, atomic, open_database

REPO = Path(__file__).parents[2]
NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.json"


def numbers(path: Path) -> list[int]:
    """Return what a plain TinyDB finds."""
    with TinyDB(path, access_mode="r") as plain:
        return [document["n"] for document in plain]


def leftovers(path: Path) -> list[Path]:
    return sorted(path.parent.glob(".*.tmp"))


@pytest.mark.parametrize(
    ("where", "kept", "left"),
    [("open", [0], 1), ("write", [0], 1), ("fsync", [0], 1), ("rename", [0], 1), ("renamed", [0, 1], 0)],
)
def test_a_crash_anywhere_in_a_commit(path: Path, where: str, kept: list[int], left: int) -> None:
    command = [sys.executable, "-m", "tests.store.writer", str(path), "w", "3", where]
    done = subprocess.run(command, cwd=REPO, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (9, "0\n"), done.stderr
    assert numbers(path) == kept
    assert len(leftovers(path)) == left
    with open_database(path) as database:
        assert [document["n"] for document in database] == kept
        database.insert({"n": 5})
    assert numbers(path) == [*kept, 5]
    assert leftovers(path) == []


def test_only_our_own_leftovers_are_cleaned(path: Path) -> None:
    ours = path.with_name(".x.json.0123456789abcdef.tmp")
    others = [
        ".y.json.0123456789abcdef.tmp",
        ".x.json.tmp",
        "x.json.0123456789abcdef.tmp",
        ".x_json.0123456789abcdef.tmp",
    ]
    for name in (ours.name, *others):
        path.with_name(name).touch()
    with open_database(path) as database:
        database.all()
        assert ours.exists(), "reading removes nothing"
        database.insert({"n": 1})
    assert {entry.name for entry in path.parent.iterdir()} == {path.name, f"{path.name}.lock", *others}


class Full(FileIO):
    """A file on a disk that fills up half way."""

    def write(self, data: Any) -> int:
        if len(data) > 40:
            return super().write(bytes(data)[:40])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def failing(number: int) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize(
    ("target", "name", "replacement", "code"),
    [
        (atomic, "FileIO", Full, "disk_full"),
        (os, "fsync", failing(errno.EIO), "write_failed"),
        (os, "fsync", failing(errno.ENOSPC), "disk_full"),
        (os, "fsync", failing(errno.EDQUOT), "disk_full"),
        (os, "rename", failing(errno.EROFS), "read_only"),
        (os, "rename", failing(errno.EACCES), "read_only"),
        (os, "rename", failing(errno.EIO), "write_failed"),
    ],
)
def test_a_failing_commit_changes_nothing_and_the_next_one_works(
    path: Path, monkeypatch: pytest.MonkeyPatch, target: Any, name: str, replacement: Any, code: str
) -> None:
    database = open_database(path)
    database.insert({"n": 0})
    stored = path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(target, name, replacement)
        with pytest.raises(StoreError) as caught, database.transaction():
            database.insert({"n": 1})
            database.insert({"n": 2})
        assert caught.value.code == code
        assert caught.value.params["path"] == str(path)
    assert path.read_bytes() == stored
    assert leftovers(path) == []
    assert database.all() == [{"n": 0}]
    database.insert({"n": 3})
    assert numbers(path) == [0, 3]
    database.close()


def test_a_directory_that_fails_to_sync_is_not_acknowledged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(path)
    database.insert({"n": 0})
    with monkeypatch.context() as patched:
        patched.setattr(atomic, "_sync_directory", failing(errno.EIO))
        with pytest.raises(StoreError) as caught:
            database.insert({"n": 1})
        assert caught.value.code == "write_failed"
    assert [document["n"] for document in database] == numbers(path), "memory follows the file"
    database.close()


def test_a_directory_that_cannot_be_synced_at_all_will_do(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def only_files(descriptor: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)
    with open_database(path) as database:
        database.insert({"n": 1})
    assert numbers(path) == [1]


def test_every_commit_syncs_file_then_renames_then_syncs_folder(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def recorded(name: str) -> Callable[..., Any]:
        original = getattr(os, name)

        def call(*arguments: Any) -> Any:
            what = name
            if name == "fsync":
                what = "sync folder" if os.path.isdir(f"/proc/self/fd/{arguments[0]}") else "sync file"  # noqa: PTH112
            calls.append(what)
            return original(*arguments)

        return call

    database = open_database(path)
    for name in ("fsync", "rename"):
        monkeypatch.setattr(os, name, recorded(name))
    database.insert({"n": 1})
    database.insert({"n": 2})
    assert calls == ["sync file", "rename", "sync folder"] * 2
    database.close()


def test_permissions_are_kept(path: Path) -> None:
    database = open_database(path)
    old = os.umask(0o027)
    try:
        database.insert({"n": 1})
    finally:
        os.umask(old)
    assert path.stat().st_mode & 0o777 == 0o640
    for mode in (0o600, 0o664):
        path.chmod(mode)
        database.insert({"n": 2})
        assert path.stat().st_mode & 0o7777 == mode
    database.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_is_kept(path: Path) -> None:
    with open_database(path) as database:
        database.insert({"n": 1})
        os.chown(path, NOBODY, NOBODY)
        database.insert({"n": 2})
    assert (path.stat().st_uid, path.stat().st_gid) == (NOBODY, NOBODY)


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "there" / "x.json", tmp_path / "link.json"
    real.parent.mkdir()
    link.symlink_to(Path("there") / "x.json")
    with open_database(link) as database:
        database.insert({"n": 1})
        database.insert({"n": 2})
    assert link.is_symlink()
    assert numbers(real) == [1, 2]
    assert (real.parent / "x.json.lock").exists(), "both names mean the same lock"
    assert {entry.name for entry in tmp_path.iterdir()} == {"there", "link.json"}


@pytest.fixture
def forbidden() -> Iterator[Path]:
    """A folder we may not write in, ourselves not being root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "old.json").write_text('{"_meta": {"1": {"format": 1}}, "_default": {"1": {"n": 1}}}')
        (folder / "old.json").chmod(0o666)
        root = os.geteuid() == 0
        if root:
            import filelock  # noqa: F401 - nobody may not read everybody's installation

            os.setresuid(NOBODY, NOBODY, 0)
        else:
            folder.chmod(0o555)
        try:
            yield folder
        finally:
            if root:
                os.setresuid(0, 0, 0)
            folder.chmod(0o755)


def test_a_folder_we_may_not_write_in(forbidden: Path) -> None:
    for name, content in (("old.json", [{"n": 1}]), ("new.json", []), ("sub/new.json", [])):
        with open_database(forbidden / name) as database:
            assert database.all() == content
            assert not database.writable
            with pytest.raises(StoreError) as caught:
                database.insert({"n": 2})
            assert caught.value.code == "read_only"
            assert database.all() == content
    assert {entry.name for entry in forbidden.iterdir()} == {"old.json"}


def test_a_file_we_may_not_read(forbidden: Path) -> None:
    if os.geteuid() != 0 and os.getresuid()[2] == 0:
        os.setresuid(0, 0, 0)
        (forbidden / "old.json").chmod(0o600)
        os.setresuid(NOBODY, NOBODY, 0)
    else:
        (forbidden / "old.json").chmod(0)
    with pytest.raises(StoreError) as caught:
        open_database(forbidden / "old.json")
    assert caught.value.code == "database_unreadable"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root mounts a small disk, and not everywhere")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    path, ballast = small_disk / "x.json", small_disk / "ballast"
    with open_database(path) as database:
        database.insert({"n": 0})
        ballast.write_bytes(b"x" * 50_000)
        with pytest.raises(StoreError) as caught:
            database.insert({"n": 1, "text": "x" * 20_000})
        assert caught.value.code == "disk_full"
        assert numbers(path) == [0]
        assert leftovers(path) == []
        ballast.unlink()
        database.insert({"n": 1, "text": "x" * 20_000})
        assert numbers(path) == [0, 1]


def test_a_write_protected_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.json"
    with open_database(path) as database:
        database.insert({"n": 1})
        path.chmod(0o444)
        monkeypatch.setattr(os, "access", lambda place, _: place != path)  # root's own answer is always yes
        assert not database.writable
        with pytest.raises(StoreError) as caught:
            database.insert({"n": 2})
    assert caught.value.code == "read_only"
    assert numbers(path) == [1]
