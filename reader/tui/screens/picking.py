"""A list to choose one of, with j and k, and what the choice would do below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.config.language import _
from reader.tui.document import safe
from reader.tui.screens.asking import Asking
from reader.tui.screens.prompts import BOX_CSS, Box, Words
from reader.tui.widgets.entries import clip

Answer = TypeVar("Answer")
_OTHER_ROWS = 9
"""What frame, head, the words below and the keys take."""


class Picking(Asking[Answer]):
    """Shows rows of words; subclasses say how they are drawn, what stands below, and what is given."""

    AUTO_FOCUS = "OptionList"
    DEFAULT_CSS = (
        "Picking { align: center middle; background: transparent; }"
        "Picking .box { max-width: 100; width: 92%; }"
        "Picking OptionList, Picking OptionList:focus {"
        " height: auto; }"
        "Picking #below { margin-top: 1; }" + BOX_CSS
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", show=False),
        Binding("j", "move('cursor_down')", show=False),
        Binding("k", "move('cursor_up')", show=False),
        Binding("g", "move('first')", show=False),
        Binding("G", "move('last')", show=False),
        Binding("ctrl+d", "move('page_down')", show=False),
        Binding("ctrl+u", "move('page_up')", show=False),
    ]

    def __init__(
        self, title: str, rows: Sequence[str], hint: str, *, head: str = "", nothing: str = "", at: int = 0
    ) -> None:
        """Take the box's title, the rows, the keys there are, what to say above them or without them, where to begin."""
        super().__init__()
        self._title, self._rows, self._hint, self._head, self._nothing, self._at = (
            title, rows, hint, head, nothing, at,
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with Box(self._title):
            if not self._rows:
                yield Words(self._nothing)
            elif self._head:
                yield Words(self._head, classes="title")
            options = OptionList(markup=False)
            below = Words(most=4, id="below", classes="hint")
            options.display = below.display = bool(self._rows)
            yield options
            yield below
            yield Words(self._hint if self._rows else _("Esc leave"), classes="hint")

    def on_resize(self) -> None:
        """Cut the rows anew."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        options = self.query_one(OptionList)
        width = options.scrollable_content_region.width
        if not width or not self._rows:
            return
        held = self.index if options.option_count else self._at
        options.styles.max_height = max(2, self.app.size.height * 9 // 10 - _OTHER_ROWS)
        options.clear_options()
        options.add_options(Option(self.drawn(index, width)) for index in range(len(self._rows)))
        options.highlighted = max(0, min(held, len(self._rows) - 1))

    @property
    def index(self) -> int:
        """The row under the bar."""
        return self.query_one(OptionList).highlighted or 0

    def drawn(self, index: int, width: int) -> Content:
        """Return a row as it is drawn in a width in cells."""
        return Content(clip(safe(self._rows[index]), width))

    def below(self, index: int) -> str:
        """Return what stands below the list while a row is under the bar."""
        return ""

    def give(self, index: int) -> None:
        """End with what Enter gives for a row."""
        raise NotImplementedError

    def action_move(self, how: str) -> None:
        """Move the bar."""
        getattr(self.query_one(OptionList), f"action_{how}")()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the row would do."""
        self.query_one("#below", Words).put(self.below(event.option_index))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the one under the bar."""
        self.give(event.option_index)

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)
