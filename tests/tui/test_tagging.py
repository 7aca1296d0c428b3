"""The tag prompt: completion, creation, several tags, and what they are for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reader.tui.screens.tagging import Tagged, TagPrompt, matches
from tests.tui.dialogs import on_stage, seen, type_text

NAMES = ["城市更新", "医疗/夜间门诊", "营商环境", "更新"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", NAMES),
        ("更新", ["更新", "城市更新"]),
        ("夜间", ["医疗/夜间门诊"]),
        ("醫療", ["医疗/夜间门诊"]),
        (" 营商 ", ["营商环境"]),
        ("没有", []),
    ],
)
def test_completion_takes_equal_then_beginning_then_part(typed: str, found: list[str]) -> None:
    assert matches(NAMES, typed) == found


async def answer(keys: Sequence[str], prompt: TagPrompt | None = None) -> Tagged | None:
    async with on_stage(prompt or TagPrompt(["passage", "measure", "article"], NAMES)) as (stage, pilot):
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
    async with on_stage(TagPrompt(["passage", "measure", "article"], NAMES)) as (stage, pilot):
        await type_text(stage, pilot, keys + "营")
        await pilot.press("enter")
        await pilot.pause()
        assert stage.answers == [Tagged(("营商环境",), target)]


async def test_plus_within_a_name_is_typed() -> None:
    assert await answer(["c", "+", "+", "enter"]) == Tagged(("c++",), 0)


async def test_the_prompt_names_the_target_and_shows_it_change() -> None:
    async with on_stage(TagPrompt(["The passage", "The measure"], NAMES)) as (stage, pilot):
        assert "The passage" in seen(stage)
        await pilot.press("+")
        await pilot.pause()
        assert "The measure" in seen(stage)
        assert "The passage" not in seen(stage)


async def test_tags_that_are_on_can_be_taken_off() -> None:
    prompt = TagPrompt(["x"], NAMES, taken=["营商环境", "更新"])
    assert await answer(["backspace", "enter"], prompt) == Tagged(("营商环境",), 0)
    prompt = TagPrompt(["x"], NAMES, taken=["更新"])
    assert await answer(["backspace", "enter"], prompt) == Tagged((), 0)


async def test_favourites_show_their_numbers() -> None:
    async with on_stage(TagPrompt(["x"], NAMES, numbers={"营商环境": 3})) as (stage, _pilot):
        row = next(row for row in seen(stage).split("\n") if "营商环境" in row)
        assert ";3" in row
        assert ";" not in next(row for row in seen(stage).split("\n") if "医疗" in row)


async def test_names_are_never_markup() -> None:
    async with on_stage(TagPrompt(["a [b]x[/完] c"], ["[red]赤[/red]", "[/完]"])) as (stage, _pilot):
        assert "[/完] c" in seen(stage)
        assert "[red]赤[/red]" in seen(stage)


@pytest.mark.parametrize("size", [(20, 6), (24, 8), (40, 12)])
async def test_the_prompt_works_in_a_small_window(size: tuple[int, int]) -> None:
    async with on_stage(TagPrompt(["The article: x" * 5, "y"], NAMES), size) as (stage, pilot):
        await pilot.press("营", "enter")
        await pilot.pause()
        assert stage.answers == [Tagged(("营商环境",), 0)]
