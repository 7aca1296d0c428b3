"""`xiance search` as a person or a script meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cli.searching import rows
from reader.workspace import SourceFile, Workspace
from reader.workspace.searching import Hit
from tests.cli.test_cli import Shell, annotated, pages, shell

__all__ = ["annotated", "pages", "shell"]
KEYS = [
    "article",
    "page",
    "path",
    "start",
    "end",
    "snippet",
    "about",
    "count",
    "title",
    "kind",
    "paper",
    "date",
    "page_no",
]


def test_hits_are_objects_with_their_places(shell: Shell, pages: Path) -> None:
    done = shell.run("search", "建議", pages, "--json")
    assert done.returncode == 0 and not done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    workspace = Workspace.open([pages])
    files = {file.label: file for file in workspace.files}
    for hit in found:
        assert list(hit) == KEYS
        page = workspace.pages(files[hit["path"]])[hit["page"] - 1]
        assert "".join(page.text[hit["start"] : hit["end"]].split()) == "建议"
        assert page.article(hit["article"]) is not None and "建议" in hit["snippet"]
    workspace.close()
    texts = [
        article
        for file in files.values()
        for page in workspace.pages(file)
        for article in page.articles
        if any("建议" in block.flow.text for block in article.blocks)
    ]
    assert len(found) == len(texts) > 3


def test_people_are_told_where_and_limited_to_the_best(shell: Shell, pages: Path) -> None:
    done = shell.run("search", "kind:建议 建议", pages, "--limit", "2")
    lines = done.stdout.splitlines()
    assert (
        len(lines) == 4
        and "版.txt: " in lines[0]
        and lines[1].startswith("    ")
        and "\x1b" not in done.stdout
    )


def test_nothing_found_is_one_line_and_status_1(shell: Shell, pages: Path) -> None:
    for options in ((), ("--json",)):
        done = shell.run("search", "没有这几个字", pages, *options)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "xiance: nothing found: 没有这几个字\n"


@pytest.mark.parametrize(
    ("query", "words"), [("colour:red", "no field colour"), ("", "type what"), ("date:x", "no date")]
)
def test_a_query_that_means_nothing_is_named(shell: Shell, pages: Path, query: str, words: str) -> None:
    done = shell.run("search", query, pages)
    assert done.returncode == 1 and words in done.stderr and len(done.stderr.splitlines()) == 1


def test_wrong_usage_is_status_2(shell: Shell, pages: Path) -> None:
    assert shell.run("search").returncode == 2
    assert shell.run("search", "建议", pages, "--limit", "-1").returncode == 2


def test_what_was_said_is_searched_and_a_pages_folder_stays_clean(shell: Shell, annotated: Path) -> None:
    workspace = Workspace.open([annotated])
    comment = next(each.comment for each in workspace.snapshot.annotations.values() if each.comment)
    workspace.close()
    before = sorted(path.name for path in annotated.iterdir())
    done = shell.run("search", f'comment:"{comment}"', annotated, "--json")
    (hit,) = map(json.loads, done.stdout.splitlines())
    assert hit["about"] == "comment" and comment in hit["snippet"]
    assert sorted(path.name for path in annotated.iterdir()) == before


def test_a_file_that_cannot_be_read_costs_a_line(shell: Shell, pages: Path) -> None:
    (pages / "坏.txt").write_bytes(b"\0\1\2\3" * 50)
    done = shell.run("search", "建议", pages)
    assert done.returncode == 0 and "坏.txt" in done.stderr and done.stdout


def test_a_damaged_index_is_no_error(shell: Shell, pages: Path) -> None:
    first = shell.run("search", "建议", pages)
    (file,) = (shell.folder / "home" / ".cache" / "xiance").glob("search-*.sqlite")
    file.write_bytes(b"damaged" * 999)
    again = shell.run("search", "建议", pages)
    assert (again.returncode, again.stdout, again.stderr) == (0, first.stdout, "")


def test_without_a_place_for_the_index_pages_are_scanned(shell: Shell, pages: Path) -> None:
    blocked = shell.folder / "blocked"
    blocked.write_text("no folder")
    first = shell.run("search", "建议", pages, "--json")
    again = shell.run("search", "建议", pages, "--json", XDG_CACHE_HOME=str(blocked))
    assert again.returncode == 0 and not again.stderr
    assert sorted(again.stdout.splitlines()) == sorted(first.stdout.splitlines())


def test_matches_are_marked_where_there_is_colour_and_control_characters_never_pass() -> None:
    file = SourceFile("a", None, "a\x1b.txt")
    hit = Hit(file, 2, "x/1", "news", "题\x1b[2J", "", "", "", 0, 1, "前灯\x9b后灯", ((1, 2), (4, 5)), 2)
    head, line = rows(hit, coloured=True)
    assert head == "a\ufffd.txt#2: 题\ufffd[2J"
    assert line == "    前\x1b[1;33m灯\x1b[0m\ufffd后\x1b[1;33m灯\x1b[0m"
    assert list(rows(hit, coloured=False))[1] == "    前灯\ufffd后灯"
