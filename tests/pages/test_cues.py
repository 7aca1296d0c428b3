"""What a row says by its words."""

from __future__ import annotations

import pytest

from reader.pages import cues


@pytest.mark.parametrize(
    "text",
    [
        "清河日报3月1日讯（记者 周小禾）今天",
        "清河日报2月29日讯（全媒体记者",
        "本报讯（记者 周小禾）",
        "新闻社清河3月1日电（记者 周小禾）",
        "清河日报2月",
        "本报清河3月1日",
    ],
)
def test_datelines(text: str) -> None:
    assert cues.is_dateline(text)


@pytest.mark.parametrize(
    "text", ["今年3月1日起，全市推行新办法。", "清河日报社社长来访", "他在本报实习过三年。"]
)
def test_no_datelines(text: str) -> None:
    assert not cues.is_dateline(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("清河县林业局 周小禾", ("清河县林业局", "周小禾")),
        ("清河大学 欧阳小禾", ("清河大学", "欧阳小禾")),
        ("清河理工学院经济管理系 纪如松", ("清河理工学院经济管理系", "纪如松")),
        ("清河市民 周小禾 王大川", ("清河市民", "周小禾 王大川")),
        ("改革创新 大抓落实 推动全省", None),
        ("大抓落实 推动", None),
        ("清河县林业局周小禾", None),
        ("修好一条路 富裕一方人", None),
    ],
)
def test_bylines(text: str, parts: tuple[str, str] | None) -> None:
    assert cues.byline_parts(text) == parts


@pytest.mark.parametrize(
    ("text", "verb", "whole"),
    [
        ("（紧接1版②）", "紧接", True),
        ("▲ ▲（上接 1版③）", "上接", True),
        ("▲（紧接第A1版）建成以后", "紧接", False),
        ("（下转2版①）", "下转", True),
    ],
)
def test_marks(text: str, verb: str, whole: bool) -> None:
    match = cues.MARK.match(text)
    assert match is not None
    assert (match["verb"], match.end() == len(text)) == (verb, whole)


@pytest.mark.parametrize(
    "text",
    [
        "要闻",
        "综合新闻",
        "献策·综合",
        "2026年3月5日 星期四A02城事",
        "清河日报 2026年3月3日 星期二 第1版",
        "清河日报",
        "02版",
        "责编：周小禾 版式：王大川",
        "星期日 农历正月十四",
    ],
)
def test_furniture(text: str) -> None:
    assert cues.FURNITURE.match(text)


@pytest.mark.parametrize("text", ["停水公告", "清河建成健康小镇", "修路三百里", "2026清河音乐节闭幕"])
def test_no_furniture(text: str) -> None:
    assert not cues.FURNITURE.match(text)


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("“我为清河献一策”金点子摘登", True),
        ("代表委员建言摘编", True),
        ("学生书法作品选登", False),
        ("献策清河", False),
    ],
)
def test_column_headers(text: str, header: bool) -> None:
    assert cues.is_header(text) is header


@pytest.mark.parametrize(
    ("texts", "signed"),
    [
        (["特此公告。", "清河供水有限公司"], {1}),
        (["停水至五时。", "清河供水有限公司", "2026年3月1日"], {1, 2}),
        (
            ["停水至五时。", "咨询电话：0000—0000000", "清河供水有限公司", "2026年3月1日", "山里的足球队"],
            {1, 2, 3},
        ),
        (["停水至五时。", "清河供水有限公司", "山里的足球队"], set()),
        (["停水至五时。", "2026年3月1日"], set()),
        (["清河供水有限公司", "2026年3月1日"], set()),
        ([], set()),
    ],
)
def test_signatures_of_notices(texts: list[str], signed: set[int]) -> None:
    assert cues.signatures(texts, [False] * len(texts)) == signed


def test_names() -> None:
    assert all(map(cues.is_name, ["周禾", "周小禾", "欧阳小禾", "阿依古丽·买买提"]))
    assert not any(map(cues.is_name, ["周", "推动全省", "落实", "一二三四五"]))


@pytest.mark.parametrize(
    ("text", "staff"),
    [("本报记者 周小禾", True), ("□清河日报全媒体记者 周小禾 王大川", True), ("周小禾", False)],
)
def test_staff(text: str, staff: bool) -> None:
    assert cues.is_staff(text) is staff


def test_short_titles_of_notices() -> None:
    assert cues.is_notice_title("停水公告")
    assert cues.is_notice_title("公告")
    assert not cues.is_notice_title("公告发布以后")


@pytest.mark.parametrize(
    ("texts", "joined", "signed"),
    [
        (["停水公告", "今晚停水。", "清河供水站", "停电公告"], [], {2}),
        (["停水公告", "今晚停水。", "清河供水站", "关于水价的公告"], [2], set()),
        (["停水公告", "今晚停水。", "2026年3月9日"], [], {2}),
        (["全县通水", "今晚通水。", "2026年3月9日"], [], set()),
        (["全县通水", "今晚通水。", "清河供水站"], [], set()),
        (["停水公告", "清河日报3月1日讯", "今晚停水。", "清河供水站"], [], set()),
        (["停水公告", "今晚停水，请到", "清河供水站"], [], set()),
        (["公告", "今晚停水。", "清河供水站", "2026年3月9日", "清河县中医院", "停诊公告"], [4], {2, 3}),
        (["声明", "证件作废。", "声明人：祁某"], [], {2}),
    ],
)
def test_under_a_notices_title_less_will_do_as_a_signature(
    texts: list[str], joined: list[int], signed: set[int]
) -> None:
    assert cues.signatures(texts, [index in joined for index in range(len(texts))]) == signed


@pytest.mark.parametrize(
    ("headline", "closing", "notice"),
    [
        ("停水公告", "", True),
        ("讣 告", "", True),
        ("“老街故事”征稿启事", "", True),
        ("关于调整15路公交线路的通知", "", True),
        ("国有土地使用权挂牌出让公告（第3号）", "", True),
        ("致读者", "", True),
        ("失物招领", "", True),
        ("两部门联合发布雨天出行公告", "", False),
        ("关于发布2026年防汛名单的通告", "", True),
        ("经济开发区停水公告", "", True),
        ("停水公告贴出以后", "他们说好。", False),
        ("招聘会开进社区大院", "来了六十多人。", False),
        ("山村小学招生", "孩子们很高兴。", False),
        ("幼儿园招生", "联系人：段老师", True),
        ("招聘会摊位招商", "联系电话：0000—5500110", True),
        ("修路", "2026年3月9日", False),
    ],
)
def test_notices_are_told_by_their_headlines(headline: str, closing: str, notice: bool) -> None:
    assert cues.is_notice(headline, closing) is notice


@pytest.mark.parametrize("text", ["特此公告", "定于3月28日15时在本公司拍卖", "向社会公开招标", "致敬劳动者"])
def test_rows_that_are_no_notices_titles(text: str) -> None:
    assert not cues.is_notice_title(text)
