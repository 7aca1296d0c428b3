"""Rows: nothing lost, nothing too wide, marks and words where Chinese typesetting wants them, no fuller row possible."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text import break_lines, cell_width

CLOSING = "，。、；：？！”’）》】」』〉〕％%‰…·ー,.;:?!)]}"
OPENING = "“‘（《【「『〈〔￥¥$№([{"
WHOLE = [
    "2.07万", "1,200", "35%", "2026", "WiFi", "COVID-19", "3.5亿", "a.b@c.cn", "２０２６", "——", "……", "don’t", "¥30", "9:30",
]  # fmt: skip
CHINESE = st.text(alphabet="为民生实事城市建设人大代表", min_size=1, max_size=12)
PIECE = st.one_of(
    CHINESE,
    CHINESE.map("“{}”，".format),
    CHINESE.map("（《{}》）。".format),
    CHINESE.map("{}、".format),
    st.sampled_from(WHOLE),
    st.tuples(CHINESE, st.sampled_from(WHOLE), CHINESE).map("".join),
    CHINESE.map("{} ".format),
    CHINESE.map("e\u0301{}".format),
)
PROSE = st.lists(PIECE, max_size=40).map("市".join)
AWKWARD = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("。”“—… 1a中\u3000\u0301\u200d\ufe0f☺\U0001f468")),
    max_size=150,
)


def rows(text: str, width: int) -> list[str]:
    return [text[a:b] for a, b in break_lines(text, width, width)]


def breaks_well(text: str, at: int) -> bool:
    """Say by the rules, written anew, whether prose may be cut at an index."""
    return (
        text[at] not in CLOSING
        and not text[at].isspace()
        and text[at - 1] not in OPENING
        and text[at] != "\u0301"
        and not any(a < at < b for word in WHOLE for a, b in occurrences(word, text))
    )


def occurrences(word: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(word), text)]


def prove_rows(text: str, first: int, rest: int) -> None:
    """Assert that rows of prose partition it, fit, break well, and could not hold any more."""
    spans = break_lines(text, first, rest)
    assert [b for _, b in spans[:-1]] == [a for a, _ in spans[1:]]
    assert "".join(text[a:b] for a, b in spans) == text
    legal = [at for at in range(1, len(text)) if breaks_well(text, at)] + [len(text)]
    for number, (start, end) in enumerate(spans):
        width = rest if number else first
        assert cell_width(text[start:end]) <= width
        assert end in legal
        following = next((at for at in legal if at > end), None)
        assert following is None or cell_width(text[start:following]) > width


@settings(max_examples=300)
@given(AWKWARD, st.integers(2, 250), st.integers(2, 250))
def test_rows_partition_any_text_and_fit(text: str, first: int, rest: int) -> None:
    spans = break_lines(text, first, rest)
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(a < b for a, b in spans)
    assert all(x[1] == y[0] for x, y in pairwise(spans))
    for number, (a, b) in enumerate(spans):
        assert cell_width(text[a:b]) <= (rest if number else first)


@settings(max_examples=200, deadline=None)
@given(PROSE, st.integers(40, 250), st.sampled_from([0, 2, 4]))
def test_rows_of_prose_keep_every_rule_and_are_full(text: str, width: int, indent: int) -> None:
    prove_rows(text, width - indent, width)


SAMPLE = (
    "近年来，澜州市人大代表提出“老旧小区加装电梯”等建议1,286件——其中，办结率达98.6%，惠及群众2.07万人次。"
    "“我们建议：（一）完善《澜州市物业管理条例》；（二）推广WiFi6、5G等设施……”周启明代表说，"
    "2026年前投入３．５亿元，把“一老一小”（托育、养老）服务做实做细。联系邮箱jianyi@lanzhou.cn，欢迎来信！"
) * 3


def test_a_sample_at_every_width_from_20_to_250() -> None:
    for width in range(20, 251):
        spans = break_lines(SAMPLE, width - 4, width)
        assert "".join(SAMPLE[a:b] for a, b in spans) == SAMPLE
        for number, (a, b) in enumerate(spans):
            row = SAMPLE[a:b]
            assert cell_width(row) <= (width if number else width - 4)
            assert row[0] not in CLOSING
            assert row[-1] not in OPENING
            if b < len(SAMPLE):
                seam = SAMPLE[b - 1 : b + 1]
                assert not re.fullmatch(r"[0-9A-Za-z０-９．.,@-]{2}|——|……|[0-9][%万]", seam), (width, seam)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("代表建议说，好", 10, ["代表建议", "说，好"]),
        ("他们认为“好”", 10, ["他们认为", "“好”"]),
        ("新增就业2.07万人", 12, ["新增就业", "2.07万人"]),
        ("覆盖率达到35%以上", 12, ["覆盖率达到", "35%以上"]),
        ("推广使用WiFi网", 10, ["推广使用", "WiFi网"]),
        ("我们的路——好", 9, ["我们的路", "——好"]),
        ("他说：好……", 9, ["他说：", "好……"]),
        ("抗击COVID-19", 10, ["抗击", "COVID-19"]),
        ("好cafe\u0301", 5, ["好", "cafe\u0301"]),
        ("建设 城市", 4, ["建", "设 ", "城市"]),
        ("好好好\u0301，", 6, ["好好", "好\u0301，"]),
        ("好☺\ufe0f", 3, ["好", "☺\ufe0f"]),
        ("", 10, []),
    ],
)
def test_rows(text: str, width: int, expected: list[str]) -> None:
    assert rows(text, width) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("。。。。。", 4, ["。。", "。。", "。"]),
        ("（（（好", 4, ["（（", "（好"]),
        ("abcdefgh", 5, ["abcde", "fgh"]),
        ("hello world", 5, ["hello", " ", "world"]),
        ("a" + "\u0301" * 9 + "b", 2, ["a" + "\u0301" * 9 + "b"]),
        ("好\u0301好", 2, ["好\u0301", "好"]),
        ("好\u0301好", 1, ["好\u0301", "好"]),
    ],
)
def test_where_no_rule_can_be_kept_nothing_is_lost(text: str, width: int, expected: list[str]) -> None:
    assert rows(text, width) == expected


def test_the_first_row_has_its_own_room() -> None:
    assert break_lines("建设城市", 4, 8) == [(0, 2), (2, 4)]
    assert break_lines("建设城市", 8, 4) == [(0, 4)]
