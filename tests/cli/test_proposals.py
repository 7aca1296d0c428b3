"""`xiance proposals` and `xiance stats`: data on standard output, in order, filtered, counted."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from reader.workspace import Workspace
from tests.cli.test_cli import ROOT, Shell

WANTED = (
    "id", "path", "page", "paper", "date", "page_no", "kind", "title", "author", "affiliation", "measures", "characters",
    "doubts", "tags", "comments", "entries", "stage", "outcome", "due", "left", "resolved", "read", "copies",
)  # fmt: skip


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell in a folder with our sample pages in `pages`."""
    shutil.copytree(
        ROOT / "sample_docs", tmp_path / "pages", ignore=shutil.ignore_patterns("annotations.json*")
    )
    return Shell(tmp_path)


def objects(shell: Shell, *arguments: str) -> list[dict[str, Any]]:
    done = shell.run("proposals", "pages", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def annotate(shell: Shell) -> list[str]:
    """Tag the first two proposals, comment on the second; return their ids."""
    found = [each["id"] for each in objects(shell)[:2]]
    workspace = Workspace.open([shell.folder / "pages"], creator="analyst")
    try:
        workspace.survey()
        for number, article_id in enumerate(found):
            spot = next(
                each for each in workspace.catalogue.spots(workspace.files) if each.article.id == article_id
            )
            page = workspace.pages(spot.file)[spot.page.number - 1]
            article = page.article(article_id)
            assert article is not None
            workspace.tag(workspace.target_article(page, article), ["民生/居住", "甲"][: 2 - number]).result()
            if number:
                workspace.comment(workspace.target_article(page, article), "可行").result()
    finally:
        workspace.close()
    return found


def test_every_proposal_is_an_object(shell: Shell) -> None:
    found = objects(shell)
    assert [tuple(each) for each in found] == [WANTED] * len(found)
    listed = shell.run("articles", "pages", "--kind", "proposal", "--format", "jsonl").stdout.splitlines()
    assert [each["title"] for each in found] == [json.loads(line)["title"] for line in listed]
    assert {each["kind"] for each in found} == {"proposal"}
    assert not list(shell.folder.glob("pages/*.json"))  # listing writes nothing


def test_proposals_in_another_order_and_other_columns(shell: Shell) -> None:
    found = objects(shell, "--sort=-date,characters")
    assert found == sorted(
        sorted(found, key=lambda each: each["characters"]), key=lambda e: e["date"], reverse=True
    )
    done = shell.run("proposals", "pages", "--csv", "--sort", "author", "--columns", "author,title")
    head, *rows = list(csv.reader(io.StringIO(done.stdout)))
    assert head == ["Author", "Title"] and len(rows) == len(found)
    assert [row[0] for row in rows] == sorted(
        (row[0] for row in rows), key=lambda name: name.encode("gb18030")
    )
    some = shell.run("proposals", "pages", "--json", "--columns", "author,measures").stdout.splitlines()
    assert [list(json.loads(line)) for line in some] == [["author", "measures"]] * len(found)
    plain = shell.run("proposals", "pages").stdout
    assert all(each["title"][:6] in plain for each in found)


def test_proposals_that_pass_filters(shell: Shell) -> None:
    one, two = annotate(shell)

    def ids(*arguments: str) -> list[str]:
        return [each["id"] for each in objects(shell, *arguments)]

    assert ids("--tag", "民生") == [one, two] and ids("--tag", "甲") == [one]
    assert ids("--by", "nobody") == [] and ids("--by", "analyst") == [one, two]
    assert len(ids("--untagged")) == len(ids()) - 2 and len(ids("--unread")) == len(ids())
    assert {each["kind"] for each in objects(shell, "--kind", "news")} == {"news"}
    assert ids("--article", one) == [one]
    said = objects(shell, "--tag", "民生")
    assert [each["tags"] for each in said] == [["民生/居住", "甲"], ["民生/居住"]]
    assert [each["comments"] for each in said] == [0, 1]


def test_counts_and_cross_tables(shell: Shell) -> None:
    annotate(shell)
    total = len(objects(shell))
    done = shell.run("stats", "pages", "--json", "--by", "tag", "--by", "group,month")
    found = json.loads(done.stdout)
    assert found["review"] == {"total": total, "read": 0, "tagged": 2, "commented": 1, "resolved": 0}
    assert found["counts"]["tag"] == [
        {"value": "民生/居住", "count": 2},
        {"value": "甲", "count": 1},
        {"value": "", "count": total - 2},
    ]
    (table,) = found["cross"]
    assert table["by"] == ["group", "month"] and sum(table["cells"][0]) == 2
    matrix = list(csv.reader(io.StringIO(shell.run("stats", "pages", "--csv", "--by", "tag,paper").stdout)))
    assert matrix[0][0] == "Tags × Paper" and matrix[1][-1] == "2"
    single = list(csv.reader(io.StringIO(shell.run("stats", "pages", "--csv", "--by", "tag").stdout)))
    assert single[:2] == [["Tags", "Count"], ["民生/居住", "2"]]
    several = list(
        csv.reader(
            io.StringIO(shell.run("stats", "pages", "--csv", "--by", "tag", "--by", "tag,paper").stdout)
        )
    )
    assert several[0] == ["Counted by", "Value", "Count"] and ["Tags", "甲", "1"] in several
    assert any(row[0] == "Tags × Paper" for row in several)


def test_statistics_for_people(shell: Shell) -> None:
    annotate(shell)
    shown = shell.run("stats", "pages").stdout
    assert "Affiliation" in shown and "█" in shown and "tagged" in shown
    kinds = shell.run("stats", "pages", "--by", "kind").stdout
    assert "news" in kinds and "proposal" in kinds
    few = shell.run("stats", "pages", "--by", "author", "--creator", "analyst").stdout
    assert few.splitlines()[0].split()[:3] == ["in", "all", "2"]
    settings = shell.folder / "home" / ".config" / "xiance"
    settings.mkdir(parents=True)
    (settings / "config.toml").write_text('ambiguous = "wide"\n', "utf-8")
    assert "█" not in shell.run("stats", "pages").stdout


@pytest.mark.parametrize(
    ("arguments", "words", "status"),
    [
        (["proposals", "pages", "--sort", "nix"], "no column called nix", 1),
        (["proposals", "pages", "--columns", "nix"], "no column called nix", 1),
        (["stats", "pages", "--by", "nix"], "nothing can be counted by nix", 1),
        (["stats", "pages", "--by", "tag,nix"], "nothing can be counted by nix", 1),
        (["proposals", "nowhere"], "no such file", 1),
        (["proposals", "pages", "--json", "--csv"], "not allowed with", 2),
    ],
)
def test_what_is_wrong_is_said(shell: Shell, arguments: list[str], words: str, status: int) -> None:
    done = shell.run(*arguments)
    assert (done.returncode, done.stdout) == (status, "") and words in done.stderr


def test_unreadable_files_are_named_and_the_rest_is_listed(shell: Shell) -> None:
    whole = len(objects(shell))
    (shell.folder / "pages" / "空.txt").write_bytes(b"")
    done = shell.run("proposals", "pages", "--json")
    assert len(done.stdout.splitlines()) == whole
    assert "空.txt" in done.stderr and done.returncode == 0
