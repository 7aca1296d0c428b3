"""The ladder 字→词→分句→句→段/措施→稿件 and back; selections stop at seams."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations import BlockSpan, Caret
from reader.pages.measures import find_measures
from reader.tui.document import Document
from reader.tui.selection import (
    Selection,
    grow,
    longest_part,
    rungs,
    section_ends,
    selection_of,
    shrink,
    unit_of,
)
from reader.tui.units import fallback_words
from tests.tui.article.articles import ANY_TEXT, FIRST, SECOND, article, proposal

PROPOSAL = Document.of(proposal())


def words(text: str) -> list[tuple[int, int]]:
    """Cut a text into pairs of characters."""
    return [(i, min(i + 2, len(text))) for i in range(0, len(text), 2)]


def shown(document: Document, selection: Selection) -> str:
    """Return the selected text, blocks parted by a stroke."""
    start, end = selection.span(document)
    return "/".join(
        document.texts[block][
            start.offset if block == start.block else 0 : end.offset if block == end.block else None
        ]
        for block in range(start.block, end.block + 1)
    )


def ladder(caret: Caret) -> list[Selection]:
    """Grow from one character to the top."""
    steps = [Selection(caret, caret)]
    while (after := grow(PROPOSAL, words, steps[-1])) != steps[-1]:
        steps.append(after)
    return steps


def test_the_ladder_climbs_through_measure_and_paragraph() -> None:
    assert [shown(PROPOSAL, step) for step in ladder(Caret(5, FIRST.index("街")))] == [
        "街",
        "由街",
        "由街道逐栋登记，",
        "由街道逐栋登记，建立台账；每月公布一次。",
        FIRST,
        FIRST + SECOND,
        "/".join(PROPOSAL.texts[4:]),
    ]


def test_the_ladder_in_a_headline_ends_with_the_headline() -> None:
    assert shown(PROPOSAL, ladder(Caret(2, 0))[-1]) == "关于停车/让老城居民/停得下车"
    assert shown(PROPOSAL, ladder(Caret(3, 0))[-1]) == "青禾市政协 陶小满"


def test_shrinking_goes_the_same_way_back() -> None:
    steps = ladder(Caret(5, 12))
    selection, back = steps[-1], []
    while (after := shrink(PROPOSAL, words, selection)) != selection:
        back.append(after)
        selection = after
    assert [step.ends for step in back] == [step.ends for step in reversed(steps[:-1])]


def test_shrinking_a_drawn_selection_takes_the_largest_unit_at_its_head() -> None:
    drawn = Selection(Caret(5, 0), Caret(5, len(FIRST + SECOND) - 1))
    assert shown(PROPOSAL, shrink(PROPOSAL, words, drawn)) == SECOND


def test_growing_from_the_middle_of_a_measure_that_spans_paragraphs() -> None:
    selection = Selection(Caret(4, 3), Caret(5, 2))
    assert shown(PROPOSAL, grow(PROPOSAL, words, selection)) == "/".join(PROPOSAL.texts[4:])


def test_growing_keeps_the_head_on_its_side() -> None:
    backward = Selection(Caret(5, 8), Caret(5, 7))
    grown = grow(PROPOSAL, words, backward)
    assert grown.head < grown.anchor
    assert grown.swap().head == grown.anchor


def test_extending_stops_at_the_seam_and_names_it() -> None:
    title = Selection(Caret(1, 1), Caret(1, 1))
    assert title.extend(PROPOSAL, Caret(2, 1)) == (Selection(Caret(1, 1), Caret(2, 1)), None)
    assert title.extend(PROPOSAL, Caret(4, 0)) == (Selection(Caret(1, 1), Caret(2, 3)), "seam_headline")
    body = Selection(Caret(5, 0), Caret(5, 0))
    assert body.extend(PROPOSAL, Caret(0, 0)) == (Selection(Caret(5, 0), Caret(4, 0)), "seam_body")
    byline = Selection(Caret(3, 0), Caret(3, 0))
    assert byline.extend(PROPOSAL, Caret(6, 0))[1] == "seam_byline"


def test_a_range_becomes_a_selection_with_both_ends_in_it() -> None:
    made, seam = selection_of(PROPOSAL, Caret(5, 2), Caret(5, 7))
    assert (made.ends, seam) == ((Caret(5, 2), Caret(5, 6)), None)
    assert made.span(PROPOSAL) == (Caret(5, 2), Caret(5, 7))
    whole, _ = selection_of(PROPOSAL, Caret(4, 0), Caret(6, 0))
    assert whole.head == PROPOSAL.last(5)
    cut, seam = selection_of(PROPOSAL, Caret(0, 0), Caret(5, 3))
    assert (cut.head, seam) == (PROPOSAL.last(2), "seam_headline")


@given(st.lists(ANY_TEXT, min_size=1, max_size=3), st.data())
@settings(max_examples=150, deadline=None)
def test_every_rung_holds_the_one_below_and_back_again(paragraphs: list[str], data: st.DataObject) -> None:
    document = Document.of(article(paragraphs))
    place = data.draw(st.tuples(st.integers(0, 6), st.integers(0, 300)))
    selection = Selection(document.clamp(place), document.clamp(place))
    trail = [selection.ends]
    for _ in range(8):
        after = grow(document, fallback_words, selection)
        low, high = after.ends
        assert low <= selection.ends[0]
        assert selection.ends[1] <= high
        assert document.section(low.block) == document.section(high.block)
        if after == selection:
            break
        trail.append(after.ends)
        selection = after
    for ends in reversed(trail[:-1]):
        selection = shrink(document, fallback_words, selection)
        assert selection.ends == ends


def test_of_nested_measures_the_innermost_is_meant_and_selections_grow_through_all() -> None:
    texts = ("一、修好路。", "（一）铺石。", "（二）铺沙。", "二、点灯。")
    measures = find_measures(texts)
    document = Document.of(article(texts, kicker=(), title=(), byline="", measures=measures))
    labels = [span.measure.label for span in document.measures]
    assert labels == ["一", "（一）", "（二）", "二"]
    stone, lamp = Caret(1, 4), Caret(0, 3)
    inner, outer = document.measure_at(stone), document.measure_at(lamp)
    assert inner is not None
    assert outer is not None
    assert (inner.measure.label, outer.measure.label) == ("（一）", "一")
    selection, seen = Selection(stone, stone), []
    while (after := grow(document, fallback_words, selection)) != selection:
        selection = after
        seen.append(selection.ends)
    assert (Caret(1, 0), Caret(1, 5)) in seen
    assert (Caret(0, 0), Caret(2, 5)) in seen
    assert seen[-1] == (Caret(0, 0), Caret(3, 4))


def test_a_selection_is_called_by_the_largest_unit_it_is() -> None:
    assert [unit_of(PROPOSAL, words, step) for step in ladder(Caret(5, FIRST.index("街")))] == [
        "character", "word", "clause", "sentence", "measure", "paragraph", "body"
    ]  # fmt: skip
    assert unit_of(PROPOSAL, words, Selection(Caret(5, 1), Caret(5, 3))) is None
    assert unit_of(PROPOSAL, words, Selection(Caret(3, 8), Caret(3, 0))) == "byline"


@given(st.lists(ANY_TEXT, min_size=1, max_size=3), st.data())
@settings(max_examples=150, deadline=None)
def test_a_selection_has_a_name_just_where_the_ladder_has_a_rung(
    paragraphs: list[str], data: st.DataObject
) -> None:
    document = Document.of(article(paragraphs))
    place = st.tuples(st.integers(0, 6), st.integers(0, 300)).map(document.clamp)
    selection, _seam = Selection(data.draw(place), Caret(0, 0)).extend(document, data.draw(place))
    first, last = selection.ends
    named = unit_of(document, fallback_words, selection) is not None
    assert named == (selection.ends in rungs(document, fallback_words, first, last))


@given(st.lists(ANY_TEXT, min_size=1, max_size=3), st.data())
@settings(max_examples=150, deadline=None)
def test_the_end_that_is_gripped_is_moved_and_the_other_stays(
    paragraphs: list[str], data: st.DataObject
) -> None:
    document = Document.of(article(paragraphs))
    place = st.tuples(st.integers(0, 6), st.integers(0, 300)).map(document.clamp)
    selection, _seam = Selection(data.draw(place), Caret(0, 0)).extend(document, data.draw(place))
    to = data.draw(place)
    gripped = selection.grip(to)
    assert gripped.ends == selection.ends
    first, last = selection.ends
    if to <= first or to >= last:
        assert gripped.head == (first if to <= first else last)
    moved, _seam = gripped.extend(document, to)
    assert gripped.anchor in moved.ends


def test_of_spans_in_several_parts_one_part_is_taken() -> None:
    spans = [
        BlockSpan(0, 0, 4),
        BlockSpan(2, 0, 4),
        BlockSpan(3, 0, 9),
        BlockSpan(4, 2, 9),
        BlockSpan(6, 0, 3),
    ]
    assert longest_part(PROPOSAL, spans, 1) == (Caret(0, 0), Caret(2, 4))
    assert longest_part(PROPOSAL, spans, 3) == (Caret(3, 0), Caret(3, 9))
    assert longest_part(PROPOSAL, spans, 5) == (Caret(4, 2), Caret(6, 3))
    assert longest_part(PROPOSAL, spans, None) == (Caret(4, 2), Caret(6, 3))
    assert longest_part(PROPOSAL, spans[:1], 5) == (Caret(0, 0), Caret(0, 4))


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5), st.integers(1, 9)), min_size=1),
    st.integers(-1, 6),
)
def test_a_part_taken_is_in_one_part(raw: list[tuple[int, int, int]], block: int) -> None:
    length = [len(text) for text in PROPOSAL.texts]
    spans = [
        BlockSpan(number, min(start, length[number] - 1), min(length[number], start + size))
        for number, start, size in raw
    ]
    start, end = longest_part(PROPOSAL, spans, block if block >= 0 else None)
    selection, seam = selection_of(PROPOSAL, start, end)
    assert seam is None and selection.span(PROPOSAL) == (start, end)
    low, high = section_ends(PROPOSAL, start)
    inside = [span for span in spans if low.block <= span.block <= high.block]
    assert min(inside)[:2] == start and max((span.block, span.end) for span in inside) == end
