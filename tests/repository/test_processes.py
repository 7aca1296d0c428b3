"""Two processes commit to one file: every change of both stands, and every one has its event."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tinydb import TinyDB

from reader.repository import Repository
from tests.repository.records import annotation, change, write

REPO = Path(__file__).parents[2]
SCRIPT = """
import sys
from reader.repository import Repository
from tests.repository.records import annotation, change, write
repository = Repository(sys.argv[1])
for n in range(int(sys.argv[3])):
    repository.commit(change(write("annotations", None, annotation(f"{sys.argv[2]} {n}")), creator=sys.argv[2]))
    if n % 5 == 4:
        repository.undo(sys.argv[2])
        repository.redo(sys.argv[2])
"""


def test_two_processes_commit_undo_and_redo(tmp_path: Path) -> None:
    path = tmp_path / "annotations.json"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(path), name, "20"], cwd=REPO, stderr=subprocess.PIPE
        )
        for name in ("王", "李")
    ]
    here = Repository(path)
    for n in range(20):
        here.commit(change(write("annotations", None, annotation(f"here {n}")), creator="here"))
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors.decode()
    expected = {f"{name} {n}" for name in ("王", "李", "here") for n in range(20)}
    assert {record.comment for record in here.load().annotations.values()} == expected
    here.close()
    with TinyDB(path, access_mode="r") as plain:
        assert len(plain.table("annotations")) == 60
        assert len(plain.table("events")) == 60 + 2 * 4 * 2
    here.close()
