"""The table that draws only what shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from operator import eq

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from reader.text import cell_width
from reader.tui.motions import Motion
from reader.tui.widgets.table import Cell, Head, Rows, Table

HEADS = (
    Head("日期", "↑", most=10),
    Head("标题", wide=True, least=12, most=200),
    Head("作者", most=8),
    Head("措施", number=True),
)
MANY = 100_000


class Shelf:
    """Rows that remember which of them were asked for."""

    def __init__(self, count: int, title: str = "给夜班人一条回家的路") -> None:
        self.asked: set[int] = set()
        self.count, self.title = count, title
        self.marks: set[int] = set()

    def cells(self, row: int) -> Sequence[Cell]:
        self.asked.add(row)
        return [
            (("2026-03-02", ""),),
            ((f"{row} {self.title}", "strong"),),
            (("欧阳江北辰", "tag-3"), (" ", "")),
            ((str(row % 7), ""),),
        ]

    def rows(self) -> Rows:
        return Rows(self.count, self.cells, self.marks.__contains__)


class Stand(App[None]):
    def compose(self) -> ComposeResult:
        yield Table(empty_text="nothing\nhere")


@asynccontextmanager
async def shown(
    shelf: Shelf, size: tuple[int, int] = (60, 12), heads: Sequence[Head] = HEADS
) -> AsyncIterator[tuple[Pilot[None], Table]]:
    async with Stand().run_test(size=size) as pilot:
        table = pilot.app.query_one(Table)
        table.put(heads, shelf.rows())
        await pilot.pause()
        yield pilot, table


def lines(table: Table) -> list[str]:
    return [table.render_line(y).text for y in range(table.size.height)]


async def test_only_rows_that_show_are_asked_for() -> None:
    shelf = Shelf(MANY)
    async with shown(shelf) as (pilot, table):
        assert shelf.asked == set(range(11))
        motions: tuple[Motion, ...] = ("page_down", "bottom", "row_up", "half_page_up")
        for motion in motions:
            table.move(motion)
            await pilot.pause()
        assert len(shelf.asked) < 80
        assert table.cursor == MANY - 1 - 1 - 5


async def test_the_head_stays_and_the_cursor_shows() -> None:
    async with shown(Shelf(100)) as (pilot, table):
        head = lines(table)[0]
        assert "日期↑" in head and "措施" in head
        table.put_cursor(50)
        await pilot.pause()
        assert lines(table)[0] == head
        assert (table.top, table.cursor) == (40, 50)
        assert "50 给夜班人" in lines(table)[-1]
        table.put_cursor(1000)
        assert table.cursor == 99 and table.top == 89
        table.move("top")
        assert table.top == 0


@pytest.mark.parametrize("width", [14, 20, 33, 60, 61, 120])
async def test_rows_are_as_wide_as_the_screen(width: int) -> None:
    async with shown(Shelf(3), (width, 8)) as (_pilot, table):
        for _ in HEADS:
            for line in lines(table):
                assert cell_width(line) == width - (0 if table.virtual_size.height <= 8 else 1)
            table.hold(table.held + 1)


async def test_columns_are_as_wide_as_what_shows_within_limits() -> None:
    async with shown(Shelf(3), (80, 8)) as (_pilot, table):
        assert [table.width_of(column) for column in (0, 2, 3)] == [10, 8, 4]
        assert table.width_of(1) == 80 - 2 - 10 - 8 - 4 - 3 * 2
        assert "欧阳江…" in lines(table)[1]


async def test_widths_grow_while_scrolling_and_never_shrink() -> None:
    def cells(row: int) -> Sequence[Cell]:
        return [(("x" * (20 if row == 100 else 3), ""),), (("y", ""),)]

    async with Stand().run_test(size=(60, 12)) as pilot:
        table = pilot.app.query_one(Table)
        table.put((Head("n", most=30), Head("m")), Rows(200, cells))
        assert table.width_of(0) == 3
        table.put_cursor(100)
        await pilot.pause()
        assert table.width_of(0) == 20
        table.move("top")
        await pilot.pause()
        assert table.width_of(0) == 20


async def test_columns_shift_until_the_held_one_shows() -> None:
    async with shown(Shelf(3), (24, 8)) as (_pilot, table):
        assert "措施" not in lines(table)[0]
        table.hold(3)
        assert "措施" in lines(table)[0] and "日期" not in lines(table)[0]
        table.hold(0)
        assert "日期" in lines(table)[0]
        table.hold(-5)
        assert table.held == 0
        table.hold(99)
        assert table.held == 3


async def test_numbers_stand_at_the_right_and_marks_before_the_row() -> None:
    shelf = Shelf(9)
    shelf.marks = {1}
    async with shown(shelf) as (_pilot, table):
        first, second = lines(table)[1:3]
        assert first.startswith("  ") and second.startswith("✓ ")
        assert first.rstrip().endswith("0") and second.rstrip().endswith("1")
        assert first.rstrip()[:-1].endswith("   ")


async def test_another_theme_shows_at_once() -> None:
    async with shown(Shelf(3)) as (pilot, table):
        before = [segment.style for segment in table.render_line(2)]
        pilot.app.theme = "textual-light"
        await pilot.pause()
        after = [segment.style for segment in table.render_line(2)]
        assert len(after) == len(before) and not any(map(eq, before, after))


async def test_what_could_steer_a_terminal_is_made_safe() -> None:
    async with shown(Shelf(2, "[b]\x1b[31m\u202e[/x]")) as (_pilot, table):
        text = lines(table)[1]
        assert "[b]" in text and "\x1b" not in text and "\u202e" not in text


async def test_without_rows_there_is_a_word() -> None:
    async with shown(Shelf(0)) as (_pilot, table):
        assert table.cursor == -1
        assert [line.strip() for line in lines(table)[2:4]] == ["nothing", "here"]
        table.move("row_down")
        assert table.cursor == -1


async def test_put_keeps_the_place_that_is_asked_for() -> None:
    shelf = Shelf(100)
    async with shown(shelf) as (pilot, table):
        table.put(HEADS, shelf.rows(), 42, 37)
        await pilot.pause()
        assert (table.cursor, table.top) == (42, 37)
        shelf.count = 3
        table.put(HEADS, shelf.rows(), 42, 37)
        await pilot.pause()
        assert (table.cursor, table.top) == (2, 0)


async def test_clicks_choose_rows_and_headings() -> None:
    told: list[object] = []

    class Listening(Stand):
        def on_table_opened(self, event: Table.Opened) -> None:
            told.append(event.row)

        def on_table_head_chosen(self, event: Table.HeadChosen) -> None:
            told.append(("head", event.column))

    async with Listening().run_test(size=(60, 12)) as pilot:
        table = pilot.app.query_one(Table)
        table.put(HEADS, Shelf(100).rows(), 20, 15)
        await pilot.pause()
        await pilot.click(Table, offset=(5, 3))
        await pilot.click(Table, offset=(3, 0))
        await pilot.click(Table, offset=(20, 0))
        await pilot.pause()
        assert told == [17, ("head", 0), ("head", 1)]
        assert (table.cursor, table.held) == (17, 1)
