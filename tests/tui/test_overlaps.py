"""Annotations over one another: each can be brought to the top and taken in hand."""

from __future__ import annotations

from pathlib import Path

from tests.tui.staging import Stage, staged


async def overlap(stage: Stage) -> None:
    """Tag a measure, six characters of it, and three of these; the cursor is on the first of them."""
    for keys in (["t", "段", "enter"], ["v", *"lllll", "t", "长", "enter"]):
        await stage.press("f7" if keys[0] == "t" else "0", *keys)
        await stage.saved()
    await stage.press("0", "v", "l", "l", "t", "短", "enter")
    await stage.saved()
    await stage.press("0")


def held(stage: Stage) -> str:
    annotation = stage.desk.annotation_in_hand()
    assert annotation is not None
    return "、".join(stage.workspace.snapshot.tags[tag].name for tag in annotation.tags)


async def test_annotations_under_the_cursor_are_cycled_from_the_top(folder: Path) -> None:
    async with staged(folder) as stage:
        await overlap(stage)
        assert held(stage) == "短"
        seen = []
        for _number in range(4):
            await stage.press("g", "a")
            seen.append(held(stage))
            assert seen[-1] in stage.message and stage.message[1:3] == "/3"
        assert seen == ["短", "长", "段", "短"]
        current = {one.id for one in stage.desk.view.highlights_at() if one.current}
        annotation = stage.desk.annotation_in_hand()
        assert annotation is not None and current == {annotation.id}
        await stage.press("2", "g", "a", "a", "d")
        await stage.saved()
        assert sorted(stage.tags()) == ["短", "长"]


async def test_moving_on_takes_the_uppermost_again(folder: Path) -> None:
    async with staged(folder) as stage:
        await overlap(stage)
        await stage.press("g", "a", "g", "a")
        assert held(stage) == "长"
        await stage.press("l")
        assert held(stage) == "短"
        assert not any(one.current for one in stage.desk.view.highlights_at())


async def test_without_an_annotation_it_says_so(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("g", "a")
        assert "no annotation here" in stage.message


async def test_the_help_tells_the_layer_rule(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("question_mark", *"underlined")
        options = stage.app.screen.query_one("OptionList")
        assert getattr(options, "option_count", 0) == 2
