"""What exports say of links, and what becomes of them elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reader.exchange import Export, LinkNote, Options, known, read, write
from reader.workspace import Workspace
from reader.workspace.exporting import export_of, nothing
from tests.workspace.reprinted import page_of, print_paper

PROPOSAL, AGAIN, ANSWER = "给老城菜市场装上遮雨棚", "雨天也能安心买菜", "七个菜市场装遮雨棚有了回音"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STATE", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace.open([print_paper(tmp_path / "paper")], creator="程")
    targets = {}
    for day in ("03-01", "03-09", "05-06"):
        page = page_of(opened, day)
        targets[day] = opened.target_article(page, page.articles[0])
    opened.linking.link("answer", targets["03-01"], targets["05-06"], "*采纳* <b>").result()
    opened.linking.link("same", targets["03-01"], targets["03-09"]).result()
    opened.comment(targets["03-01"], "可行").result()
    yield opened
    opened.close()


def written(name: str, export: Export) -> bytes:
    out = io.BytesIO()
    write(name, export, out)
    return out.getvalue()


def test_a_report_names_the_other_end_at_the_article(workspace: Workspace) -> None:
    text = written("markdown", export_of(workspace)).decode()
    heading, _sep, below = text.partition(f"### {PROPOSAL}")
    assert heading.startswith("# Annotations")
    assert f"**answered by** 《{ANSWER}》 松江时报 2026-05-06 page 2 · \\*采纳\\* \\<b\\>" in below
    assert f"**the same text** 《{AGAIN}》 松江时报 2026-03-09 page 3" in below
    assert "## Links" not in text
    page = written("html", export_of(workspace)).decode()
    assert (
        f'<p class="link"><b>answered by</b> 《{ANSWER}》 松江时报 2026-05-06 page 2 · *采纳* &lt;b&gt;</p>'
        in page
    )


def test_links_of_articles_without_annotations_stand_at_the_end(workspace: Workspace) -> None:
    for _ in range(1):
        workspace.undo().result()  # the comment
    export = export_of(workspace)
    assert not list(export.records)
    assert not nothing(export, known()["markdown"])
    text = written("markdown", export).decode()
    assert f"- 《{PROPOSAL}》 松江时报 2026-03-01 page 2" in text.partition("## Links")[2]
    assert "<h2 id=" in written("html", export).decode()


def test_a_workbook_has_a_sheet_of_links_where_there_are_any(workspace: Workspace) -> None:
    book = load_workbook(io.BytesIO(written("xlsx", export_of(workspace))))
    rows = list(book["Links"].iter_rows(values_only=True))
    assert len(rows) == 3
    assert {(row[3], row[6], row[10]) for row in rows[1:]} == {
        (PROPOSAL, "answered by", ANSWER),
        (PROPOSAL, "the same text", AGAIN),
    }
    for link in list(workspace.snapshot.links):
        workspace.linking.unlink(link).result()
    book = load_workbook(io.BytesIO(written("xlsx", export_of(workspace))))
    assert "Links" not in book.sheetnames


def test_csv_has_them_as_a_sheet_of_its_own(workspace: Workspace) -> None:
    export = export_of(workspace, options=Options(sheet="links", columns=("title", "link", "to_title")))
    rows = list(csv.reader(io.StringIO(written("csv", export).decode("utf-8-sig"))))
    assert [PROPOSAL, "same", AGAIN] in rows
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("name", "sheet", "lost"), [("docx", "", 2), ("csv", "", 2), ("csv", "links", 0), ("xlsx", "", 0)]
)
def test_formats_that_hold_none_say_how_many(workspace: Workspace, name: str, sheet: str, lost: int) -> None:
    losses = write(name, export_of(workspace, options=Options(sheet=sheet)), io.BytesIO())
    assert losses.get("links", 0) == lost


def test_of_some_articles_those_that_begin_or_end_there(workspace: Workspace) -> None:
    identifier = page_of(workspace, "03-09").articles[0].id
    (note,) = export_of(workspace, articles={identifier}).links
    assert note.link.kind == "same"


@pytest.mark.parametrize("name", ["jsonl", "w3c"])
def test_elsewhere_they_find_their_places_once(workspace: Workspace, name: str, tmp_path: Path) -> None:
    data = written(name, export_of(workspace))
    other = print_paper(tmp_path / "other")
    for place in other.iterdir():  # other texts, so other fingerprints
        place.write_text("\n" + place.read_text("utf-8"), "utf-8")
    there = Workspace.open([other], creator="她")
    found = list(read(name, io.BytesIO(data), path="x"))
    assert sum(isinstance(item, LinkNote) for item in found) == 2
    done = there.import_drafts(found)
    assert done.links == 2
    there.survey()
    linked = list(there.linking.all())
    assert {(each.here.status, each.other.status) for each in linked} == {("stable", "stable")}
    assert {each.other.name for each in linked} == {ANSWER, AGAIN}
    assert there.import_drafts(found).links == 0
    there.undo().result()
    assert not there.snapshot.links
    there.close()
