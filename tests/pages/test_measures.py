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


def test_the_way_of_numbering_that_begins_first_counts() -> None:
    assert [label for label, _ in told(["一、修路。一是铺石。二是铺沙。", "二、点灯。"])] == ["一", "二"]
