"""The list of what was deleted."""

from __future__ import annotations

import os
from pathlib import Path

from reader.tui.screens.trash import Trash
from tests.tui.dialogs import on_stage, seen
from tests.tui.staging import staged


async def test_nothing_deleted_says_what_would_be_there() -> None:
    async with on_stage(Trash([], "程", lambda annotation: annotation.id)) as (stage, pilot):
        assert "Nothing has been deleted" in seen(stage)
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert stage.answers == [None]


async def test_a_deleted_annotation_is_put_back_and_that_can_be_undone(folder: Path) -> None:
    async with staged(folder) as stage:
        workspace = stage.workspace
        await stage.press("t", "民", "生", "enter")
        await stage.saved()
        await stage.press("c", "可", "行", "ctrl+s")
        await stage.saved()
        (annotation_id,) = workspace.snapshot.annotations
        workspace.delete(annotation_id).result()
        await stage.press("g", "x")
        assert isinstance(stage.app.screen, Trash)
        await stage.press("j", "k", "enter")
        await stage.saved()
        assert workspace.snapshot.annotations[annotation_id].deleted is None
        assert stage.message.startswith("annotation put back · ")
        await stage.press("u")
        await stage.saved()
        assert workspace.snapshot.annotations[annotation_id].deleted


async def test_what_was_found_in_the_files_is_told_one_after_the_other(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("t", "民", "生", "enter")
        await stage.saved()
        await stage.press("c", "可", "行", "ctrl+s")
        await stage.saved()
        database = stage.workspace.database
    journal = database.with_name(f"{database.name}.journal")
    journal.write_bytes(journal.read_bytes() + b"0123abcd 9 {")
    database.write_bytes(database.read_bytes()[:-30])
    os.utime(database, (1, 1))
    async with staged(folder) as stage:
        assert stage.message.startswith("annotations.json: was damaged; it has been rebuilt whole")
        await stage.press("j")
        assert "was cut short before it was saved" in stage.message
        await stage.press("j")
        assert stage.message == ""
