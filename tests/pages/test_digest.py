"""What is kept of a page when the page is not: checked against the page itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations import article_ranges, locate, make_target, measure_ranges, span_ranges
from reader.annotations.ranges import Caret
from reader.pages.digest import digest, name_of
from reader.pages.model import Page
from tests.annotations.pages import page as invented


@pytest.fixture
def page() -> Page:
    return invented()


def test_a_digest_says_of_each_article_what_the_page_says(page: Page) -> None:
    kept = digest(page)
    assert (kept.fingerprint, kept.number, kept.source) == (page.fingerprint, page.number, page.source)
    assert [each.id for each in kept.articles] == [each.id for each in page.articles]
    proposal, story = kept.articles
    assert (proposal.kind, proposal.title, proposal.affiliation, proposal.author) == (
        "proposal", "让图书馆开到夜里", "桐湾区读书会", "顾晚晴",
    )  # fmt: skip
    assert proposal.measures == ("一是", "二是")
    assert story.reporters == ("沈麦",)
    assert kept.headers[proposal.column or 0].startswith("“我为桐城献一策”")
    assert story.characters == sum(len(each.flow.text) for each in page.articles[1].paragraphs)


@given(st.integers(-3, 300), st.integers(0, 60))
def test_what_an_article_shows_of_a_range_is_counted_by_code_points(start: int, length: int) -> None:
    for article in digest(invented()).articles:
        pairs = zip(article.spans[::2], article.spans[1::2], strict=True)
        shown = {at for first, last in pairs for at in range(first, last)}
        assert article.holds(start, start + length) == len(shown.intersection(range(start, start + length)))


def test_what_is_annotated_is_found_in_the_article_that_shows_it(page: Page) -> None:
    kept = digest(page)
    for article in page.articles:
        wanted = [article_ranges(page, article)]
        wanted += [measure_ranges(page, article, measure) for measure in article.measures]
        wanted += [
            span_ranges(page, article, Caret(number, 0), Caret(number, 1))
            for number in range(len(article.blocks))
        ]
        for ranges in wanted:
            target = make_target(page, article, ranges, "span")
            found = kept.article_of(target.ranges)
            assert found is not None
            assert found.id == article.id == getattr(locate(page, target).article, "id", None)


def test_what_no_article_shows_is_in_none(page: Page) -> None:
    start = page.text.index("（桐湾日报记者")
    assert digest(page).article_of(((start, start + 5),)) is None
    assert digest(page).article_of(()) is None


def test_an_article_without_a_title_is_called_by_its_first_words() -> None:
    bare = invented("桐湾日报1月5日讯（记者 沈麦）城东新区今年新开三条公交专线，把地铁口和菜市场串在一起。\n")
    (article,) = bare.articles
    assert digest(bare).articles[0].title == ""
    assert digest(bare).articles[0].name == name_of(article) == "桐湾日报1月5日讯（记者 沈麦）城东新区…"
