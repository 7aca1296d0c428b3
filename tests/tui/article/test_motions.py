"""Motions: total, in bounds, and each to its place."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.annotations import Caret
from reader.tui.document import Document
from reader.tui.layout import layout
from reader.tui.motions import MOTIONS, VERTICAL, Ground, Motion, Place, motion
from reader.tui.units import fallback_words
from tests.tui.article.articles import ANY_TEXT, FIRST, SECOND, article, bodied, proposal


def ground(document: Document, width: int = 80, page: int = 20) -> Ground:
    """Lay a document out to move in, with single characters for words."""
    return Ground(layout(document, width), fallback_words, page)


def go(where: Ground, caret: tuple[int, int], name: Motion, count: int = 1) -> Caret:
    """Return where a motion leads."""
    return motion(where, Place(Caret(*caret)), name, count).caret


@given(
    st.lists(ANY_TEXT, min_size=1, max_size=4),
    st.integers(20, 250),
    st.lists(st.tuples(st.sampled_from(MOTIONS), st.integers(1, 40)), max_size=12),
    st.tuples(st.integers(0, 9), st.integers(0, 300)),
)
@settings(max_examples=200, deadline=None)
def test_every_motion_ends_on_a_character_a_caret_can_stand_on(
    paragraphs: list[str], width: int, names: list[tuple[Motion, int]], start: tuple[int, int]
) -> None:
    document = Document.of(article(paragraphs))
    where = ground(document, width)
    place = Place(document.clamp(start))
    for name, count in names:
        place = motion(where, place, name, count)
        assert document.clamp(place.caret) == place.caret


@given(st.lists(ANY_TEXT, min_size=1, max_size=3), st.integers(20, 120))
@settings(max_examples=100, deadline=None)
def test_going_on_visits_everything_once_and_back_again(paragraphs: list[str], width: int) -> None:
    document = bodied(*paragraphs)
    where = ground(document, width)
    seen = [document.start]
    while (after := go(where, seen[-1], "char_next")) != seen[-1]:
        seen.append(after)
    assert seen == sorted(seen)
    assert seen[-1] == document.end
    back = [document.end]
    while (before := go(where, back[-1], "char_prev")) != back[-1]:
        back.append(before)
    assert back[::-1] == seen


@pytest.mark.parametrize(
    "pair",
    [("word_next", "word_prev"), ("sentence_next", "sentence_prev"), ("paragraph_next", "paragraph_prev"),
     ("row_down", "row_up"), ("page_down", "page_up"), ("half_page_down", "half_page_up")],
)  # fmt: skip
@given(st.lists(ANY_TEXT, min_size=1, max_size=3))
@example(["。\u200d00"])  # a sentence ends within a character
@settings(max_examples=40, deadline=None)
def test_repeated_motions_reach_the_ends(pair: tuple[Motion, Motion], paragraphs: list[str]) -> None:
    document = bodied(*paragraphs)
    where = ground(document, 30, page=5)
    onward, back = pair
    bottom, top = go(where, (0, 0), onward, 10_000), go(where, document.end, back, 10_000)
    last, first = where.layout.row_of(document.end), where.layout.row_of(document.start)
    if onward in VERTICAL:
        assert where.layout.row_of(bottom) == last
        assert where.layout.row_of(top) == first
    else:
        assert bottom == document.end
        assert top.block == 0


def test_units_are_stepped_over_one_by_one() -> None:
    where = ground(Document.of(proposal()))
    assert go(where, (4, 0), "word_next", 3) == Caret(4, 3)
    assert go(where, (4, 6), "word_next", 3) == Caret(4, 9)
    comma = proposal().blocks[4].flow.text.index("，")
    assert go(where, (4, comma - 1), "word_next") == Caret(4, comma + 1)
    assert go(where, (4, comma + 1), "word_prev") == Caret(4, comma - 1)
    assert go(where, (5, 2), "sentence_next") == Caret(5, FIRST.index("由"))
    assert go(where, (5, 2), "sentence_prev") == Caret(5, 0)
    assert go(where, (5, 0), "sentence_prev").block == 4
    assert go(where, (5, 3), "paragraph_prev") == Caret(5, 0)
    assert go(where, (5, 0), "paragraph_prev") == Caret(4, 0)
    assert go(where, (5, 3), "paragraph_next") == Caret(6, 0)
    assert go(where, (0, 0), "bottom") == Document.of(proposal()).end
    assert go(where, (6, 2), "top") == Caret(0, 0)


def test_measures_are_gone_to_and_the_last_one_stays() -> None:
    where = ground(Document.of(proposal()))
    assert go(where, (0, 0), "measure_next") == Caret(5, 0)
    assert go(where, (0, 0), "measure_next", 2) == Caret(5, len(FIRST))
    assert go(where, (0, 0), "measure_next", 9) == Caret(5, len(FIRST))
    assert go(where, (6, 0), "measure_prev") == Caret(5, len(FIRST))
    assert go(where, (5, 1), "measure_prev") == Caret(5, 0)
    assert go(where, (5, 0), "measure_prev") == Caret(5, 0)
    assert (FIRST + SECOND)[len(FIRST)] == "二"


def test_a_short_row_does_not_lose_the_column() -> None:
    document = bodied("市" * 30, "短。", "县" * 30)
    where = ground(document)
    place = motion(where, Place(Caret(0, 20)), "row_down")
    assert place.caret == Caret(1, 1)
    assert motion(where, place, "row_down").caret == Caret(2, 20)


def test_blank_rows_are_not_stopped_at() -> None:
    where = ground(Document.of(proposal()))
    assert go(where, (2, 0), "row_down").block == 3
    assert go(where, (3, 0), "row_down").block == 4
    assert go(where, (4, 0), "row_up").block == 3


def test_a_page_shares_two_rows_with_the_next() -> None:
    document = bodied("市" * 3000)
    where = ground(document, 40, page=10)
    row = where.layout.row_of
    assert row(go(where, (0, 100), "page_down")) - row(Caret(0, 100)) == 8
    assert row(go(where, (0, 100), "half_page_down")) - row(Caret(0, 100)) == 5


def test_row_ends_are_the_rows_own() -> None:
    where = ground(bodied("市" * 100), 40)
    row = where.layout.rows[2]
    assert go(where, (0, row.start + 3), "row_start") == Caret(0, row.start)
    assert go(where, (0, row.start + 3), "row_end") == Caret(0, row.end - 1)


def test_an_unknown_motion_is_refused() -> None:
    with pytest.raises(KeyError):
        motion(ground(bodied("市")), Place(Caret(0, 0)), "sideways")  # type: ignore[arg-type]
