"""The comment editor: saving, leaving, and drafts that outlive whatever happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.tui.screens import editing
from reader.tui.screens.editing import CommentEditor
from reader.workspace import ReadingState
from tests.tui.dialogs import Stage, on_stage, seen, type_text

KEY = "new:x"


@pytest.fixture
def state(tmp_path: Path) -> ReadingState:
    return ReadingState(tmp_path)


def editor(state: ReadingState, text: str = "") -> CommentEditor:
    return CommentEditor("Comment", "on what", text, state, KEY)


def kept(state: ReadingState) -> str:
    """What another start would find."""
    return ReadingState(state.path.parent).draft(KEY)


async def test_ctrl_s_gives_all_lines(state: ReadingState) -> None:
    async with on_stage(editor(state)) as (stage, pilot):
        await pilot.press("可", "行", "enter", "待", "议", "ctrl+s")
        await pilot.pause()
        assert stage.answers == ["可行\n待议"]


async def test_what_is_there_is_edited_at_its_end(state: ReadingState) -> None:
    async with on_stage(editor(state, "原有")) as (stage, pilot):
        await type_text(stage, pilot, "！")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert stage.answers == ["原有！"]


async def test_escape_leaves_at_once_when_nothing_would_be_lost(state: ReadingState) -> None:
    for text in ("", "原有"):
        async with on_stage(editor(state, text)) as (stage, pilot):
            await pilot.press("escape")
            await pilot.pause()
            assert stage.answers == [None]


async def test_escape_asks_before_text_is_lost(state: ReadingState) -> None:
    async with on_stage(editor(state)) as (stage, pilot):
        await pilot.press("新", "escape")
        await pilot.pause()
        assert stage.answers == []
        assert "Leave without saving?" in seen(stage)
        await pilot.press("escape")
        await pilot.pause()
        assert stage.answers == []
        await pilot.press("的", "escape", "enter")
        await pilot.pause()
        assert stage.answers == [None]
    assert kept(state) == ""


async def test_a_draft_is_put_by_as_time_passes(state: ReadingState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "KEEP_SECONDS", 0.05)
    async with on_stage(editor(state)) as (_stage, pilot):
        await pilot.press("半", "句")
        await pilot.pause(0.3)
        assert kept(state) == "半句"


async def test_a_draft_is_offered_again(state: ReadingState) -> None:
    state.set_draft(KEY, "上次写的")
    async with on_stage(editor(state, "原有")) as (stage, pilot):
        assert "上次写的" in seen(stage)
        assert "draft" in seen(stage)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert stage.answers == ["上次写的"]


async def test_saving_keeps_the_draft_until_the_text_is_saved_elsewhere(state: ReadingState) -> None:
    async with on_stage(editor(state)) as (stage, pilot):
        await pilot.press("稿", "ctrl+s")
        await pilot.pause()
        assert stage.answers == ["稿"]
    assert kept(state) == "稿"


async def test_taking_back_what_was_typed_drops_the_draft(state: ReadingState) -> None:
    async with on_stage(editor(state, "原有")) as (stage, pilot):
        screen = stage.screen
        assert isinstance(screen, CommentEditor)
        await pilot.press("x")
        screen.keep_draft()
        assert kept(state) == "原有x"
        await pilot.press("backspace")
        screen.keep_draft()
    assert kept(state) == ""


async def test_title_and_quote_are_never_markup(state: ReadingState) -> None:
    shown = CommentEditor("[b]批[/b]", "社论[/完]\x1b[31m", "", state, KEY)
    async with on_stage(shown) as (stage, _pilot):
        assert "[b]批[/b]" in seen(stage)
        assert "社论[/完]" in seen(stage)
        assert "\x1b" not in seen(stage)


@pytest.mark.parametrize("size", [(20, 6), (24, 8), (200, 50)])
async def test_text_can_be_written_in_any_window(state: ReadingState, size: tuple[int, int]) -> None:
    async with on_stage(editor(state), size) as (stage, pilot):
        await pilot.press("能", "写")
        await pilot.pause()
        assert "能写" in seen(stage)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert stage.answers == ["能写"]


async def test_the_window_may_change_while_writing(state: ReadingState) -> None:
    async with on_stage(editor(state), (120, 40)) as (stage, pilot):
        await pilot.press("写")
        await pilot.resize_terminal(30, 8)
        await pilot.press("着")
        await pilot.pause()
        assert "写着" in seen(stage)
        assert isinstance(stage, Stage)
