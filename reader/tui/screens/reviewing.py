"""A list of things that are offered, each to be accepted with y or refused with n; it grows while it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.config.language import _
from reader.tui.document import safe
from reader.tui.screens.asking import Asking
from reader.tui.screens.prompts import BOX_CSS, Box, Words
from reader.tui.widgets.article_style import by_marks, tag_color
from reader.tui.widgets.entries import clip

_INDENT = "      "


@dataclass(frozen=True, slots=True)
class Offered:
    """Something offered: a measure of it, the tag it is about (name and colour) if any, its name, what stands below."""

    key: str
    measure: str
    name: str
    below: str
    tag: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided last: what stood where, and whether it was accepted."""

    offered: Offered
    at: int
    yes: bool


class Review(Asking[str | None]):
    """Shows what is offered, and gives the key of the one to open.

    `decide` is told of each decision and returns whether it was carried out, `take_back` of each that is taken back.
    """

    AUTO_FOCUS = "OptionList"
    DEFAULT_CSS = (
        "Review { align: center middle; background: transparent; }"
        "Review .box { height: 90%; max-width: 100; width: 92%; }"
        "Review OptionList, Review OptionList:focus { height: 1fr; }" + BOX_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", show=False),
        Binding("y", "decide(True)", show=False),
        Binding("n", "decide(False)", show=False),
        Binding("u,ctrl+z", "take_back", show=False),
        Binding("j", "move('cursor_down')", show=False),
        Binding("k", "move('cursor_up')", show=False),
        Binding("g", "move('first')", show=False),
        Binding("G", "move('last')", show=False),
        Binding("ctrl+d", "move('page_down')", show=False),
        Binding("ctrl+u", "move('page_up')", show=False),
    ]

    def __init__(
        self,
        title: str,
        hint: str,
        decide: Callable[[str, bool], bool],
        take_back: Callable[[str, bool], object],
        decided: Callable[[], object],
    ) -> None:
        """Take the box's title, its keys, what decisions do, and what is told after each."""
        super().__init__()
        self._title, self._hint = title, hint
        self._decide, self._take_back, self._told = decide, take_back, decided
        self._rows: list[Offered] = []
        self._decided: list[Decided] = []
        self._width = 0
        self._said = ""
        self._begin = 0
        self.growing = True

    @property
    def rows(self) -> Sequence[Offered]:
        """What is offered now."""
        return self._rows

    @property
    def at(self) -> int:
        """The row under the bar."""
        return self.query_one(OptionList).highlighted or 0

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with Box(self._title):
            yield Words(self._said, id="said", classes="title")
            yield OptionList(markup=False)
            yield Words(self._keys(), id="keys", classes="hint")

    def on_resize(self) -> None:
        """Cut the rows anew."""
        self.call_after_refresh(self._show)

    def add(self, rows: Sequence[Offered]) -> None:
        """Offer more, below what there is."""
        self._rows += rows
        if self._width:
            options = self.query_one(OptionList)
            options.add_options(Option(self._drawn(row), id=row.key) for row in rows)
            if options.highlighted is None and self._rows:
                options.highlighted = 0

    def begin_at(self, key: str) -> None:
        """Have the bar on a row when the list is shown."""
        self._begin = next((at for at, row in enumerate(self._rows) if row.key == key), 0)

    def say(self, words: str, *, growing: bool = False) -> None:
        """Say above the list how things are, and whether more may come."""
        self._said, self.growing = words, growing
        for line in self.query("#said").results(Words):
            line.put(words)
        for line in self.query("#keys").results(Words):
            line.put(self._keys())

    def _keys(self) -> str:
        """Return the keys there are: without anything to decide or take back only one."""
        return self._hint if self._rows or self._decided or self.growing else _("Esc leave")

    def _show(self) -> None:
        options = self.query_one(OptionList)
        width = options.scrollable_content_region.width
        if not width:
            return
        held = self.at if self._width else self._begin
        self._width = width
        options.clear_options()
        options.add_options(Option(self._drawn(row), id=row.key) for row in self._rows)
        options.highlighted = max(0, min(held, len(self._rows) - 1)) if self._rows else None

    def _drawn(self, row: Offered) -> Content:
        room = max(2, self._width - len(_INDENT))
        tag: tuple[Content | str | tuple[str, str], ...] = ()
        if row.tag is not None:
            name = f" {clip(safe(row.tag[0]), room // 2)} "
            tag = ((name, self._ground(row.tag[1])), "  ")
        head = Content.assemble((f"{row.measure:>4}  ", "$text-accent"), *tag, (safe(row.name), "bold"))
        below = clip(safe(" ".join(row.below.split())), room)
        return Content.assemble(
            head.truncate(self._width, ellipsis=True), "\n" + _INDENT, (below, "$text-muted")
        )

    def _ground(self, slot: int) -> str:
        if by_marks(self.app):
            return "underline"
        background, _color = self.query_one(OptionList).background_colors
        return f"on {tag_color(slot, background, self.app).hex6}"

    def action_decide(self, yes: bool) -> None:
        """Accept or refuse the one under the bar, which then goes."""
        if not self._rows:
            return
        at = self.at
        row = self._rows[at]
        if self._decide(row.key, yes):
            self._decided.append(Decided(row, at, yes))
            del self._rows[at]
            self._show()
            self._told()

    def action_take_back(self) -> None:
        """Take the last decision back."""
        if self._decided:
            last = self._decided.pop()
            self._take_back(last.offered.key, last.yes)
            self._rows.insert(last.at, last.offered)
            self._show()
            self.query_one(OptionList).highlighted = last.at
            self._told()

    def action_move(self, how: str) -> None:
        """Move the bar."""
        getattr(self.query_one(OptionList), f"action_{how}")()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the one under the bar."""
        self.dismiss(event.option_id)

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)


class SuggestionReview(Review):
    """Offers tags for proposals without any."""


class WordReview(Review):
    """Offers words that the dictionary does not know."""
