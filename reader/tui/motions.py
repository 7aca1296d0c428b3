"""Where each motion takes the caret. Pure: document, layout and caret in, caret out; total and never out of bounds.

Row motions keep a goal column, in cells of the text column, so that a short row does not lose it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from reader.annotations import Caret
from reader.tui.document import Document
from reader.tui.layout import Layout
from reader.tui.units import Words, is_word, piece_at, sentence_at, words_in

Motion = Literal[
    "row_down",
    "row_up",
    "char_next",
    "char_prev",
    "word_next",
    "word_prev",
    "row_start",
    "row_end",
    "sentence_next",
    "sentence_prev",
    "paragraph_next",
    "paragraph_prev",
    "measure_next",
    "measure_prev",
    "half_page_down",
    "half_page_up",
    "page_down",
    "page_up",
    "top",
    "bottom",
]
MOTIONS: tuple[Motion, ...] = get_args(Motion)
VERTICAL: frozenset[Motion] = frozenset(
    {"row_down", "row_up", "half_page_down", "half_page_up", "page_down", "page_up"}
)
"""Motions over rows: they keep the goal column."""
PAGES: frozenset[Motion] = frozenset({"half_page_down", "half_page_up", "page_down", "page_up"})
"""Motions that scroll as far as they move."""
WORDS: frozenset[Motion] = frozenset({"word_next", "word_prev"})
"""Motions that ask where words are."""


@dataclass(frozen=True, slots=True)
class Place:
    """A caret and the column row motions aim for, in cells; None is the caret's own."""

    caret: Caret
    goal: int | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What motions move over. `page` is the view's height in rows, `overlap` the rows two pages share."""

    layout: Layout
    words: Words
    page: int = 20
    overlap: int = 2

    @property
    def document(self) -> Document:
        """The document that is laid out."""
        return self.layout.document

    def rows(self, name: Motion, count: int) -> int:
        """Return how many rows a vertical motion goes, negative upwards."""
        step = 1
        if name in ("half_page_down", "half_page_up"):
            step = max(1, self.page // 2)
        elif name in ("page_down", "page_up"):
            step = max(1, self.page - self.overlap)
        return step * count * (-1 if name.endswith("_up") else 1)


def motion(ground: Ground, place: Place, name: Motion, count: int = 1) -> Place:
    """Carry out a motion `count` times (at least once). Raises KeyError for an unknown name."""
    count = max(1, count)
    if name in VERTICAL:
        return _vertical(ground, place, name, count)
    step = _STEPS[name]
    caret = place.caret
    for _ in range(count):
        after = step(ground, caret)
        if after == caret:
            break
        caret = after
    return Place(caret)


def _vertical(ground: Ground, place: Place, name: Motion, count: int) -> Place:
    layout = ground.layout
    row = layout.row_of(place.caret)
    goal = layout.cell(place.caret) if place.goal is None else place.goal
    rows = ground.rows(name, count)
    target = _over_text(layout, row, rows) if name not in PAGES else row + rows
    target = _text_row(layout, max(0, min(layout.height - 1, target)), 1 if rows > 0 else -1)
    return Place(layout.caret_at(target, goal), goal)


def _over_text(layout: Layout, row: int, rows: int) -> int:
    """Go a number of rows that hold text, blank ones not counted."""
    step = 1 if rows > 0 else -1
    target = row
    while rows and 0 <= row + step < layout.height:
        row += step
        if not layout.is_blank(row):
            target = row
            rows -= step
    return target


def _text_row(layout: Layout, row: int, step: int) -> int:
    """Return the nearest row with text from a row on, in the direction of `step`, else in the other."""
    for direction in (step, -step):
        at = row
        while 0 <= at < layout.height:
            if not layout.is_blank(at):
                return at
            at += direction
    return row


def _char_next(ground: Ground, caret: Caret) -> Caret:
    return ground.document.next(caret)


def _char_prev(ground: Ground, caret: Caret) -> Caret:
    return ground.document.previous(caret)


def _word_next(ground: Ground, caret: Caret) -> Caret:
    document, at = ground.document, caret
    while True:
        piece = piece_at(document, at)
        text = document.texts[at.block]
        for start, end in words_in(document, ground.words, at.block, piece):
            if (at.block, start) <= caret:
                continue
            target = Caret(at.block, document.cluster(at.block, start))
            if target > caret and is_word(text[start:end]):
                return target
        if piece[1] < len(text):
            at = Caret(at.block, piece[1])
        elif at.block + 1 < len(document.blocks):
            at = Caret(at.block + 1, 0)
        else:
            return document.end


def _word_prev(ground: Ground, caret: Caret) -> Caret:
    document, at = ground.document, caret
    while True:
        piece = piece_at(document, at)
        text = document.texts[at.block]
        for start, end in reversed(words_in(document, ground.words, at.block, piece)):
            if (at.block, start) > caret:
                continue
            target = Caret(at.block, document.cluster(at.block, start))
            if target < caret and is_word(text[start:end]):
                return target
        if piece[0] > 0:
            at = Caret(at.block, piece[0] - 1)
        elif at.block > 0:
            at = document.last(at.block - 1)
        else:
            return document.start


def _row_start(ground: Ground, caret: Caret) -> Caret:
    row = ground.layout.rows[ground.layout.row_of(caret)]
    return Caret(row.block, row.start)


def _row_end(ground: Ground, caret: Caret) -> Caret:
    return ground.layout.caret_at(ground.layout.row_of(caret), ground.layout.frame.width)


def _sentence_next(ground: Ground, caret: Caret) -> Caret:
    document = ground.document
    end = sentence_at(document, caret)[1]
    if end < len(document.texts[caret.block]):
        target = document.clamp(Caret(caret.block, end))
        return target if target > caret else document.next(caret)  # its end is within a cluster
    return Caret(caret.block + 1, 0) if caret.block + 1 < len(document.blocks) else document.end


def _sentence_prev(ground: Ground, caret: Caret) -> Caret:
    document = ground.document
    start = document.cluster(caret.block, sentence_at(document, caret)[0])
    if start < caret.offset:
        return Caret(caret.block, start)
    before = document.previous(caret)
    return document.clamp(Caret(before.block, sentence_at(document, before)[0]))


def _paragraph_next(ground: Ground, caret: Caret) -> Caret:
    document = ground.document
    return Caret(caret.block + 1, 0) if caret.block + 1 < len(document.blocks) else document.end


def _paragraph_prev(ground: Ground, caret: Caret) -> Caret:
    return Caret(caret.block if caret.offset else max(0, caret.block - 1), 0)


def _measure_next(ground: Ground, caret: Caret) -> Caret:
    starts = [span.start for span in ground.document.measures]
    index = bisect_right(starts, caret)
    return ground.document.clamp(starts[index]) if index < len(starts) else caret


def _measure_prev(ground: Ground, caret: Caret) -> Caret:
    starts = [span.start for span in ground.document.measures]
    index = bisect_left(starts, caret)
    return ground.document.clamp(starts[index - 1]) if index else caret


def _top(ground: Ground, caret: Caret) -> Caret:
    return ground.document.start


def _bottom(ground: Ground, caret: Caret) -> Caret:
    return ground.document.end


_STEPS: dict[Motion, Callable[[Ground, Caret], Caret]] = {
    "char_next": _char_next,
    "char_prev": _char_prev,
    "word_next": _word_next,
    "word_prev": _word_prev,
    "row_start": _row_start,
    "row_end": _row_end,
    "sentence_next": _sentence_next,
    "sentence_prev": _sentence_prev,
    "paragraph_next": _paragraph_next,
    "paragraph_prev": _paragraph_prev,
    "measure_next": _measure_next,
    "measure_prev": _measure_prev,
    "top": _top,
    "bottom": _bottom,
}
