"""A list of entries of one or more rows each, drawn row by row, with a cursor: contents and cards are made of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from reader.text import ambiguous_wide, cell_width, char_width
from reader.tui.document import safe
from reader.tui.motions import Motion
from reader.tui.widgets.inked import Inked

Piece = tuple[str, str]
"""Text and the name of its style: `""`, `muted`, `strong`, `accent`, `warning`, `found`, `tag-0` … `tag-8`.

With `~` before its style a piece is left out where the row has no room for it.
"""
_OPTIONAL = "~"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: rows of pieces; `key` names it; without `choosable` the cursor passes over it."""

    key: str
    rows: tuple[tuple[Piece, ...], ...]
    choosable: bool = True


def rule(width: int) -> str:
    """Return a horizontal rule `width` cells wide."""
    return ("-" if ambiguous_wide() else "─") * width


def clip(text: str, width: int) -> str:
    """Return a text cut to a width in cells, with an ellipsis where something was cut."""
    if cell_width(text) <= width:
        return text
    room, kept = width - char_width("…"), []
    for char in text:
        room -= char_width(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept) + "…" if width >= char_width("…") else ""


def fitting(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """Return the pieces of a row for a width in cells: optional ones go first, the last of them before the others."""
    kept = list(pieces)
    over = sum(cell_width(text) for text, _name in kept) - width
    for place in range(len(kept) - 1, -1, -1):
        if over > 0 and kept[place][1].startswith(_OPTIONAL):
            over -= cell_width(kept.pop(place)[0])
    return [(text, name.removeprefix(_OPTIONAL)) for text, name in kept]


def _alike(old: Sequence[Entry], new: Sequence[Entry]) -> bool:
    """Say whether entries are as many as others, with the same keys and as many rows each."""
    return len(old) == len(new) > 0 and all(
        (was.key, len(was.rows), was.choosable) == (now.key, len(now.rows), now.choosable)
        for was, now in zip(old, new, strict=True)
    )


class Entries(Inked, inherit_bindings=False):
    """Draws entries and moves a cursor among them."""

    @dataclass
    class Chosen(Message):
        """An entry was clicked on, or opened."""

        entries: Entries
        key: str

        @property
        def control(self) -> Entries:
            """The list that sent this."""
            return self.entries

    @dataclass
    class Moved(Message):
        """The cursor is on another entry."""

        entries: Entries
        key: str

        @property
        def control(self) -> Entries:
            """The list that sent this."""
            return self.entries

    empty_text: reactive[str] = reactive("")
    """What is shown while there are no entries. Plain text; rows by line feeds."""

    def __init__(self, *, empty_text: str = "", id: str | None = None) -> None:
        """Make an empty list; `empty_text` is shown while it is."""
        super().__init__(id=id)
        self.set_reactive(Entries.empty_text, empty_text)
        self._entries: tuple[Entry, ...] = ()
        self._tops: list[int] = []
        self._places: dict[str, int] = {}
        self._cursor = -1

    @property
    def cursor_key(self) -> str:
        """The key of the entry under the cursor; empty without one."""
        return self._entries[self._cursor].key if 0 <= self._cursor < len(self._entries) else ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all entries the cursor can stand on."""
        return tuple(self._places)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Replace the entries; the cursor stays on the entry of its key, else near where it was."""
        before, place, old = self.cursor_key, self._cursor, self._entries
        self._entries = tuple(entries)
        if _alike(old, self._entries):  # nothing moves, so what is the same need not be drawn again
            for index, (was, now) in enumerate(zip(old, self._entries, strict=True)):
                if was is not now and was != now:
                    self.refresh_lines(self._tops[index], len(now.rows))
            return
        self._tops, height = [], 0
        for entry in self._entries:
            self._tops.append(height)
            height += len(entry.rows)
        self._places = {}
        for index, entry in enumerate(self._entries):
            if entry.choosable:
                self._places.setdefault(entry.key, index)
        self.virtual_size = Size(self.scrollable_content_region.width or self.size.width, height)
        index = self._places.get(before, -1)
        if index < 0:
            index = self._choosable(max(0, min(place, len(self._entries) - 1)), 1)
        self._cursor = index
        self.refresh()

    def put_cursor(self, key: str) -> bool:
        """Put the cursor on an entry; return whether it is there."""
        index = self._places.get(key)
        if index is None:
            return False
        self._to(index)
        return True

    def move(self, name: Motion, count: int = 1) -> bool:
        """Move the cursor by rows, half pages, pages, or to an end; return whether it moved."""
        if not self._entries:
            return False
        step = 1 if name in ("row_down", "half_page_down", "page_down", "bottom") else -1
        if name in ("top", "bottom"):
            return self._to(self._choosable(0 if name == "top" else len(self._entries) - 1, -step))
        if name in ("row_down", "row_up"):
            return self._step(step, count)
        rows = max(1, self.size.height // (2 if name.startswith("half") else 1)) * count
        row = max(0, min(self.virtual_size.height - 1, self._tops[max(0, self._cursor)] + step * rows))
        return self._to(self._choosable(bisect_right(self._tops, row) - 1, step))

    def _step(self, step: int, count: int) -> bool:
        index = self._cursor
        for _ in range(count):
            following = self._choosable(index + step, step)
            if following < 0 or (following - index) * step <= 0:
                break
            index = following
        return self._to(index)

    def _choosable(self, index: int, step: int) -> int:
        """Return the nearest entry the cursor can stand on, from an index on in a direction, else back; -1: none."""
        for direction in (step, -step):
            at = index
            while 0 <= at < len(self._entries):
                if self._entries[at].choosable:
                    return at
                at += direction
        return -1

    def _to(self, index: int) -> bool:
        if index < 0 or index == self._cursor:
            self._show_cursor()
            return False
        before, self._cursor = self._cursor, index
        for changed in (before, index):
            if 0 <= changed < len(self._entries):
                self.refresh_lines(self._tops[changed], len(self._entries[changed].rows))
        self._show_cursor()
        self.post_message(self.Moved(self, self._entries[index].key))
        return True

    def _show_cursor(self) -> None:
        if not (0 <= self._cursor < len(self._entries)) or not self.size.height:
            return
        first = self._tops[self._cursor]
        last = first + len(self._entries[self._cursor].rows) - 1
        if last < self.size.height and self._cursor == self._choosable(0, 1):
            first = 0  # with what stands above the first one
        top = round(self.scroll_offset.y)
        if first < top or last - first >= self.size.height:
            top = first
        elif last >= top + self.size.height:
            top = last - self.size.height + 1
        top = max(0, min(top, self.virtual_size.height - self.size.height))
        if top != round(self.scroll_offset.y):
            self.scroll_to(y=top, animate=False, force=True, immediate=True)

    def render_line(self, y: int) -> Strip:
        """Draw the row at `y` of the view."""
        width = self.scrollable_content_region.width
        row = y + round(self.scroll_offset.y)
        if not self._entries:
            lines = self.empty_text.split("\n")
            text = clip(lines[y - 1], width - 2) if 1 <= y <= len(lines) else ""
            return Strip([Segment(" " + text, self.style_of("empty"))]).adjust_cell_length(
                width, self.rich_style
            )
        if row >= self.virtual_size.height:
            return Strip.blank(width, self.rich_style)
        index = bisect_right(self._tops, row) - 1
        rows = self._entries[index].rows
        pieces, last = rows[row - self._tops[index]], row - self._tops[index] == len(rows) - 1
        gap = last and len(rows) > 1 and not any(text for text, _name in pieces)  # before the next entry
        over = self.cursor_style() if index == self._cursor and not gap else None
        segments, room = [], width
        for text, name in fitting(pieces, width):
            shown = clip(safe(text).replace("\u200b", ""), room)
            room -= cell_width(shown)
            segments.append(Segment(shown, self.piece_style(name, over)))
        segments.append(Segment(" " * max(0, room), self.piece_style("", over)))
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self.virtual_size = Size(self.scrollable_content_region.width, self.virtual_size.height)
        self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        """Choose the entry under the mouse."""
        offset = event.get_content_offset(self)
        row = offset.y + round(self.scroll_offset.y) if offset is not None else -1
        if 0 <= row < self.virtual_size.height and self._entries:
            index = bisect_right(self._tops, row) - 1
            if self._entries[index].choosable:
                self._to(index)
                self.post_message(self.Chosen(self, self._entries[index].key))
