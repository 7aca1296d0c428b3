"""Painting rows: exact widths, marks where they belong, and nothing a terminal would obey."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from reader.tui.document import Document
from reader.tui.highlights import Highlight, HighlightMap
from reader.tui.layout import Layout, layout
from reader.tui.widgets.article_paint import FOUND, SELECTED, Overlay, Painter
from tests.tui.article.articles import ANY_TEXT, article, bodied, proposal

NO_HIGHLIGHTS = HighlightMap()
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200d\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def painter(*, plain: bool = False) -> Painter:
    """Return a painter whose styles carry the component's name in their link."""
    return Painter(lambda name: Style(link=name), Style(), plain=plain)


def paint(laid: Layout, row: int, highlights: HighlightMap = NO_HIGHLIGHTS, **options: bool) -> Strip:
    """Paint a row with nothing on it for the moment."""
    return painter(**options).row(laid, row, highlights, Overlay())


def named(strip: Strip, name: str) -> str:
    """Return the text whose topmost component is `name`."""
    return "".join(segment.text for segment in strip if segment.style and segment.style.link == name)


def row_with(laid: Layout, text: str) -> int:
    """Return the first row that holds a text."""
    return next(number for number in range(laid.height) if text in laid.text(number))


@given(
    st.lists(ANY_TEXT, min_size=1, max_size=3),
    st.integers(1, 250),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 80), st.integers(0, 80)), max_size=4),
    st.integers(0, 80),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_every_strip_is_as_wide_as_the_view_and_safe(
    paragraphs: list[str], width: int, spans: list[tuple[int, int, int]], caret: int, plain: bool
) -> None:
    document = Document.of(article(paragraphs, title=paragraphs[:1]))
    laid = layout(document, width)
    highlights = HighlightMap(
        [Highlight("t", tuple(spans), extent="margin"), Highlight("c", tuple(spans), kind="comment")]
    )
    pen = painter(plain=plain)
    for number, row in enumerate(laid.rows):
        held = None
        if row.role != "blank" and row.start <= caret < row.end:
            held = (caret, document.after(row.block, caret))
        strip = pen.row(laid, number, highlights, Overlay(((0, 9, SELECTED), (4, 12, FOUND)), held))
        assert strip.cell_length == width
        assert sum(cell_len(segment.text) for segment in strip) == width
        assert not UNSAFE.search(strip.text)
        if width >= 20:
            assert re.sub("[\u200b\u200d]", "", laid.text(number)).rstrip() in strip.text


def test_escapes_bidi_and_markup_are_only_text() -> None:
    laid = layout(bodied("[bold]甲[/] \x1b[31m红\u202e倒\x07\r\n完"), 80)
    text = paint(laid, 1).text
    assert "[bold]甲[/]" in text
    assert "红倒" in text
    assert not UNSAFE.search(text)


def test_labels_hang_in_the_gutter() -> None:
    laid = layout(Document.of(proposal()), 80)
    strip = paint(laid, row_with(laid, "一是摸清"))
    assert named(strip, "label") == "一是"
    assert strip.text.index("一是") < strip.text.index("一是摸清")
    assert cell_len(strip.text[: strip.text.index("一是摸清")]) == laid.frame.left + 4
    assert named(paint(laid, row_with(laid, "停得下车")), "label") == ""


def test_marks_stand_in_the_row_their_annotation_begins_in() -> None:
    laid = layout(bodied("市" * 200), 60)
    second = laid.rows[2]
    spans = ((0, second.start + 1, second.end + 3),)
    comment = Highlight("c", spans, kind="comment")
    assert named(paint(laid, 2, HighlightMap([comment])), "note").strip() == "批"
    assert named(paint(laid, 3, HighlightMap([comment])), "note") == ""
    many = HighlightMap([comment, Highlight("d", spans, kind="comment"), Highlight("e", spans, kind="doubt")])
    assert named(paint(laid, 2, many), "note").strip() == "2批"
    doubt = HighlightMap([Highlight("e", spans, kind="doubt")])
    assert named(paint(laid, 2, doubt), "doubt-note").strip() == "？"


def test_highlighted_characters_and_the_caret_are_styled_exactly() -> None:
    laid = layout(bodied("甲乙丙丁戊己"), 60)
    tag = HighlightMap([Highlight("t", ((0, 1, 4),), color=7)])
    assert named(paint(laid, 1, tag), "tag-7") == "乙丙丁"
    two = HighlightMap([*tag.highlights, Highlight("u", ((0, 3, 5),), color=2)])
    strip = paint(laid, 1, two)
    assert (named(strip, "tag-7"), named(strip, "under"), named(strip, "tag-2")) == ("乙丙", "丁", "戊")
    held = painter().row(laid, 1, tag, Overlay(((2, 3, SELECTED),), (3, 4), focused=True))
    assert (named(held, "selection"), named(held, "caret"), named(held, "tag-7")) == ("丙", "丁", "乙")


def test_without_colour_tags_and_bars_are_characters() -> None:
    laid = layout(bodied("甲乙丙丁"), 60)
    bar = HighlightMap([Highlight("t", ((0, 0, 4),), extent="margin")])
    assert "签|" in paint(laid, 1, bar, plain=True).text.replace(" ", "")
    assert "签" not in paint(laid, 1, bar).text


def test_a_caret_on_an_empty_block_shows() -> None:
    laid = layout(bodied("", "甲"), 60)
    strip = painter().row(laid, 1, NO_HIGHLIGHTS, Overlay((), (0, 0), focused=True))
    assert named(strip, "caret") == " "
