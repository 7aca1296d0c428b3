"""Small questions: a line of text, yes or no."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from reader.config.language import _
from reader.text import ambiguous_wide, break_lines, cell_width
from reader.tui.document import safe
from reader.tui.screens.asking import Asking
from reader.tui.screens.fields import Field
from reader.tui.widgets.entries import clip

GAP = "   "
BOX_CSS = """
.box {
    width: 80%;
    max-width: 76;
    min-width: 20;
    height: auto;
    max-height: 90%;
    overflow: hidden auto;
    scrollbar-size: 0 0;
    border: round $border;
    border-title-color: $text-primary;
    border-title-style: bold;
    background: $surface;
    padding: 0 1;
}
.box .hint { color: $text-muted; height: auto; }
.box .title { text-style: bold; height: auto; }
.box Input { border: none; height: 1; padding: 0; background: $panel; }
.box OptionList, .box OptionList:focus {
    border: none;
    padding: 0;
    background: $surface;
    background-tint: transparent;
    scrollbar-size: 0 1;
    scrollbar-gutter: stable;
}
.box OptionList:nocolor > .option-list--option-highlighted { text-style: bold underline; }
"""


def fitted(text: str, width: int) -> list[str]:
    """Return a text as rows of at most `width` cells; what stands between gaps is kept whole where it can be."""
    rows: list[str] = []
    for line in map(safe, text.split("\n")):
        row = ""
        for item in line.split(GAP):
            joined = row + GAP + item if row else item
            if cell_width(joined) <= width:
                row = joined
                continue
            if row:
                rows.append(row)
            *before, row = [item[a:b].rstrip() for a, b in break_lines(item, width, width)] or [""]
            rows.extend(before)
        rows.append(row)
    return rows


class Words(Widget):
    """Plain words, broken into rows as Chinese is."""

    DEFAULT_CSS = "Words { height: auto; width: 100%; }"

    def __init__(
        self, text: str = "", *, most: int = 0, id: str | None = None, classes: str | None = None
    ) -> None:
        """Take the words; line feeds stay, gaps (three spaces) are where rows are broken first.

        With `most` they are cut after so many rows.
        """
        super().__init__(id=id, classes=classes)
        self._text, self._most = text, most

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    def put(self, text: str) -> None:
        """Show other words."""
        if text != self._text:
            self._text = text
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows the words take."""
        return len(self._rows(width))

    def render(self) -> Content:
        """Draw them."""
        return Content("\n".join(self._rows(self.size.width)))

    def _rows(self, width: int) -> list[str]:
        rows = fitted(self._text, max(2, width))
        if self._most and len(rows) > self._most:
            rows[self._most - 1 :] = [clip(rows[self._most - 1] + "…", width)]
        return rows


class Box(Vertical):
    """The frame of a question; its title stands on the border."""

    @property
    def words_rows(self) -> int:
        """How many rows the words in it take, frame and fields beside."""
        width = max(2, self.content_size.width)
        words = (each for each in self.query(Words) if each.display)
        return sum(each.get_content_height(self.size, self.size, width) for each in words)

    def __init__(self, title: str) -> None:
        """Make a frame with a plain title."""
        super().__init__(classes="box")
        self._rows_before = 0
        self.border_title = Content(safe(title))

    def on_mount(self) -> None:
        """Draw the frame with what is one cell wide on this terminal."""
        if ambiguous_wide():
            self.styles.border = ("ascii", self.styles.border_top[1])

    def on_resize(self, event: events.Resize) -> None:
        """Have the screen drawn whole when it gets lower: of what it uncovers a wide character at its edge is cut else."""
        if event.size.height < self._rows_before:
            self.screen.refresh()
        self._rows_before = event.size.height


class LinePrompt(Asking[str | None]):
    """Asks for a line of text; Esc gives None."""

    DEFAULT_CSS = "LinePrompt { align: center middle; background: transparent; }" + BOX_CSS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, title: str, hint: str, value: str = "") -> None:
        """Take what is asked, a hint, and what stands there at first."""
        super().__init__()
        self._title, self._hint, self._value = title, hint, value

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Box(self._title):
            yield Field(self._value, compact=True)
            yield Words(self._hint, classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the text."""
        self.dismiss(event.value)

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)


class Confirm(ModalScreen[bool]):
    """Asks yes or no: Enter or y, Esc or n."""

    DEFAULT_CSS = "Confirm { align: center middle; background: transparent; }" + BOX_CSS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer(True)", show=False),
        Binding("escape,n,q", "answer(False)", show=False),
        Binding("ctrl+q", "app.leave", show=False),
    ]

    def __init__(self, question: str, yes: str, no: str) -> None:
        """Take the question and what the two answers do."""
        super().__init__()
        self._question, self._yes, self._no = question, yes, no

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Box(_("Please decide")):
            yield Words(self._question, classes="title")
            yield Words(f"Enter {self._yes}{GAP}Esc {self._no}", classes="hint")

    def action_answer(self, answer: bool) -> None:
        """Give the answer."""
        self.dismiss(answer)
