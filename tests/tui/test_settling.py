"""Annotations whose text has changed: listed, confirmed, put elsewhere, deleted; each with one undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.tui.screens.unsettled import UnsettledList
from tests.tui.staging import Stage, staged

NAME = "松江时报2026-04-08_02版.txt"


async def annotated(folder: Path) -> Path:
    """Tag the first measure and comment on the second of the first proposal; return its file."""
    async with staged(folder) as stage:
        await stage.press("f7", "t")
        await stage.write("夜班")
        await stage.press("enter")
        await stage.press("f7", "c")
        await stage.write("可行")
        await stage.press("ctrl+s")
        await stage.saved()
        await stage.press("Q")
    return folder / NAME


@pytest.fixture
async def changed(folder: Path) -> Path:
    """Return the folder with a row put before everything, and the second measure's words replaced."""
    file = await annotated(folder)
    text = file.read_text("utf-8")
    start = text.index("二是")
    end = text.index("三是")
    file.write_text(
        "松江时报\n\n" + text[:start] + "二是换了别的说法，谁也认不出来了。\n" + text[end:], "utf-8"
    )
    return folder


async def listed(stage: Stage) -> UnsettledList:
    """Open the list and return it."""
    await stage.until(lambda: stage.workspace.records_open)
    await stage.press("g", "m")
    await stage.until(lambda: stage.over == "UnsettledList")
    await stage.pilot.pause()
    assert isinstance(stage.app.screen, UnsettledList)
    return stage.app.screen


def statuses(screen: UnsettledList) -> list[str]:
    """Return how the annotations listed stand."""
    return [item.status for item in screen._items]


async def test_without_changes_the_list_says_so(folder: Path) -> None:
    await annotated(folder)
    async with staged(folder) as stage:
        screen = await listed(stage)
        assert statuses(screen) == []
        await stage.press("escape")
        assert stage.over == ""


async def test_what_moved_is_confirmed_and_that_is_undone(changed: Path) -> None:
    async with staged(changed) as stage:
        screen = await listed(stage)
        assert statuses(screen) == ["moved", "lost"]
        before = [one.target for one in stage.workspace.snapshot.annotations.values()]
        await stage.press("y")
        await stage.saved()
        await stage.until(lambda: stage.over == "UnsettledList")
        (page,) = stage.workspace.pages(stage.workspace.files[-1])
        first, second = stage.workspace.snapshot.annotations.values()
        assert first.target.fingerprint == page.fingerprint
        assert first.target.exact == before[0].exact and second.target == before[1]
        await stage.press("escape", "u")
        await stage.saved()
        assert [one.target for one in stage.workspace.snapshot.annotations.values()] == before
        assert "confirmed 1 annotation" in stage.message


async def test_all_that_moved_are_confirmed_at_once(changed: Path) -> None:
    async with staged(changed) as stage:
        await listed(stage)
        await stage.press("Y")
        await stage.saved()
        await stage.until(lambda: stage.over == "UnsettledList")
        screen = stage.app.screen
        assert isinstance(screen, UnsettledList) and statuses(screen) == ["lost"]


async def test_enter_goes_to_where_the_words_are_now(changed: Path) -> None:
    async with staged(changed) as stage:
        await stage.press("K")
        await listed(stage)
        await stage.press("enter")
        await stage.until(lambda: stage.title == "让社区卫生站夜里也亮灯")
        await stage.pilot.pause()
        view = stage.desk.view
        assert view.blocks[view.caret.block].flow.text[view.caret.offset :].startswith("一是")
        assert "gm" in stage.message


async def test_a_lost_one_is_put_on_what_is_selected_next(changed: Path) -> None:
    async with staged(changed) as stage:
        await listed(stage)
        await stage.press("j", "enter")
        await stage.until(lambda: "可行" in stage.message)
        assert stage.title == "让社区卫生站夜里也亮灯"
        await stage.press("f7", "f7", "v", "l", "l")
        assert "可行" in stage.message and "bounds" in stage.message
        await stage.press("enter")
        await stage.saved()
        second = list(stage.workspace.snapshot.annotations.values())[1]
        assert second.target.exact == "二是换" and second.comment == "可行"
        assert second.id in stage.desk.cards.keys
        await stage.press("u")
        await stage.saved()
        second = list(stage.workspace.snapshot.annotations.values())[1]
        assert second.target.exact.startswith("二是") and second.target.exact != "二是换"


async def test_a_lost_one_in_hand_is_left_as_it_was_with_escape(changed: Path) -> None:
    async with staged(changed) as stage:
        await listed(stage)
        await stage.press("j", "enter")
        await stage.until(lambda: "可行" in stage.message)
        await stage.press("enter")
        assert "可行" in stage.message
        await stage.press("escape")
        assert "left as it was" in stage.message
        await stage.press("v", "l", "enter")
        assert "no bounds are being moved" in stage.message


async def test_a_lost_one_is_put_on_the_selection_or_deleted(changed: Path) -> None:
    async with staged(changed) as stage:
        await listed(stage)
        await stage.press("j", "y")
        assert "nothing is selected" in stage.message
        await stage.press("g", "g", "v", "l")
        await listed(stage)
        await stage.press("j", "y")
        await stage.saved()
        await stage.until(lambda: stage.over == "UnsettledList")
        assert [one.target.exact for one in stage.workspace.snapshot.annotations.values()][1] == "让社"
        await stage.press("escape", "u")
        await stage.saved()
        await listed(stage)
        await stage.press("j", "d")
        await stage.saved()
        await stage.until(lambda: stage.over == "UnsettledList")
        assert stage.comments() == []
        await stage.press("escape", "u")
        await stage.saved()
        assert stage.comments() == ["可行"]


async def test_cards_name_the_key_of_the_list(changed: Path) -> None:
    async with staged(changed, (140, 40)) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        await stage.pilot.pause()
        text = "".join(piece for entry in stage.desk.cards._entries for row in entry.rows for piece, _ in row)
        assert "moved gm" in text


async def test_annotations_of_a_file_that_is_gone_are_listed_as_lost(folder: Path) -> None:
    (await annotated(folder)).unlink()
    async with staged(folder) as stage:
        screen = await listed(stage)
        assert statuses(screen) == ["lost", "lost"]
        await stage.press("enter")
        assert "is not among the open files" in stage.message


async def test_a_renamed_file_takes_its_annotations_along(folder: Path) -> None:
    file = await annotated(folder)
    file.rename(folder / "别的名字.txt")
    async with staged(folder) as stage:
        screen = await listed(stage)
        assert statuses(screen) == []


async def test_others_annotations_are_confirmed_but_not_deleted(changed: Path) -> None:
    async with staged(changed) as stage:
        stage.workspace.call_creator("贺")
        await listed(stage)
        await stage.press("d")
        assert "程's" in stage.message
        await listed(stage)
        await stage.press("y")
        await stage.saved()
        (page,) = stage.workspace.pages(stage.workspace.files[-1])
        assert (
            next(iter(stage.workspace.snapshot.annotations.values())).target.fingerprint == page.fingerprint
        )
