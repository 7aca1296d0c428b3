"""A change that the system refuses is refused as a whole, and the next one works; permissions and owners are kept."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from reader.store import Database, StoreError, open_database
from tests.store.faulty import FaultyOs

NOBODY = 65534
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
FAULTS = [
    ("once", errno.EIO),
    ("once", errno.ENOSPC),
    ("once", errno.EDQUOT),
    ("ever", errno.ENOSPC),
    ("ever", errno.EROFS),
    ("short", 0),
]
CODES = {
    errno.EIO: {"write_failed", "database_unreadable"},
    errno.ENOSPC: {"disk_full", "database_unreadable"},
    errno.EDQUOT: {"disk_full", "database_unreadable"},
    errno.EROFS: {"read_only", "database_unreadable"},
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.json"


def insert(database: Database) -> None:
    with database.transaction():
        number = len(database) + 1
        database.insert({"n": number})
        database.table("events").insert({"n": number})


def contents(database: Database) -> list[list[Any]]:
    return [[document["n"] for document in table] for table in (database, database.table("events"))]


def nothing(path: Path) -> None:
    """Nothing was there before."""


def a_file_alone(path: Path) -> None:
    with open_database(path) as database:
        insert(database)


def a_journal(path: Path) -> None:
    database = open_database(path)
    for _ in range(3):
        insert(database)


def a_checkpoint(path: Path) -> None:
    database = open_database(path)
    insert(database)
    insert(database)
    database.checkpoint()
    insert(database)


def a_torn_line(path: Path) -> None:
    a_journal(path)
    with path.with_name("x.json.journal").open("ab") as journal:
        journal.write(b"0123abcd 4 {")


def a_damaged_file(path: Path) -> None:
    a_checkpoint(path)
    path.write_bytes(path.read_bytes().replace(b'"n"', b'"m"', 1))
    os.utime(path, (1, 1))  # else a plain script may be writing it now, and is waited for


def insert_twice(database: Database) -> None:
    insert(database)
    insert(database)


LIVES: dict[str, tuple[Callable[[Path], None], Callable[[Database], Any]]] = {
    "first commit": (nothing, insert),
    "first journal": (a_file_alone, insert),
    "commit": (a_journal, insert),
    "checkpoint": (a_journal, Database.checkpoint),
    "second checkpoint": (a_checkpoint, Database.checkpoint),
    "after a torn line": (a_torn_line, insert),
    "after damage": (a_damaged_file, insert),
}


def attempt(folder: Path, life: str, fault: FaultyOs) -> None:
    """Prepare a file, open it and do something with a fault, and see that all is as it must be."""
    prepare, act = LIVES[life]
    path = folder / "x.json"
    prepare(path)
    with open_database(path, read_only=True) as reader:
        before = contents(reader)
    after = [[*numbers, len(numbers) + 1] for numbers in before] if act is insert else before
    database = None
    done = False
    with fault.at_work():
        try:
            database = open_database(path)
            act(database)
            done = True
        except StoreError as error:
            assert fault.failed, "refused without a reason"
            assert error.code in CODES[fault.number], error
            assert error.params["path"] == str(path)
    with open_database(path, read_only=True) as reader:
        found = contents(reader)
    if done:
        assert found == after, "acknowledged, and not there"
    elif found != before:
        taken_back = fault.mode == "once" or not {"ftruncate", "unlink"} & set(fault.failed)
        assert found == after
        assert not taken_back, "refused, and there nevertheless"
    if database is None:
        database = open_database(path)
    known = contents(database)
    assert known == after if done else known in (before, found), "memory and what was said differ"
    insert(database)
    expected = [[*numbers, len(numbers) + 1] for numbers in known]
    assert contents(database) == expected
    with open_database(path, read_only=True) as reader:
        assert contents(reader) == expected
    database.close()
    assert numbers(path) == expected[0]


def numbers(path: Path) -> list[int]:
    """Return what a plain TinyDB finds."""
    with TinyDB(path, access_mode="r") as plain:
        return [document["n"] for document in plain]


@pytest.mark.parametrize("life", LIVES)
def test_whichever_call_fails_nothing_is_lost_and_the_next_change_works(life: str) -> None:
    whole = FaultyOs()
    folder = Path(tempfile.mkdtemp(dir=MEMORY))
    try:
        attempt(folder, life, whole)
        assert len(whole.calls) > 8
        for mode, number in FAULTS:
            for at, call in enumerate(whole.calls):
                place = folder / f"{mode}-{number}-{at}"
                place.mkdir()
                try:
                    attempt(place, life, FaultyOs(at, mode, number))
                except BaseException as error:
                    error.add_note(f"{life}: call {at}, {call}, {mode}, {number and errno.errorcode[number]}")
                    raise
    finally:
        shutil.rmtree(folder)


def test_only_our_own_leftovers_are_cleaned(path: Path) -> None:
    ours = [
        path.with_name(name) for name in (".x.json.0123456789abcdef.tmp", ".x.json.bak.0123456789abcdef.tmp")
    ]
    others = [
        ".y.json.0123456789abcdef.tmp",
        ".x.json.tmp",
        "x.json.0123456789abcdef.tmp",
        ".x_json.0123456789abcdef.tmp",
        ".x.json.other.0123456789abcdef.tmp",
    ]
    young = path.with_name(".x.json.fedcba9876543210.tmp")
    for place in (*ours, young, *map(path.with_name, others)):
        place.touch()
        if place != young:  # that one may be written now
            os.utime(place, (1, 1))
    with open_database(path) as database:
        database.all()
        assert all(place.exists() for place in ours), "reading removes nothing"
        database.insert({"n": 1})
        assert {entry.name for entry in path.parent.iterdir()} == {
            path.name,
            "x.json.lock",
            young.name,
            *others,
        }


def recorded(monkeypatch: pytest.MonkeyPatch, *names: str) -> list[str]:
    """Record calls from now on."""
    calls: list[str] = []

    def recorder(name: str) -> Callable[..., Any]:
        original = getattr(os, name)

        def call(*arguments: Any) -> Any:
            folder = name == "fsync" and Path(f"/proc/self/fd/{arguments[0]}").resolve().is_dir()
            calls.append("sync folder" if folder else name)
            return original(*arguments)

        return call

    for name in names:
        monkeypatch.setattr(os, name, recorder(name))
    return calls


def test_a_commit_is_one_write_and_one_sync(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = open_database(path)
    insert(database)
    insert(database)
    calls = recorded(monkeypatch, "open", "write", "fsync", "rename")
    insert(database)
    insert(database)
    assert calls == ["write", "fsync"] * 2
    calls.clear()
    database.checkpoint()
    assert [call for call in calls if call not in ("write", "open")] == [
        *("fsync", "fsync", "rename", "sync folder"),  # main and journal beside; the journal in its place
        *("rename", "rename", "sync folder"),  # the old main file as the backup; the new one in its place
    ]
    database.close()


@pytest.mark.parametrize(("call", "anew"), [("write", False), ("fsync", True)])
def test_only_after_a_failed_sync_the_journal_is_another_file(path: Path, call: str, anew: bool) -> None:
    journal = path.with_name("x.json.journal")
    database = open_database(path)
    insert(database)
    insert(database)
    before, faulty = journal.stat(), FaultyOs(number=errno.ENOSPC)
    with faulty.at_work():
        insert(database)
        faulty.at = len(faulty.calls) + faulty.calls.index(call)
        with pytest.raises(StoreError, match="disk_full"):
            insert(database)
    assert faulty.failed == [call]
    insert(database)
    assert (journal.stat().st_ino != before.st_ino) == anew, "a full disk needs no room for a second journal"
    assert contents(database) == [[1, 2, 3, 4]] * 2
    database.close()


def test_looking_for_others_changes_is_two_stats(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = open_database(path)
    insert(database)
    insert(database)
    calls = recorded(monkeypatch, "open", "stat", "fstat", "pread")
    assert database.get(doc_id=2) == {"n": 2}
    assert calls == ["stat"] * 2
    database.close()


def test_a_folder_that_cannot_be_synced_at_all_will_do(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def only_files(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").resolve().is_dir():
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)
    with open_database(path) as database:
        insert(database)
        insert(database)
    assert numbers(path) == [1, 2]


def test_new_folders_are_durable_before_the_file_is_in_them(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = recorded(monkeypatch, "mkdir", "fsync", "rename")
    with open_database(path.parent / "a" / "b" / "x.json") as database:
        database.insert({"n": 1})
        assert calls == [
            *("mkdir", "mkdir", "sync folder", "mkdir", "sync folder"),  # b is tried, a made, then b
            *("fsync", "rename", "sync folder"),
        ]


def test_permissions_are_kept(path: Path) -> None:
    database = open_database(path)
    old = os.umask(0o027)
    try:
        insert(database)
    finally:
        os.umask(old)
    assert path.stat().st_mode & 0o777 == 0o640
    for mode in (0o600, 0o664):
        path.chmod(mode)
        insert(database)
        database.checkpoint()
        for name in ("x.json", "x.json.journal", "x.json.bak"):
            assert path.with_name(name).stat().st_mode & 0o7777 == mode or name.endswith("bak")
    database.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_is_kept(path: Path) -> None:
    with open_database(path) as database:
        insert(database)
        os.chown(path, NOBODY, NOBODY)
        insert(database)
    for name in ("x.json", "x.json.journal", "x.json.bak"):
        status = path.with_name(name).stat()
        assert (status.st_uid, status.st_gid) == (NOBODY, NOBODY), name


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "there" / "x.json", tmp_path / "link.json"
    real.parent.mkdir()
    link.symlink_to(Path("there") / "x.json")
    with open_database(link) as database:
        insert(database)
        insert(database)
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
    root = os.getresuid()[2] == 0
    if root:
        os.setresuid(0, 0, 0)
    (forbidden / "old.json").chmod(0o600 if root else 0)
    if root:
        os.setresuid(NOBODY, NOBODY, 0)
    with pytest.raises(StoreError) as caught:
        open_database(forbidden / "old.json")
    assert caught.value.code == "database_unreadable"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root mounts a small disk, and not everywhere")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    path, ballast = small_disk / "x.json", small_disk / "ballast"
    with open_database(path) as database:
        for n in range(3):
            database.insert({"n": n})
        space = os.statvfs(small_disk)
        ballast.write_bytes(bytes((space.f_bavail - 3) * space.f_bsize))
        for _ in range(3):
            with pytest.raises(StoreError) as caught:
                database.insert({"n": 3, "text": "x" * 20_000})
            assert caught.value.code == "disk_full"
        assert len(database) == 3
        database.insert({"n": 3})  # what is small still finds room
        with suppress(OSError), ballast.open("ab", buffering=0) as more:
            while more.write(b"x" * 512):
                pass
        with pytest.raises(StoreError) as caught:
            database.checkpoint()
        assert caught.value.code == "disk_full"
        with open_database(path, read_only=True) as reader:
            assert [document["n"] for document in reader] == [0, 1, 2, 3]
            assert reader.findings == ()
        ballast.unlink()
        database.insert({"n": 4, "text": "x" * 20_000})
    assert numbers(path) == [0, 1, 2, 3, 4]
    assert sorted(small_disk.glob(".*")) == []


def test_a_write_protected_file_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_database(path) as database:
        insert(database)
        path.chmod(0o444)
        monkeypatch.setattr(os, "access", lambda place, _: place != path)  # root's own answer is always yes
        assert not database.writable
        with pytest.raises(StoreError) as caught:
            insert(database)
        assert caught.value.code == "read_only"
    assert numbers(path) == [1]
