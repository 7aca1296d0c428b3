"""Rows joined as an editor would set them."""

from __future__ import annotations

import pytest

from reader.pages import parse, reflow
from reader.pages.joining import join
from reader.pages.rows import read_rows


def test_chinese_rows_join_without_a_space_and_latin_words_with_one() -> None:
    rows, _, _ = read_rows("全国GDP\ngrowth稳\n\n定，5\n3个")
    flow = join(rows)
    assert flow.text == "全国GDP growth稳定，53个"
    assert list(flow.offsets) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 19, 20]


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("用develop-\nment平台", "用development平台"),
        ("用Develop-\nment平台", "用Development平台"),
        ("用soft\u00ad\nware平台", "用software平台"),
        ("建5G-\nA网络", "建5G-A网络"),
        ("防COVID-\n19疫情", "防COVID-19疫情"),
        ("用state-of-\nthe-art技术", "用state-of-the-art技术"),
        ("为well-\nknown品牌", "为well-known品牌"),
        ("从2022-\n2024年", "从2022-2024年"),
        ("用open\nsource软件", "用open source软件"),
        ("say hello,\nworld一声", "say hello, world一声"),
        ("用Windows\n10系统", "用Windows 10系统"),
        ("治PM\n2.5污染", "治PM2.5污染"),
        ("见www.example.\ncom网站", "见www.example.com网站"),
        ("收入3\n000万元", "收入3000万元"),
        ("增长2.\n5%", "增长2.5%"),
        ("收入1,\n200元", "收入1,200元"),
        ("收入5.2\n万元", "收入5.2万元"),
    ],
)
def test_what_stands_at_a_row_break(rows: str, text: str) -> None:
    page = parse(rows)
    assert join(page.rows).text == text
    assert reflow(page, 0, len(rows)).text == text


def test_a_row_break_looks_the_same_in_any_cut() -> None:
    rows = "用develop-\n\nment平台"
    page = parse(rows)
    assert reflow(page, 0, rows.index("\n")).text == "用develop"
    assert reflow(page, rows.index("m"), len(rows)).text == "ment平台"


def test_the_first_characters_may_be_left_out() -> None:
    rows, _, _ = read_rows("（接）甲\n乙")
    flow = join(rows, skip=3)
    assert (flow.text, list(flow.offsets)) == ("甲乙", [3, 5])


def test_reflow_cuts_any_range() -> None:
    text = "停 水 公 告\n\n因更换\n阀门停水。\n"
    page = parse(text)
    assert reflow(page, 0, len(text)).text == "停水公告因更换阀门停水。"
    start, end = text.index("更"), text.index("门") + 1
    flow = reflow(page, start, end)
    assert flow.text == "更换阀门"
    assert flow.source(0, 4) == (start, end)
    assert reflow(page, 7, 9).text == ""
    assert reflow(page, 5, 5).text == ""
