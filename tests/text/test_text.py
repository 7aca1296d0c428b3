import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.text import cell_width, char_width, clauses, fold, sentences


@given(st.text())
def test_folding_keeps_length_and_settles(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_folding_every_character() -> None:
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, sys.maxunicode + 1)]))
    assert len(fold(every)) == len(every)
    assert fold(fold(every)) == fold(every)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("營商環境", "营商环境"),
        ("ＡＢＣ　１２％", "abc 12%"),
        ("WiFi", "wifi"),
        ("乾隆", "乾隆"),
        ("一是", "一是"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_characters_are_as_wide_as_rich_draws_them() -> None:
    assert all(char_width(chr(code)) == cell_len(chr(code)) for code in range(0x20, 0x10000))


@given(st.text())
def test_a_text_is_never_wider_than_counted(text: str) -> None:
    assert cell_len(text) <= cell_width(text)


@given(st.text(alphabet="甲乙，。；！？…—”“’）：,:1a\n \u3000"))
def test_units_partition_the_text(text: str) -> None:
    for spans in (sentences(text), clauses(text)):
        assert "".join(text[a:b] for a, b in spans) == text
        assert all(a < b for a, b in spans)
        assert all(x[1] == y[0] for x, y in pairwise(spans))


def cut(spans: list[tuple[int, int]], text: str) -> list[str]:
    return [text[a:b] for a, b in spans]


def test_sentences() -> None:
    text = "他说：“好。”大家都来了！还有吗……没有"
    assert cut(sentences(text), text) == ["他说：“好。”", "大家都来了！", "还有吗……", "没有"]


def test_clauses() -> None:
    text = "一是完善机制，二是1,200元；三是好。"
    assert cut(clauses(text), text) == ["一是完善机制，", "二是1,200元；", "三是好。"]
