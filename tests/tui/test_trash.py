"""The list of what was deleted."""

from __future__ import annotations

from reader.tui.screens.trash import Trash
from tests.tui.dialogs import on_stage, seen
from tests.tui.staging import Stage


async def test_nothing_deleted_says_what_would_be_there() -> None:
    async with on_stage(Trash([], "程")) as (stage, pilot):
        assert "Nothing has been deleted" in seen(stage)
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert stage.answers == [None]


async def test_a_deleted_annotation_is_put_back_with_its_tag_and_that_can_be_undone(stage: Stage) -> None:
    workspace = stage.workspace
    await stage.press("t", "民", "生", "enter")
    await stage.saved()
    await stage.press("c", "可", "行", "ctrl+s")
    await stage.saved()
    (annotation_id,) = workspace.snapshot.annotations
    workspace.delete(annotation_id).result()
    await stage.saved()
    await stage.press("g", "x")
    screen = stage.app.screen
    assert isinstance(screen, Trash)
    await stage.press("j", "k", "enter")
    await stage.saved()
    assert workspace.snapshot.annotations[annotation_id].deleted is None
    assert "put back" in stage.message or "放回" in stage.message
    await stage.press("u")
    await stage.saved()
    assert workspace.snapshot.annotations[annotation_id].deleted
