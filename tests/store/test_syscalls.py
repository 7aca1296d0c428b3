"""`kill -9` at each system call of a commit and of a checkpoint: all or nothing, and the next commit works."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from reader.store import Database, open_database
from tests.store.traced import BEGIN, END

REPO = Path(__file__).parents[2]
CALLS = (
    *("openat", "write", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat"),
    *("unlink", "unlinkat", "ftruncate", "flock", "fchmod", "fchown", "close"),
)


def traced(*options: str, path: Path, what: str) -> subprocess.CompletedProcess[str]:
    command = ["strace", "-f", "-qq", *options, sys.executable, "-m", "tests.store.traced", str(path), what]
    return subprocess.run(command, cwd=REPO, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def strace(tmp_path_factory: pytest.TempPathFactory) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    if traced("-e", "trace=fsync", path=tmp_path_factory.mktemp("try") / "x.json", what="commit").returncode:
        pytest.skip("tracing is not allowed here")


def add(database: Database) -> None:
    with database.transaction():
        for name in ("_default", "events"):
            database.table(name).insert({"n": len(database.table(name)) + 1})


def prepared(folder: Path, commits: int) -> Path:
    """Return a database after so many commits, some of them after a checkpoint."""
    folder.mkdir()
    database = open_database(folder / "x.json", keep={"events": 2})
    for number in range(commits):
        add(database)
        if number == 2:
            database.checkpoint()
    return folder / "x.json"


def moments(folder: Path, commits: int, what: str) -> list[tuple[str, int]]:
    """Return the system calls that it makes, each by its name and its count since the process began."""
    trace = folder / "trace"
    names = ",".join((*CALLS, "access", "faccessat", "faccessat2"))
    done = traced(
        "-e",
        f"trace=?{names.replace(',', ',?')}",
        "-o",
        str(trace),
        path=prepared(folder / "0", commits),
        what=what,
    )
    assert done.stdout == "done\n", done.stderr
    counts: Counter[str] = Counter()
    found = []
    within = False
    for row in trace.read_text().splitlines():
        name = row.split(None, 1)[1].partition("(")[0]
        counts[name] += 1
        if name in CALLS and within:
            found.append((name, counts[name]))
        within = BEGIN in row or (within and END not in row)
    return found


def check(path: Path, commits: int, what: str, *, done: bool) -> bool:
    """See that it happened as a whole or not at all, and return whether it did."""
    with open_database(path, keep={"events": 2}) as database:
        numbers = [document["n"] for document in database]
        assert numbers == list(range(1, len(numbers) + 1))
        after = commits + (what == "commit")
        assert len(numbers) == after if done else len(numbers) in (commits, after)
        assert {finding.code for finding in database.findings} <= {"journal_torn"}
        add(database)
        assert database.check() == []
    with open_database(path, read_only=True) as again:
        assert len(again) == len(numbers) + 1
        assert again.findings == ()
    return len(numbers) == after


@pytest.mark.parametrize(
    ("commits", "what"),
    [
        pytest.param(0, "commit", marks=pytest.mark.slow),
        pytest.param(1, "commit", marks=pytest.mark.slow),
        (5, "commit"),
        pytest.param(5, "checkpoint", marks=pytest.mark.slow),
    ],
)
@pytest.mark.usefixtures("strace")
def test_a_kill_at_any_system_call(tmp_path: Path, commits: int, what: str) -> None:
    found = moments(tmp_path, commits, what)
    assert {name for name, _ in found} >= {"write", "fsync", "flock"}
    killed = 0
    outcomes = set()
    for number, (name, count) in enumerate(found, start=1):
        path = prepared(tmp_path / str(number), commits)
        inject = f"inject={name}:signal=KILL:when={count}"
        done = traced("-e", f"trace={name}", "-e", inject, "-o", "/dev/null", path=path, what=what)
        killed += done.stdout == ""
        outcomes.add(check(path, commits, what, done=done.stdout == "done\n"))
    assert killed >= len(found) - 1, "it was killed, nearly every time"
    assert outcomes == {True, False} or what == "checkpoint"
