"""Physical rows: what is dropped, folded and closed, and where every character comes from."""

from __future__ import annotations

import pytest

from reader.pages.rows import em_width, read_rows


def shown(text: str) -> str:
    """Return the cleaned text of a single row."""
    rows, _, _ = read_rows(text)
    assert len(rows) == 1
    return rows[0].flow.text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("停 水 公 告", "停水公告"),
        ("把 预 警 的 办 法 推 广 ， 让 三 张", "把预警的办法推广，让三张"),
        ("修好一条路 富裕一方人", "修好一条路 富裕一方人"),
        ("清河县林业局　周小禾", "清河县林业局　周小禾"),
        ("投资 310 万元", "投资310万元"),
        ("比去年 增长 5.2%", "比去年 增长5.2%"),
        ("open   source 软件", "open source软件"),
        ("“好。” 他说", "“好。”他说"),
        ("  两边  ", "两边"),
        ("G D P 增 长 5 . 2 %", "GDP增长5.2%"),
        ("V i t a m i n  C 很 好", "Vitamin C很好"),
        ("共 1 200 人", "共1200人"),
        ("共 1 234 567 人", "共1234567人"),
        ("电话 010 62345678", "电话010 62345678"),
        ("每天 9:30 10:30 发车", "每天9:30 10:30发车"),
        ("2 0 2 6 年 春 天", "2026年春天"),
        ("用 Windows 10 和 PM 2.5", "用Windows 10和PM2.5"),
        ("say hello, world 一声", "say hello, world一声"),
        ("甲 ％ 乙", "甲％乙"),
        ("１２月，ＧＤＰ增长５．２％", "12月，GDP增长5.2%"),
        ("soft\u00adware", "software"),
        ("", ""),
        (" \u3000\t", ""),
    ],
)
def test_spaces_that_stay_and_spaces_that_go(raw: str, text: str) -> None:
    assert shown(raw) == text


def test_disguised_characters_are_read_as_what_they_stand_for() -> None:
    assert shown("⾦融与⻋辆、⻓江") == "金融与车辆、长江"
    assert shown("樂") == "樂"


def test_what_could_steer_a_terminal_is_dropped_and_noted() -> None:
    rows, lines, notes = read_rows("好\x1b[31m红\n\u202e反\n不\u200b动\n\ud800")
    assert [row.flow.text for row in rows] == ["好[31m红", "反", "不动", ""]
    assert [line.index for line in lines] == [0, 1, 2]
    assert [(note.code, note.row) for note in notes] == [
        ("control_removed", 1),
        ("control_removed", 2),
        ("control_removed", 4),
    ]


def test_offsets_point_at_the_source() -> None:
    text = "甲\n\n停 \u200b水\x00 公 告\n"
    rows, _, _ = read_rows(text)
    assert [(row.number, row.start, row.end) for row in rows] == [
        (1, 0, 1),
        (2, 2, 2),
        (3, 3, 12),
        (4, 13, 13),
    ]
    assert rows[2].flow.text == "停水公告"
    assert [text[offset] for offset in rows[2].flow.offsets] == list("停水公告")
    assert rows[2].flow.source(1, 3) == (6, 10)
    assert rows[2].flow.display(7) == 2


def test_a_row_without_anything_to_clean_is_itself() -> None:
    rows, lines, _ = read_rows("甲乙，丙")
    assert list(rows[0].flow.offsets) == [0, 1, 2, 3]
    assert lines[0].text == "甲乙，丙"


def test_full_width_figures_are_as_wide_as_they_were_printed() -> None:
    _, lines, _ = read_rows("１２月")
    assert (lines[0].text, lines[0].em) == ("12月", 3)


def test_adjacent_rows_know_it() -> None:
    _, lines, _ = read_rows("甲\n乙\n\n丙")
    assert [(line.above, line.below) for line in lines] == [(False, True), (True, False), (False, False)]


@pytest.mark.parametrize(
    ("text", "em"), [("清河", 2), ("清河，", 2.5), ("2026年", 3), ("a b", 1), ("甲 乙", 2)]
)
def test_widths(text: str, em: float) -> None:
    assert em_width(text) == em
