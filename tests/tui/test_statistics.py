"""The statistics: numbers with bars, cross tables, and the way to what is behind a number."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.tui.screens.statistics import StatisticsScreen
from reader.tui.widgets.chips import Chips
from reader.tui.widgets.lines import Line
from tests.tui.test_overview import Table, tabled


def numbers(table: Table) -> StatisticsScreen:
    screen = table.stage.app.screen
    assert isinstance(screen, StatisticsScreen)
    return screen


def lines(screen: StatisticsScreen) -> list[str]:
    return [screen.table.render_line(y).text.rstrip() for y in range(screen.table.size.height)]


async def counted(table: Table, *keys: str) -> StatisticsScreen:
    """Tag two proposals, and open the statistics by keys."""
    await table.press("v", "v", "t", *"甲", "enter")
    await table.press(*keys)
    await table.stage.until(lambda: table.stage.desk.statistics.numbers.counts)
    await table.stage.pilot.pause()
    return numbers(table)


async def turned(table: Table, *keys: str) -> list[str]:
    before = table.stage.desk.statistics.numbers
    await table.press(*keys)
    await table.stage.until(lambda: table.stage.desk.statistics.numbers is not before)
    await table.stage.pilot.pause()
    return lines(numbers(table))


async def test_tags_are_counted_with_bars_and_how_far_review_is(folder: Path) -> None:
    async with tabled(folder) as table:
        screen = await counted(table, "g", "S")
        shown = lines(screen)
        assert shown[1].split()[:3] == ["甲", "2", "29%"] and "█" in shown[1]
        assert shown[2].split()[:3] == ["(none)", "5", "71%"]
        assert len(shown[2].split()[3]) > len(shown[1].split()[3])
        review = screen.query_one("#review", Line).left
        assert "tagged 2 29%" in review and "read 0 0%" in review
        assert "7 proposals" in screen.query_one("#header", Line).left


async def test_another_side_and_a_cross_table(folder: Path) -> None:
    async with tabled(folder) as table:
        await counted(table, "shift+f5")
        shown = await turned(table, "b", "b")
        assert "Affiliation" in shown[0] and len([line for line in shown if "14%" in line]) == 7
        shown = await turned(table, "B", "B")
        assert shown[1].split()[0] == "甲"
        for across in ("group", "affiliation", "author", "paper", "year", "month"):
            shown = await turned(table, "x")
            assert table.stage.desk.statistics.numbers.across == across
        assert "2026-04" in shown[0]
        assert shown[1].split() == ["甲", "2", "29%", "2"]
        shown = await turned(table, "X")
        assert table.stage.desk.statistics.numbers.across == "year" and "2026-04" not in shown[0]


async def test_what_is_behind_a_number_is_shown_and_dropped_again(folder: Path) -> None:
    async with tabled(folder) as table:
        await counted(table, "g", "S")
        await table.press("j", "enter")
        assert len(table.titles) == 5 and not any(row.tags for row in table.overview.shown.rows)
        assert "Tags: (none)" in table.chips
        await table.press("g", "S")
        await table.stage.until(lambda: table.stage.desk.statistics.numbers.review.total == 5)
        await table.stage.pilot.pause()
        assert "Tags: (none)" in str(numbers(table).query_one(Chips).render())
        await table.press("q", "F")
        assert len(table.titles) == 7 and table.chips == ""


async def test_a_cell_of_a_cross_table_has_both_behind_it(folder: Path) -> None:
    async with tabled(folder) as table:
        screen = await counted(table, "g", "S")
        for _ in range(7):
            if table.stage.desk.statistics.numbers.across != "affiliation":
                await turned(table, "x")
        screen.table.hold(StatisticsScreen.FIRST)
        column = table.stage.desk.statistics.numbers.table
        assert column is not None
        place = column.columns[0].value
        await table.press("j", "enter")
        behind = [row for row in table.overview.shown.rows if row.spot.article.affiliation == place]
        if column.cells[1][0]:
            assert len(table.titles) == len(behind) == 1
        else:
            assert "no proposals are behind" in screen.query_one("#message", Line).left


async def test_kinds_are_counted_over_all_articles(folder: Path) -> None:
    async with tabled(folder) as table:
        await counted(table, "g", "S")
        while table.stage.desk.statistics.numbers.by != "kind":
            shown = await turned(table, "B")
        total = sum(1 for _ in table.stage.workspace.catalogue.spots(table.stage.workspace.files))
        assert f"{total} articles" in numbers(table).query_one("#header", Line).left
        assert [line.split()[0] for line in shown[1:3]] == ["proposal", "news"]
        await table.press("j", "enter")
        assert "no proposals are behind" in numbers(table).query_one("#message", Line).left


async def test_it_is_counted_anew_when_the_records_change(folder: Path) -> None:
    async with tabled(folder) as table:
        await counted(table, "g", "S")
        shown = await turned(table, "u")
        assert shown[1].split()[:2] == ["(none)", "7"]


@pytest.mark.usefixtures("wide")
async def test_bars_are_of_plain_cells_where_blocks_are_wide(folder: Path) -> None:
    async with tabled(folder) as table:
        screen = await counted(table, "g", "S")
        assert "=" in lines(screen)[1] and not any("█" in line or "▌" in line for line in lines(screen))
