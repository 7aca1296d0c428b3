"""The article view: an article's text with caret, selection, highlights and search, drawn row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import events
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.pages.model import Article, Block, Measure
from reader.tui.document import Caret, Document
from reader.tui.find import Finder, Step
from reader.tui.highlights import Highlight, HighlightMap
from reader.tui.layout import MAX_WIDTH_LIMIT, MIN_WIDTH_LIMIT, WIDTH_LIMIT, Layout, layout
from reader.tui.motions import Motion, Place, motion
from reader.tui.selection import Seam, Selection, Words, fallback_words
from reader.tui.widgets.article_paint import COMPONENTS, Painter
from reader.tui.widgets.article_style import ARTICLE_CSS

SCROLL_MARGIN = 2
"""Rows kept in view above and below the caret, where the view is tall enough."""
WHEEL_ROWS = 3
_ASSUMED_WIDTH = 80


class ArticleView(ScrollView, can_focus=True):
    """Shows one article and moves a caret through it.

    Places are `Caret(block, offset)` over `Article.blocks`, offsets in code points; ranges end exclusively. The view
    binds no keys: the app's dispatcher calls `move` and the other methods. All methods may be called before the
    view is mounted or has a size. Nothing is animated.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENTS
    DEFAULT_CSS = ARTICLE_CSS

    @dataclass
    class CaretMoved(Message):
        """The caret stands at another character."""

        view: ArticleView
        caret: Caret

        @property
        def control(self) -> ArticleView:
            """The view that sent this."""
            return self.view

    @dataclass
    class SelectionChanged(Message):
        """The selection was started, changed or cleared (None)."""

        view: ArticleView
        selection: Selection | None

        @property
        def control(self) -> ArticleView:
            """The view that sent this."""
            return self.view

    @dataclass
    class SeamReached(Message):
        """A selection stopped at the end of the part it began in: `seam_headline`, `seam_byline` or `seam_body`."""

        view: ArticleView
        code: Seam

        @property
        def control(self) -> ArticleView:
            """The view that sent this."""
            return self.view

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
        self._empty_text = empty_text
        self._width_limit = width_limit
        self._words: Words = fallback_words
        self._article: Article | None = None
        self._document: Document | None = None
        self._layout: Layout | None = None
        self._place = Place(Caret(0, 0), None)
        self._selection: Selection | None = None
        self._highlights: tuple[Highlight, ...] = ()
        self._finder: Finder | None = None
        self._dragging = False

    # -- what is shown

    def show(self, article: Article | None, caret: tuple[int, int] | None = None) -> None:
        """Show an article with the caret at a place (clamped; default its first character), or nothing.

        Clears selection, highlights and search. Sends `CaretMoved` if there is an article.
        """

    @property
    def article(self) -> Article | None:
        """The article shown."""
        return self._article

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the article shown, kept; empty without one."""
        return self._document.blocks if self._document else ()

    @property
    def empty_text(self) -> str:
        """What is shown without an article. Plain text; rows by line feeds."""
        return self._empty_text

    @empty_text.setter
    def empty_text(self, text: str) -> None:
        self._empty_text = text

    @property
    def width_limit(self) -> int:
        """The greatest width of the text column, in cells."""
        return self._width_limit

    def set_width_limit(self, cells: int) -> None:
        """Change the text column's greatest width (clamped to 20–240 cells); the caret's row keeps its place."""

    def set_segmenter(self, words: Words | None) -> None:
        """Take words from `words(text) -> spans that partition the text`; None falls back to single characters."""

    # -- caret and motions

    @property
    def caret(self) -> Caret:
        """The character the caret stands on; `Caret(0, 0)` without an article."""
        return self._place.caret

    def move(self, name: Motion, count: int = 1, select: bool | None = None) -> bool:
        """Carry out a motion `count` times; return whether the caret moved.

        With a selection the motion extends it. `select=True` starts one if there is none (Shift and an arrow);
        `select=False` clears it. Raises KeyError for an unknown name.
        """
        return False

    def jump(self, caret: tuple[int, int], *, center: bool = False) -> None:
        """Put the caret at a place (clamped) and bring it into view; `center` puts its row in the middle.

        Clears the selection.
        """

    def center_row(self) -> None:
        """Scroll so that the caret's row is in the middle, as far as the text allows."""

    @property
    def progress(self) -> float:
        """How far the caret is through the text, 0 to 1; 0 without an article."""
        return 0.0

    def measure_at(self, caret: tuple[int, int] | None = None) -> Measure | None:
        """Return the measure at a place (default: the caret)."""
        return None

    # -- selection

    @property
    def selection(self) -> Selection | None:
        """The selection, if there is one."""
        return self._selection

    def selection_span(self) -> tuple[Caret, Caret] | None:
        """Return what is selected as a range, its end exclusive."""
        return None

    def select_start(self) -> None:
        """Start a selection at the caret, its first character; one that is there starts anew."""

    def select_clear(self) -> None:
        """Drop the selection; the caret stays."""

    def select_range(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Select a range (end exclusive) and put the caret on its last character."""

    def select_grow(self) -> None:
        """Grow to the next larger unit: word, clause, sentence, paragraph or measure, whole part. Starts one too."""

    def select_shrink(self) -> None:
        """Go back to what the selection grew from, or to the next smaller unit at the caret."""

    def select_swap(self) -> None:
        """Put the caret at the selection's other end."""

    # -- highlights

    def set_highlights(self, highlights: Iterable[Highlight]) -> None:
        """Replace all highlights but the view's own (search, selection); later ones lie over earlier ones."""

    def highlights_at(self, caret: tuple[int, int] | None = None) -> tuple[Highlight, ...]:
        """Return the app's highlights at a place (default: the caret), both extents, the topmost first."""
        return ()

    # -- search

    def search(self, query: str) -> int:
        """Find a text, folded (width, case, traditional forms), and go to the first hit at or after the caret.

        Returns the number of hits; all are highlighted. No hits, or an empty query, leave the caret.
        """
        return 0

    def search_step(self, step: int = 1) -> Step | None:
        """Go `step` hits on (negative: back), around the ends. None when there are no hits."""
        return None

    def search_clear(self) -> None:
        """Forget the search and its highlights."""
