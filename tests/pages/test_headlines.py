"""Headlines to bodies, and a headline's rows to kicker, title and subtitle."""

from __future__ import annotations

import pytest

from reader.pages.drafts import Drafts, gather
from reader.pages.headlines import Group, parts, place_headlines
from reader.pages.rows import Line, read_rows
from reader.pages.segments import label_lines
from reader.pages.splitting import split_bodies
from reader.pages.sureness import doubt_headlines
from tests.pages.press import column, loose

ROAD = "清河日报3月1日讯（记者 周小禾）青枫县把盘山路拓宽成双车道，三百一十公里山路年底前全部通车，竹笋下山快了两个钟头。"
CLINIC = "清河日报3月1日讯（记者 王大川）巡回村医背着药箱进山，给高龄老人量血压、换药，二十八名村医走遍六十一个寨子。"
SCHOOL = "清河日报3月1日讯（记者 李三）足球队在市级决赛里踢平对手，教练用竹竿当标志杆教孩子传球，镇里派客车接家长观赛。"

NOTICE = [
    "因更换供水主管阀门，定于三月五日夜间停水，请沿街各小区用户提前储水，停水期间关闭水龙头。",
    "恢复供水初期水色发黄属正常现象，稍加排放即可，不便之处敬请谅解。",
]


def placed(text: str) -> tuple[Drafts, list[Group]]:
    _, lines, _ = read_rows(text)
    drafts = gather(label_lines(lines), True)
    return drafts, place_headlines(drafts, tight=True)


def owners(text: str) -> dict[str, str | None]:
    """Return the first characters of the body that each headline was given."""
    drafts, groups = placed(text)
    return {
        group.text: None if group.body is None else drafts.bodies[group.body].text[15:19] for group in groups
    }


def test_headlines_printed_away_from_their_bodies_find_them() -> None:
    text = loose(
        "足球队踢进市级决赛",
        "巡回村医背药箱进山",
        "盘山路拓宽竹笋快下山",
        *map(column, ([ROAD], [CLINIC], [SCHOOL])),
    )
    drafts, groups = placed(text)
    bodies = [drafts.bodies[group.body].text for group in groups if group.body is not None]
    assert [group.text for group in groups] == [
        "足球队踢进市级决赛",
        "巡回村医背药箱进山",
        "盘山路拓宽竹笋快下山",
    ]
    assert ["李三" in bodies[0], "王大川" in bodies[1], "周小禾" in bodies[2]] == [True] * 3
    assert all(group.margin > 0.1 for group in groups)


def test_the_runner_up_is_named() -> None:
    text = loose(
        "盘山路拓宽竹笋快下山",
        column([ROAD]),
        "巡回村医背药箱走竹笋盘山路",
        column([CLINIC]),
        "足球队踢进市级决赛",
        column([SCHOOL]),
    )
    drafts, groups = placed(text)
    doubt_headlines(drafts, groups, tight=True)
    torn = next(group for group in groups if "村医" in group.text)
    assert torn.instead == "盘山路拓宽竹笋快下山"
    assert 0 <= torn.margin < 1
    plain = next(group for group in groups if group.text == "盘山路拓宽竹笋快下山")
    assert torn.margin < plain.margin


def test_a_headline_of_no_body_stays_without() -> None:
    text = loose(
        column([ROAD]),
        column([CLINIC]),
        "银河里的星星数不清\n海上的船帆看不尽",
        "盘山路拓宽竹笋快下山",
        "巡回村医背药箱进山",
    )
    assert owners(text)["银河里的星星数不清海上的船帆看不尽"] is None


def test_what_somebody_stressed_follows_as_the_title() -> None:
    text = loose(
        column([ROAD]), "周小禾在青枫县调研盘山路拓宽时强调", "养好一尾鱼 护好一江水", column([CLINIC])
    )
    _, groups = placed(text)
    assert [line.text for line in groups[0].lines] == [
        "周小禾在青枫县调研盘山路拓宽时强调",
        "养好一尾鱼 护好一江水",
    ]


def test_a_notice_title_belongs_to_the_notice_below() -> None:
    text = loose(column([ROAD]), "盘山路拓宽竹笋快下山", "停水公告", column(NOTICE, 14))
    drafts, groups = placed(text)
    notice = next(group for group in groups if group.text == "停水公告")
    assert notice.body is not None
    assert drafts.bodies[notice.body].text.startswith("因更换供水")


def test_a_story_without_a_dateline_is_found_by_its_headline() -> None:
    hidden = "摘橙子的季节到了，果园主人老裴把采摘篮发给城里来的游客，一篮橙子只收十元，摘多少都行，当天来了八百人。"
    text = loose(
        column([ROAD, hidden, "游客说，橙子比城里甜。"]), "盘山路拓宽竹笋快下山", "果园橙子季采摘篮十元一篮"
    )
    _, lines, _ = read_rows(text)
    drafts = gather(label_lines(lines), True)
    assert len(drafts.bodies) == 1
    drafts, groups = split_bodies(drafts, place_headlines(drafts, tight=True), tight=True)
    assert [body.text[:4] for body in drafts.bodies] == ["清河日报", "摘橙子的"]
    assert [group.body for group in groups] == [0, 1]


def test_a_story_may_begin_with_an_ordinal_that_numbers_no_list() -> None:
    hidden = (
        "第十八届橙子节昨天在果园开幕，主人老裴把采摘篮发给城里来的游客，一篮橙子只收十元，当天来了八百人。"
    )
    text = loose(column([ROAD, hidden]), "盘山路拓宽竹笋快下山", "第十八届橙子节开幕")
    _, lines, _ = read_rows(text)
    drafts = gather(label_lines(lines), True)
    drafts, _ = split_bodies(drafts, place_headlines(drafts, tight=True), tight=True)
    assert [body.text[:4] for body in drafts.bodies] == ["清河日报", "第十八届"]


def test_headlines_set_tightly_are_torn_where_they_speak_of_two_stories() -> None:
    text = loose(
        column([ROAD]),
        "盘山路拓宽双车道\n竹笋下山快两个钟头\n巡回村医背药箱进山\n二十八名村医走遍六十一个寨子",
        column([CLINIC]),
    )
    assert owners(text) == {
        "盘山路拓宽双车道竹笋下山快两个钟头": "禾）青枫",
        "巡回村医背药箱进山二十八名村医走遍六十一个寨子": "川）巡回",
    }


def rows(*texts: str) -> list[Line]:
    """Make headline rows, blank-separated unless a text holds line feeds."""
    _, lines, _ = read_rows("\n\n".join(texts))
    return list(lines)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["盘山路拓宽"], ["title"]),
        (["老樟树有了\n“家庭医生”"], ["title", "title"]),
        (["市委会议强调", "修好山里的每一条路"], ["kicker", "title"]),
        (["修好一条路 富裕一方人", "青枫县拓宽盘山路"], ["title", "kicker"]),
        (["青枫县干部入户听来一本“吐槽簿”", "群众吐的槽 件件有回音"], ["kicker", "title"]),
        (["澜水三桥主跨合龙", "预计国庆节前通车"], ["title", "kicker"]),
        (["学文化 强身体 重劳动 树新风", "青枫县拓宽盘山路"], ["kicker", "title"]),
        (["青枫县竹笋增产10%\n去年6项指标排在全市第一"], ["title", "subtitle"]),
        (["药箱背进大山\n看病不再翻岭", "28名村医走遍61个寨子"], ["title", "title", "subtitle"]),
    ],
)
def test_parts(texts: list[str], expected: list[str]) -> None:
    assert parts(rows(*texts), "", proposal=False, tight=True) == expected


def test_a_figure_told_word_for_word_below_is_a_subtitle() -> None:
    body = "巡回村医背着药箱进山，28名村医走遍61个寨子，换药量血压。"
    headline = rows("巡回村医背药箱\n28名村医走遍61个寨子")
    assert parts(headline, body, proposal=False, tight=True) == ["title", "subtitle"]
    split = rows("巡回村医背着药箱进山28\n名村医走遍61个寨子")
    assert parts(split, body.replace("，28", "28"), proposal=False, tight=True) == ["title", "title"]


def test_all_rows_of_a_proposal_headline_are_its_title() -> None:
    assert parts(rows("修路", "全县310公里山路"), "", proposal=True, tight=True) == ["title", "title"]


def test_rows_that_a_phrase_of_the_body_runs_across_are_one_where_blank_rows_are_lost() -> None:
    _, lines, _ = read_rows("非洲疾控中心\n总部项目竣工")
    assert parts(lines, "非洲疾控中心总部项目今天竣工。", proposal=False, tight=False) == ["title", "title"]
