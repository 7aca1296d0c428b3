"""The facts of an article on screen: listed sort by sort, gone to, stepped through."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.dialogs import seen
from tests.tui.staging import staged


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 50)])
async def test_a_fact_is_gone_to_and_its_other_places_are_hits(folder: Path, size: tuple[int, int]) -> None:
    async with staged(folder, size) as stage:
        await stage.press("G", "i")
        assert stage.over == "Facts"
        shown = seen(stage.app)
        assert "people 1" in shown and "程以宁" in shown and "organisations" in shown
        await stage.press("enter")
        block, offset = stage.desk.view.caret
        assert stage.desk.view.blocks[block].flow.text[offset:].startswith("程以宁")
        assert stage.message.startswith("1/1 hit")


async def test_an_article_without_facts_says_so_and_escape_changes_nothing(folder: Path) -> None:
    (folder / "松江时报2026-04-10_01版.txt").write_text("河边有风\n\n树上有鸟，水里有鱼。\n", "utf-8")
    async with staged(folder) as stage:
        caret = stage.desk.view.caret
        await stage.press("i", "escape")
        assert stage.over == "" and stage.desk.view.caret == caret
        stage.desk.travel.open(stage.ref(-1))
        await stage.press("i")
        assert "found no names" in seen(stage.app)
