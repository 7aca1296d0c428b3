"""Reading itself: width, spacing, what was read, what is new."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.tui.staging import staged


async def test_width_and_spacing_are_remembered(folder: Path) -> None:
    async with staged(folder) as stage:
        before = stage.desk.view.virtual_size.height
        await stage.press("P")
        assert stage.desk.view.virtual_size.height > before
        await stage.press("less_than_sign")
        width = stage.desk.view.width_limit
        await stage.press("Q")
    async with staged(folder) as stage:
        assert (stage.desk.view.width_limit, stage.desk.view.spacing) == (width, 1)
        await stage.press("P")
        assert stage.desk.view.spacing == 0


async def test_articles_are_marked_read_one_or_all(folder: Path) -> None:
    async with staged(folder) as stage:
        ref = stage.desk.ref
        assert ref is not None
        await stage.press("m")
        assert stage.workspace.state.is_read(ref.article_id)
        await stage.press("m")
        assert not stage.workspace.state.is_read(ref.article_id)
        await stage.press("M")
        assert all(stage.workspace.state.is_read(article.id) for article in ref.page.articles)
        await stage.press("M")
        assert not any(stage.workspace.state.is_read(article.id) for article in ref.page.articles)


async def test_what_is_new_is_told_at_the_next_start(folder: Path) -> None:
    async with staged(folder) as stage:
        assert "new" not in stage.message
        await stage.press("Q")
    later = time.time() + 100
    fresh = folder / "松江时报2026-04-09_01版.txt"
    fresh.write_text("松江时报4月9日讯（全媒体记者 安禾）今天有雨。\n", "utf-8")
    os.utime(fresh, (later, later))
    async with staged(folder) as stage:
        await stage.until(lambda: "1 new article" in stage.message)


async def test_the_header_says_where_in_the_page(folder: Path) -> None:
    async with staged(folder) as stage:
        assert "on page 1/2" in stage.header and "3/4" in stage.header


async def test_cards_show_the_whole_quote_or_fold(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("right_square_bracket", "m", "c")
        await stage.write("可行")
        await stage.press("ctrl+s")
        await stage.saved()
        await stage.press("a")
        height = stage.desk.cards.virtual_size.height
        await stage.press("o")
        assert stage.desk.cards.virtual_size.height > height
        await stage.press("O")
        assert stage.desk.cards.virtual_size.height < height
        await stage.press("O")
        assert stage.desk.cards.virtual_size.height == height
