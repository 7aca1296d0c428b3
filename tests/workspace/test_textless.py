"""Proposals without a text: found, exported, taken along, checked and purged like others."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations import locate, quote
from reader.exchange import read, write
from reader.pages.digest import digest
from reader.pages.model import Page, Source
from reader.repository import TEXTLESS, PageRecord, Repository, faults
from reader.repository.purging import plan
from reader.workspace import Filters, Workspace, textless
from reader.workspace.exporting import export_of
from reader.workspace.textless import KEY, digest_of, page_of, record_of, target_of
from tests.workspace.conftest import Opener
from tests.workspace.test_ledger import FERRY, LIBRARY, handled, table, take

UUID = "019d0000-0000-7000-8000-0000000000a1"
WORDS = st.text(max_size=20)


def record(**more: str) -> PageRecord:
    return replace(PageRecord(f"{TEXTLESS}{UUID}", "", 0, Source(), "2026-03-01T00Z"), **more)  # type: ignore[arg-type]


def test_keys_are_what_the_repository_calls_them() -> None:
    assert KEY == TEXTLESS


@given(WORDS, WORDS, WORDS)
def test_any_record_makes_a_page_whose_target_is_found(title: str, author: str, affiliation: str) -> None:
    own = record(title=title, author=author, affiliation=affiliation)
    page, target = page_of(own, 1), target_of(own)
    location = locate(page, target)
    assert location.article is page.articles[0]
    assert sum(end - start for _block, start, end in location.spans) == sum(
        len(block.flow.text) for block in page.articles[0].blocks
    )
    assert quote(page, target.ranges) == target.exact
    shown = digest(page).article_of(target.ranges)
    assert shown is not None
    assert shown.id == page.articles[0].id


@given(WORDS, WORDS, WORDS, st.integers(1, 9))
def test_a_digest_is_that_of_the_page_which_is_not_made(
    title: str, author: str, affiliation: str, number: int
) -> None:
    own = record(title=title, author=author, affiliation=affiliation)
    assert digest_of(own, number) == digest(page_of(own, number))


def test_pages_are_made_when_they_are_asked_for(opening: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = opening()
    take(workspace, table(LIBRARY, FERRY))
    workspace.close()
    made: list[str] = []

    def noted(own: PageRecord, number: int) -> Page:
        made.append(own.title)
        return page_of(own, number)

    monkeypatch.setattr(textless, "page_of", noted)
    workspace = opening()
    workspace.open_records()
    file = workspace.files[-1]
    assert len(workspace.catalogue.pages(file)) == len(workspace.fingerprints(file)) > 0
    assert not made and not workspace.loaded(file)
    pages = workspace.pages(file)
    assert len(made) == len(pages) and workspace.loaded(file)
    assert tuple(map(digest, pages)) == workspace.catalogue.pages(file)
    workspace.comment(workspace.target_article(pages[0], pages[0].articles[0]), "可行").result()
    assert workspace.pages(file) is pages and len(made) == len(pages)


def test_the_record_is_known_again_from_what_is_quoted() -> None:
    own = record(title="关于渡口夜航的建议", author="江北辰", affiliation="白鹭洲新区公交公司")
    assert record_of(target_of(own), own.first_seen) == own
    alone = record(title="关于渡口夜航的建议", author="江北辰")
    assert record_of(target_of(alone), alone.first_seen) == alone
    assert record_of(replace(target_of(own), fingerprint="f" * 64), "") is None


def exported(workspace: Workspace, name: str, filters: Filters | None = None) -> bytes:
    out = io.BytesIO()
    write(name, export_of(workspace, filters), out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["jsonl", "w3c"])
def test_another_database_gets_them_with_what_is_said_of_them(
    opening: Opener, folder: Path, tmp_path: Path, name: str
) -> None:
    workspace = opening()
    take(workspace, table(LIBRARY, FERRY))
    data = exported(workspace, name)
    other = opening(folder, database=tmp_path / "other.json")
    done = other.import_drafts(list(read(name, io.BytesIO(data))))
    assert (done.placed, done.moved, done.lost) == (9, 0, 0)
    assert not faults(other.snapshot)
    ours, theirs = handled(workspace), handled(other)
    assert {title: each.log for title, each in theirs.items()} == {
        title: each.log for title, each in ours.items()
    }
    assert theirs["关于渡口夜航的建议"].spot.article.author == "江北辰"
    assert other.import_drafts(list(read(name, io.BytesIO(data)))).same == 9


def test_they_are_not_taken_for_a_page_with_the_same_title(
    opening: Opener, folder: Path, tmp_path: Path
) -> None:
    workspace = opening()
    take(workspace, table(FERRY))
    data = exported(workspace, "jsonl")
    page = f"{FERRY[1]}\n白鹭洲 江北辰\n一是试行夜航。每晚加开两班。\n"
    (folder / "同题.txt").write_text(page, "utf-8")
    other = opening(folder, database=tmp_path / "other.json")
    other.import_drafts(list(read("jsonl", io.BytesIO(data))))
    (each,) = handled(other).values()
    assert each.spot.article.kind == "record"


def test_filters_and_reports_know_them(opening: Opener) -> None:
    workspace = opening()
    take(workspace, table(LIBRARY, FERRY))
    assert len(list(workspace.select(Filters(kind="record")))) == 6
    assert len(list(workspace.select(Filters(article="渡口")))) == 6
    for name in ("markdown", "html", "doccano", "docx", "csv"):
        assert exported(workspace, name, Filters(kind="record"))


def test_one_without_annotations_is_not_purged(opening: Opener) -> None:
    workspace = opening()
    take(workspace, table(FERRY, ("003", "关于设旧衣箱的建议", "", "", "", "", "", "")))
    take(workspace, table(("", "关于旧书漂流的建议", "纪如松", "", "", "", "", "")))
    assert len(workspace.pages(workspace.files[-1])) == 3
    for annotation in list(workspace.snapshot.annotations.values()):
        if annotation.target.title == FERRY[1]:
            workspace.delete(annotation.id).result()
    snapshot = workspace.snapshot
    gone = plan(snapshot, "9999-01-01T00:00:00.000000Z")
    assert [snapshot.pages[key].title for key in gone.pages] == [FERRY[1]]
    path = workspace.database
    workspace.close()
    repository = Repository(path)
    repository.purge("9999-01-01T00:00:00.000000Z")
    repository.close()
    again = opening()
    again.open_records()
    assert [page.articles[0].title for page in again.pages(again.files[-1])] == [
        "关于设旧衣箱的建议", "关于旧书漂流的建议",
    ]  # fmt: skip


def test_many_take_time_in_proportion(opening: Opener) -> None:
    """A page's annotations are found without going through all the others': 1,500 take no minute, but a moment."""
    workspace = opening()
    rows = [(f"{number:04}", f"关于第{number}号渡口的建议", *[""] * 6) for number in range(1500)]
    take(workspace, table(*rows))
    start = perf_counter()
    assert sum(1 for _each in workspace.handling.all()) == 1500
    assert perf_counter() - start < 3
