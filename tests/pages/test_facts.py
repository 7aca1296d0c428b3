"""What an article speaks of, found by rules; the texts are invented."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.pages.facts import SORTS, FactSort, find_facts
from reader.pages.model import Block, flow


def block(text: str, role: str = "paragraph") -> Block:
    """Return a block of a text."""
    return Block(role, flow(text, range(len(text))), 0 if role == "paragraph" else None)  # type: ignore[arg-type]


def found(text: str, sort: FactSort) -> list[str]:
    """Return the facts of a sort in a paragraph."""
    return [fact.text for fact in find_facts([block(text)]) if fact.sort == sort]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("全年投资56.8亿元，比去年增长12.3%。", ["56.8亿元", "12.3%"]),
        ("新增18个口袋公园，服务群众1.9万人次。", ["18个", "1.9万人次"]),
        ("下降2.5个百分点，约占5%—10%。", ["2.5个百分点", "5%—10%"]),
        ("补贴３００元，共2,760余台。", ["３００元", "2,760余台"]),
        ("大桥全长2.07公里，十二亿元总投资，百分之三十五已到位。", ["2.07公里", "十二亿元", "百分之三十五"]),
        ("推行“三减三增”和“10个一批”，一是排班，二是备药。", []),
        ("2024年3月5日，8时开工。", []),
    ],
)
def test_amounts(text: str, amounts: list[str]) -> None:
    assert found(text, "amount") == amounts


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2024年3月5日上午开工，今年12月底前通车。", ["2024年3月5日上午", "今年12月底"]),
        ("到2026年，3月1日起施行。", ["2026年", "3月1日"]),
        ("二〇二五年一季度，2024—2026年三年行动。", ["二〇二五年一季度", "2024—2026年"]),
        ("工期3个月，2年内完成。", []),
    ],
)
def test_dates(text: str, dates: list[str]) -> None:
    assert found(text, "date") == dates


def test_documents() -> None:
    text = "根据《澜州市养老服务条例》和澜政发〔2024〕12号文件，《助餐办法》［2025］3号施行。"
    assert found(text, "document") == [
        "《澜州市养老服务条例》", "澜政发〔2024〕12号", "《助餐办法》", "［2025］3号",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        (
            "近年来澜州市交通运输局会同市人力资源和社会保障局推进。",
            ["澜州市交通运输局", "市人力资源和社会保障局"],
        ),
        ("记者从松江大学公共卫生学院获悉，有关部门和各大学都参加。", ["松江大学", "公共卫生学院"]),
        (
            "由澜州云帆科技有限公司建设，桐溪县竹坪镇中心小学使用。",
            ["澜州云帆科技有限公司", "桐溪县竹坪镇中心小学"],
        ),
        ("由教育、财政三部门安排部署，学校的部分位于市中心。", []),
        ("该公司在白鹭洲新区管委会登记。", ["白鹭洲新区管委会"]),
    ],
)
def test_organisations(text: str, organisations: list[str]) -> None:
    assert found(text, "organisation") == organisations


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("市水务局局长周砚舟介绍，村民李禾说，饮水点每天检测。", ["周砚舟", "李禾"]),
        ("松江时报4月8日讯（全媒体记者 安禾 通讯员 岑望）走在河边。", ["安禾", "岑望"]),
        ("“方便多了。”王小满说，“以前绕路。”程以宁教授认为可行。", ["王小满", "程以宁"]),
        ("业主查看账单，市民安全出行，代表高度评价。", []),
    ],
)
def test_people(text: str, people: list[str]) -> None:
    assert found(text, "person") == people


def test_an_author_is_a_person_wherever_the_name_stands() -> None:
    facts = find_facts([block("柳堤区商务局 贺知远", "byline"), block("贺知远认为，贺知远的街坊也这样看。")])
    (person,) = [fact for fact in facts if fact.sort == "person"]
    assert person.text == "贺知远" and person.places == ((0, 7, 10), (1, 0, 3), (1, 6, 9))
    assert [fact.text for fact in facts if fact.sort == "organisation"] == ["柳堤区商务局"]


pieces = st.sampled_from(
    ["村民李禾说", "记者 安禾", "56.8亿元", "18个", "3月5日", "2024年", "《办法》", "〔2024〕12号", "澜州市财政局", "，", "。", "“", "”",
     "（", "）", "大学", "有限公司", "十", "百分之三", "王", "的", " ", "\u3000", "新区", "a"]
)  # fmt: skip


@given(st.lists(st.one_of(st.lists(pieces, max_size=12).map("".join), st.text(max_size=20)), max_size=4))
def test_places_lie_within_the_text_apart_and_are_the_same_each_time(texts: list[str]) -> None:
    blocks = [
        block(text, role)
        for text, role in zip(texts, ["title", "byline", "paragraph", "paragraph"], strict=False)
    ]
    facts = find_facts(blocks)
    assert facts == find_facts(blocks)
    assert [SORTS.index(fact.sort) for fact in facts] == sorted(SORTS.index(fact.sort) for fact in facts)
    for sort in SORTS:
        places = sorted(place for fact in facts if fact.sort == sort for place in fact.places)
        for number, a, b in places:
            assert 0 <= a < b <= len(texts[number])
        for (one, _a, end), (two, start, _b) in pairwise(places):
            assert one < two or end <= start
    for fact in facts:
        number, a, b = fact.places[0]
        assert fact.text == texts[number][a:b] and list(fact.places) == sorted(fact.places)
