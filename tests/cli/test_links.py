"""Links on the command line: exported, imported, checked, purged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.workspace import Workspace
from tests.cli.test_cli import Shell, shell
from tests.workspace.reprinted import page_of, print_paper

__all__ = ["shell"]


@pytest.fixture
def linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a link and another one that was taken away."""
    for name in ("STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    folder = print_paper(tmp_path / "paper")
    workspace = Workspace.open([folder], creator="analyst")
    pages = [page_of(workspace, day) for day in ("03-01", "03-09", "05-06")]
    one, again, answer = (workspace.target_article(page, page.articles[0]) for page in pages)
    workspace.linking.link("answer", one, answer).result()
    workspace.linking.link("same", one, again).result()
    workspace.linking.unlink(list(workspace.snapshot.links)[1]).result()
    workspace.close()
    return folder


def test_links_alone_are_exported_and_come_back_as_one_step(
    shell: Shell, linked: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    assert shell.run("export", "jsonl", linked, "-o", out).returncode == 0
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line["link"]["kind"] for line in lines if "link" in line] == ["answer"]
    there = print_paper(tmp_path / "there")
    done = shell.run("import", "jsonl", out, there)
    assert (done.returncode, "1 link" in done.stderr) == (0, True)
    assert shell.run("check", there).stderr.strip().endswith("sound")
    assert "1 link" not in shell.run("import", "jsonl", out, there).stderr


def test_what_is_wrong_with_a_link_is_told(shell: Shell, linked: Path) -> None:
    database = linked / "annotations.json"
    with TinyDB(database) as script:
        table = script.table("links")
        first = next(each for each in table.all() if not each["deleted"])
        table.update({"target": {**first["target"], "exact": "不是这些字"}}, doc_ids=[first.doc_id])
    lines = shell.run("check", linked).stdout.splitlines()
    assert (
        sum(f"link {first['id']}: the text at one of its ends is not its quote" in line for line in lines)
        == 1
    )


def test_a_link_that_was_taken_away_is_purged(shell: Shell, linked: Path) -> None:
    done = shell.run("purge", "--before", "2999-01-01", linked)
    assert "1 link" in done.stderr
    with TinyDB(linked / "annotations.json", access_mode="r") as plain:
        assert [each["kind"] for each in plain.table("links").all()] == ["answer"]


def test_an_export_without_filters_has_the_tags_that_are_on_nothing(shell: Shell, linked: Path) -> None:
    workspace = Workspace.open([linked], creator="analyst")
    page = page_of(workspace, "03-01")
    workspace.tag(workspace.target_article(page, page.articles[0]), ["没用上"]).result()
    (annotation_id,) = workspace.snapshot.annotations
    workspace.set_tags(annotation_id, []).result()
    workspace.close()
    assert '"name":"没用上"' in shell.run("export", "jsonl", linked).stdout
