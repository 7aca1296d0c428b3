"""Marks as an editor sets them, one for one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.pages import parse, reflow
from reader.pages.setting import set_marks, set_quotes
from tests.pages.invariants import plain

texts = st.text(st.sampled_from('甲乙丙Ab1 ,;:?!()（）％．."＂“”‘’。，：/5-'), max_size=40)


@pytest.mark.parametrize(
    ("printed", "set_"),
    [
        ("好,很好;是:否?好!", "好，很好；是：否？好！"),
        ("买2年以上(含2年)住房", "买2年以上（含2年）住房"),
        ("（甲)与(乙）", "（甲）与（乙）"),
        ("GDP(国内生产总值)增长", "GDP（国内生产总值）增长"),
        ("2023,全年增长8%,好于预期", "2023，全年增长8%，好于预期"),
        ("上午10:30,共1,200人", "上午10:30，共1,200人"),
        ("比分3:2", "比分3:2"),
        ("f(x)与(1)甲", "f(x)与（1）甲"),
        ("open, source (OSS)", "open, source (OSS)"),
        ("见http://a.cn/b?c=1,谢谢", "见http://a.cn/b?c=1，谢谢"),
        ("发到a.b@c.cn,谢谢", "发到a.b@c.cn，谢谢"),
        ("增长18．16％。", "增长18.16%。"),
        ("1．修路，甲％乙", "1．修路，甲％乙"),
        (",,,", ",,,"),
        ("1)修路", "1)修路"),
    ],
)
def test_marks(printed: str, set_: str) -> None:
    assert set_marks(printed) == set_


@pytest.mark.parametrize(
    ("printed", "set_"),
    [
        ('他说"好"，又说＂行＂。', "他说“好”，又说“行”。"),
        ("他说“好“，又说“行”。", "他说“好”，又说“行”。"),
        ("”好”，他说。", "“好”，他说。"),
        ("称为‘甲‘的", "称为‘甲’的"),
        ("他说：“好。", "他说：“好。"),
        ("“他说“好”就好”", "“他说“好”就好”"),
        ("“甲“、“乙“丙”丁”", "“甲“、“乙“丙”丁”"),
        ("”甲“、”乙“", "”甲“、”乙“"),
        ('15"屏幕和17"。', '15"屏幕和17"。'),
        ("It’s “好”", "It’s “好”"),
        ('say "yes"', 'say "yes"'),
    ],
)
def test_quotation_marks(printed: str, set_: str) -> None:
    assert set_quotes(printed) == set_


def test_a_paragraph_is_set_over_its_rows_and_so_is_a_page_cut_anywhere() -> None:
    text = '村里人都说"先把一条路修好,\n再把家家户户的灯点亮"，(大家也\n都同意)于是今年就这么办了起来，\n至今没停。'
    page = parse(text)
    [article] = page.articles
    shown = (
        "村里人都说“先把一条路修好，再把家家户户的灯点亮”，（大家也都同意）于是今年就这么办了起来，至今没停。"
    )
    assert [paragraph.flow.text for paragraph in article.paragraphs] == [shown]
    assert reflow(page, 0, len(text)).text == shown


@given(texts)
def test_setting_puts_one_character_for_another(text: str) -> None:
    for done in (set_marks(text), set_quotes(text)):
        assert list(map(plain, done)) == list(map(plain, text))
    assert set_marks(set_marks(text)) == set_marks(text)


@given(texts)
def test_marks_are_the_same_under_nfkc(text: str) -> None:
    assert unicodedata.normalize("NFKC", set_marks(text)) == unicodedata.normalize("NFKC", text)
