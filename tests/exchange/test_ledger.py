"""Ledgers as offices keep them: titles above the header, merged cells, dates in all ways, GB18030, and what is wrong by row."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from reader.config.schemes import load_schemes
from reader.exchange.ledger import Ledger, read_ledger
from reader.exchange.ledger.cells import iso_day, value_of
from reader.exchange.model import ExchangeError

NPC = load_schemes().known["npc"]
HEADER = (
    "序号",
    "建议编号",
    "标题",
    "领衔代表",
    "主办单位",
    "会办单位",
    "交办日期",
    "办理期限",
    "答复日期",
    "办理结果",
    "满意度",
    "备注",
)
ROW = (1, "2026-001", "关于给老城菜市场装遮雨棚的建议", "顾晚晴", "市商务局", "市城管局、市财政局", "2026-03-02", "2026-06-02",
       "2026年5月20日", "B类", "满意", "重点")  # fmt: skip


def csv(*rows: Sequence[object], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    return "".join(delimiter.join(map(str, row)) + "\r\n" for row in rows).encode(encoding)


def workbook(*rows: Sequence[object], merged: Sequence[tuple[str, object]] = ()) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("交办清单")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    for cells, value in merged:
        sheet.merge_range(cells, value)
    book.close()
    return out.getvalue()


def read(data: bytes, **own: str) -> Ledger:
    return read_ledger(data, "清单", NPC, own)


def said(ledger: Ledger, row: int = 0) -> list[tuple[str, str, str]]:
    return [(each.field, each.value, each.date) for each in ledger.rows[row].said]


EXPECTED = [
    ("number", "2026-001", "2026-03-02"),
    ("stage", "assigned", "2026-03-02"),
    ("stage", "answered", "2026-05-20"),
    ("lead_units", "市商务局", "2026-03-02"),
    ("support_units", "市城管局、市财政局", "2026-03-02"),
    ("due", "2026-06-02", "2026-03-02"),
    ("outcome", "B", "2026-05-20"),
    ("satisfaction", "satisfied", "2026-05-20"),
]


@pytest.mark.parametrize(
    "data",
    [
        csv(HEADER, ROW),
        csv(HEADER, ROW, encoding="gb18030"),
        csv(HEADER, ROW, encoding="utf-16"),
        csv(HEADER, ROW, delimiter="\t"),
        csv(("2026年市人大代表建议交办清单",), (), HEADER, ROW),
        workbook(HEADER, ROW),
        workbook(("",), (), HEADER, ROW, merged=[("A1:L1", "2026年市人大代表建议交办清单")]),
    ],
    ids=["utf-8", "gb18030", "utf-16", "tabs", "title", "xlsx", "xlsx-title"],
)
def test_a_row_says_what_was_registered(data: bytes) -> None:
    ledger = read(data)
    assert not ledger.mistakes
    (row,) = ledger.rows
    assert (row.number, row.title, row.author) == ("2026-001", ROW[2], "顾晚晴")
    assert said(ledger) == EXPECTED
    assert ledger.columns["备注"] == ""
    assert ledger.columns["领衔代表"] == "author"


def test_merged_cells_count_for_every_row_they_span() -> None:
    one, two = list(ROW), [2, "2026-002", "关于渡口夜航的建议", *ROW[3:]]
    ledger = read(workbook(HEADER, one, two, merged=[("E2:E3", "市交通局"), ("G2:G3", "2026-03-09")]))
    assert [{f: v for f, v, _ in said(ledger, i)}["lead_units"] for i in (0, 1)] == [
        "市交通局",
        "市交通局",
    ]
    assert all(("stage", "assigned", "2026-03-09") in said(ledger, i) for i in (0, 1))


@pytest.mark.parametrize(
    "written",
    ["2026-3-2", "2026/03/02", "2026.3.2", "2026年3月2日", "20260302", "２０２６－３－２", "2026-03-02 00:00:00", 46083, 46083.0,
     "46083", date(2026, 3, 2)],
)  # fmt: skip
def test_days_as_people_write_them(written: str | float | date) -> None:
    assert iso_day(written) == "2026-03-02"


@pytest.mark.parametrize(
    "written", ["3月2日", "2026-13-02", "2026-02-30", "明年", "", "1", 7, True, None, "02/03/2026"]
)
def test_what_is_no_day(written: str | float | None) -> None:
    assert iso_day(written) == ""


def test_excels_own_dates_are_days() -> None:
    row = [*ROW]
    row[6] = datetime(2026, 3, 2)
    assert ("stage", "assigned", "2026-03-02") in said(read(workbook(HEADER, row)))


@pytest.mark.parametrize(
    "written",
    ["B", "B类", "b", "正在解决或列入计划", "B.正在解决或列入计划", "所提问题正在解决或列入计划逐步解决"],
)
def test_a_choice_by_letter_label_or_wording(written: str) -> None:
    assert value_of(NPC.by_id["outcome"], written) == "B"


def test_mistakes_are_told_by_row_and_column() -> None:
    rows = [list(ROW) for _ in range(5)]
    rows[1][6] = "二〇二六年"
    rows[2][1], rows[2][9] = "2026-003", "E类"
    rows[3][1], rows[3][2] = "", ""
    rows[4][1] = "2026-005"
    ledger = read(csv(HEADER, *rows))
    assert [(each.row, each.code) for each in ledger.mistakes] == [
        (3, "ledger_twice"),
        (3, "ledger_date"),
        (4, "ledger_value"),
        (5, "ledger_nameless"),
    ]
    assert ledger.mistakes[0].params == {"number": "2026-001", "first": "2"}
    assert ledger.mistakes[2].params == {"column": "办理结果", "text": "E类"}


def test_headers_of_ones_own_words() -> None:
    data = csv(("件号", "标题", "谁办"), ("7", "关于渡口的建议", "市交通局"))
    ledger = read(data, 件号="number", 谁办="lead_units")
    assert ledger.rows[0].number == "7"
    assert said(ledger) == [("number", "7", ""), ("lead_units", "市交通局", "")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (csv(("甲", "乙"), ("1", "2")), "ledger_header"),
        (csv(("标题",), ("只有标题",)), "ledger_header"),
        (b"", "ledger_broken"),
        (b"PK\x03\x04 no workbook", "ledger_broken"),
        (b"\xd0\xcf\x11\xe0 no workbook", "ledger_broken"),
        (csv(HEADER, ROW) + b'"open', "ledger_broken"),
    ],
    ids=["header", "title-alone", "empty", "zip", "ole", "quote"],
)
def test_what_is_no_ledger_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        read(data)
    assert caught.value.code == code
    assert caught.value.params["path"] == "清单"


CELLS = st.one_of(
    st.text(max_size=8), st.sampled_from([*map(str, HEADER), *map(str, ROW)]), st.integers(0, 99999).map(str)
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=8), st.binary(max_size=60))
def test_no_file_brings_anything_but_its_own_error(rows: list[list[str]], tail: bytes) -> None:
    for data in (csv(*rows), csv(HEADER, *rows), csv(HEADER, *rows) + tail, b"PK\x03\x04" + tail):
        try:
            ledger = read(data)
        except ExchangeError as error:
            assert error.code.startswith("ledger_")
        else:
            assert all(row.title or row.number for row in ledger.rows)
