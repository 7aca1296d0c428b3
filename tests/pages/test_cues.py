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
    assert cues.signatures(texts) == signed


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
