"""`kill -9` at each system call of commits and checkpoints: all or nothing, and what was acknowledged is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from reader.store import open_database
from tests.store import victim

pytestmark = pytest.mark.slow

REPO = Path(__file__).parents[2]
CALLS = (
    "openat read pread64 write writev pwrite64 fsync fdatasync rename renameat renameat2 link linkat symlink unlink"
    " unlinkat ftruncate flock fchmod fchown close fstat newfstatat statx access faccessat2 utimensat lseek"
).split()
# With a question mark, strace does not mind a call that this machine does not have.
TRACED = ",".join(f"?{name}" for name in CALLS)
CALL = re.compile(r"^\d+ +(\w+)\((.*)")
State = dict[str, list[Any]]


def traced(path: Path, trace: Path, *options: str) -> tuple[list[str], int]:
    """Run the victim; return the lines that it printed, and its status."""
    command = ["strace", "-f", "-qq", "-o", str(trace), "-e", f"trace={TRACED}", *options]
    command += [sys.executable, "-m", "tests.store.victim", str(path)]
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=REPO, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode not in (0, -9, 137):
        raise RuntimeError(f"{done.returncode}: {done.stderr}")
    return [
        line[:-1] for line in done.stdout.splitlines(keepends=True) if line.endswith("\n")
    ], done.returncode


def calls(trace: Path) -> Iterator[tuple[str, int, bool]]:
    """Yield each call: its name, how many of that name there were so far, and whether it is between begin and end."""
    counts: Counter[str] = Counter()
    inside = False
    for line in trace.read_text(errors="replace").splitlines():
        found = CALL.match(line)
        if found is None:
            continue
        name, arguments = found.groups()
        counts[name] += 1
        inside = inside and not (name == "write" and arguments.startswith('1, "end'))
        yield name, counts[name], inside
        inside = inside or (name == "write" and arguments.startswith('1, "begin'))


@pytest.fixture(scope="module", autouse=True)
def strace(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skip where processes cannot be traced."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    folder = tmp_path_factory.mktemp("allowed")
    try:
        traced(folder / "x.json", folder / "trace", "-e", "inject=fsync:signal=KILL:when=1")
    except RuntimeError as error:
        pytest.skip(f"strace may not trace here: {error}")


def tables(database: TinyDB) -> State:
    """Return what is in the notes and the last events, which is what is kept of them."""
    found = {name: [dict(document) for document in database.table(name)] for name in ("notes", "events")}
    found["events"] = found["events"][-victim.KEEP["events"] :]
    return found


def new(path: Path) -> None:
    """Leave nothing: the first commit creates the file."""


def used(path: Path) -> None:
    """Leave a database with a backup and lines in its journal."""
    with open_database(path, keep=victim.KEEP) as database:
        victim.before(database)
        database.checkpoint()
        database.table("notes").insert({"n": "logged"})
        database.checkpoint()
        database.table("notes").update({"n": "logged twice"})
        # Closing would make a checkpoint.
        saved = {entry: entry.read_bytes() for entry in path.parent.iterdir()}
    for entry in path.parent.iterdir():
        entry.unlink()
    for entry, data in saved.items():
        entry.write_bytes(data)


def damaged(path: Path) -> None:
    """Leave one whose main file is damaged and whose journal ends within a line: all is written anew."""
    used(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    os.utime(path, (1, 1))
    with path.with_name("x.json.journal").open("ab") as journal:
        journal.write(b'0123abcd 9 {"notes"')


TOLD = {
    new: set[str](),
    used: {"journal_torn"},
    damaged: {"journal_torn", "main_restored"},
}


@pytest.mark.parametrize("start", TOLD, ids=lambda start: start.__name__)
def test_kill_9_at_each_system_call(tmp_path: Path, start: Any) -> None:
    sound = tmp_path / "start"
    sound.mkdir()
    start(sound / "x.json")
    model = TinyDB(storage=MemoryStorage)
    model_path = shutil.copytree(sound, tmp_path / "model") / "x.json"
    with open_database(model_path) as database:
        for name, documents in tables(database).items():
            model.table(name).insert_multiple(documents)
    states = [tables(model)]
    for step in victim.STEPS:
        if step in victim.CHANGES:
            victim.CHANGES[step](model)
        states.append(tables(model))

    trace = tmp_path / "trace"
    recorded = shutil.copytree(sound, tmp_path / "recorded") / "x.json"
    assert traced(recorded, trace) == (["begin", *victim.STEPS, "end"], 0)
    window = [(name, number) for name, number, inside in calls(trace) if inside]
    names = {name for name, _ in window}
    assert {"write", "flock"} <= names
    assert names & {"fsync", "fdatasync"}
    assert names & {"rename", "renameat", "renameat2"}
    assert names & {"link", "linkat"}

    for at, (name, number) in enumerate(window):
        what = f"call {at}: {name}, its {number}."
        path = shutil.copytree(sound, tmp_path / "killed") / "x.json"
        said, status = traced(path, trace, "-e", f"inject={name}:signal=KILL:when={number}")
        assert status in (-9, 137), what
        happened = [(called, count) for called, count, inside in calls(trace) if inside]
        assert happened == window[: at + 1], f"{what} It was killed elsewhere"
        done = len(said) - 1
        assert said == ["begin", *victim.STEPS][: done + 1], what
        with open_database(path, keep=victim.KEEP) as database:
            assert tables(database) in states[done : done + 2], f"{what} After {said}: {tables(database)}"
            assert {finding.code for finding in database.findings} <= TOLD[start], what
            expected = [*database.table("notes").all(), {"n": "next"}]
            database.table("notes").insert({"n": "next"})
            assert database.table("notes").all() == expected, what
        with open_database(path) as again:
            assert again.table("notes").all() == expected, what
            assert again.findings == (), what
            assert again.check() == [], what
        with TinyDB(path, access_mode="r") as plain:
            assert plain.table("notes").all() == expected, what
        shutil.rmtree(path.parent)
