"""Proposals without a text at the desk: gone to, tagged, commented and looked at like others."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reader.config.language import choose
from reader.tui.statistics import RATES
from reader.tui.widgets.lines import Line
from reader.workspace import Workspace
from reader.workspace.ledger import LedgerImport
from tests.tui.dialogs import seen
from tests.tui.staging import Stage, staged
from tests.tui.test_filtering import shown

TITLE = "关于渡口夜航的建议"
LEDGER = f"编号,标题,代表,单位,交办日期\n2,{TITLE},周渡,白鹭洲公交公司,2026-03-09\n"


@pytest.fixture
def handled(folder: Path) -> Path:
    """A folder in whose database is a proposal of which there is no text."""
    workspace = Workspace.open([folder], creator="me")
    ledger = LedgerImport(workspace, LEDGER.encode(), "清单.csv", "npc")
    ledger.commit(ledger.plan(date(2026, 6, 1))).result()
    workspace.close()
    return folder


async def to_the_last(stage: Stage) -> None:
    for _step in range(80):
        if stage.title == TITLE:
            return
        await stage.press("J")
    raise AssertionError(stage.title)


async def test_it_is_read_tagged_and_commented(handled: Path) -> None:
    async with staged(handled) as stage:
        await to_the_last(stage)
        await stage.press("t")
        await stage.press(*"ferry", "enter")
        for key in (
            "G",
            "g",
            "g",
            "j",
            "l",
            "v",
            "l",
            "l",
            "escape",
            "backslash",
            "backslash",
            "i",
            "escape",
        ):
            await stage.press(key)
        assert stage.title == TITLE
        tagged = [each for each in stage.workspace.snapshot.annotations.values() if each.tags]
        assert [each.target.title for each in tagged] == [TITLE]
        await stage.press("K")
        assert stage.title not in ("", TITLE)


async def test_its_rows_can_be_looked_at(handled: Path) -> None:
    async with staged(handled) as stage:
        await to_the_last(stage)
        await stage.press("C")
        await stage.press("j", "k", "escape")
        assert stage.title == TITLE


def stated(folder: Path) -> None:
    """Register a second proposal, whose deadline is over, and a third one that was answered."""
    rows = "\n".join(
        (
            "编号,标题,代表,主办单位,交办日期,答复日期,办理结果",
            "3,关于老桥加灯的建议,沈麦,石渡镇人民政府,2026-01-05,,",
            "4,关于书市避雨的建议,江渔,石渡镇人民政府,2026-02-02,2026-04-20,A",
        )
    )
    workspace = Workspace.open([folder], creator="me")
    ledger = LedgerImport(workspace, (rows + "\n").encode(), "清单.csv", "npc")
    ledger.commit(ledger.plan(date(2026, 6, 1))).result()
    workspace.close()


async def test_the_overview_sorts_by_the_days_that_are_left(
    handled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIANCE_TODAY", "2026-06-01")
    stated(handled)
    async with staged(handled) as stage:
        overview = stage.desk.overview
        await stage.press("o")
        await stage.until(lambda: any(row.handled for row in overview.shown.rows) and overview.shown.done)
        overview.show_columns(["left", "title", "stage", "outcome", "due"])
        await stage.pilot.pause()
        await stage.press("s")
        await stage.until(lambda: overview.shown.rows[0].spot.article.title == "关于老桥加灯的建议")
        titles = [row.spot.article.title for row in overview.shown.rows]
        assert titles[1] == TITLE and "关于书市避雨的建议" in titles[2:]
        screen = overview.screen
        assert screen is not None
        shown = [screen.table.render_line(y).text for y in range(1, 3)]
        assert shown[0].split()[0] == "-57" and "2026-04-05" in shown[0] and "Assigned" in shown[0]
        assert shown[1].split()[0] == "8"


async def test_rates_are_a_side_of_the_statistics(handled: Path) -> None:
    stated(handled)
    async with staged(handled) as stage:
        statistics = stage.desk.statistics
        await stage.press("o")
        await stage.until(lambda: stage.desk.overview.shown.done and len(stage.desk.overview.shown.rows) > 2)
        await stage.press("shift+f5")
        await stage.until(lambda: RATES in statistics.numbers.sides)
        await stage.press("B")
        await stage.until(lambda: bool(statistics.numbers.rates))
        await stage.pilot.pause()
        screen = statistics.screen
        assert screen is not None
        whole = screen.table.render_line(1).text.split()
        assert whole[:4] == ["all", "3", "1", "33.3%"]
        await stage.press("x")
        await stage.until(lambda: statistics.numbers.across == "unit" and len(statistics.numbers.rates) == 2)
        await stage.pilot.pause()
        rows = [screen.table.render_line(y).text.split() for y in range(3)]
        assert rows[0][0] == "Handling"
        assert rows[1][:4] == ["石渡镇人民政府", "2", "1", "50.0%"]
        assert rows[2][:4] == ["(none)", "1", "0", "0.0%"]
        await stage.press("enter")
        await stage.until(lambda: len(stage.desk.overview.shown.rows) == 2)


async def test_rates_are_written_as_the_table_that_shows(handled: Path) -> None:
    stated(handled)
    async with staged(handled) as stage:
        statistics = stage.desk.statistics
        await stage.press("o")
        await stage.until(lambda: stage.desk.overview.shown.done and len(stage.desk.overview.shown.rows) > 2)
        await stage.press("shift+f5")
        await stage.until(lambda: RATES in statistics.numbers.sides)
        await stage.press("B")
        await stage.until(lambda: bool(statistics.numbers.rates))
        await stage.press("E")
        await stage.until(lambda: stage.over == "ExportDialog")
        assert "the proposals that are counted here" in seen(stage.app)
        await stage.press("down", "down", "enter")
        written = handled / f"{handled.name}-Rates.xlsx"
        await stage.until(written.exists)
        screen = statistics.screen
        assert screen is not None
        await stage.until(lambda: "rates written" in screen.query_one("#message", Line).left)
    book = load_workbook(written)
    assert book.sheetnames == ["Rates"]
    whole = [cell.value for cell in book["Rates"][2]]
    assert whole[:5] == ["All together", "all", 3, 1, 1 / 3]


def shows(stage: Stage, titles: list[str]) -> bool:
    return shown(stage) == titles


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_contents_and_overview_are_filtered_by_the_stage_as_it_is_called(
    handled: Path, lang: str
) -> None:
    stated(handled)
    choose(lang)
    answered = ["关于书市避雨的建议"]
    async with staged(handled) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        for typed, titles in (("stage:答复", answered), ("环节:ANSWER", answered), ("stage:反馈", [])):
            await stage.press("f", "slash")
            await stage.write(typed)
            await stage.press("enter")
            await stage.until(partial(shows, stage, titles))
            await stage.press("F")
        await stage.press("o", "f", "s")
        await stage.write("答复" if lang == "en" else "answered")
        await stage.press("enter")
        rows = stage.desk.overview
        await stage.until(lambda: [row.spot.article.title for row in rows.shown.rows] == answered)
    choose("en")
