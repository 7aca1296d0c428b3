"""Links: made, taken away, found again on changed pages, and what they make count once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations import Target
from reader.workspace import Workspace, WorkspaceError
from reader.workspace.links import Linked, as_source, order
from tests.workspace.reprinted import PAPER, file_of, page_of, print_paper, spot_at


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return print_paper(tmp_path / "paper")


@pytest.fixture
def workspace(paper: Path) -> Iterator[Workspace]:
    opened = Workspace.open([paper], creator="me")
    opened.survey()
    yield opened
    opened.close()


def reopened(workspace: Workspace, paper: Path, creator: str = "me") -> Workspace:
    workspace.close()
    again = Workspace.open([paper], creator=creator)
    again.survey()
    return again


def article(workspace: Workspace, day: str) -> Target:
    page = page_of(workspace, day)
    return workspace.target_article(page, page.articles[0])


def links(workspace: Workspace, day: str) -> list[Linked]:
    spot = spot_at(workspace, day)
    return workspace.linking.of(spot.file, spot.page, spot.article.id)  # type: ignore[no-any-return]


def join(workspace: Workspace, kind: str, one: str, other: str) -> None:
    workspace.linking.link(kind, article(workspace, one), article(workspace, other)).result()


def test_a_link_shows_on_both_sides(workspace: Workspace) -> None:
    join(workspace, "answer", "03-01", "05-06")
    (one,), (other,) = links(workspace, "03-01"), links(workspace, "05-06")
    assert (one.role, one.other.name) == ("answered", "七个菜市场装遮雨棚有了回音")
    assert (other.role, other.other.name) == ("answers", "给老城菜市场装上遮雨棚")
    assert one.other.spot and one.other.spot.key == spot_at(workspace, "05-06").key
    assert links(workspace, "03-09") == []


def test_the_other_end_as_a_source(workspace: Workspace) -> None:
    join(workspace, "answer", "03-01", "05-06")
    (one,) = links(workspace, "03-01")
    identifier = spot_at(workspace, "05-06").article.id
    words = as_source(one.other)
    assert words == f"松江时报 2026-05-06 page 2 《七个菜市场装遮雨棚有了回音》 [{identifier}]"


@pytest.mark.parametrize("turned", [False, True])
def test_the_same_twice_is_refused_whichever_way_it_is_said(workspace: Workspace, turned: bool) -> None:
    join(workspace, "same", "03-01", "03-09")
    with pytest.raises(WorkspaceError) as raised:
        join(workspace, "same", *(("03-09", "03-01") if turned else ("03-01", "03-09")))
    assert raised.value.code == "link_there"
    join(workspace, "answer", "03-01", "03-09")
    join(workspace, "answer", "03-09", "03-01")
    assert len(links(workspace, "03-01")) == 3


def test_no_article_is_linked_to_itself(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="link_itself"):
        join(workspace, "same", "03-01", "03-01")


def test_each_is_one_step(workspace: Workspace) -> None:
    join(workspace, "same", "03-01", "03-09")
    (linked,) = links(workspace, "03-01")
    workspace.linking.note(linked.link.id, " 换了标题 ").result()
    workspace.linking.unlink(linked.link.id).result()
    assert links(workspace, "03-01") == []
    with pytest.raises(WorkspaceError, match="link_gone"):
        workspace.linking.unlink(linked.link.id)
    said = []
    for _ in range(3):
        said.append(workspace.undo().result().label.code)
        said.append(";".join(each.link.comment or "-" for each in links(workspace, "03-01")))
    assert said == ["unlinked", "换了标题", "link_noted", "-", "linked_same", ""]
    for _ in range(2):
        workspace.redo().result()
    assert [each.link.comment for each in links(workspace, "03-09")] == ["换了标题"]


def test_others_links_stay_as_they_are(workspace: Workspace, paper: Path) -> None:
    join(workspace, "same", "03-01", "03-09")
    again = reopened(workspace, paper, "她")
    (linked,) = links(again, "03-01")
    for wish in (again.linking.unlink, lambda key: again.linking.note(key, "不对")):
        with pytest.raises(WorkspaceError) as raised:
            wish(linked.link.id)
        assert (raised.value.code, raised.value.params) == ("link_not_yours", {"by": "me"})
    again.close()


@pytest.mark.parametrize("day", ["03-01", "05-06"])
def test_an_end_is_found_again_when_its_page_was_edited(workspace: Workspace, paper: Path, day: str) -> None:
    page = page_of(workspace, "03-01")
    start = page.text.index("去年夏天")
    span = replace(
        article(workspace, "03-01"),
        ranges=((start, start + 30),),
        exact=page.text[start : start + 30],
        level="span",
    )
    workspace.linking.link("answer", span, article(workspace, "05-06")).result()
    name = next(name for name in PAPER if day in name)
    (paper / name).write_text("松江时报    今日天气晴\n\n" + PAPER[name], "utf-8")
    again = reopened(workspace, paper)
    (linked,) = links(again, "03-01")
    (seen,) = links(again, "05-06")
    assert linked.moved and seen.moved
    assert {linked.here.status, linked.other.status} == {"stable", "moved"}
    assert linked.link == seen.link
    again.linking.confirm(seen).result()
    (linked,) = links(again, "03-01")
    assert not linked.moved
    assert linked.link.source.exact == span.exact
    assert linked.link.source.fingerprint == page_of(again, "03-01").fingerprint
    assert linked.link.target.fingerprint == page_of(again, "05-06").fingerprint
    assert again.undo().result().label.code == "link_confirmed"
    again.close()


def test_an_end_whose_text_is_gone_is_lost_and_still_says_what_it_was(
    workspace: Workspace, paper: Path
) -> None:
    join(workspace, "answer", "03-01", "05-06")
    name = next(name for name in PAPER if "05-06" in name)
    (paper / name).write_text("换了完全不同的一版，什么也没有留下。\n", "utf-8")
    again = reopened(workspace, paper)
    (linked,) = links(again, "03-01")
    assert (linked.other.status, linked.other.spot) == ("lost", None)
    assert linked.other.name == "七个菜市场装遮雨棚有了回音"
    assert linked.other.source.date == "2026-05-06"
    (paper / name).unlink()
    gone = reopened(again, paper)
    (linked,) = links(gone, "03-01")
    assert (linked.other.status, linked.other.name) == ("lost", "七个菜市场装遮雨棚有了回音")
    gone.close()


def test_a_file_that_was_renamed_is_found_by_its_text(workspace: Workspace, paper: Path) -> None:
    join(workspace, "answer", "03-01", "05-06")
    name = next(name for name in PAPER if "05-06" in name)
    (paper / name).rename(paper / "改了名.txt")
    again = reopened(workspace, paper)
    (linked,) = links(again, "03-01")
    assert linked.other.status == "stable" and linked.other.spot
    assert linked.other.spot.file.label == "改了名.txt"
    again.close()


def test_before_a_file_is_read_its_end_is_known_by_what_was_noted(workspace: Workspace, paper: Path) -> None:
    join(workspace, "answer", "03-01", "05-06")
    workspace.close()
    again = Workspace.open([paper], creator="me")
    (linked,) = links(again, "03-01")
    other = linked.other
    assert (other.status, other.spot, other.name) == ("stable", None, "七个菜市场装遮雨棚有了回音")
    assert other.file == file_of(again, "05-06")
    again.close()


def test_the_earliest_of_what_is_the_same_counts(workspace: Workspace) -> None:
    ids = {day: spot_at(workspace, day).article.id for day in ("03-01", "03-09", "03-20", "05-06")}
    assert workspace.copies() == {}
    join(workspace, "same", "03-20", "03-09")
    assert workspace.copies() == {ids["03-20"]: ids["03-09"]}
    join(workspace, "same", "03-09", "03-01")
    join(workspace, "answer", "03-01", "05-06")
    assert workspace.copies() == {ids["03-20"]: ids["03-01"], ids["03-09"]: ids["03-01"]}
    workspace.undo().result()
    workspace.undo().result()
    assert workspace.copies() == {ids["03-20"]: ids["03-09"]}


def test_what_is_not_open_joins_others_but_counts_for_none(workspace: Workspace, paper: Path) -> None:
    join(workspace, "same", "03-01", "03-09")
    join(workspace, "same", "03-01", "03-20")
    ids = {day: spot_at(workspace, day).article.id for day in ("03-09", "03-20")}
    (paper / next(name for name in PAPER if "03-01" in name)).unlink()
    again = reopened(workspace, paper)
    assert again.copies() == {ids["03-20"]: ids["03-09"]}
    again.close()


def test_a_passage_that_is_the_same_makes_no_article_the_same(workspace: Workspace) -> None:
    page = page_of(workspace, "03-01")
    start = page.text.index("去年夏天")
    span = replace(article(workspace, "03-01"), ranges=((start, start + 30),), level="span")
    workspace.linking.link("same", span, article(workspace, "03-25")).result()
    assert workspace.copies() == {}


def test_printed_before_or_after(workspace: Workspace) -> None:
    one, other = page_of(workspace, "03-01").source, page_of(workspace, "05-06").source
    assert (order(one, other), order(other, one), order(one, one), order(one, replace(other, date=""))) == (
        -1,
        1,
        0,
        0,
    )
