"""What is typed, what it means, and what holds of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.index.query import Facts, QueryError, Term, parse
from reader.text import fold


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("公交", [Term("word", "公交")]),
        ("公交　夜班", [Term("word", "公交"), Term("word", "夜班")]),
        ('"夜 班" -早班', [Term("word", "夜 班"), Term("word", "早班", True)]),
        ('－"早 班"', [Term("word", "早 班", True)]),
        ("＂夜 班＂", [Term("word", "夜 班")]),
        ('"没有写完', [Term("word", "没有写完")]),
        ('title:车站 标题："新 站"', [Term("title", "车站"), Term("title", "新 站")]),
        ("-tag:民生/居住", [Term("tag", "民生/居住", True)]),
        ("kind:建议 kind:news", [Term("kind", "proposal"), Term("kind", "news")]),
        ("date:2024", [Term("date", "2024-01-01", until="2024-12-31")]),
        ("date:2024-2", [Term("date", "2024-02-01", until="2024-02-29")]),
        ("date:2024-02..2024-03", [Term("date", "2024-02-01", until="2024-03-31")]),
        ("日期：2024-02-05..", [Term("date", "2024-02-05", until="9999-99-99")]),
        ("date:..2023", [Term("date", "0000-00-00", until="2023-12-31")]),
        ("時間 ＡＢ", [Term("word", "时间"), Term("word", "ab")]),
        ("12:30 来源:本报 “一是” - a-b", [Term("word", each) for each in ("12:30", "来源:本报", "“一是”", "-", "a-b")]),
    ],
)  # fmt: skip
def test_what_is_typed_means(typed: str, terms: list[Term]) -> None:
    assert list(parse(typed).terms) == terms


@pytest.mark.parametrize(
    ("typed", "code", "params"),
    [
        ("", "query_empty", {}),
        ('　"" ', "query_empty", {}),
        ("公交 colour:red", "query_field", {"field": "colour"}),
        ("title:", "query_value", {"field": "title"}),
        ('单位：" "', "query_value", {"field": "单位"}),
        ("kind:poem", "query_kind", {"value": "poem"}),
        ("date:明天", "query_date", {"value": "明天"}),
        ("date:2024-13", "query_date", {"value": "2024-13"}),
        ("date:2023-02-29", "query_date", {"value": "2023-02-29"}),
        ("date:..", "query_date", {"value": ".."}),
        ("date:٢٠٢٤", "query_date", {"value": "٢٠٢٤"}),
    ],
)
def test_what_means_nothing_is_named(typed: str, code: str, params: dict[str, str]) -> None:
    with pytest.raises(QueryError) as caught:
        parse(typed)
    assert caught.value.code == code
    assert params.items() <= caught.value.params.items()


def test_a_wrong_field_is_told_those_there_are() -> None:
    with pytest.raises(QueryError) as caught:
        parse("colour:red")
    assert caught.value.params["known"].split() == [
        "title:", "author:", "affiliation:", "tag:", "comment:", "kind:", "stage:", "date:", "paper:",
    ]  # fmt: skip


FACTS = Facts(
    title="给车站装灯",
    text="给车站装灯\n建议由住建局统一安装。",
    authors="程以宁\n沈麦",
    affiliation="桐湾区住建局",
    kind="proposal",
    date="2024-02-29",
    paper="桐湾日报",
    comments=("可行，先试点",),
    quotes=("统一安装",),
    tags=("民生/居住",),
    stages=("已交办",),
)


@pytest.mark.parametrize(
    ("typed", "holds"),
    [
        ("车站 统一", True),
        ("车站 -统一", False),
        ("装灯建议", False),
        ("先试点", True),
        ("title:统一", False),
        ("title:車站", True),
        ("author:沈", True),
        ("-author:沈", False),
        ("单位:住建", True),
        ("tag:居住", True),
        ("-tag:医疗", True),
        ("comment:车站", False),
        ("kind:建议", True),
        ("stage:交办", True),
        ("date:2024-02", True),
        ("date:..2024-02-28", False),
        ("paper:桐湾", True),
    ],
)
def test_what_holds_of_an_article(typed: str, holds: bool) -> None:
    assert parse(typed).holds(FACTS) is holds


def test_without_a_date_no_day_holds() -> None:
    assert not parse("date:..2030").holds(Facts())
    assert parse("-date:2024").holds(Facts())


@given(st.text())
def test_anything_typed_is_a_query_or_a_stated_mistake(typed: str) -> None:
    try:
        query = parse(typed)
    except QueryError as error:
        assert error.code.startswith("query_")
    else:
        assert query.terms and all(term.value for term in query.terms)


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1), st.booleans()
        ),
        min_size=1,
    )
)
def test_what_is_put_in_quotes_is_taken_as_it_is(words: list[tuple[str, bool]]) -> None:
    words = [
        ("".join(char for char in text if char not in '"＂') or "字", negated) for text, negated in words
    ]
    typed = " ".join(f'{"-" * negated}"{text}"' for text, negated in words)
    wanted = [
        Term("word", fold("".join(" " if char.isspace() else char for char in text)), no)
        for text, no in words
    ]
    found = parse(typed).terms
    assert [(term.sort, term.negated) for term in found] == [("word", term.negated) for term in wanted]
    for term, other in zip(found, wanted, strict=True):
        assert " ".join(term.value.split()) == " ".join(other.value.split())
