"""Names by characters, pinyin and initials, against all that may be typed for a name."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.words.initials import EXACT, PART, PREFIX, find, pinyin, rank

TAGS = ["城市更新", "医疗/夜间门诊", "营商环境", "更新", "银行", "绿色出行", "GDP"]
SOUNDS = {
    "长": ("chang", "zhang"),
    "沙": ("sha",),
    "安": ("an",),
    "西": ("xi",),
    "先": ("xian",),
    "女": ("nv",),
}


def sounds(char: str) -> tuple[str, ...]:
    return SOUNDS.get(char, ())


def typings(name: str) -> set[str]:
    """Return all that may be typed for a whole name without cutting it short."""
    ways = [
        {
            char,
            *(text for sound in sounds(char) for text in (sound, sound[0])),
            *(sound[:2] for sound in sounds(char) if sound[1] == "h"),
        }
        for char in name
    ]
    return {"".join(way) for way in product(*ways)}


names = st.text("长沙安西先女a", min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", TAGS),
        ("yshj", ["营商环境"]),
        ("yingshanghuanjing", ["营商环境"]),
        ("ying'shang'huan'j", ["营商环境"]),
        ("Ying Shang", ["营商环境"]),
        ("yingshhj", ["营商环境"]),
        ("营shj", ["营商环境"]),
        ("gx", ["更新", "城市更新"]),
        ("更新", ["更新", "城市更新"]),
        ("yh", ["银行"]),
        ("yx", ["银行"]),
        ("lvse", ["绿色出行"]),
        ("lüse", ["绿色出行"]),
        ("ylyj", ["医疗/夜间门诊"]),
        ("yjmz", ["医疗/夜间门诊"]),
        ("醫療", ["医疗/夜间门诊"]),
        ("ＧＤＰ", ["GDP"]),
        ("zz", []),
        ("没有", []),
    ],
)
def test_tags_are_found_by_characters_pinyin_and_initials(typed: str, found: list[str]) -> None:
    assert find(TAGS, typed) == found


def test_equal_then_beginning_then_part_then_the_given_order() -> None:
    many = ["安西长沙", "西安", "西", "长西安", "xi"]
    assert find(many, "xi", sounds) == ["xi", "西", "西安", "安西长沙", "长西安"]


@given(names, st.data())
def test_all_that_may_be_typed_for_a_name_finds_it(name: str, data: st.DataObject) -> None:
    typed = data.draw(st.sampled_from(sorted(typings(name))))
    found = rank(name, typed, sounds)
    assert found is not None and (found[0] == EXACT or typed in name)


@given(names, st.text("changszxiv长沙安西", min_size=1, max_size=6))
def test_what_is_found_may_be_typed(name: str, typed: str) -> None:
    def reads(part: str) -> bool:
        return any(spelled.startswith(typed) for spelled in typings(part))

    ends = range(1, len(name) + 1)
    parts = [start for start in range(len(name)) if any(reads(name[start:end]) for end in ends)]
    found = rank(name, typed, sounds)
    latin = any("a" <= char <= "z" for char in typed)
    if not latin:
        assert (found is not None) == (typed in name)
    elif found is None:
        assert not parts and typed not in name
    else:
        assert parts or typed in name
        if found == (PREFIX, True):
            assert 0 in parts
        if found == (PART, True):
            assert 0 not in parts


@given(st.lists(names, unique=True), st.text("changsxi长沙", max_size=4))
def test_finding_chooses_among_the_names_and_keeps_order_among_equals(many: list[str], typed: str) -> None:
    found = find(many, typed, sounds)
    assert set(found) <= set(many) and len(found) == len(set(found))
    ranks = [rank(name, typed, sounds) for name in found] if typed.strip() else [0] * len(found)
    places = [(r, many.index(name)) for r, name in zip(ranks, found, strict=True)]
    assert places == sorted(places)


def test_readings_are_all_those_a_character_has() -> None:
    assert {"hang", "xing"} <= set(pinyin("行"))
    assert pinyin("绿")[0] == "lv"
    assert pinyin("a") == pinyin("。") == ()
