"""Finding text in an article."""

from __future__ import annotations

from reader.annotations import Caret
from reader.tui.document import Document
from reader.tui.find import Finder, Haystack, Step
from tests.tui.article.articles import article, bodied


def test_folded_text_is_found_in_place() -> None:
    haystack = Haystack(bodied("推进ＡＩ＋治理，ai先行。", "治理要實。"))
    assert [hit.spans for hit in haystack.find("AI")] == [((0, 2, 4),), ((0, 8, 10),)]
    assert [hit.spans for hit in haystack.find(" 要实 ")] == [((1, 2, 4),)]
    assert haystack.find("") == haystack.find("　") == haystack.find("没有") == ()


def test_hits_do_not_overlap() -> None:
    assert [hit.start for hit in Haystack(bodied("人人人人人")).find("人人")] == [Caret(0, 0), Caret(0, 2)]


def test_a_title_is_one_text_over_its_rows_and_paragraphs_are_not() -> None:
    haystack = Haystack(Document.of(article(("前段到此", "为止后段"))))
    assert [hit.spans for hit in haystack.find("居民停得")] == [((1, 3, 5), (2, 0, 2))]
    assert haystack.find("到此为止") == ()
    assert haystack.find("停车让老城") == ()  # kicker and title are parts of their own


def test_stepping_goes_around_and_says_so() -> None:
    finder = Finder(Haystack(bodied("车、车、车")).find("车"))
    assert finder.begin(Caret(0, 1)) == Step(1, 3, wrapped=False)
    assert finder.step(Caret(0, 2), 1) == Step(2, 3, wrapped=False)
    assert finder.step(Caret(0, 4), 1) == Step(0, 3, wrapped=True)
    assert finder.step(Caret(0, 0), -1) == Step(2, 3, wrapped=True)
    assert finder.step(Caret(0, 3), -1) == Step(1, 3, wrapped=False)
    assert finder.step(Caret(0, 3), 1) == Step(2, 3, wrapped=False)
    assert finder.begin(Caret(1, 0)) == Step(0, 3, wrapped=True)


def test_nothing_found_is_nowhere_to_step_to() -> None:
    finder = Finder(())
    assert finder.begin(Caret(0, 0)) is None
    assert finder.step(Caret(0, 0), 1) is None
    assert finder.current is None


def test_hits_over_a_row_include_one_that_began_in_the_block_before() -> None:
    haystack = Haystack(Document.of(article()))
    finder = Finder(haystack.find("居民停得"))
    assert list(finder.over(2, 0, 4)) == list(finder.hits)
    assert list(finder.over(2, 2, 4)) == []
