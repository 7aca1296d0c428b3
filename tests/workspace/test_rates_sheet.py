"""The rates as a table of an export, against what a person counts; and a workbook with them is still a ledger."""

from __future__ import annotations

import csv as csv_module
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from reader.config.language import choose
from reader.exchange import Options, known, write
from reader.workspace import Filters, Workspace
from reader.workspace.exporting import export_of, nothing
from reader.workspace.ledger import LedgerImport
from tests.workspace.conftest import Opener, first
from tests.workspace.test_ledger import FERRY, LIBRARY, TODAY, table, take

BRIDGE = (
    "003",
    "关于老桥加灯的建议",
    "沈麦",
    "=市文旅局、市交通局",
    "2026-04-01",
    "2026-05-28",
    "A",
    "不满意",
)
HEADS = (
    "统计项", "项目", "交办", "已答复", "办复率", "已评价", "满意", "满意率", "有结果", "采纳", "采纳率", "截至",
)  # fmt: skip
ALL = (3, 2, 2 / 3, 2, 1, 0.5, 2, 1, 0.5)


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XIANCE_TODAY", "2026-06-01")
    choose("zh")
    yield
    choose("en")


@pytest.fixture
def handled(opening: Opener) -> Workspace:
    """Three proposals of a ledger, the first of them printed here and tagged."""
    workspace = opening()
    take(workspace, table(LIBRARY, FERRY, BRIDGE))
    workspace.tag(workspace.target_article(*first(workspace)), ["民生/文化"]).result()
    return workspace


def sheet(workspace: Workspace, *, sheet: str = "rates", **wanted: Any) -> Any:
    out = io.BytesIO()
    as_of = wanted.pop("as_of", None)
    write("xlsx", export_of(workspace, options=Options(sheet, as_of=as_of), **wanted), out)
    return load_workbook(out)["办理指标"]


def told(workspace: Workspace, **wanted: Any) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Return the numbers of each item, and check that every row is of one day."""
    head, *rows = sheet(workspace, **wanted).iter_rows(values_only=True)
    assert head == HEADS and len({row[-1] for row in rows}) == 1
    return {row[:2]: row[2:-1] for row in rows}


def test_every_side_has_its_rows(handled: Workspace) -> None:
    ferry = (1, 1, 1, 1, 1, 1, 1, 0, 0)
    waiting = (1, 0, 0, 0, 0, None, 0, 0, None)
    bridge = (1, 1, 1, 1, 0, 0, 1, 1, 1)
    both = (2, 2, 1, 2, 1, 0.5, 2, 1, 0.5)
    assert told(handled) == {
        ("合计", "全部"): ALL,
        ("承办单位", "市交通局"): both,
        ("承办单位", "=市文旅局"): bridge,
        ("承办单位", "市文旅局"): waiting,
        ("办理方案", "人大代表建议"): ALL,
        ("标签", "民生/文化"): waiting,
        ("标签", "（无）"): both,
        ("标签组", "民生"): waiting,
        ("标签组", "（无）"): both,
        ("交办月份", "2026-03"): (2, 1, 0.5, 1, 1, 1, 1, 0, 0),
        ("交办月份", "2026-04"): bridge,
        ("环节", "答复"): both,
        ("环节", "交办"): waiting,
        ("办理结果", "A 已解决"): bridge,
        ("办理结果", "B 正在解决或列入计划"): ferry,
        ("办理结果", "（无）"): waiting,
        ("满意度", "满意"): ferry,
        ("满意度", "不满意"): bridge,
        ("满意度", "（无）"): waiting,
    }


def test_counts_are_numbers_rates_per_cent_and_nothing_is_a_formula(handled: Workspace) -> None:
    page = sheet(handled)
    assert page.freeze_panes == "A2" and page.auto_filter.ref == page.dimensions
    whole = page[2]
    assert [cell.number_format for cell in whole] == [
        *["General"] * 4, "0.0%", "General", "General", "0.0%", "General", "General", "0.0%", "yyyy-mm-dd",
    ]  # fmt: skip
    assert {cell.data_type for cell in whole[2:-1]} == {"n"} and whole[-1].value.date() == date(2026, 6, 1)
    (odd,) = [row[1] for row in page.iter_rows() if row[1].value == "=市文旅局"]
    assert odd.data_type == "s" and odd.quotePrefix
    assert all(page.column_dimensions[letter].width < 14 for letter in "CDEFGHIJKL")


def test_csv_has_fractions(handled: Workspace) -> None:
    out = io.BytesIO()
    write("csv", export_of(handled, options=Options("rates")), out)
    head, whole, *rows = csv_module.reader(io.StringIO(out.getvalue().decode("utf-8-sig")))
    assert tuple(head) == HEADS
    assert whole == ["合计", "全部", "3", "2", "0.6667", "2", "1", "0.5000", "2", "1", "0.5000", "2026-06-01"]
    assert ["承办单位", "'=市文旅局"] in [row[:2] for row in rows]
    assert next(row for row in rows if row[1] == "市文旅局")[7] == ""


def test_of_another_day(handled: Workspace) -> None:
    found = told(handled, as_of=date(2026, 5, 20))
    assert found["合计", "全部"] == (3, 1, 1 / 3, 1, 1, 1, 1, 0, 0)
    assert ("满意度", "不满意") not in found
    assert sheet(handled, as_of=date(2026, 5, 20))["L2"].value.date() == date(2026, 5, 20)


def test_all_entries_count_without_a_day_and_the_day_says_so(
    handled: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIANCE_TODAY", "2026-05-01")
    page = sheet(handled)
    assert tuple(cell.value for cell in page[2])[2:-1] == ALL
    assert page["L2"].value.date() == date(2026, 5, 28)


def test_only_what_is_in_scope_counts(handled: Workspace) -> None:
    tagged = (1, 0, 0, 0, 0, None, 0, 0, None)
    assert told(handled, filters=Filters(tags=("民生",)))["合计", "全部"] == tagged
    article = first(handled)[1].id
    assert told(handled, articles={article})["合计", "全部"] == tagged
    assert told(handled, filters=Filters(kind="record"))["合计", "全部"] == (2, 2, 1, 2, 1, 0.5, 2, 1, 0.5)
    assert nothing(export_of(handled, Filters(kind="news"), Options("rates")), known()["xlsx"])


def test_a_workbook_has_them_once_something_is_handled(opening: Opener) -> None:
    workspace = opening()
    out = io.BytesIO()
    write("xlsx", export_of(workspace), out)
    assert "办理指标" not in load_workbook(out).sheetnames
    assert nothing(export_of(workspace, options=Options("rates")), known()["csv"])
    take(workspace, table(LIBRARY))
    write("xlsx", export_of(workspace), out)
    assert load_workbook(out).sheetnames[-2:] == ["台账", "办理指标"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_of_a_whole_workbook_the_ledger_is_read(handled: Workspace, lang: str) -> None:
    choose(lang)
    out = io.BytesIO()
    write("xlsx", export_of(handled), out)
    plan = LedgerImport(handled, out.getvalue(), "全部.xlsx", "npc").plan(TODAY)
    assert (plan.matched, plan.textless, plan.new, plan.corrected, plan.mistakes) == (3, 0, 0, 0, ())
    book = load_workbook(out)
    page = book["台账" if lang == "zh" else "Ledger"]
    (cell,) = [cell for row in page.iter_rows() for cell in row if cell.value == "市交通局"]
    cell.value = "市水务局"
    book.save(out)
    plan = LedgerImport(handled, out.getvalue(), "全部.xlsx", "npc").plan(TODAY)
    assert (plan.matched, plan.new + plan.corrected, plan.mistakes) == (3, 1, ())
