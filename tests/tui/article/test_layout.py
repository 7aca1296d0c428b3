"""Rows: every character once, nothing wider than its column, marks where Chinese typesetting puts them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations import Caret
from reader.text import cell_width
from reader.tui.document import Document
from reader.tui.layout import Layout, frame, layout
from tests.tui.article.articles import ANY_TEXT, CLOSING, OPENING, PRINTED_TEXT, article, bodied, proposal

WIDTHS = st.integers(20, 250)


def covered(laid: Layout, block: int) -> list[int]:
    """Return the offsets of a block in the order its rows show them."""
    return [i for row in laid.rows if row.block == block for i in range(row.start, row.end)]


@given(st.lists(ANY_TEXT, min_size=1, max_size=4), st.lists(ANY_TEXT, max_size=2), WIDTHS)
@settings(max_examples=150, deadline=None)
def test_every_character_is_in_one_row_and_no_row_is_too_wide(
    paragraphs: Sequence[str], title: Sequence[str], width: int
) -> None:
    document = Document.of(article(paragraphs, title=title))
    laid = layout(document, width)
    for block, text in enumerate(document.texts):
        assert covered(laid, block) == list(range(len(text)))
    assert {row.block for row in laid.rows if row.role != "blank"} == set(range(len(document.blocks)))
    for number, row in enumerate(laid.rows):
        assert row.indent + cell_width(laid.text(number)) <= laid.frame.text


@given(st.lists(PRINTED_TEXT, min_size=1, max_size=3), WIDTHS)
@settings(max_examples=150, deadline=None)
def test_marks_keep_to_their_side_of_a_row(paragraphs: list[str], width: int) -> None:
    laid = layout(bodied(*paragraphs), width)
    for number, row in enumerate(laid.rows):
        text = laid.text(number)
        if row.start:
            assert text[0] not in CLOSING
        if text and row.end < len(laid.document.texts[row.block]):
            assert text[-1] not in OPENING


@given(st.integers(1, 300), st.integers(20, 240))
def test_a_frame_fills_the_width_and_never_more(width: int, limit: int) -> None:
    shape = frame(width, limit)
    right = width - shape.left - shape.text
    assert shape.text % 2 == 0
    assert shape.text <= limit
    if width >= 2:
        assert right >= 0
    if width >= 40:
        assert right >= 2  # no text at the very edge
        assert shape.label + shape.mark + shape.text >= min(width - 3, limit)


@pytest.mark.parametrize("width", [110, 140, 200, 250])
def test_the_text_column_is_centred_and_44_characters_wide(width: int) -> None:
    shape = frame(width)
    assert shape.text == 88
    assert abs(shape.left - (width - shape.left - shape.text)) <= 1


def test_paragraphs_begin_two_characters_in_and_headlines_are_centred() -> None:
    laid = layout(Document.of(proposal()), 80)
    first = {row.block: row for row in reversed(laid.rows) if row.role != "blank"}
    assert [first[block].indent for block in (4, 5, 6)] == [4, 4, 4]
    assert [row.indent for row in laid.rows if row.block == 5 and row.start] == [0]
    title = first[1]
    assert title.indent == (laid.frame.text - cell_width("让老城居民")) // 2


def test_measures_are_labelled_in_the_row_they_begin_in() -> None:
    laid = layout(Document.of(proposal()), 80)
    starts = {number: (laid.rows[number].block, label) for number, label in laid.labels.items()}
    assert list(starts.values()) == [(5, "一是")]  # both begin in one row: the first is named
    narrow = layout(Document.of(proposal()), 44)
    assert sorted(narrow.labels.values()) == ["一是", "二是"]
    for number, label in narrow.labels.items():
        assert label in narrow.text(number)


@given(st.lists(ANY_TEXT, min_size=1, max_size=3), WIDTHS, st.data())
@settings(max_examples=100, deadline=None)
def test_a_caret_is_found_again_at_its_cell(paragraphs: list[str], width: int, data: st.DataObject) -> None:
    document = Document.of(article(paragraphs))
    laid = layout(document, width)
    block = data.draw(st.integers(0, len(document.blocks) - 1))
    caret = document.clamp((block, data.draw(st.integers(0, max(0, len(document.texts[block]) - 1)))))
    row = laid.row_of(caret)
    assert laid.rows[row].block == block
    assert laid.rows[row].start <= caret.offset < max(laid.rows[row].end, 1)
    if cell_width(document.texts[block][caret.offset : document.after(*caret)]):
        assert laid.caret_at(row, laid.cell(caret)) == caret


def test_a_cell_past_the_row_gives_its_last_character_and_a_blank_row_the_block_below() -> None:
    laid = layout(bodied("青禾市今天有雨。"), 80)
    assert laid.is_blank(0)
    assert laid.caret_at(0, 3) == Caret(0, 0)
    assert laid.caret_at(1, 0) == Caret(0, 0)
    assert laid.caret_at(1, 79) == Caret(0, 7)
    assert laid.caret_at(99, -5) == Caret(0, 0)
