"""The rows an article is drawn in: pure, in cells, for any width.

Sizes are terminal cells as Rich draws them; rows count from 0. Line breaking is `reader.text.break_lines`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from sys import maxsize
from typing import Literal, NamedTuple

from reader.annotations import Caret
from reader.pages.model import Block, BlockRole
from reader.text import break_lines, cell_width
from reader.tui.document import Document

__all__ = ["Caret", "Frame", "Layout", "Row", "frame", "layout"]

RowRole = BlockRole | Literal["blank", "seam"]
WIDTH_LIMIT = 88
"""Widest text column: 44 characters, the measure a reader's eye still finds the next row on."""
MIN_WIDTH_LIMIT = 20
MAX_WIDTH_LIMIT = 240
_NARROW = 40
_EDGE = 2
_INDENT = 4
_LABEL = 4
_CENTRED = frozenset({"kicker", "title", "subtitle", "byline"})
_HEADLINE = frozenset({"kicker", "title", "subtitle"})


class Row(NamedTuple):
    """One row on screen: characters `start:end` of a block after `indent` cells.

    Blank rows, and the seam where another page begins, come before their block.
    """

    block: int
    start: int
    end: int
    indent: int
    role: RowRole


@dataclass(frozen=True, slots=True)
class Frame:
    """How a view's width is shared out, left to right, in cells: margin, label, mark, text, the rest.

    `label` is room for a measure's number (0 when narrow), `mark` for comment marks and bars.
    """

    width: int
    margin: int
    label: int
    mark: int
    text: int

    @property
    def left(self) -> int:
        """Where the text column begins."""
        return self.margin + self.label + self.mark


def frame(width: int, limit: int = WIDTH_LIMIT) -> Frame:
    """Share out a view's width: a text column of at most `limit` cells, an even number, centred, gutter at its left.

    Below 40 cells the gutter keeps only its marks and no text-free edge is left at the right, below 12 nothing.
    """
    label, mark = (_LABEL + 1, 4) if width >= _NARROW else (0, 3 if width >= 12 else 0)
    edge = _EDGE if width >= _NARROW else 0
    text = max(2, min(limit, width - label - mark - edge) // 2 * 2)
    margin = max(0, min((width - text) // 2 - label - mark, width - text - label - mark))
    return Frame(width, margin, label, mark, text)


@dataclass(frozen=True, slots=True)
class Layout:
    """An article's rows in a frame. `labels` maps a row to the label of the measure that starts in it."""

    document: Document
    frame: Frame
    rows: list[Row]
    labels: dict[int, str] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def row_of(self, caret: tuple[int, int]) -> int:
        """Return the row a caret's character is in. A block's end is in its last row."""
        return max(0, bisect_right(self.rows, (*caret, maxsize)) - 1)

    def text(self, row: int) -> str:
        """Return a row's characters, made safe."""
        block, start, end, _, _ = self.rows[row]
        return self.document.texts[block][start:end]

    def cell(self, caret: tuple[int, int]) -> int:
        """Return the cell of the text column a caret's character begins in, at most the column's last."""
        block, start, _, indent, _ = self.rows[self.row_of(caret)]
        width = cell_width(self.document.texts[block][start : caret[1]])
        return min(indent + width, self.frame.text - 1)

    def caret_at(self, row: int, cell: int) -> Caret:
        """Return the character drawn at a cell of the text column, or the nearest one in that row.

        A blank row gives the start of the block it stands before.
        """
        block, start, end, indent, _ = self.rows[max(0, min(row, len(self.rows) - 1))]
        offset, after, x = start, start, indent
        while after < end:
            offset = after
            after = self.document.after(block, offset)
            x += cell_width(self.document.texts[block][offset:after])
            if x > cell:
                break
        return Caret(block, offset)

    def is_blank(self, row: int) -> bool:
        """Say whether a row holds no text."""
        return self.rows[row].role in ("blank", "seam")


def _indents(role: BlockRole, column: int) -> tuple[int, int]:
    if role in _CENTRED:
        return 0, 0
    return (_INDENT if column >= _NARROW else _INDENT // 2 if column >= 12 else 0), 0


def _block_rows(block: int, role: BlockRole, text: str, column: int) -> list[Row]:
    first, rest = _indents(role, column)
    spans = break_lines(text, column - first, column - rest) or [(0, len(text))]
    if role in _CENTRED:
        return [
            Row(block, start, end, max(0, (column - cell_width(text[start:end])) // 2), role)
            for start, end in spans
        ]
    rows = [Row(block, start, end, rest, role) for start, end in spans]
    rows[0] = rows[0]._replace(indent=first)
    return rows


def _gap(blocks: tuple[Block, ...], index: int, between: int) -> int:
    """Count the blank rows before a block: the headline and the byline are set apart, paragraphs by choice."""
    if index == 0:
        return 1
    before, role = blocks[index - 1].role, blocks[index].role
    if (before in _HEADLINE) != (role in _HEADLINE) or (before == "byline") != (role == "byline"):
        return 1
    return between if role == "paragraph" else 0


def layout(
    document: Document, width: int, *, limit: int = WIDTH_LIMIT, between: int = 0, part: range | None = None
) -> Layout:
    """Lay an article out for a view `width` cells wide, with `between` blank rows between paragraphs.

    Every character is in exactly one row. No row is wider than the text column. With `part` only those blocks are laid
    out, as if they were all.
    """
    shape = frame(width, limit)
    part = part or range(len(document.blocks))
    rows: list[Row] = []
    for index in part:
        block, text = document.blocks[index], document.texts[index]
        if index in document.seams:
            rows.append(Row(index, 0, 0, 0, "seam"))
        else:
            rows.extend([Row(index, 0, 0, 0, "blank")] * _gap(document.blocks, index, between))
        rows.extend(_block_rows(index, block.role, text, shape.text))
    result = Layout(document, shape, rows)
    for span in document.measures:
        if span.start.block not in part:
            continue
        result.labels.setdefault(result.row_of(span.start), span.measure.label)
    return result
