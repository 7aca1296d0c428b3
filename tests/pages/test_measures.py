"""Numbered measures: every way of numbering, gaps, and where they end."""

from __future__ import annotations

import pytest

from reader.pages.measures import find_measures


def told(paragraphs: list[str]) -> list[tuple[str, str]]:
    """Return the labels and texts of the measures in some paragraphs."""
    return [(measure.label, measure.text) for measure in find_measures(paragraphs)]


@pytest.mark.parametrize(
    ("paragraphs", "labels"),
    [
        (["建议：一是修路。二是点灯。三是通水。"], ["一是", "二是", "三是"]),
        (["（一）修路。", "（二）点灯。"], ["（一）", "（二）"]),
        (["一、修路。", "二、点灯。"], ["一", "二"]),
        (["1．修路。", "2．点灯。", "3．通水。"], ["1", "2", "3"]),
        (["1、修路。", "2、点灯。"], ["1", "2"]),
        (["（1）修路。", "（2）点灯。"], ["（1）", "（2）"]),
        (["第一，修路。", "第二，点灯。"], ["第一", "第二"]),
        (["路分三步：①修基。②铺面。③画线。"], ["①", "②", "③"]),
        (["1)修路。", "2)点灯。"], ["1)", "2)"]),
        (["其一，修路。其二，点灯。"], ["其一", "其二"]),
        (["建议一：修路。", "建议二：点灯。"], ["建议一", "建议二"]),
        (
            ["首先，修路。其次要点灯。再次，通水。此外，种树。最后，验收。"],
            ["首先", "其次", "再次", "此外", "最后"],
        ),
        (["分三步：首先修路；其次点灯。"], ["首先", "其次"]),
        (["建议，一是修路，二是点灯；三是通水：四是种树。"], ["一是", "二是", "三是", "四是"]),
        (["首先修路。最后，大家都高兴。"], []),
        (["第一，二产业融合。", "第二，三产业融合。"], []),
        (["第一季度修路。第二季度点灯。"], []),
        (["一、二号楼修路。", "二、三号楼点灯。"], []),
        (["2、3号楼修路。", "3、4号楼点灯。"], []),
        (["他说“一是修路，二是点灯。”众人叫好。"], []),
        (["十、修路。"], []),
        (["只说一是修路。"], []),
        ([], []),
    ],
)
def test_ways_of_numbering(paragraphs: list[str], labels: list[str]) -> None:
    assert [label for label, _ in told(paragraphs)] == labels


def test_a_measure_ends_where_the_next_begins() -> None:
    assert told(["建议：一是修路。要快。", "路要平。二是点灯。", "灯要亮。"]) == [
        ("一是", "修路。要快。\n路要平。"),
        ("二是", "点灯。"),
    ]
    assert told(["一、修路。", "要快。", "二、点灯。"]) == [("一", "修路。\n要快。"), ("二", "点灯。")]


def test_numbers_must_rise_and_a_few_may_be_missing_between_paragraphs() -> None:
    assert [label for label, _ in told(["1．修路。", "4．点灯。"])] == ["1", "4"]
    assert told(["1．修路。", "5．点灯。"]) == []
    assert told(["二是点灯。一是修路。"]) == []
    assert [label for label, _ in told(["一是修路。二是点灯。二是通水。"])] == ["一是", "二是"]


def test_decimals_and_words_in_passing_are_no_numbers() -> None:
    assert told(["1.5万人来了。", "2.6万人走了。"]) == []
    assert told(["关键一是否可行。二是否可行。"]) == []


def test_lead_ins_count_where_most_of_the_article_is_made_so() -> None:
    paragraphs = ["完善“一套架构”：设专人。", "建好“两本台账”：常更新。", "管住“三个环节”：不漏项。"]
    assert told(paragraphs) == [
        ("完善“一套架构”", "设专人。"),
        ("建好“两本台账”", "常更新。"),
        ("管住“三个环节”", "不漏项。"),
    ]
    assert told([*paragraphs, *["路修好了。"] * 4]) == []
    assert told(["村里人说：好。", "路修好了。", "灯点亮了。", "水通上了。"]) == []


def levels(paragraphs: list[str]) -> list[tuple[int, str, str]]:
    """Return level, label and title of the measures in some paragraphs."""
    return [(measure.level, measure.label, measure.title) for measure in find_measures(paragraphs)]


NESTED = [
    "建议如下：",
    "一、加强统筹规划",
    "县里要有一张图。",
    "（一）摸清底数。逐村登记。",
    "1．查路。一是看路基；二是看路面。",
    "2．查灯。",
    "（二）定好计划。",
    "二、健全机制。",
    "（一）明确责任。",
    "（二）严格考核。",
    "以上建议，请予研究。",
]


def test_levels_are_listed_in_text_order_with_their_titles() -> None:
    assert levels(NESTED) == [
        (0, "一", "加强统筹规划"),
        (1, "（一）", "摸清底数"),
        (2, "1", "查路"),
        (3, "一是", "看路基"),
        (3, "二是", "看路面"),
        (2, "2", "查灯"),
        (1, "（二）", "定好计划"),
        (0, "二", "健全机制"),
        (1, "（一）", "明确责任"),
        (1, "（二）", "严格考核"),
    ]


def test_an_outer_measure_covers_those_within_it() -> None:
    found = find_measures(NESTED)
    for outer in found:
        start, end = (outer.paragraph, outer.start), (outer.last_paragraph, outer.end)
        for inner in found:
            if inner.level == outer.level + 1 and start <= (inner.paragraph, inner.start) < end:
                assert (inner.last_paragraph, inner.end) <= end
    assert [(one.label, one.last_paragraph) for one in found if one.level == 0] == [("一", 6), ("二", 9)]


def test_the_last_of_headed_measures_goes_on_as_the_others_do() -> None:
    assert told(["一、修路", "要快。", "二、点灯", "要亮。", "要省。"]) == [
        ("一", "修路\n要快。"),
        ("二", "点灯\n要亮。\n要省。"),
    ]
    assert told(["一、修路", "二、点灯", "请办。"]) == [("一", "修路"), ("二", "点灯")]


def test_lists_one_after_another_are_all_found() -> None:
    paragraphs = [
        "问题有：一是路烂。二是灯暗。",
        "为此建议：",
        "1．修路。一是铺石。二是铺沙。三是压实。",
        "2．点灯。",
    ]
    assert levels(paragraphs) == [
        (0, "一是", "路烂"),
        (0, "二是", "灯暗"),
        (0, "1", "修路"),
        (1, "一是", "铺石"),
        (1, "二是", "铺沙"),
        (1, "三是", "压实"),
        (0, "2", "点灯"),
    ]


def test_lead_ins_hold_lists_and_are_their_own_titles() -> None:
    paragraphs = ["完善“一套架构”：一是设专人。二是常开会。", "建好“两本台账”：常更新。"]
    assert levels(paragraphs) == [
        (0, "完善“一套架构”", "完善“一套架构”"),
        (1, "一是", "设专人"),
        (1, "二是", "常开会"),
        (0, "建好“两本台账”", "建好“两本台账”"),
    ]


def test_a_title_keeps_its_quotation_whole() -> None:
    assert levels(["一是喊响“修路！点灯！”口号，大家来办。二是做。"])[0][2] == "喊响“修路！点灯！”"


def test_the_way_of_numbering_that_begins_first_is_the_outer() -> None:
    assert [label for label, _ in told(["一、修路。一是铺石。二是铺沙。", "二、点灯。"])] == [
        "一", "一是", "二是", "二",
    ]  # fmt: skip


def test_a_heap_of_numbers_costs_little() -> None:
    heap = "，一是“二是，三是" * 20_000
    assert len(find_measures([heap, *["1．修", "一、修"] * 2_000])) < 2_000
