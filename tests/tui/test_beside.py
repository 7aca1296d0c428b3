"""The source rows beside the text: lit, in step, of the half under the caret, at every size."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.pages.model import Article, Page
from reader.tui.rowlist import caret_of_row, lit, places
from reader.tui.screens.arranging import visible
from reader.workspace import Workspace
from tests.tui.staging import Stage, staged
from tests.tui.test_arranging import panes
from tests.tui.test_following import HEAD, TAIL


def row_text(stage: Stage) -> str:
    """Return the text of the row that is marked."""
    rows = stage.desk.beside.rows
    entry = next(entry for entry in rows._entries if entry.key == rows.cursor_key)
    return "".join(text for text, _style in entry.rows[0])


@pytest.fixture
def page(folder: Path) -> Page:
    """Return the page of proposals."""
    workspace = Workspace.open([folder], creator="程")
    return workspace.pages(workspace.files[1])[0]


def test_every_row_of_an_article_has_its_place(page: Page) -> None:
    for number, place in places(page).items():
        article: Article | None = place.article
        if article is None:
            continue
        caret = caret_of_row(page, article, number)
        assert caret is not None
        shown = article.blocks[caret.block].flow.text[caret.offset :]
        assert shown[:4] == page.rows[number - 1].flow.text.strip()[:4]


def test_the_open_articles_rows_are_lit_without_colour_too(page: Page) -> None:
    article = page.articles[1]
    for entry in lit(page, article):
        if not entry.key.isdecimal():
            continue
        mine = places(page)[int(entry.key)].article is article
        assert (entry.rows[0][0][0] == "▌") == mine
        assert ({style for _text, style in entry.rows[0]} == {"muted"}) == (not mine)


@pytest.mark.parametrize(
    ("width", "pane", "zoomed", "shown"),
    [
        (200, "article", False, {"contents", "article", "source"}),
        (120, "cards", False, {"contents", "article", "cards"}),
        (110, "article", False, {"article", "source"}),
        (80, "article", False, {"article", "source"}),
        (80, "contents", False, {"article", "contents"}),
        (80, "cards", False, {"article", "cards"}),
        (80, "source", True, {"source"}),
        (60, "source", False, {"source"}),
    ],
)
def test_which_panes_show(width: int, pane: str, zoomed: bool, shown: set[str]) -> None:
    assert visible(width, pane, zoomed, source=True) == shown  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_cursors_keep_in_step(folder: Path, size: tuple[int, int]) -> None:
    async with staged(folder, size) as stage:
        desk = stage.desk
        await stage.press("backslash")
        assert "source" in panes(stage) and "cards" not in panes(stage)
        assert "让社区卫生站夜里也亮灯" in row_text(stage)
        await stage.press("f7")
        assert "一是排好一张夜班表" in row_text(stage)
        await stage.press("tab", "j")
        assert stage.pane == "source"
        assert "点开到晚上十点" in row_text(stage)
        block, offset = desk.view.caret
        assert desk.view.blocks[block].flow.text[offset:].startswith("点开到晚上十点")
        await stage.press("G", "k", "k")
        assert "Enter opens 给老城菜市场装上遮雨棚" in stage.message
        await stage.press("enter")
        assert (stage.title, stage.pane) == ("给老城菜市场装上遮雨棚", "article")
        block, offset = desk.view.caret
        assert desk.view.blocks[block].flow.text[offset:].startswith("二是分摊费用")
        assert "二是分摊费用" in row_text(stage)
        await stage.press("f9")
        assert "source" not in panes(stage)


async def test_the_pane_lasts_and_gives_way_to_the_cards(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("t", "x", "enter")
        await stage.saved()
        await stage.press("backslash", "J", "a")
        assert stage.pane == "article" or "no annotations" in stage.message
        await stage.press("K", "a")
        assert stage.pane == "cards" and "cards" in panes(stage)
        await stage.press("q")
        assert stage.pane == "article" and "source" in panes(stage)
        await stage.press("tab", "J")
        assert "给老城菜市场装上遮雨棚" in row_text(stage)
        await stage.press("backslash")
        assert stage.pane == "article" and "cards" in panes(stage)


async def test_it_follows_the_size(folder: Path) -> None:
    async with staged(folder, (60, 20)) as stage:
        await stage.press("backslash")
        assert panes(stage) == {"source"} and stage.pane == "source"
        await stage.pilot.resize_terminal(130, 30)
        await stage.pilot.pause()
        assert panes(stage) == {"contents", "article", "source"}
        await stage.pilot.resize_terminal(90, 30)
        await stage.pilot.pause()
        assert panes(stage) == {"article", "source"}
        await stage.press("backslash")
        assert panes(stage) == {"article"}


async def test_a_story_over_two_pages_shows_the_page_under_the_caret(folder: Path) -> None:
    (folder / "松江时报2026-04-09_01版.txt").write_text(HEAD, "utf-8")
    (folder / "松江时报2026-04-09_02版.txt").write_text(TAIL, "utf-8")
    async with staged(folder) as stage:
        desk = stage.desk
        first = next(
            ref
            for ref in map(stage.ref, range(99))
            if ref.article and desk.workspace.halves.of(ref.page, ref.article)[1:]
        )
        desk.travel.open(first, (0, 0))
        await stage.press("backslash")
        before = row_text(stage)
        await stage.press("G")
        page = desk.travel.following.here[0].page
        assert page is not first.page
        assert row_text(stage) != before
        assert page.rows[desk.travel.row_at_caret() - 1].flow.text.strip()[:5] in row_text(stage)  # type: ignore[operator]
        await stage.press("tab", "k")
        assert desk.travel.following.here[0].page is page


async def test_a_row_can_be_corrected_from_there(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("backslash", "tab", "G", "enter")
        assert "in no article" in stage.message and stage.pane == "source"
        row = stage.desk.beside.row
        await stage.press("C")
        assert stage.over == "CorrectionScreen"
        screen = stage.desk.correcting.screen
        assert screen is not None and screen.row == row
