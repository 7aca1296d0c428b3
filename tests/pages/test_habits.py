"""The bench's variants change a page's blanks and nothing else."""

from __future__ import annotations

import pytest

from scripts.bench.habits import HABITS, blank_between_paragraphs, no_blank_rows, no_inner_spaces

TEXT = "新桥通车\n\n　　本 报 讯 昨 天，\n\n桥通了。\n\n　　大家都 来看 GDP 增长。\n\n责编 程某\n"
TRUTH = {
    "articles": [
        {"paragraphs": ["本报讯 昨天，桥通了。", "大家都来看GDP增长。"], "body_rows": [3, 5, 7]},
    ],
    "line_truth": [
        {"row": 1, "text": "新桥通车", "article": 1, "role": "main"},
        {"row": 3, "text": "本 报 讯 昨 天，", "article": 1, "role": "body"},
        {"row": 5, "text": "桥通了。", "article": 1, "role": "body"},
        {"row": 7, "text": "大家都 来看 GDP 增长。", "article": 1, "role": "body"},
        {"row": 9, "text": "责编 程某", "article": None, "role": "furniture"},
    ],
}


@pytest.mark.parametrize("name", HABITS)
def test_a_habit_keeps_every_character(name: str) -> None:
    assert "".join(HABITS[name](TEXT, TRUTH).split()) == "".join(TEXT.split())


def test_blank_rows_can_all_be_lost() -> None:
    assert "\n\n" not in no_blank_rows(TEXT, TRUTH)


def test_blank_rows_can_stand_between_paragraphs_only() -> None:
    rows = blank_between_paragraphs(TEXT, TRUTH).split("\n")
    assert [row.strip()[:3] for row in rows] == [
        "新桥通",
        "",
        "本 报",
        "桥通了",
        "",
        "大家都",
        "",
        "责编 ",
        "",
        "",
    ]


def test_spaces_within_chinese_can_be_lost_but_not_those_beside_latin() -> None:
    assert "本报讯昨天，\n" in no_inner_spaces(TEXT, TRUTH)
    assert "大家都来看 GDP 增长。" in no_inner_spaces(TEXT, TRUTH)
