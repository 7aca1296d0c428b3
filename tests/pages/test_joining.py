"""Rows joined as an editor would set them."""

from __future__ import annotations

from reader.pages import parse, reflow
from reader.pages.joining import join
from reader.pages.rows import read_rows


def test_chinese_rows_join_without_a_space_and_latin_words_with_one() -> None:
    rows, _, _ = read_rows("全国GDP\ngrowth稳\n\n定，5\n3个")
    flow = join(rows)
    assert flow.text == "全国GDP growth稳定，53个"
    assert list(flow.offsets) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 19, 20]


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
