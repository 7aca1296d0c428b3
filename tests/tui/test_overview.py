"""The overview: rows, order, filter, columns, marks, tagging many, and coming back to it as it was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from reader.tui.filtering import Filter, Term
from reader.tui.overview import Overview
from reader.tui.screens.overview import OverviewScreen
from reader.tui.widgets.chips import Chips
from reader.tui.widgets.lines import Line
from reader.workspace import Workspace
from tests.tui.staging import Stage, staged

MORE = "“我为松江献一策”金点子摘登\n\n" + "\n\n".join(
    f"{title}\n{place} {name}\n\n我市{what}一直没有人管，大家出门办事都不方\n\n便。建议由街道牵头，先摸清底数，再分批办好。\n"
    for title, place, name, what in (
        ("给桥下空地画上球场线", "松江大学体育学院", "秦暮云", "桥下的空地"),
        ("让老渡口的石阶亮起来", "柳堤区文旅局", "段云起", "渡口的石阶"),
        ("给菜农留一条进城早班车", "石渡镇人民政府", "罗江月", "进城的早班车"),
        ("把旧书市搬进候车大厅", "松江时报读者", "纪如松", "旧书市的摊位"),
        ("为独居老人备一把亮门灯", "望澜区民政局", "沈禾", "老人门前的灯"),
    )
)


class Table:
    """The open overview, and shorthands to look at it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    @property
    def overview(self) -> Overview:
        return self.stage.desk.overview

    @property
    def screen(self) -> OverviewScreen:
        screen = self.stage.app.screen
        assert isinstance(screen, OverviewScreen)
        return screen

    @property
    def titles(self) -> list[str]:
        return [row.spot.article.title for row in self.overview.shown.rows]

    @property
    def title(self) -> str:
        row = self.overview.held
        return row.spot.article.title if row else ""

    @property
    def lines(self) -> list[str]:
        table = self.screen.table
        return [table.render_line(y).text.rstrip() for y in range(table.size.height)]

    @property
    def header(self) -> str:
        return self.screen.query_one("#header", Line).left

    @property
    def message(self) -> str:
        return self.screen.query_one("#message", Line).left

    @property
    def chips(self) -> str:
        return str(self.screen.query_one(Chips).render()) if self.screen.query_one(Chips).display else ""

    async def press(self, *keys: str) -> None:
        await self.stage.press(*keys)
        await self.settled()

    async def settled(self) -> None:
        await self.stage.saved()
        await self.stage.until(lambda: not self.overview._busy and self.overview.shown.done)
        await self.stage.pilot.pause()


@asynccontextmanager
async def tabled(folder: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Table]:
    if not (folder / "a.txt").exists():
        (folder / "松江时报2026-04-10_03版.txt").write_text(MORE, "utf-8")
    async with staged(folder, size) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        await stage.press("o")
        table = Table(stage)
        await table.settled()
        yield table


async def test_all_proposals_show_with_how_many_have_no_tag(folder: Path) -> None:
    async with tabled(folder) as table:
        wanted = [
            spot.article.title
            for spot in table.stage.workspace.catalogue.spots(table.stage.workspace.files)
            if spot.article.kind == "proposal"
        ]
        assert table.titles == wanted and len(wanted) > 2
        assert f"{len(wanted)} proposals" in table.header and f"{len(wanted)} untagged" in table.header
        assert table.lines[0].split()[:2] == ["Date", "Title"]
        assert all(title[:6] in line for title, line in zip(wanted, table.lines[1:], strict=False))


@pytest.mark.parametrize("key", ["f5", "o"])
async def test_the_key_swaps_ends_only_while_selecting(folder: Path, key: str) -> None:
    async with staged(folder) as stage:
        await stage.press("v", "l", "l", "o")
        assert stage.over == "" and stage.desk.view.selection is not None
        await stage.press("escape", key)
        assert stage.over == "OverviewScreen"
        await stage.press(key)
        assert stage.over == ""


async def test_sorting_by_the_held_column_and_the_other_way_round(folder: Path) -> None:
    async with tabled(folder) as table:
        printed = table.titles
        by_title = sorted(printed, key=lambda title: title.encode("gb18030"))
        await table.press("l", "s")
        assert table.titles == by_title and "Title↑" in table.lines[0]
        await table.press("f4")
        assert table.titles == by_title[::-1] and "Title↓" in table.lines[0]
        await table.press("h", "S")
        assert table.overview.order == (("title", True), ("date", True))
        assert "Title↓1" in table.lines[0] and "Date↓2" in table.lines[0]
        await table.press("O")
        assert table.titles == printed


async def test_order_and_columns_are_remembered(folder: Path) -> None:
    async with tabled(folder) as table:
        await table.press("l", "s", "s", "c", "j", "space", "K", "enter")
        shown, titles = table.overview.columns_shown(), table.titles
        assert "title" not in shown
    async with tabled(folder) as table:
        assert table.titles == titles
        assert table.overview.columns_shown() == shown
        assert "Title" not in table.lines[0]


async def test_columns_are_chosen_and_moved_and_put_back(folder: Path) -> None:
    async with tabled(folder) as table:
        before = table.overview.columns_shown()
        await table.press("c", "J")
        assert table.overview.columns_shown() == [before[1], before[0], *before[2:]]
        await table.press("G", "space")
        assert table.overview.columns_shown()[-1] == "id"
        await table.press("escape")
        assert table.overview.columns_shown() == before
        await table.press("c", *["space", "j"] * len(before))
        assert len(table.overview.columns_shown()) == 1  # the last one stays


async def test_what_others_tagged_is_still_to_be_tagged_by_the_reader(folder: Path) -> None:
    workspace = Workspace.open([folder], creator="沈")
    workspace.open_records()
    page = next(page for file in workspace.files for page in workspace.pages(file) if page.columns)
    article = next(each for each in page.articles if each.kind == "proposal")
    workspace.tag(workspace.target_article(page, article), ["民生"]).result()
    workspace.close()
    async with tabled(folder) as table:
        count = len(table.titles)
        assert any(row.tags for row in table.overview.shown.rows)
        assert f"{count} not tagged by you" in table.header


async def test_marked_proposals_are_tagged_in_one_step(folder: Path) -> None:
    async with tabled(folder) as table:
        count = len(table.titles)
        await table.press("v", "shift+down")
        assert "2 marked" in table.header and [line[:1] for line in table.lines[1:4]] == [*"✓✓ "]
        await table.press("t", "x", "y", "enter")
        assert table.stage.tags() == ["xy", "xy"]
        assert [row.tags for row in table.overview.shown.rows[:3]] == [("xy",), ("xy",), ()]
        assert f"{count - 2} untagged" in table.header and "marked" not in table.header
        assert table.message == "tag xy · 2 articles"
        await table.press("u")
        assert table.stage.tags() == [] and f"{count} untagged" in table.header
        await table.press("ctrl+r")
        assert table.stage.tags() == ["xy", "xy"]


async def test_without_marks_the_row_under_the_cursor_is_meant(folder: Path) -> None:
    async with tabled(folder) as table:
        await table.press("j", "t", "x", "enter")
        assert [bool(row.tags) for row in table.overview.shown.rows[:3]] == [False, True, False]
        await table.press("m")
        state = table.stage.workspace.state
        assert [state.is_read(row.id) for row in table.overview.shown.rows[:3]] == [False, True, False]
        await table.press("m")
        assert not any(state.is_read(row.id) for row in table.overview.shown.rows)


async def test_what_is_marked_as_read_counts_in_the_contents(folder: Path) -> None:
    async with tabled(folder) as table:
        tree = table.stage.desk.shelf.tree
        before, count = tree.counts.unread, len(table.titles)
        read = sum(map(table.stage.workspace.state.is_read, {row.id for row in table.overview.shown.rows}))
        await table.press("V", "m")
        assert tree.counts.unread == before - count + read
        await table.press("m")
        assert tree.counts.unread == before + read


async def test_all_that_shows_is_marked_and_marks_outlive_filters(folder: Path) -> None:
    async with tabled(folder) as table:
        count = len(table.titles)
        await table.press("v")
        table.overview.use(Filter((Term("word", table.titles[1][:4]),)))
        await table.settled()
        assert len(table.titles) == 1
        await table.press("V")
        table.overview.use(Filter())
        await table.settled()
        assert "2 marked" in table.header
        await table.press("ctrl+a")
        assert f"{count} marked" in table.header
        await table.press("V")
        assert "marked" not in table.header


async def test_filters_show_as_chips(folder: Path) -> None:
    async with tabled(folder) as table:
        count, first = len(table.titles), table.titles[0]
        await table.press("f")
        assert "Filter the overview" in str(table.stage.app.screen.query_one(".box").border_title)
        await table.press("slash", *first[:2], "enter")
        assert table.titles and all(first[:2] in row.words for row in table.overview.shown.rows)
        assert first[:2] in table.chips and f"of {count} proposals" in table.header
        await table.press("F")
        assert len(table.titles) == count and table.chips == ""
        await table.press("F")
        assert "nothing is filtered" in table.message
        table.overview.use(Filter((Term("word", "没有这样的词"),)))
        await table.settled()
        assert table.titles == [] and any("No proposal matches" in line for line in table.lines)
        await table.press("v", "t", "m", "enter")
        assert "no proposal here" in table.message


async def test_the_overview_is_found_again_as_it_was(folder: Path) -> None:
    async with tabled(folder, (100, 8)) as table:
        await table.press("l", "s", "v", "j", "j", "j", "j")
        place = (table.title, table.overview.cursor, table.screen.table.top)
        before = table.lines
        assert place[2] > 0
        await table.press("enter")
        await table.stage.until(lambda: table.stage.over == "")
        assert table.stage.title == place[0] and table.stage.pane == "article"
        await table.press("q")
        assert (table.title, table.overview.cursor, table.screen.table.top) == place
        assert table.lines == before and "1 marked" in table.header
        await table.press("q")
        assert table.stage.over == ""
        await table.press("o")
        assert table.lines == before


async def test_escape_comes_back_too_and_then_never_quits(folder: Path) -> None:
    async with tabled(folder) as table:
        await table.press("enter")
        await table.stage.until(lambda: table.stage.over == "")
        await table.press("escape")
        assert table.stage.over == "OverviewScreen"
        await table.press("escape", "escape")
        assert table.stage.over == "" and table.stage.app._exit is False


async def test_rows_arrive_without_moving_what_is_under_the_cursor(folder: Path) -> None:
    async with tabled(folder, (100, 8)) as table:
        await table.press("l", "s", "j", "j", "j")
        held = table.title
        file = table.stage.workspace.files[1]
        pages = table.stage.workspace.catalogue.pages(file)
        table.stage.workspace.catalogue.forget(file)
        table.overview.refresh()
        await table.settled()
        fewer = len(table.titles)
        assert table.title == held
        line = table.overview.cursor - table.screen.table.top
        table.stage.workspace.catalogue.take(file, pages)
        table.overview.refresh()
        await table.settled()
        assert len(table.titles) > fewer
        assert table.title == held
        assert table.overview.cursor - table.screen.table.top == line and table.screen.table.top > 0


async def test_export_takes_what_is_marked_or_shows(folder: Path, tmp_path: Path) -> None:
    async with tabled(folder) as table:
        await table.press("j", "v", "k", "E")
        await table.stage.until(lambda: table.stage.over == "ExportDialog")
        await table.press(*["up"] * 12)
        dialog = table.stage.app.screen
        from reader.tui.screens.exporting import ExportDialog

        assert isinstance(dialog, ExportDialog)
        while dialog._format != "csv":
            await table.stage.press("down")
        assert dialog._offer.scope == "overview" and dialog._offer.untagged == 1
        from textual.widgets import Input

        target = tmp_path / "out.csv"
        dialog.query_one(Input).value = str(target)
        await table.stage.press("enter")
        await table.stage.until(target.exists)
        await table.settled()
        head, *rows = target.read_text("utf-8-sig").splitlines()
        assert head.split(",")[:2] == ["Date", "Title"] and len(rows) == 1
        assert table.titles[1] in rows[0]
        assert "written" in table.message


async def test_a_file_that_went_is_said(folder: Path) -> None:
    async with tabled(folder) as table:
        row = table.overview.held
        assert row is not None
        table.overview._opened(row.spot, ())
        await table.settled()
        assert "not there any more" in table.message


async def test_without_proposals_the_table_says_so(tmp_path: Path) -> None:
    only = tmp_path / "only"
    only.mkdir()
    (only / "a.txt").write_text("桐湾日报1月5日讯（记者 沈麦）明天有雨，出门请带伞。\n", "utf-8")
    async with tabled(only) as table:
        await table.stage.until(lambda: any("no proposals in these pages" in line for line in table.lines))


async def test_what_takes_a_while_stops_when_the_reader_says_so(folder: Path) -> None:
    async with tabled(folder) as table:
        overview = table.overview
        done: list[None] = []

        def work() -> None:
            overview.together._stop.set()
            overview.together._tell(1)

        overview.together._work("Tag", "stopped; nothing was tagged", work, done.append)
        await table.stage.until(lambda: table.message)
        assert not done
        assert table.message == "stopped; nothing was tagged"
