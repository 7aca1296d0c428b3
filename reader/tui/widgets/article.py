"""The article view: an article's text with caret, selection, highlights and search, drawn row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

from reader.annotations import Caret
from reader.pages.model import Article, Block, Measure
from reader.tui.document import Document
from reader.tui.highlights import Highlight, HighlightMap
from reader.tui.layout import MAX_WIDTH_LIMIT, MIN_WIDTH_LIMIT, WIDTH_LIMIT
from reader.tui.motions import PAGES, WORDS, Ground, Motion, Place, motion
from reader.tui.selection import Seam, Selection, Unit, grow, seam_at, selection_of, shrink, unit_of
from reader.tui.units import Words, fallback_words, sentences_beside, word_at
from reader.tui.widgets.article_canvas import ArticleCanvas

if TYPE_CHECKING:
    from reader.tui.find import Haystack, Step


class ArticleView(ArticleCanvas):
    """Shows one article and moves a caret through it.

    Places are `Caret(block, offset)` over `Article.blocks`, offsets in code points; ranges end exclusively. The view
    binds no keys: the app's dispatcher calls `move` and the other methods. All methods may be called before the
    view is mounted or has a size. Nothing is animated.
    """

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
        """A selection stopped at the end of the part it began in; `code` says of which one."""

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
        super().__init__(empty_text=empty_text, width_limit=width_limit, name=name, id=id, classes=classes)
        self._words: Words = fallback_words
        self._article: Article | None = None
        self._haystack: Haystack | None = None
        self._dragging = False
        self.gripped = False

    # -- what is shown

    def show(self, shown: Article | Document | None, caret: tuple[int, int] | None = None) -> None:
        """Show an article with the caret at a place (clamped; default its first character), or nothing.

        Clears selection, highlights and search. Sends `CaretMoved` if there is an article.
        """
        self._article = shown if isinstance(shown, Article) else None
        document = Document.of(shown) if isinstance(shown, Article) else shown
        self._document = document if document is not None and document.blocks else None
        if self._selection is not None:
            self._selection = None
            self.post_message(self.SelectionChanged(self, None))
        self._finder = None
        self._haystack = None
        self._highlights = HighlightMap()
        start = self._document.clamp(caret) if self._document and caret else Caret(0, 0)
        self._place = Place(start)
        self._layout = None
        self._lay_out()
        self._scroll_rows(0)
        if self._document is not None:
            self._keep_in_view()
            self.post_message(self.CaretMoved(self, start))

    @property
    def article(self) -> Article | None:
        """The article shown, if it was not given as a document."""
        return self._article

    def exchange(self, document: Document, shift: int) -> None:
        """Show a document in which what is shown stands `shift` blocks further down.

        Caret, selection and the caret's row on screen stay; highlights and search are cleared.
        """
        if self._document is None:
            return
        above = self._laid.row_of(self.caret) - round(self.scroll_offset.y)

        def moved(caret: Caret) -> Caret:
            return document.clamp((caret.block + shift, caret.offset))

        self._document, self._place = document, Place(moved(self.caret))
        if self._selection is not None:
            trail = tuple((moved(a), moved(b)) for a, b in self._selection.trail)
            self._selection = Selection(moved(self._selection.anchor), moved(self._selection.head), trail)
        self._finder = self._haystack = None
        self._highlights = HighlightMap()
        self._layout = None
        self._lay_out()
        self._scroll_rows(self._laid.row_of(self.caret) - above)
        self._keep_in_view()
        self.post_message(self.CaretMoved(self, self.caret))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the article shown, kept; empty without one."""
        return self._document.blocks if self._document else ()

    @property
    def width_limit(self) -> int:
        """The greatest width of the text column, in cells."""
        return self._width_limit

    def set_width_limit(self, cells: int) -> None:
        """Change the text column's greatest width (clamped to 20–240 cells); the caret's row keeps its place."""
        limit = max(MIN_WIDTH_LIMIT, min(MAX_WIDTH_LIMIT, cells))
        if limit != self._width_limit:
            self._width_limit = limit
            self._lay_out_again()

    @property
    def spacing(self) -> int:
        """How many blank rows are between paragraphs."""
        return self._spacing

    def set_spacing(self, rows: int) -> None:
        """Have so many blank rows between paragraphs, 0 or 1; the caret's row keeps its place."""
        rows = max(0, min(1, rows))
        if rows != self._spacing:
            self._spacing = rows
            self._lay_out_again(anew=True)

    def set_segmenter(self, words: Words | None) -> None:
        """Take words from `words(text) -> spans that partition the text`; None falls back to single characters."""
        self._words = words or fallback_words

    def word(self) -> str:
        """Return the word under the caret; empty without an article."""
        if self._document is None:
            return ""
        start, end = word_at(self._document, self._words, self.caret)
        return self._document.texts[self.caret.block][start:end]

    # -- caret and motions

    def move(self, name: Motion, count: int = 1, select: bool | None = None) -> bool:
        """Carry out a motion `count` times; return whether the caret moved.

        With a selection the motion extends it. `select=True` starts one if there is none (Shift and an arrow);
        `select=False` clears it. Raises KeyError for an unknown name.
        """
        if self._document is None:
            return False
        if select is False:
            self.select_clear()
        elif select and self._selection is None:
            self._select(Selection(self.caret, self.caret))
        ground = Ground(self._laid, self._words, max(1, self.size.height))
        row = self._laid.row_of(self.caret)
        place = motion(ground, self._place, name, count)
        seam: Seam | None = None
        if self._selection is not None:
            selection, seam = self._selection.extend(self._document, place.caret)
            place = place if selection.head == place.caret else Place(selection.head)
            self._select(selection)
        moved = place.caret != self.caret
        self._put(place)
        if moved and name in PAGES:
            self._scroll_rows(round(self.scroll_offset.y) + self._laid.row_of(self.caret) - row)
        self._keep_in_view()
        if seam is not None:
            self.post_message(self.SeamReached(self, seam))
        if name in WORDS:
            self.call_after_refresh(self._cut_ahead)
        return moved

    def _cut_ahead(self) -> None:
        """Have the words of the sentences around cut, so that the key that goes on to one need not wait."""
        if self._document is not None:
            for caret in sentences_beside(self._document, self.caret):
                word_at(self._document, self._words, caret)

    def jump(self, caret: tuple[int, int], *, center: bool = False) -> None:
        """Put the caret at a place (clamped) and bring it into view; `center` puts its row in the middle.

        Clears the selection.
        """
        if self._document is None:
            return
        self.select_clear()
        self._put(Place(self._document.clamp(caret)))
        if center:
            self.center_row()
        else:
            self._keep_in_view()

    def center_row(self) -> None:
        """Scroll so that the caret's row is in the middle, as far as the text allows."""
        if self._document is not None:
            self._scroll_rows(self._laid.row_of(self.caret) - self.size.height // 2)
            self._point()

    @property
    def progress(self) -> float:
        """How much of the text is read once the caret's row is, 0 to 1; 0 without an article."""
        if self._document is None:
            return 0.0
        row = self._drawn.rows[self._drawn.row_of(self.caret)]
        return self._document.share((row.block, row.end))

    def measure_at(self, caret: tuple[int, int] | None = None) -> Measure | None:
        """Return the measure at a place (default: the caret)."""
        if self._document is None:
            return None
        span = self._document.measure_at(self._document.clamp(caret or self.caret))
        return span.measure if span else None

    # -- selection

    @property
    def selection(self) -> Selection | None:
        """The selection, if there is one."""
        return self._selection

    @property
    def unit(self) -> Unit | None:
        """Which unit the selection just is, if it is one."""
        if self._document is None or self._selection is None:
            return None
        return unit_of(self._document, self._words, self._selection)

    def select_start(self) -> None:
        """Start a selection at the caret, its first character; one that is there starts anew."""
        if self._document is not None:
            self._select(Selection(self.caret, self.caret))

    def select_clear(self) -> None:
        """Drop the selection; the caret stays."""
        self._select(None)

    def select_range(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Select a range (end exclusive) and put the caret on its last character."""
        if self._document is not None and tuple(start) < tuple(end):
            selection, seam = selection_of(self._document, Caret(*start), Caret(*end))
            self._select_to(selection)
            if seam is not None:
                self.post_message(self.SeamReached(self, seam))

    def select_grow(self) -> None:
        """Grow to the next larger unit: word, clause, sentence, paragraph or measure, whole part. Starts one too."""
        if self._document is not None:
            selection = self._selection or Selection(self.caret, self.caret)
            grown = grow(self._document, self._words, selection)
            self._select_to(grown)
            if grown == selection:
                self.post_message(self.SeamReached(self, seam_at(self._document, grown.head, before=False)))

    def select_shrink(self) -> None:
        """Go back to what the selection grew from, or to the next smaller unit at the caret."""
        if self._document is not None and self._selection is not None:
            self._select_to(shrink(self._document, self._words, self._selection))

    def select_swap(self) -> None:
        """Put the caret at the selection's other end."""
        if self._selection is not None:
            self._select_to(self._selection.swap())

    # -- highlights

    def set_highlights(self, highlights: Iterable[Highlight]) -> None:
        """Replace all highlights but the view's own (search, selection); later ones lie over earlier ones."""
        wanted = tuple(highlights)
        if wanted != self._highlights.highlights:
            self._highlights = HighlightMap(wanted)
            self._strips.clear()
            self.refresh()

    def highlights_at(self, caret: tuple[int, int] | None = None) -> tuple[Highlight, ...]:
        """Return the app's highlights at a place (default: the caret), both extents, the topmost first."""
        block, offset = caret or self.caret
        over = self._highlights.over(block, offset, offset + 1)
        return tuple(dict.fromkeys(highlight for _, _, highlight in reversed(over)))

    # -- search

    def search(self, *queries: str) -> int:
        """Find texts, folded (width, case, traditional forms), and go to the first hit at or after the caret.

        Returns the number of hits; all are highlighted. No hits, or an empty query, leave the caret.
        """
        if self._document is None:
            return 0
        from reader.tui.find import Finder, Haystack

        if self._haystack is None:
            self._haystack = Haystack(self._document)
        self._finder = Finder(self._haystack.find(*queries))
        self._found(self._finder.begin(self.caret))
        return len(self._finder.hits)

    @property
    def searching(self) -> bool:
        """Whether hits of a search are shown."""
        return self._finder is not None and bool(self._finder.hits)

    @property
    def search_place(self) -> int | None:
        """The number of the hit in hand, from 0; None without one."""
        return self._finder.index if self._finder is not None else None

    def search_step(self, step: int = 1) -> Step | None:
        """Go `step` hits on (negative: back), around the ends. None when there are no hits."""
        if self._finder is None:
            return None
        return self._found(self._finder.step(self.caret, step))

    def search_ahead(self, step: int) -> bool:
        """Say whether there is a hit `step` hits on (negative: back) without going around an end."""
        return self._finder is not None and self._finder.ahead(self.caret, step)

    def search_clear(self) -> None:
        """Forget the search and its highlights."""
        if self._finder is not None:
            self._finder = None
            self.refresh()

    def _found(self, step: Step | None) -> Step | None:
        if step is not None and self._finder is not None and self._finder.current is not None:
            self.jump(self._finder.current.start)
        self.refresh()
        return step

    # -- state changes

    def _put(self, place: Place) -> None:
        """Put the caret somewhere, and draw the rows it left and came to."""
        before = self._place.caret
        if before == place.caret:
            self._place = place
            return
        self._lay_out_rest()
        self._place = place
        self._redraw_at(before, place.caret)
        self.post_message(self.CaretMoved(self, place.caret))

    def _select(self, selection: Selection | None) -> None:
        before, self._selection = self._selection, selection
        if before == selection:
            return
        carets = [end for one in (before, selection) if one is not None for end in one.ends]
        if before is not None and selection is not None and before.anchor == selection.anchor:
            carets = [before.head, selection.head]
        rows = [self._laid.row_of(caret) for caret in carets]
        self.refresh_lines(min(rows), max(rows) - min(rows) + 1)
        self.post_message(self.SelectionChanged(self, selection))

    def _select_to(self, selection: Selection) -> None:
        self._select(selection)
        self._put(Place(selection.head))
        self._keep_in_view()

    # -- the mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret where the mouse is; dragging selects from there. With `gripped` take the selection's nearer end."""
        caret = self._under(event)
        if event.button == 1 and caret is not None:
            if self.gripped and self._selection is not None:
                self._drag(self._selection.grip(caret), caret)
            else:
                self.select_clear()
                self._put(Place(caret))
            self._point()
            self._dragging = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to the mouse while its button is held."""
        caret = self._under(event) if self._dragging else None
        if caret is not None and (self._selection or caret != self.caret):
            self._drag(self._selection or Selection(self.caret, self.caret), caret)

    def _drag(self, selection: Selection, caret: Caret) -> None:
        assert self._document is not None
        selection, seam = selection.extend(self._document, caret)
        self._select_to(selection)
        if seam is not None:
            self.post_message(self.SeamReached(self, seam))

    def on_mouse_up(self) -> None:
        """End dragging."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Select the word under a double click."""
        if event.chain == 2 and self._document is not None and not self.gripped:
            self.select_clear()
            self.select_grow()

    def _under(self, event: events.MouseEvent) -> Caret | None:
        if self._document is None:
            return None
        offset = event.get_content_offset_capture(self)
        row = max(0, min(self._laid.height - 1, offset.y + round(self.scroll_offset.y)))
        return self._laid.caret_at(row, offset.x - self._laid.frame.left)
