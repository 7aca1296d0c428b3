from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.annotations import (
    Caret,
    article_ranges,
    locate,
    make_target,
    measure_carets,
    measure_ranges,
    quote,
    span_ranges,
)
from reader.pages.model import Article
from tests.annotations.pages import page

PAGE = page()


@st.composite
def spans(draw: st.DrawFn) -> tuple[Article, Caret, Caret]:
    """An article and a range of its displayed characters within one part of it."""
    article = draw(st.sampled_from(PAGE.articles))
    blocks = article.blocks
    paragraphs = [i for i, block in enumerate(blocks) if block.role == "paragraph"]
    others = [[i] for i, block in enumerate(blocks) if block.role != "paragraph"]
    part = draw(st.sampled_from([paragraphs, *others]))
    first, last = sorted(draw(st.tuples(st.sampled_from(part), st.sampled_from(part))))
    start = draw(st.integers(0, len(blocks[first].flow.text) - 1))
    low = start + 1 if first == last else 1
    return article, Caret(first, start), Caret(last, draw(st.integers(low, len(blocks[last].flow.text))))


def shown(article: Article, start: Caret, end: Caret) -> str:
    """The characters of a range, blocks one after another."""
    return "".join(
        block.flow.text[start.offset if i == start.block else 0 : end.offset if i == end.block else None]
        for i, block in enumerate(article.blocks)
        if start.block <= i <= end.block
    )


@given(spans())
def test_a_span_is_found_where_it_was_put(case: tuple[Article, Caret, Caret]) -> None:
    article, start, end = case
    target = make_target(PAGE, article, span_ranges(PAGE, article, start, end), "span")
    location = locate(PAGE, target)
    assert location.article is article
    found = "".join(article.blocks[b].flow.text[s:e] for b, s, e in location.spans)
    assert found == shown(article, start, end)
    assert target.exact.replace("\n", "") == found


@given(spans())
def test_ranges_rise_and_never_touch(case: tuple[Article, Caret, Caret]) -> None:
    article, start, end = case
    ranges = span_ranges(PAGE, article, start, end)
    assert ranges
    assert all(a < b for a, b in ranges)
    assert all(one[1] < other[0] for one, other in pairwise(ranges))


def test_a_whole_article_is_its_headline_byline_and_body() -> None:
    article = PAGE.articles[0]
    target = make_target(PAGE, article, article_ranges(PAGE, article), "article")
    assert len(target.ranges) == 3
    assert target.exact.split("\n")[:2] == ["让图书馆开到夜里", "桐湾区读书会 顾晚晴"]
    assert target.title == "让图书馆开到夜里"
    location = locate(PAGE, target)
    assert [block for block, _, _ in location.spans] == list(range(len(article.blocks)))


def test_a_headline_below_its_story_is_part_of_it() -> None:
    article = PAGE.articles[1]
    assert article.title.startswith("城东新区")
    target = make_target(PAGE, article, article_ranges(PAGE, article), "article")
    assert target.ranges[0] > target.ranges[1]  # reading order: headline first, though printed below
    assert locate(PAGE, target).article is article


def test_a_measure_runs_from_its_marker_to_its_end() -> None:
    article = PAGE.articles[0]
    first, second = article.measures
    ranges = measure_ranges(PAGE, article, first)
    assert quote(PAGE, ranges).startswith("一是延长开馆时间")
    assert quote(PAGE, ranges).endswith("带旺周边小店。")
    start, end = measure_carets(article, second)
    assert shown(article, start, end).startswith("二是把座位")


def test_a_quote_is_reflowed_and_has_its_context() -> None:
    article = PAGE.articles[0]
    block = next(i for i, item in enumerate(article.blocks) if item.role == "paragraph")
    at = article.blocks[block].flow.text.index("从18点延到")
    target = make_target(
        PAGE, article, span_ranges(PAGE, article, Caret(block, at), Caret(block, at + 6)), "span"
    )
    assert target.exact == "从18点延到"
    assert "\n" in PAGE.text[slice(*target.ranges[0])]
    assert target.prefix.endswith("把主馆闭馆时间")
    assert target.suffix.startswith("22点，先在周末")
    assert len(target.prefix) <= 32
    assert len(target.suffix) <= 32


def test_what_no_article_holds_is_in_none() -> None:
    start = PAGE.text.index("金点子")
    target = make_target(PAGE, None, ((start, start + 3),), "span")
    assert target.exact == "金点子"
    assert locate(PAGE, target).article is None
    assert locate(PAGE, target).spans == ()
