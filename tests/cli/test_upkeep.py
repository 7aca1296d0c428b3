"""`xiance check` and `xiance purge`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.workspace import Workspace
from tests.cli.test_cli import Shell, annotated, pages, shell

__all__ = ["annotated", "pages", "shell"]


def test_a_sound_database(shell: Shell, annotated: Path) -> None:
    done = shell.run("check", annotated)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.strip().endswith("annotations.json: sound")
    assert "完好" in shell.run("check", annotated, "--lang", "zh").stderr


def test_no_database_yet_is_no_fault(shell: Shell, pages: Path) -> None:
    done = shell.run("check", pages)
    assert done.returncode == 0
    assert "no database yet" in done.stderr
    assert not (pages / "annotations.json").exists()


def test_what_is_wrong_is_listed_and_repaired(shell: Shell, annotated: Path) -> None:
    database = annotated / "annotations.json"
    with TinyDB(database) as script:
        table = script.table("annotations")
        first, second, _third = table.all()
        table.update({"tags": ["0190a6b0-0000-7000-8000-000000000000"]}, doc_ids=[first.doc_id])
        table.update({"target": {**second["target"], "exact": "不是这些字"}}, doc_ids=[second.doc_id])
        table.insert({"id": "不是"})
        script.table("pages").truncate()
    done = shell.run("check", annotated)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert all(line.startswith(f"{database}: ") for line in lines)
    for words in (
        "another program",
        "its tag 0190a6b0",
        "is not its quote",
        "not a valid record",
        "nothing is known of the page",
    ):
        assert sum(words in line for line in lines) == (3 if "page" in words else 1), words
    before = database.read_bytes()
    assert shell.run("check", annotated).returncode == 1
    assert database.read_bytes() == before, "a check changes nothing"
    done = shell.run("check", annotated, "--repair")
    assert done.returncode == 1, "a quote cannot be set right"
    assert [second["id"] in line for line in done.stdout.splitlines()] == [True]
    assert "things set right" in done.stderr
    assert len(shell.run("check", annotated).stdout.splitlines()) == 1
    with TinyDB(database, access_mode="r") as plain:
        assert plain.table("damaged").all()[0]["document"] == {"id": "不是"}
        assert len(plain.table("annotations")) == 3
        assert len(plain.table("pages")) == 1


def test_damage_is_told_and_mended(shell: Shell, annotated: Path) -> None:
    database = annotated / "annotations.json"
    database.write_bytes(database.read_bytes()[:-40])
    done = shell.run("check", annotated)
    assert done.returncode == 1
    assert "rebuilt whole" in done.stdout
    done = shell.run("check", annotated, "--repair")
    assert done.returncode == 0
    assert json.loads(database.read_bytes())["annotations"]
    assert list(annotated.glob("annotations.json.aside-*-main"))
    assert shell.run("check", annotated).returncode == 0


def delete_all(pages: Path, monkeypatch: pytest.MonkeyPatch, state: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    workspace = Workspace.open([pages], creator="analyst")
    for identifier in list(workspace.snapshot.annotations):
        workspace.delete(identifier).result()
    workspace.close()


def test_purge(shell: Shell, annotated: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    database = annotated / "annotations.json"
    done = shell.run("purge", "--before", "2999-01-01", annotated)
    assert (done.returncode, "nothing was deleted" in done.stderr) == (0, True)
    delete_all(annotated, monkeypatch, tmp_path / "state")
    before = database.read_bytes()
    done = shell.run("purge", "--before", "2001-01-01", annotated)
    assert "nothing was deleted before that day" in done.stderr
    done = shell.run("purge", "--before", "2999-01-01", "-n", annotated)
    assert done.returncode == 0
    assert "would be removed: 3 annotations, 0 tags, 1 page, 6 changes in the log" in done.stderr
    assert database.read_bytes() == before
    done = shell.run("purge", "--before", "2999-01-01", annotated, "--lang", "zh")
    assert "已彻底清除：3条标注、0个标签、1个版面、记录中的6次修改" in done.stderr
    with TinyDB(database, access_mode="r") as plain:
        assert len(plain.table("annotations")) == 0
        assert len(plain.table("events")) == 0
    assert "可行" not in "".join(
        json.dumps(line)
        for place in annotated.glob("annotations.json*")
        for line in place.read_text(errors="replace")
        .encode()
        .decode("unicode_escape", "replace")
        .splitlines()
    )


@pytest.mark.parametrize("day", ["gestern", "2024-02-30", ""])
def test_a_wrong_day_is_wrong_usage(shell: Shell, annotated: Path, day: str) -> None:
    done = shell.run("purge", "--before", day, annotated)
    assert done.returncode == 2
    assert "2024-02-29" in done.stderr
    assert shell.run("purge", annotated).returncode == 2


def test_a_path_that_is_not_there(shell: Shell) -> None:
    done = shell.run("purge", "--before", "2024-02-29", "nowhere")
    assert (done.returncode, "no such file" in done.stderr) == (1, True)
