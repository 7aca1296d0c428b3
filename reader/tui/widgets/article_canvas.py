"""The article view's canvas: an article laid out in rows, scrolled and drawn, with caret, selection and hits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.annotations import Caret
from reader.text import cell_width
from reader.tui.document import Document, safe
from reader.tui.highlights import HighlightMap, Layered
from reader.tui.layout import WIDTH_LIMIT, Layout, frame, layout
from reader.tui.motions import Place
from reader.tui.selection import Selection
from reader.tui.widgets.article_paint import FOUND, FOUND_CURRENT, SELECTED, Overlay, Painter
from reader.tui.widgets.article_style import ARTICLE_CSS, COMPONENTS, by_marks, tag_style

if TYPE_CHECKING:
    from reader.tui.find import Finder

SCROLL_MARGIN = 2
"""Rows kept in view above and below the caret, where the view is tall enough."""
_STRIPS = 512
_ASSUMED_WIDTH = 80
_FIRST_SIGHT = 8_000
"""Characters around the caret that are laid out before anything is drawn: more than the largest screen shows."""


class ArticleCanvas(ScrollView, can_focus=True, inherit_bindings=False):
    """Lays out, scrolls and draws what `ArticleView` moves through. Rows are drawn one by one, when they show."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENTS
    DEFAULT_CSS = ARTICLE_CSS

    empty_text: reactive[str] = reactive("")
    """What is shown without an article. Plain text; rows by line feeds."""

    def __init__(
        self,
        *,
        empty_text: str = "",
        width_limit: int = WIDTH_LIMIT,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make an empty view. `empty_text` is shown while there is no article; `width_limit` is in cells."""
        super().__init__(name=name, id=id, classes=classes)
        self.set_reactive(ArticleCanvas.empty_text, empty_text)
        self._width_limit = width_limit
        self._document: Document | None = None
        self._layout: Layout | None = None
        self._rest = False
        self._place = Place(Caret(0, 0), None)
        self._selection: Selection | None = None
        self._highlights = HighlightMap()
        self._finder: Finder | None = None
        self._painter: Painter | None = None
        self._strips: dict[int, Strip] = {}
        self._spacing = 0

    @property
    def caret(self) -> Caret:
        """The character the caret stands on; `Caret(0, 0)` without an article."""
        return self._place.caret

    def selection_span(self) -> tuple[Caret, Caret] | None:
        """Return what is selected as a range, its end exclusive."""
        if self._selection is None or self._document is None:
            return None
        return self._selection.span(self._document)

    # -- layout and scrolling

    @property
    def _laid(self) -> Layout:
        """All rows, laid out now if they were not yet."""
        if self._layout is None:
            self._lay_out()
        self._lay_out_rest()
        assert self._layout is not None
        return self._layout

    @property
    def _drawn(self) -> Layout:
        """The rows that are there: of a long article that was just opened those around the caret."""
        return self._laid if self._layout is None else self._layout

    def _lay_out(self) -> None:
        self._strips.clear()
        width = self.scrollable_content_region.width if self.size.width else _ASSUMED_WIDTH
        if self._document is None:
            self._layout, self._rest = None, False
            self.virtual_size = Size(width, 0)
        elif self._layout is None or (self._layout.frame != frame(width, self._width_limit)):
            part = range(len(self._document.blocks))
            if self.size.width and self.is_attached:
                part = self._document.around(self.caret.block, _FIRST_SIGHT)
            self._rest = len(part) < len(self._document.blocks)
            self._layout = layout(
                self._document, width, limit=self._width_limit, between=self._spacing, part=part
            )
            self.virtual_size = Size(width, self._layout.height)
            if self._rest:
                self.call_after_refresh(self._lay_out_rest)
        self.refresh()

    def _lay_out_rest(self) -> None:
        """Lay out all of an article of which only what is seen first was; the caret's row keeps its place."""
        if not self._rest or self._document is None or self._layout is None:
            return
        self._rest = False
        above = self._layout.row_of(self.caret) - round(self.scroll_offset.y)
        width = self._layout.frame.width
        self._layout = layout(self._document, width, limit=self._width_limit, between=self._spacing)
        self._strips.clear()
        self.virtual_size = Size(width, self._layout.height)
        self._scroll_rows(self._layout.row_of(self.caret) - above)

    def _lay_out_again(self, *, anew: bool = False) -> None:
        """Lay out for a new width, or `anew` for the same; the caret's row keeps its place on screen."""
        if self._layout is None:
            self._lay_out()
            return
        above = self._layout.row_of(self.caret) - round(self.scroll_offset.y)
        self._place = Place(self.caret)
        if anew:
            self._layout = None
        self._lay_out()
        if self._layout is not None:
            self._scroll_rows(self._layout.row_of(self.caret) - max(0, min(above, self.size.height - 1)))
            self._keep_in_view()

    def _keep_in_view(self) -> None:
        """Scroll as little as brings the caret's row into view, with a margin; at the top show what stands above."""
        height = self.size.height
        if self._document is None or not height:
            return
        row, top = self._drawn.row_of(self.caret), round(self.scroll_offset.y)
        margin = min(SCROLL_MARGIN, max(0, (height - 1) // 2))
        if row - margin < top:
            top = 0 if row <= margin + 1 else row - margin
        elif row + margin >= top + height:
            top = row + margin - height + 1
        self._scroll_rows(top)
        self._point()

    @property
    def caret_row(self) -> Region:
        """The row of the screen the caret is in, as wide as the view; empty where nothing shows."""
        if self._document is None:
            return Region()
        whole = self.content_region
        return Region(
            whole.x, whole.y + self._drawn.row_of(self.caret) - round(self.scroll_offset.y), whole.width, 1
        )

    def _scroll_rows(self, top: int) -> None:
        if not self.is_attached:
            return
        top = max(0, min(top, max(0, self.virtual_size.height - self.size.height)))
        if top != round(self.scroll_offset.y):
            self.scroll_to(y=top, animate=False, force=True, immediate=True)

    def _point(self) -> None:
        """Put the terminal's cursor on the caret, where an input method opens its window."""
        if self._document is None or not self.has_focus or not self.is_attached:
            return
        if self.app.screen is not self.screen:  # what is over it has the cursor
            return
        shape = self._drawn.frame
        x = shape.left + self._drawn.cell(self.caret)
        y = self._drawn.row_of(self.caret) - round(self.scroll_offset.y)
        self.app.cursor_position = self.content_region.offset + Offset(x, y)

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """Draw the row at `y` of the view."""
        width = self.scrollable_content_region.width
        row = y + round(self.scroll_offset.y)
        if self._document is None:
            return self._empty_line(y, width)
        laid = self._drawn
        if row >= laid.height:
            return Strip.blank(width, self.rich_style)
        overlay = self._overlay(row)
        plain = not overlay.layers and overlay.caret is None
        if plain and row in self._strips:
            return self._strips[row]
        strip = self._pen.row(laid, row, self._highlights, overlay)
        if plain:
            if len(self._strips) >= _STRIPS:
                self._strips.clear()
            self._strips[row] = strip
        return strip

    @property
    def _pen(self) -> Painter:
        if self._painter is None:
            self._painter = Painter(self._style, self.rich_style, plain=by_marks(self.app))
        return self._painter

    def _style(self, name: str) -> Style:
        """Return a component's own style with its colours blended: a partial style forgets how opaque they are."""
        if name.startswith("tag-"):
            return tag_style(int(name[4:]), self.background_colors[1], self.rich_style.color, self.app)
        own = self.get_component_rich_style(f"article--{name}", partial=True)
        whole = self.get_component_rich_style(f"article--{name}")
        return own + Style(color=own.color and whole.color, bgcolor=own.bgcolor and whole.bgcolor)

    def _overlay(self, row: int) -> Overlay:
        laid = self._drawn
        block, start, end, _, _ = laid.rows[row]
        if laid.is_blank(row):
            return Overlay()
        layers: list[Layered] = []
        if self._finder is not None:
            layers.extend(self._finder_layers(block, start, end))
        span = self.selection_span()
        if span is not None and span[0].block <= block <= span[1].block:
            first = span[0].offset if block == span[0].block else 0
            last = span[1].offset if block == span[1].block else len(laid.document.texts[block])
            if first < end and last > start:
                layers.append((first, last, SELECTED))
        caret = None
        if laid.row_of(self.caret) == row:
            offset = self.caret.offset
            caret = (offset, laid.document.after(block, offset))
        return Overlay(tuple(layers), caret, self.has_focus)

    def _finder_layers(self, block: int, start: int, end: int) -> Iterator[Layered]:
        assert self._finder is not None
        for hit in self._finder.over(block, start, end):
            mark = FOUND_CURRENT if hit is self._finder.current else FOUND
            yield from ((a, b, mark) for number, a, b in hit.spans if number == block)

    def _empty_line(self, y: int, width: int) -> Strip:
        lines = self.empty_text.split("\n")
        top = max(0, (self.size.height - len(lines)) // 2)
        text = safe(lines[y - top]) if 0 <= y - top < len(lines) else ""
        indent = max(0, (width - cell_width(text)) // 2)
        style = self._pen.mix(("empty",))
        return Strip([Segment(" " * indent + text, style)]).adjust_cell_length(width, self.rich_style)

    def notify_style_update(self) -> None:
        """Forget what was drawn in the old style."""
        self._painter = None
        self._strips.clear()
        super().notify_style_update()

    def on_resize(self) -> None:
        """Lay out for the new size."""
        self._lay_out_again()
        self._keep_in_view()

    def on_focus(self) -> None:
        """Show the caret in full."""
        self._redraw_caret()
        self._point()

    def on_blur(self) -> None:
        """Show the caret faintly."""
        self._redraw_caret()

    def _redraw_caret(self) -> None:
        self._redraw_at(self.caret)

    def _redraw_at(self, *carets: Caret) -> None:
        """Draw the cells of some characters anew; a whole row would cost a slow line some ten times the bytes."""
        if self._document is None:
            return
        laid, top = self._drawn, round(self.scroll_offset.y)
        regions = []
        for caret in carets:
            row, cell = laid.row_of(caret), laid.cell(caret)
            text = laid.document.texts[caret.block][caret.offset : laid.document.after(*caret)]
            regions.append(Region(laid.frame.left + cell, row - top, max(1, cell_width(text)), 1))
        self.refresh(*regions)
