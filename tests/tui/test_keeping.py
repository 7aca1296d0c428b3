"""The screen of tags: each thing done there is one step."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from reader.tui.screens.tags import TagScreen
from reader.tui.widgets.lines import Line
from tests.tui.staging import Stage, staged


@asynccontextmanager
async def listed(folder: Path) -> AsyncIterator[tuple[Stage, TagScreen]]:
    """Show the tags 医疗/夜间 (on an article and a measure), 医疗/门诊 and 民生 (on the article)."""
    async with staged(folder) as stage:
        page = stage.workspace.pages(stage.workspace.files[1])[0]
        article = next(one for one in page.articles if one.measures)
        measure = stage.workspace.target_measure(page, article, article.measures[0])
        stage.workspace.tag(measure, ["医疗/夜间"]).result()
        whole = stage.workspace.target_article(page, article)
        stage.workspace.tag(whole, ["医疗/夜间", "医疗/门诊", "民生"]).result()
        stage.desk.records_changed()
        await stage.press("g", "t")
        screen = stage.app.screen
        assert isinstance(screen, TagScreen)
        yield stage, screen


def names(stage: Stage) -> dict[str, int]:
    return {use.tag.name: use.uses for use in stage.workspace.vocabulary.by_use()}


def message(screen: TagScreen) -> str:
    return screen.query_one("#message", Line).left


START = {"医疗/夜间": 2, "医疗/门诊": 1, "民生": 1}


async def fill(stage: Stage, text: str) -> None:
    """Write into the field of a question instead of what stands there."""
    await stage.press("backspace")  # all of it is selected
    await stage.write(text)
    await stage.press("enter")
    await stage.saved()


async def test_tags_are_listed_as_a_hierarchy(folder: Path) -> None:
    async with listed(folder) as (stage, screen):
        assert names(stage) == START
        assert screen.tags.keys == ("医疗", "医疗/夜间", "医疗/门诊", "民生")
        await stage.press("j", "j", "k")
        assert screen.name_held == "医疗/夜间"
        await stage.press("q")
        assert stage.over == ""


async def test_a_group_is_renamed_with_all_in_it_as_one_step(folder: Path) -> None:
    async with listed(folder) as (stage, screen):
        await stage.press("r")
        await fill(stage, "健康")
        assert names(stage) == {"健康/夜间": 2, "健康/门诊": 1, "民生": 1}
        assert screen.name_held == "健康" and "renamed tag 医疗" in message(screen)
        await stage.press("u")
        await stage.saved()
        assert names(stage) == START
        assert message(screen).startswith("took back: renamed tag 医疗")
        await stage.press("ctrl+r")
        await stage.saved()
        assert names(stage) == {"健康/夜间": 2, "健康/门诊": 1, "民生": 1}


async def test_a_name_that_is_taken_is_refused(folder: Path) -> None:
    async with listed(folder) as (stage, screen):
        await stage.press("G", "r")
        await fill(stage, "医疗/门诊")
        assert names(stage) == START and "there is a tag “医疗/门诊” already" in message(screen)
        await stage.press("r", "escape")
        assert names(stage) == START


async def test_a_tag_is_moved_into_a_group_and_out(folder: Path) -> None:
    async with listed(folder) as (stage, screen):
        await stage.press("G", "p")
        await fill(stage, "医疗")
        assert names(stage) == {"医疗/夜间": 2, "医疗/门诊": 1, "医疗/民生": 1}
        assert screen.name_held == "医疗/民生"
        await stage.press("p")
        await fill(stage, "")
        assert names(stage) == START and screen.name_held == "民生"


async def test_colour_and_description(folder: Path) -> None:
    async with listed(folder) as (stage, screen):
        await stage.press("c")
        assert "this is a group only" in message(screen)
        await stage.press("j")
        before = stage.workspace.vocabulary.by_use()[0].tag
        await stage.press("3", "c")
        await stage.press("e")
        await fill(stage, "晚间开放的门诊")
        after = stage.workspace.vocabulary.by_use()[0].tag
        assert (after.color, after.description) == ((before.color + 3) % 9, "晚间开放的门诊")


async def test_a_tag_is_merged_into_another(folder: Path) -> None:
    async with listed(folder) as (stage, screen):
        await stage.press("G", "m", "m", "e", "n", "z", "enter")
        await stage.saved()
        assert names(stage) == {"医疗/夜间": 2, "医疗/门诊": 1} and screen.name_held == "医疗/门诊"
        await stage.press("u")
        await stage.saved()
        assert names(stage) == START
        await stage.press("G", "m", "没", "有", "enter")
        await stage.saved()
        assert names(stage) == START and "no such tag" in message(screen)


async def test_deleting_says_on_how_many_it_is_and_takes_it_off_all(folder: Path) -> None:
    async with listed(folder) as (stage, screen):
        await stage.press("j", "d")
        assert stage.over == "Confirm"
        await stage.press("n")
        assert names(stage) == START
        await stage.press("d", "y")
        await stage.saved()
        assert names(stage) == {"医疗/门诊": 1, "民生": 1}
        assert "deleted tag 医疗/夜间, on 2 annotations" in message(screen)
        await stage.press("u")
        await stage.saved()
        assert names(stage) == START


async def test_a_tag_on_nothing_is_deleted_unasked(folder: Path) -> None:
    async with listed(folder) as (stage, _screen):
        for annotation in list(stage.workspace.snapshot.annotations.values()):
            stage.workspace.delete(annotation.id).result()
        await stage.press("G", "d")
        await stage.saved()
        assert names(stage) == {"医疗/夜间": 0, "医疗/门诊": 0}


async def test_without_tags_the_list_says_what_to_do(folder: Path) -> None:
    async with staged(folder, (60, 20)) as stage:
        await stage.press("shift+f2")
        assert stage.over == "TagScreen"
        await stage.press("r", "c", "e", "m", "p", "d")
        assert stage.over == "TagScreen"
        await stage.press("escape")
        assert stage.over == ""
