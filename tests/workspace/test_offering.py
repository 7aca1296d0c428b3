"""What is offered as the same text, and what is not however much it looks alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.workspace import Workspace
from tests.workspace.reprinted import file_of, print_paper, proposal, spot_at


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return print_paper(tmp_path / "paper")


@pytest.fixture
def workspace(paper: Path) -> Iterator[Workspace]:
    opened = Workspace.open([paper], creator="me")
    opened.survey()
    opened.offering.survey()
    yield opened
    opened.close()


def offered(workspace: Workspace, day: str) -> dict[str, int]:
    """Return per cent by day."""
    offers = workspace.offering.reprints(spot_at(workspace, day))
    return {offer.spot.page.source.date[5:]: round(100 * offer.share) for offer in offers}


def test_printed_again_with_a_new_headline_shortened_or_quoted_at_length(workspace: Workspace) -> None:
    found = offered(workspace, "03-01")
    assert found.keys() == {"03-09", "03-20", "03-25"}
    assert found["03-09"] == 100
    assert 85 <= found["03-20"] <= 100
    assert 60 <= found["03-25"] <= 90


def test_the_same_from_the_other_side(workspace: Workspace) -> None:
    assert offered(workspace, "03-20")["03-01"] == offered(workspace, "03-01")["03-20"]


def test_the_same_officials_and_formulas_are_not_the_same_story(workspace: Workspace) -> None:
    assert offered(workspace, "04-02") == offered(workspace, "04-03") == {}


def test_who_answers_does_not_print_it_again(workspace: Workspace) -> None:
    assert offered(workspace, "05-06") == {}


def test_the_same_column_and_credit_are_not_the_same_proposal(tmp_path: Path) -> None:
    folder = tmp_path / "columns"
    folder.mkdir()
    opening = "近年来，随着城市的不断发展，人民群众对美好生活的需要日益增长，对此我提出以下几点建议，供有关部门参考。"
    for day, own in (("01", "一是把旧书亭改成借书点，"), ("02", "一是在公园里种上会结果的树，")):
        text = opening + own * 1 + "".join(chr(0x4E00 + 37 * int(day) + 11 * at) for at in range(120)) + "。"
        page = proposal(f"第{day}条", "秦远山", text) + "\n（松江时报记者 苏禾 整理）\n"
        (folder / f"松江时报2026-06-{day}_02版.txt").write_text(page, "utf-8")
    workspace = Workspace.open([folder], creator="me")
    workspace.survey()
    assert offered(workspace, "06-01") == {}
    workspace.close()


def test_what_was_refused_or_linked_is_not_offered_again(workspace: Workspace, paper: Path) -> None:
    one, other, third = (spot_at(workspace, day) for day in ("03-01", "03-09", "03-20"))
    workspace.linking.refuse(one.article.id, other.article.id)
    targets = []
    for spot in (one, third):
        page = workspace.pages(spot.file)[0]
        targets.append(workspace.target_article(page, page.articles[0]))
    workspace.linking.link("same", *targets).result()
    assert offered(workspace, "03-01").keys() == {"03-25"}
    assert "03-01" not in offered(workspace, "03-09")
    assert {offer.spot.page.source.date[5:] for offer in workspace.offering.shared(one)} >= {"03-09", "03-20"}
    workspace.undo().result()
    assert offered(workspace, "03-01").keys() == {"03-20", "03-25"}
    again = Workspace.open([paper], creator="me")
    assert again.state.differ(other.article.id, one.article.id)
    again.close()


def test_another_start_finds_the_numbers_there(workspace: Workspace, paper: Path) -> None:
    workspace.close()
    again = Workspace.open([paper], creator="me")
    again.survey()
    parsed: list[object] = []
    pages = again.pages
    again.pages = lambda file, *, keep=True: parsed.append(file) or pages(file, keep=keep)  # type: ignore[method-assign, func-returns-value]
    again.offering.survey()
    assert parsed == []
    assert len(offered(again, "03-01")) == 3
    again.close()


def test_only_files_that_are_open_are_offered(workspace: Workspace, paper: Path, tmp_path: Path) -> None:
    keep = file_of(workspace, "03-01").label
    workspace.close()
    for place in paper.iterdir():
        if place.suffix == ".txt" and place.name != keep:
            place.rename(tmp_path / place.name)
    again = Workspace.open([paper], creator="me")
    assert offered(again, "03-01") == {}
    again.close()


def test_related_by_rare_words_of_the_title_or_the_author(workspace: Workspace) -> None:
    found = [spot.page.source.date[5:] for spot in workspace.offering.related(spot_at(workspace, "03-01"))]
    assert {"05-06", "03-09"} <= {*found}
    assert "04-03" not in found


def test_called_by_words_people_and_day(workspace: Workspace) -> None:
    def days(typed: str) -> list[str]:
        return [spot.page.source.date[5:] for spot in workspace.offering.called(typed)]

    assert days("顾晚晴 雨天") == ["03-09"]
    assert days("2026-04") == ["04-02", "04-03"]
    assert days("菜市場") == ["03-01", "05-06"]
    assert days("") == days("没有这样的") == []
