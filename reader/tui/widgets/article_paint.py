"""Drawing one row of an article as a strip: gutter, text, highlights, selection and caret.

Text is put into segments as it is, never as markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.text import cell_width
from reader.text.widths import widths
from reader.tui.document import Span, safe
from reader.tui.highlights import Highlight, HighlightMap, Layered, sweep
from reader.tui.layout import Frame, Layout
from reader.tui.widgets.entries import clip, rule

SELECTED = Highlight("", (), kind="selection")
FOUND = Highlight("", (), kind="search")
FOUND_CURRENT = Highlight("", (), kind="search", current=True)
_COMMENT_MARK = "批"
_DOUBT_MARK = "？"
_TAG_MARK = "签"
_BAR = "|"
_EMOJI_STYLE = "\ufe0f"
_PICTURES = "\U0001f000"
"""From here on Rich draws some sequences as one picture."""
_UNSEEN = dict.fromkeys((0x200B, 0x200D))
"""Left out: they take no cells, and a joiner would draw several characters in the cells of one."""

StyleOf = Callable[[str], Style]


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies on a row for the moment: selection and search hits, and the caret's characters."""

    layers: tuple[Layered, ...] = ()
    caret: Span | None = None
    focused: bool = False


@dataclass(frozen=True)
class Painter:
    """Draws rows. `style(name)` gives the partial style of a component class without its `article--`.

    With `plain` (NO_COLOR) a mark in the margin says where a tag begins and bars are drawn as characters.
    """

    style: StyleOf
    base: Style
    plain: bool = False
    _mixed: dict[tuple[str, ...], Style] = field(default_factory=dict)

    def row(self, layout: Layout, number: int, highlights: HighlightMap, overlay: Overlay) -> Strip:
        """Draw a row of a layout, as wide as its frame."""
        shape = layout.frame
        block, start, end, indent, role = layout.rows[number]
        if role == "blank":
            return Strip([Segment(" " * shape.width, self.base)], shape.width)
        if role == "seam":
            return self._seam(layout.document.seams[block], shape)
        over = highlights.over(block, start, max(end, start + 1))
        segments = [Segment(" " * shape.margin, self.base)]
        if shape.label:
            label = layout.labels.get(number, "")
            if cell_width(label) > shape.label - 1:
                label = ""
            segments.append(Segment(" " * (shape.label - 1 - cell_width(label)), self.base))
            segments.append(Segment(label, self.mix(("label",))))
            segments.append(Segment(" ", self.base))
        if shape.mark:
            segments.extend(self._gutter(over, block, start, end, shape.mark))
        segments.append(Segment(" " * indent, self.base))
        spans = [span for span in over if span[2].extent == "text"] + list(overlay.layers)
        segments.extend(self._text(layout.document.texts[block], (start, end), role, spans, overlay))
        return _strip(segments, shape.width, self.base)

    def _seam(self, words: str, shape: Frame) -> Strip:
        """Draw what stands between two pages of a story: a thin rule with its words in the middle."""
        words = f" {clip(safe(words), max(0, shape.text - 6))} "
        room = shape.text - cell_width(words)
        text = words.strip() if room < 2 else rule(room // 2) + words + rule(room - room // 2)
        segments = [Segment(" " * shape.left, self.base), Segment(text, self.mix(("mark",)))]
        return Strip(segments).adjust_cell_length(shape.width, self.base)

    def mix(self, names: tuple[str, ...]) -> Style:
        """Return the base style with component classes laid over it in turn."""
        if names not in self._mixed:
            style = self.base
            for name in names:
                style += self.style(name)
            self._mixed[names] = style
        return self._mixed[names]

    def _text(
        self, text: str, span: Span, role: str, spans: Sequence[Layered], overlay: Overlay
    ) -> list[Segment]:
        start, end = span
        segments: list[Segment] = []
        for run in sweep(spans, start, end):
            names = (role, *_names(run.layers))
            for a, b, held in _cut(run.start, run.end, overlay.caret):
                over = (*names, _caret(overlay.focused)) if held else names
                segments.append(Segment(text[a:b].translate(_UNSEEN), self.mix(over)))
        if overlay.caret is not None and not any(segment.text for segment in segments):
            segments.append(Segment(" ", self.mix((role, _caret(overlay.focused)))))
        return segments

    def _gutter(self, over: Sequence[Layered], block: int, start: int, end: int, width: int) -> list[Segment]:
        """Draw what begins in this row: a mark for comments, a doubt or tags, how many annotations do, and the bar."""
        begun = list(
            dict.fromkeys(
                h for a, _, h in over if start <= a < max(end, start + 1) and min(h.spans)[:2] == (block, a)
            )
        )
        count = len({h.id for h in begun if h.kind in ("comment", "tag")})
        mark, name = "", "note"
        if any(h.kind == "comment" for h in begun):
            mark = _COMMENT_MARK
        elif any(h.kind == "doubt" for h in begun):
            mark, name = _DOUBT_MARK, "doubt-note"
        elif count > 1 or (self.plain and count):
            mark = _TAG_MARK
        number = "+" if count > 9 else str(count) if count > 1 else ""
        bars = [h for _, _, h in over if h.extent == "margin"]
        text = (number.rjust(1) if width > 3 else "") + (mark or "  ")
        bar = _BAR if bars and self.plain else " "
        style = self.mix(_names((bars[-1],))) if bars and not self.plain else self.base
        return [Segment(text, self.mix((name,)) if begun else self.base), Segment(bar, style)]


def _strip(segments: Sequence[Segment], width: int, base: Style) -> Strip:
    """Put segments in a row of a width; characters that Rich counts one by one are not counted by it again."""
    drawn = [segment for segment in segments if segment.text]
    text = "".join(segment.text for segment in drawn)
    cells = widths(text)
    used = sum(cells)
    if 0 in cells or _EMOJI_STYLE in text or max(text, default="") >= _PICTURES or used > width:
        return Strip(Segment.simplify(drawn)).adjust_cell_length(width, base)
    if used < width:
        drawn.append(Segment(" " * (width - used), base))
    return Strip(Segment.simplify(drawn), width)


def _caret(focused: bool) -> str:
    return "caret" if focused else "caret-blurred"


def _names(layers: Sequence[Highlight]) -> tuple[str, ...]:
    """Name the component classes of layers from the bottom up; a tag under another tag shows as an underline."""
    names: list[str] = []
    tags = 0
    for layer in layers:
        if layer.kind == "tag":
            names.append(f"tag-{layer.color % 9}")
            tags += 1
        elif layer.kind == "search" and layer.current:
            names.append("search-current")
        else:
            names.append(layer.kind)
        if layer.current and layer.kind != "search":
            names.append("current")
    return (*names, "under") if tags > 1 else tuple(names)


def _cut(start: int, end: int, caret: Span | None) -> list[tuple[int, int, bool]]:
    """Cut a run at the caret; say of each piece whether the caret is on it."""
    if caret is None or caret[1] <= start or end <= caret[0]:
        return [(start, end, False)]
    a, b = max(start, caret[0]), min(end, caret[1])
    return [piece for piece in ((start, a, False), (a, b, True), (b, end, False)) if piece[0] < piece[1]]
