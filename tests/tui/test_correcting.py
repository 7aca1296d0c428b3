"""Correcting the parse at the keyboard: rows, headlines, kinds, the source; what is said holds, and can be taken back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.pages.model import Page
from reader.tui.screens.correcting import CorrectionScreen
from reader.tui.screens.matching import HeadlineMatch
from reader.tui.screens.said import Said
from reader.tui.screens.sourcing import SourceForm, day_of, scopes, source_wishes
from reader.tui.widgets.lines import Line
from reader.workspace import Workspace
from tests.tui.staging import Stage, staged

BRIDGE, FOUNTAINS = "年底前通车", "多了三处饮水点"


async def open_rows(stage: Stage) -> CorrectionScreen:
    """Open the first page's first article, and its rows."""
    await stage.press("9", "K")
    assert stage.title == BRIDGE
    await stage.press("C")
    screen = stage.app.screen
    assert isinstance(screen, CorrectionScreen)
    return screen


def message(screen: CorrectionScreen) -> str:
    return screen.query_one("#message", Line).left


def open_kind(stage: Stage) -> tuple[str, int]:
    """The kind of the open article, and how many doubts there are about it."""
    ref = stage.desk.ref
    assert ref is not None and ref.article is not None
    return ref.article.kind, len(ref.article.doubts)


def titles(page: Page) -> list[str]:
    return [article.title for article in page.articles]


async def to_row(stage: Stage, screen: CorrectionScreen, words: str) -> None:
    """Put the cursor on the row that begins with some words, key by key."""
    row = next(row.number for row in screen.page.rows if row.flow.text.startswith(words))
    for _ in range(200):
        if screen.row == row:
            return
        await stage.press("j" if screen.row < row else "k")
    raise AssertionError(words)


async def test_splitting_and_taking_it_back(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await open_rows(stage)
        await to_row(stage, screen, "通车后")
        await stage.press("s")
        await stage.saved()
        assert [article.title for article in screen.page.articles] == [BRIDGE, "", FOUNTAINS]
        assert "通车后" in message(screen)
        await stage.press("s")
        assert "already" in message(screen)
        await stage.press("u")
        await stage.saved()
        assert titles(screen.page) == [BRIDGE, FOUNTAINS]
        await stage.press("ctrl+r")
        await stage.saved()
        assert len(screen.page.articles) == 3
        await stage.press("q")
        assert stage.over == ""
        assert stage.desk.ref is not None and stage.desk.ref.article is not None
        assert stage.desk.ref.article.paragraphs[0].flow.text.startswith("通车后")
    async with staged(folder) as stage:
        page = stage.workspace.pages(stage.workspace.files[0])[0]
        assert len(page.articles) == 3
        assert stage.workspace.pages(stage.workspace.files[0])[0].articles == page.articles


async def test_joining(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await open_rows(stage)
        await stage.press("J")
        await stage.saved()
        assert len(screen.page.articles) == 1
        await stage.press("J")
        assert "no article comes after" in message(screen)


async def test_rows_get_roles_one_or_many(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await open_rows(stage)
        await to_row(stage, screen, "通车后")
        await stage.press("v", "j", "x")
        await stage.saved()
        assert not screen.selecting
        dropped = [item.flow.text for item in screen.page.unplaced if item.role == "furniture"]
        assert "".join(dropped).startswith("通车后，从老城到柳堤新区")
        await to_row(stage, screen, "通车后")
        await stage.press("t")
        await stage.saved()
        assert "通车后" in "".join(p.flow.text for p in screen.page.articles[0].paragraphs)
        await to_row(stage, screen, "务局介绍")
        await stage.press("h")
        await stage.saved()
        assert screen.place.role in ("headline", "title", "kicker", "subtitle")


async def test_a_headline_is_given_to_another_article_with_a_preview(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await open_rows(stage)
        await to_row(stage, screen, "河边步道")
        await stage.press("m")
        assert isinstance(stage.app.screen, HeadlineMatch)
        await stage.press("k")
        below = str(stage.app.screen.query_one("#below").render())
        assert FOUNTAINS in below and "would" in below
        await stage.press("enter")
        await stage.saved()
        assert titles(screen.page)[0] == FOUNTAINS
        await stage.press("u")
        await stage.saved()
        assert titles(screen.page) == [BRIDGE, FOUNTAINS]
        await stage.press("m", "G", "enter")
        await stage.saved()
        assert titles(screen.page) == [BRIDGE, ""]
        await to_row(stage, screen, "松江时报4月8日讯（全媒体记者 岑望")
        await stage.press("m", "g", "enter")
        await stage.saved()
        assert titles(screen.page) == [BRIDGE, FOUNTAINS]


async def test_kind_and_parts(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await open_rows(stage)
        await stage.press("K")
        await stage.saved()
        assert screen.page.articles[0].kind == "continuation"
        await to_row(stage, screen, "柳堤大桥")
        await stage.press("p")
        await stage.saved()
        assert screen.page.articles[0].part("title") == ("柳堤大桥合龙", "年底前通车")
        await stage.press("p")
        await stage.saved()
        assert screen.page.articles[0].part("subtitle") == ("柳堤大桥合龙",)


async def test_annotations_stay_where_they_were(folder: Path) -> None:
    async with staged(folder) as stage:
        await open_rows(stage)
        await stage.press("q", "}", "}", "v", "l", "l", "t")
        await stage.write("通车")
        await stage.press("enter")
        await stage.saved()
        (before,) = stage.workspace.snapshot.annotations.values()
        await stage.press("C", "s")
        await stage.saved()
        await stage.press("q")
        (after,) = stage.workspace.snapshot.annotations.values()
        assert after == before
        assert stage.desk.ref is not None
        (placed,) = stage.desk.shelf.on(stage.desk.ref)
        article = placed.location.article
        assert article is not None and article is stage.desk.ref.article
        block, start, end = placed.location.spans[0]
        assert article.blocks[block].flow.text[start:end] == before.target.exact


async def test_the_source_of_one_page_and_of_all(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await open_rows(stage)
        await stage.press("e")
        assert isinstance(stage.app.screen, SourceForm)
        await stage.press("f2")
        await stage.press("ctrl+u")
        await stage.write("柳江日报")
        await stage.press("enter")
        await stage.saved()
        assert screen.page.source.paper == "柳江日报" and screen.page.source.evidence == "reader"
        await stage.until(
            lambda: all(spot.page.source.paper == "柳江日报" for spot in stage.desk.shelf.spots())
        )
        numbers = {spot.page.source.page_no for spot in stage.desk.shelf.spots()}
        assert sorted(numbers) == ["1", "2"]
        await stage.press("u")
        await stage.saved()
        assert screen.page.source.paper == "松江时报"


async def test_what_was_said_is_listed_and_dropped(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await open_rows(stage)
        await stage.press("c")
        assert isinstance(stage.app.screen, Said)
        await stage.press("escape")
        await to_row(stage, screen, "通车后")
        await stage.press("s")
        await stage.saved()
        await stage.press("g", "g", "c", "enter")
        assert screen.page.rows[screen.row - 1].flow.text.startswith("通车后")
        await stage.press("c", "d")
        await stage.saved()
        assert titles(screen.page) == [BRIDGE, FOUNTAINS]
        (kept,) = stage.workspace.snapshot.corrections.values()
        assert kept.deleted


async def test_a_changed_file_keeps_its_corrections_and_tells_of_lost_ones(folder: Path) -> None:
    first = folder / "松江时报2026-04-08_01版.txt"
    async with staged(folder) as stage:
        screen = await open_rows(stage)
        await to_row(stage, screen, "通车后")
        await stage.press("s")
        await stage.saved()
        await to_row(stage, screen, "务局介绍")
        await stage.press("x")
        await stage.saved()
    text = first.read_text("utf-8")
    first.write_text(
        "版面新闻\n\n" + text.replace("务局介绍，饮水点每天检测两次，结果贴在旁边。", "局没有再说什么。"),
        "utf-8",
    )
    with closing(Workspace.open([folder], creator="程")) as workspace:
        workspace.open_records()
        page = workspace.pages(workspace.files[0])[0]
        said = workspace.corrections(page)
        assert sorted(item.status for item in said) == ["lost", "moved"]
        starts = [article.paragraphs[0].flow.text[:3] for article in page.articles]
        assert "通车后" in starts


async def test_lost_corrections_wait_in_the_contents_and_moved_ones_are_confirmed(folder: Path) -> None:
    first = folder / "松江时报2026-04-08_01版.txt"
    async with staged(folder) as stage:
        screen = await open_rows(stage)
        for words, key in (("通车后", "s"), ("务局介绍", "x")):
            await to_row(stage, screen, words)
            await stage.press(key)
            await stage.saved()
    text = first.read_text("utf-8").replace(
        "务局介绍，饮水点每天检测两次，结果贴在旁边。", "局没有再说什么。"
    )
    first.write_text("版面新闻\n\n" + text, "utf-8")
    async with staged(folder) as stage:
        await stage.until(lambda: any(key.startswith("corrections") for key in stage.desk.contents.keys))
        key = next(key for key in stage.desk.contents.keys if key.startswith("corrections"))
        await stage.press("tab", "tab")
        assert stage.pane == "contents"
        stage.desk.contents.put_cursor(key)
        await stage.press("enter")
        await stage.until(lambda: stage.over == "Said")
        await stage.press("y")
        await stage.saved()
        page = stage.app.screen.page  # type: ignore[attr-defined]
        assert sorted(item.status for item in stage.workspace.corrections(page)) == ["lost", "stable"]
        await stage.press("c", "d")
        await stage.saved()
        assert [item.status for item in stage.workspace.corrections(page)] == ["stable"]
        assert not any(key.startswith("corrections") for key in stage.desk.contents.keys)
        await stage.press("u")
        await stage.saved()
        assert len(stage.workspace.corrections(page)) == 2


async def test_doubts_are_settled_with_a_key(folder: Path) -> None:
    (folder / "a.txt").write_text(
        "“我为松江献一策”金点子摘登\n\n给老城菜市场装上遮雨棚\n\n老城七个菜市场有四个是露天的，一下雨摊\n\n"
        "贩和居民都遭罪。建议由市场管理方统一设计。\n",
        "utf-8",
    )
    async with staged(folder) as stage:
        await stage.press("9", "K")
        await stage.press("g", "g", "right_square_bracket", "d", "Y")
        await stage.saved()
        assert open_kind(stage) == ("proposal", 0)
        await stage.press("u")
        await stage.saved()
        assert open_kind(stage) == ("proposal", 1)
        await stage.press("X")
        await stage.saved()
        assert open_kind(stage) == ("news", 0)
        await stage.press("Y")
        assert "no doubt" in stage.message


async def test_narrow_wide_and_an_empty_page(folder: Path) -> None:
    for size in ((60, 20), (80, 24), (200, 50)):
        async with staged(folder, size) as stage:
            screen = await open_rows(stage)
            assert screen.rows.size.height > 3 and screen.preview.size.height > 3
            await stage.press("G", "g", "g", "ctrl+d", "right_curly_bracket", "left_curly_bracket")
            assert screen.row == 3 or screen.row > 0


async def test_a_database_of_another_kind_refuses(folder: Path) -> None:
    (folder / "annotations.json").write_text('{"x": 1}', "utf-8")
    async with staged(folder) as stage:
        screen = await open_rows(stage)
        await stage.press("s")
        assert "read-only" in message(screen)
        assert len(screen.page.articles) == 2


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-3-2", "2026-03-02"),
        ("20260302", "2026-03-02"),
        ("2026年3月2日", "2026-03-02"),
        ("", ""),
        ("三月", None),
    ],
)
def test_days(typed: str, day: str | None) -> None:
    assert day_of(typed) == day


def test_page_numbers_count_on_and_only_what_changed_is_meant(folder: Path) -> None:
    workspace = Workspace.open([folder])
    try:
        files = [workspace.pages(file) for file in workspace.files]
        first, second = files[0][0], files[1][0]
        assert scopes(files, second) == [(second,), (first, second)]
        source = second.source
        wishes = source_wishes(
            (first, second), second, {"paper": source.paper, "date": source.date, "page_no": "A08"}
        )
        assert [(page.source.page_no, fix.about, fix.value) for page, fix in wishes] == [
            ("1", "page_no", "A07"),
            ("2", "page_no", "A08"),
        ]
    finally:
        workspace.close()


async def test_the_database_has_the_rows_text(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await open_rows(stage)
        await to_row(stage, screen, "通车后")
        await stage.press("s")
        await stage.saved()
    with TinyDB(folder / "annotations.json", access_mode="r") as plain:
        (record,) = plain.table("corrections").all()
        assert record["rows"][0]["exact"].startswith("通车后")
        assert record["about"] == "start" and record["value"] == "split"
