"""What a story's first paragraph sounds like, and stories without a dateline told by it."""

from __future__ import annotations

import pytest

from reader.pages import parse
from reader.pages.leads import lead_odds, names_another_day
from tests.pages.press import column, loose

ROAD = "清河日报3月1日讯（记者 周小禾）青枫县把盘山路拓宽成双车道，三百一十公里山路年底前全部通车，竹笋下山快了两个钟头。"
SAID = "周小禾说，路修好以后，竹笋当天就能运到省城，村民盼着路灯也早点亮起来。"


@pytest.mark.parametrize(
    ("lead", "later"),
    [
        ("县农业局9日发布，全县竹笋增产一成。", "县农业局表示，全县竹笋增产一成。"),
        ("今天（3月9日）是第三个竹笋节。", "今天的竹笋节来了八百人。"),
        ("记者从县医院了解到，村医走遍六十一个寨子。", "他说，村医走遍六十一个寨子。"),
        ("竹笋节日前开幕。", "此外，竹笋节还有夜市。"),
    ],
)
def test_leads_say_when_and_who_told(lead: str, later: str) -> None:
    assert lead_odds(lead) > lead_odds(later)


def test_another_day() -> None:
    assert names_another_day("县农业局9日发布，竹笋增产。", "县农业局7日发布，村里修路。")
    assert not names_another_day("县农业局7日发布，竹笋增产。", "县农业局7日发布，村里修路。")
    assert not names_another_day("县农业局9日发布，竹笋增产。", "村里修路。")
    assert not names_another_day("县农业局9日发布，竹笋增产。", "清河日报7日讯（记者 周小禾）村里修路。")


def test_a_look_alike_under_a_story_is_found() -> None:
    first = "清河日报3月1日讯（记者 王大川）县农业局7日发布，全县竹笋增产一成，合作社多卖了六百吨鲜笋，冷库也跟着扩建。"
    second = (
        "县农业局9日发布，今年橙子遇上旱情减产，果园少摘了三百吨，果农靠办采摘游补上亏空，游客来了八百人。"
    )
    heads = ("县农业局：竹笋增产合作社卖鲜笋", "县农业局：橙子减产果园办采摘游", "盘山路拓宽成双车道")
    text = loose(column([ROAD]), column([first, second]), *heads)
    page = parse(text)
    assert [article.paragraphs[0].flow.text[-4:] for article in page.articles] == [
        "个钟头。",
        "着扩建。",
        "八百人。",
    ]
    assert [article.title for article in page.articles] == [heads[2], *heads[:2]]


def test_what_somebody_said_is_no_story_of_its_own() -> None:
    text = loose("盘山路拓宽竹笋快下山", "路灯早点亮起来竹笋运到省城", column([ROAD, SAID]))
    assert len(parse(text).articles) == 1
