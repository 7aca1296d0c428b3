"""Links on the desk: made, shown on both sides, followed, listed, accepted, refused, taken away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from reader.tui.linkcards import OFFERS
from reader.tui.screens.linking import LinkPrompt
from reader.tui.screens.links import LinkList
from tests.tui.dialogs import seen
from tests.tui.staging import Stage, staged
from tests.workspace.reprinted import PAPER, print_paper

PROPOSAL, AGAIN, ANSWER = "给老城菜市场装上遮雨棚", "雨天也能安心买菜", "七个菜市场装遮雨棚有了回音"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return print_paper(tmp_path / "paper")


@asynccontextmanager
async def reading(paper: Path, size: tuple[int, int] = (140, 40)) -> AsyncIterator[Stage]:
    """Run the application until what was printed again is known."""
    async with staged(paper, size) as stage:
        await stage.until(lambda: stage.workspace.records_open and OFFERS in stage.desk.cards.keys)
        yield stage


async def keys(stage: Stage, *pressed: str) -> None:
    """Press keys, and wait until nothing is saved or looked for."""
    for key in pressed:
        await stage.press(key)
        await stage.until(lambda: not stage.workspace.saving and stage.desk.linking.idle)
        await stage.pilot.pause()


def links(stage: Stage) -> list[tuple[str, str, str]]:
    """Return kind, source and target of the live links."""
    found = stage.workspace.snapshot.links.values()
    return [(link.kind, link.source.title, link.target.title) for link in found if not link.deleted]


def prompt(stage: Stage) -> LinkPrompt:
    assert isinstance(stage.app.screen, LinkPrompt)
    return stage.app.screen


async def test_an_answer_is_linked_shown_on_both_sides_followed_and_undone(paper: Path) -> None:
    async with reading(paper) as stage:
        assert stage.title == PROPOSAL
        await keys(stage, "L", "down", "down", "down")
        assert f"《{ANSWER}》" in seen(stage.app)
        assert "As: that one answers this one" in seen(stage.app)
        await keys(stage, "enter")
        assert links(stage) == [("answer", PROPOSAL, ANSWER)]
        assert stage.message == f"linked · {PROPOSAL} · answered by {ANSWER}"
        assert "answered by" in seen(stage.app)
        await keys(stage, "g", "d")
        assert stage.title == ANSWER
        assert "answers" in seen(stage.app) and f"《{PROPOSAL}》" in seen(stage.app)
        await keys(stage, "g", "[")
        assert stage.title == PROPOSAL
        await keys(stage, "u")
        assert links(stage) == []
        assert "took back: linked" in stage.message
        await keys(stage, "ctrl+r", "g", "d")
        assert stage.title == ANSWER


async def test_the_way_back_is_to_the_very_place(paper: Path) -> None:
    async with reading(paper) as stage:
        await keys(stage, "L", "enter", "}", "l", "l")
        caret = stage.desk.view.caret
        await keys(stage, "g", "d", "G", "backspace")
        assert (stage.title, stage.desk.view.caret) == (PROPOSAL, caret)
        await keys(stage, "g", "[")
        assert stage.message == "nothing was followed; this is where you are"


async def test_tab_says_what_they_are_and_the_later_one_answers(paper: Path) -> None:
    async with reading(paper) as stage:
        await keys(stage, "L")
        assert "100%" in seen(stage.app)
        assert "As: the same text, printed again" in seen(stage.app)
        await keys(stage, "tab", "enter")
        assert links(stage) == [("answer", PROPOSAL, AGAIN)]
        await keys(stage, "g", "d", "L")
        prompt(stage)
        await keys(stage, "tab")
        assert "As: this one answers that one" in seen(stage.app)
        await keys(stage, "enter")
        assert stage.message == "these two are linked so already"


async def test_anything_is_found_by_typing(paper: Path) -> None:
    async with reading(paper) as stage:
        await keys(stage, "L", *"04-03")
        assert "《午餐招标家长到场》" in seen(prompt(stage).app)
        assert f"《{AGAIN}》" not in seen(stage.app)
        await keys(stage, "x")
        assert "Nothing is called that" in seen(stage.app)
        await keys(stage, "enter")
        prompt(stage)
        await keys(stage, "backspace", "enter")
        assert links(stage) == [("answer", PROPOSAL, "午餐招标家长到场")]


async def test_mark_here_go_there_and_press_it_again(paper: Path) -> None:
    async with reading(paper) as stage:
        await keys(stage, "v", "l", "l", "l", "L", "end", *["down"] * 9, "enter")
        assert stage.message == "marked; go to the other place and press L"
        await keys(stage, "escape", *["J"] * 6)
        assert stage.title == ANSWER
        await keys(stage, "L")
        assert "The selection: 给老城菜" in seen(stage.app)
        assert "As: this one answers that one" in seen(stage.app)
        await keys(stage, "enter")
        (link,) = stage.workspace.snapshot.links.values()
        assert (link.kind, link.source.exact, link.source.level) == ("answer", "给老城菜", "span")
        assert (link.target.title, link.target.level) == (ANSWER, "article")
        await keys(stage, "a", "enter")
        assert stage.title == PROPOSAL
        assert stage.desk.view.caret == (0, 0)
        await keys(stage, "L")
        assert "The selection" not in seen(stage.app)


async def test_plus_and_minus_say_what_is_linked(paper: Path) -> None:
    async with reading(paper) as stage:
        await keys(stage, "}", "v", "l", "l", "L", "+")
        assert f"The article: {PROPOSAL}" in seen(stage.app)
        await keys(stage, "-", "enter")
        (link,) = stage.workspace.snapshot.links.values()
        assert link.source.level == "span"


async def test_offers_are_accepted_and_refused_from_the_list(paper: Path) -> None:
    async with reading(paper) as stage:
        assert "3 articles may be the same text" in seen(stage.app)
        await keys(stage, "g", "l", "y")
        assert links(stage) == [("same", PROPOSAL, AGAIN)]
        assert isinstance(stage.app.screen, LinkList)
        await keys(stage, "j", "n")
        await keys(stage, "escape")
        assert "1 article may be the same text" in seen(stage.app)
        assert "printed again" in seen(stage.app)
        copies = stage.workspace.copies()
        assert list(copies.values()) == [stage.desk.ref.article_id] if stage.desk.ref else False
    async with reading(paper) as stage:
        assert "1 article may be the same text" in seen(stage.app)
        await keys(stage, "J", "g", "l")
        assert "printed before" in seen(stage.app)


async def test_the_list_goes_there_notes_and_takes_away(paper: Path) -> None:
    async with reading(paper) as stage:
        await keys(stage, "L", "down", "down", "down", "enter", "g", "l", "c", "h", "i", "enter")
        assert [link.comment for link in stage.workspace.snapshot.links.values()] == ["hi"]
        await keys(stage, "g", "l", "enter")
        assert stage.title == ANSWER
        await keys(stage, "g", "l", "d")
        assert links(stage) == []
        await keys(stage, "escape", "u")
        assert links(stage) == [("answer", PROPOSAL, ANSWER)]


async def test_a_card_goes_there_and_d_takes_it_away(paper: Path) -> None:
    async with reading(paper) as stage:
        await keys(stage, "L", "enter", "a")
        assert stage.desk.cards.cursor_key.startswith("link\n")
        await keys(stage, "enter")
        assert (stage.title, stage.pane) == (AGAIN, "article")
        await keys(stage, "a", "d")
        assert links(stage) == []
        assert stage.message == f"took the link away · {PROPOSAL} · {AGAIN}"


async def test_the_card_of_offers_opens_the_list(paper: Path) -> None:
    async with reading(paper) as stage:
        await keys(stage, "a", "enter")
        assert isinstance(stage.app.screen, LinkList)


async def test_several_links_are_listed_when_followed(paper: Path) -> None:
    async with reading(paper) as stage:
        await keys(stage, "L", "enter", "L", "down", "enter", "g", "d")
        assert isinstance(stage.app.screen, LinkList)
        await keys(stage, "j", "enter")
        assert stage.title == "一封来信说了七个市场"


async def test_without_links_there_is_nothing_to_follow_and_the_list_says_how(paper: Path) -> None:
    async with reading(paper) as stage:
        await keys(stage, "J", "J", "J", "J")
        assert stage.title == "河道清淤今年完成"
        await keys(stage, "g", "d")
        assert stage.message == "this article is not continued on another page"
        await keys(stage, "g", "l")
        assert "No links yet" in seen(stage.app) and "L makes a link" in seen(stage.app)


async def test_an_edited_page_is_followed_and_confirmed_and_a_missing_one_told(paper: Path) -> None:
    async with reading(paper) as stage:
        await keys(stage, "L", "down", "down", "down", "enter")
    name = next(name for name in PAPER if "05-06" in name)
    (paper / name).write_text("\n\n" + PAPER[name], "utf-8")
    async with reading(paper) as stage:
        assert "moved" in seen(stage.app)
        await keys(stage, "g", "d")
        assert stage.title == ANSWER
        await keys(stage, "g", "l", "y")
        assert stage.message == "" or "moved" not in seen(stage.app)
        await keys(stage, "escape")
        assert "moved" not in seen(stage.app)
    (paper / name).write_text("换了完全不同的一版，什么也没有留下。\n", "utf-8")
    async with reading(paper) as stage:
        assert "not found" in seen(stage.app)
        await keys(stage, "g", "d")
        assert (stage.title, stage.message) == (
            PROPOSAL,
            f"《{ANSWER}》 is not among the open files, or its text has changed",
        )
