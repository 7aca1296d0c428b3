"""What is compared of an article."""

from __future__ import annotations

import pytest

from reader.pages import parse
from reader.pages.substance import substance


def left(text: str) -> str:
    page = parse(
        f"桥边的灯\n亮了\n\n松江时报4月9日讯（记者 沈麦）{text}\n", name="松江时报2026-04-09_01版.txt"
    )
    return substance(page.articles[0])


@pytest.mark.parametrize(
    "text",
    [
        "市委书记余照川，市长白若谷，市领导陶望舒、齐墨言、梁若水出席会议并讲话。",
        "会议强调，要深入学习贯彻会议精神，把思想和行动统一到决策部署上来，真抓实干，久久为功。",
    ],
)
def test_offices_names_and_formulas_are_left_out(text: str) -> None:
    said = "桥边的四十盏灯昨晚全部亮了起来。"
    assert left(text + said) == "桥边的四十盏灯昨晚全部亮了起来"
    assert left(said) == "桥边的四十盏灯昨晚全部亮了起来"


def test_what_it_says_stays() -> None:
    text = "老城的菜市场大多建在三十年前，棚顶漏雨，地面积水，摊位挤在一处，两侧、中间。"
    assert left(text) == "老城的菜市场大多建在三十年前\n棚顶漏雨\n地面积水\n摊位挤在一处"
