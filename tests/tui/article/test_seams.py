"""Where a story turns to another page: a row of its own that nothing crosses."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from reader.annotations import Caret
from reader.pages.model import Block
from reader.tui.document import Document
from reader.tui.find import Haystack
from reader.tui.highlights import HighlightMap
from reader.tui.layout import layout
from reader.tui.motions import Ground, Place, motion
from reader.tui.selection import Selection, grow, section_ends, selection_of
from reader.tui.units import fallback_words
from reader.tui.widgets.article_paint import Overlay, Painter
from tests.tui.article.articles import ANY_TEXT, article, flow_of
from tests.tui.article.stage import stage

WORDS = "转 2 版 · 澜州日报 2026-03-02"
STORY = Document(
    [
        Block("title", flow_of("渡口新船")),
        Block("paragraph", flow_of("先试航。"), 0),
        Block("title", flow_of("新船下水")),
        Block("paragraph", flow_of("再载客。"), 1),
        Block("paragraph", flow_of("末班推迟。"), 2),
    ],
    (),
    {2: WORDS},
)
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f]")


@given(ANY_TEXT, st.integers(1, 120))
@settings(max_examples=100, deadline=None)
def test_the_seam_is_one_row_as_wide_as_the_view(words: str, width: int) -> None:
    document = Document(STORY.blocks, (), {2: words})
    laid = layout(document, width)
    (number,) = [i for i, row in enumerate(laid.rows) if row.role == "seam"]
    assert laid.rows[number + 1].block == 2 and laid.rows[number - 1].block == 1
    pen = Painter(lambda name: Style(link=name), Style())
    strip = pen.row(laid, number, HighlightMap(), Overlay())
    assert strip.cell_length == sum(cell_len(segment.text) for segment in strip) == width
    assert not UNSAFE.search(strip.text)


def test_the_words_stand_between_rules() -> None:
    laid = layout(STORY, 80)
    number = next(i for i, row in enumerate(laid.rows) if row.role == "seam")
    text = Painter(lambda name: Style(), Style()).row(laid, number, HighlightMap(), Overlay()).text.strip()
    assert text.startswith("──") and text.endswith("──") and f" {WORDS} " in text


def test_motions_pass_over_the_seam() -> None:
    ground = Ground(layout(STORY, 80), fallback_words)
    assert motion(ground, Place(Caret(1, 0)), "row_down").caret.block == 2
    assert motion(ground, Place(Caret(2, 0)), "row_up").caret.block == 1
    assert motion(ground, Place(Caret(1, 3)), "char_next").caret == (2, 0)


def test_a_selection_ends_at_the_seam() -> None:
    selection, seam = selection_of(STORY, Caret(1, 1), Caret(3, 2))
    assert (selection.ends, seam) == ((Caret(1, 1), Caret(1, 3)), "seam_page")
    selection, seam = Selection(Caret(2, 1), Caret(2, 1)).extend(STORY, Caret(0, 0))
    assert (selection.head, seam) == (Caret(2, 0), "seam_page")
    selection, seam = Selection(Caret(1, 1), Caret(1, 1)).extend(STORY, Caret(0, 0))
    assert (selection.head, seam) == (Caret(1, 0), "seam_body")
    held = Selection(Caret(4, 0), Caret(4, 0))
    for _ in range(9):
        held = grow(STORY, fallback_words, held)
    assert held.ends == section_ends(STORY, Caret(4, 0)) == (Caret(3, 0), Caret(4, 4))


def test_a_search_finds_in_both_halves_but_not_over_the_seam() -> None:
    blocks = [Block("title", flow_of("渡口")), Block("title", flow_of("新船"))]
    assert Haystack(Document(blocks)).find("口新")
    assert not Haystack(Document(blocks, (), {1: WORDS})).find("口新")
    assert len(Haystack(STORY).find("新船")) == 2


async def test_what_is_shown_moves_down_and_everything_stays() -> None:
    async with stage(article()) as on:
        view = on.view
        view.jump((4, 3))
        view.move("char_next", 4, select=True)
        held = view.selection
        assert held is not None
        longer = Document([*STORY.blocks, *article().blocks], (), {5: WORDS})
        view.exchange(longer, 5)
        assert view.caret == (9, 7)
        assert view.selection is not None
        assert view.selection.ends == (Caret(9, 3), Caret(9, 7))
        view.exchange(Document.of(article()), -5)
        assert view.selection == held
    view.show(None)
    view.exchange(longer, 1)
    assert view.blocks == ()
