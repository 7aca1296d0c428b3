"""The tag prompt: completion, creation, several tags, and what they are for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from textual.geometry import Region

from reader.annotations import Tag
from reader.tui.screens.prompts import Box
from reader.tui.screens.tagging import Question, Tagged, TagPrompt
from reader.tui.tagrows import TagRow, tag_rows
from tests.tui.dialogs import on_stage, seen, type_text


def tags(*names: str) -> list[Tag]:
    return [
        Tag(str(UUID(int=number)), name, number % 9, "程", "", "", f"{name}怎么用" if number == 2 else "")
        for number, name in enumerate(names)
    ]


NAMES = tags("城市更新", "医疗/夜间门诊", "营商环境", "更新")


def prompt_of(targets: Sequence[str], known: Sequence[Tag], **details: Any) -> TagPrompt:
    return TagPrompt(Question(targets, known, **details))


async def answer(keys: Sequence[str], prompt: TagPrompt | None = None) -> Tagged | None:
    async with on_stage(prompt or prompt_of(["passage", "measure", "article"], NAMES)) as (stage, pilot):
        await pilot.press(*keys)
        await pilot.pause()
        assert len(stage.answers) == 1, seen(stage)
        result = stage.answers[0]
        assert result is None or isinstance(result, Tagged)
        return result


async def test_enter_applies_the_completion() -> None:
    assert await answer(["营", "enter"]) == Tagged(("营商环境",), 0)


async def test_enter_creates_what_no_tag_is_called() -> None:
    assert await answer(["交", "通", "enter"]) == Tagged(("交通",), 0)


async def test_a_part_of_a_name_can_be_made_a_tag_of_its_own() -> None:
    assert await answer(["营", "商", "up", "enter"]) == Tagged(("营商",), 0)


async def test_the_arrows_choose_among_the_tags_there_are() -> None:
    assert await answer(["down", "down", "enter"]) == Tagged(("医疗/夜间门诊",), 0)


async def test_enter_on_nothing_tags_nothing() -> None:
    assert await answer(["enter"]) is None


async def test_escape_tags_nothing() -> None:
    assert await answer(["营", "escape"]) is None


async def test_tab_takes_a_tag_and_stays() -> None:
    assert await answer(["营", "tab", "交", "通", "tab", "enter"]) == Tagged(("营商环境", "交通"), 0)


async def test_backspace_on_an_empty_field_gives_a_tag_back() -> None:
    assert await answer(["营", "tab", "交", "tab", "backspace", "enter"]) == Tagged(("营商环境",), 0)


async def test_backspace_deletes_what_is_typed_first() -> None:
    assert await answer(["营", "tab", "交", "backspace", "enter"]) == Tagged(("营商环境",), 0)


@pytest.mark.parametrize(
    ("keys", "target"), [("+", 1), ("=+", 2), ("＋++", 2), ("++-", 1), ("+－", 0), ("+—", 0), ("-", 0)]
)
async def test_plus_and_minus_change_the_target(keys: str, target: int) -> None:
    async with on_stage(prompt_of(["passage", "measure", "article"], NAMES)) as (stage, pilot):
        await type_text(stage, pilot, keys + "营")
        await pilot.press("enter")
        await pilot.pause()
        assert stage.answers == [Tagged(("营商环境",), target)]


async def test_plus_within_a_name_is_typed() -> None:
    assert await answer(["c", "+", "+", "enter"]) == Tagged(("c++",), 0)


async def test_the_prompt_names_the_target_and_shows_it_change() -> None:
    async with on_stage(prompt_of(["The passage", "The measure"], NAMES)) as (stage, pilot):
        assert "The passage" in seen(stage)
        await pilot.press("+")
        await pilot.pause()
        assert "The measure" in seen(stage)
        assert "The passage" not in seen(stage)


async def test_tags_that_are_on_can_be_taken_off() -> None:
    prompt = prompt_of(["x"], NAMES, taken=["营商环境", "更新"])
    assert await answer(["backspace", "enter"], prompt) == Tagged(("营商环境",), 0)
    prompt = prompt_of(["x"], NAMES, taken=["更新"])
    assert await answer(["backspace", "enter"], prompt) == Tagged((), 0)


async def test_favourites_show_their_numbers() -> None:
    async with on_stage(prompt_of(["x"], NAMES, numbers={"营商环境": 3})) as (stage, _pilot):
        row = next(row for row in seen(stage).split("\n") if "营商环境" in row)
        assert ";3" in row
        assert ";" not in next(row for row in seen(stage).split("\n") if "医疗" in row)


async def test_names_are_never_markup() -> None:
    async with on_stage(prompt_of(["a [b]x[/完] c"], tags("[red]赤[red]", "[完]"))) as (stage, _pilot):
        assert "[/完] c" in seen(stage)
        assert "[red]赤[red]" in seen(stage)


@pytest.mark.parametrize("size", [(20, 6), (24, 8), (40, 12)])
async def test_the_prompt_works_in_a_small_window(size: tuple[int, int]) -> None:
    async with on_stage(prompt_of(["The article: x" * 5, "y"], NAMES), size) as (stage, pilot):
        await pilot.press("营", "enter")
        await pilot.pause()
        assert stage.answers == [Tagged(("营商环境",), 0)]


async def test_initials_complete() -> None:
    assert await answer(["y", "s", "h", "j", "enter"]) == Tagged(("营商环境",), 0)


async def test_what_a_tag_is_for_stands_below_it() -> None:
    async with on_stage(prompt_of(["x"], NAMES)) as (stage, pilot):
        assert "怎么用" not in seen(stage)
        await pilot.press("营")
        await pilot.pause()
        assert "营商环境怎么用" in seen(stage)
        await pilot.press("up")
        await pilot.pause()
        assert "怎么用" not in seen(stage)


def test_groups_stand_once_with_all_that_is_in_them() -> None:
    assert tag_rows(["甲/子", "乙", "甲/丑/寅", "甲"]) == [
        TagRow("甲", "甲", 0, True),
        TagRow("甲/子", "子", 1, True),
        TagRow("甲/丑", "丑", 1, False),
        TagRow("甲/丑/寅", "寅", 2, True),
        TagRow("乙", "乙", 0, True),
    ]


async def test_groups_are_shown_and_passed_over() -> None:
    prompt = prompt_of(["x"], tags("甲/子", "乙", "甲/丑"))
    async with on_stage(prompt) as (stage, pilot):
        rows = [row.strip("│ ").rstrip() for row in seen(stage).split("\n")]
        assert rows.index("甲") + 1 == rows.index("子") and rows.index("丑") + 1 == rows.index("乙")
        await pilot.press("down", "down", "tab", "up", "enter")
        await pilot.pause()
        assert stage.answers == [Tagged(("甲/丑", "乙"), 0)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
async def test_the_prompt_stands_beside_its_target_and_never_on_the_last_row(size: tuple[int, int]) -> None:
    width, height = size
    for row in range(1, height - 2):
        near = Region(10, row, width - 20, 1)
        prompt = prompt_of(["x", "y"], NAMES, near=lambda near=near: near)
        async with on_stage(prompt, size) as (stage, pilot):
            await pilot.press("城")
            await pilot.pause()
            box = stage.screen.query_one(Box).region
            assert box.bottom < height and box.y >= 0 and box.x >= 0 and box.right <= width, row
            beside = max(row, height - row - 2) >= 10
            assert not beside or box.y == row + 1 or box.bottom == row, row
            assert stage.screen.query_one("NameField").region.bottom < height


async def test_a_new_tag_shows_the_colour_it_will_have() -> None:
    async with on_stage(prompt_of(["x"], NAMES, fresh=4)) as (stage, pilot):
        await pilot.press("新", "标")
        await pilot.pause()
        strips = stage.screen._compositor.render_strips()
        styles = [piece.style for strip in strips for piece in strip if "新标" in piece.text]
        assert len({style.bgcolor for style in styles if style}) == 2  # in the field, and in the list


async def test_it_asks_again_without_what_was_typed_before() -> None:
    prompt = prompt_of(["passage", "measure"], NAMES, taken=["更新"])
    async with on_stage(prompt) as (stage, pilot):
        stage.install_screen(prompt, "kept")
        await type_text(stage, pilot, "夜间")
        await pilot.press("escape")
        prompt.ask_again(Question(["the article"], tags("甲", "乙")))
        stage.push_screen(prompt, stage.answers.append)
        await pilot.pause()
        shown = seen(stage)
        assert "the article" in shown and "甲" in shown
        assert not any(words in shown for words in ("夜间", "measure", "营商环境", "更新"))
        await type_text(stage, pilot, "丙")
        await pilot.press("enter")
        await pilot.pause()
        assert stage.answers[-1] == Tagged(("丙",), 0)
