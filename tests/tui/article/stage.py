"""A tiny app that shows one article view, and what a test does with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip

from reader.pages.model import Article
from reader.text import cell_width
from reader.tui.theme import THEMES
from reader.tui.widgets.article import ArticleView


class Watched(ArticleView):
    """A view that remembers which of its rows were drawn and what it said."""

    def __init__(self) -> None:
        super().__init__(empty_text="没有稿件 [bold]")
        self.drawn: list[int] = []

    def render_line(self, y: int) -> Strip:
        self.drawn.append(y)
        return super().render_line(y)


class Host(App[None]):
    """Shows one article view."""

    def __init__(self) -> None:
        super().__init__()
        self.view = Watched()
        self.said: list[Message] = []

    def get_css_variables(self) -> dict[str, str]:
        for theme in THEMES.values():
            self.register_theme(theme)
        return super().get_css_variables()

    def compose(self) -> ComposeResult:
        yield self.view

    def on_article_view_caret_moved(self, message: ArticleView.CaretMoved) -> None:
        self.said.append(message)

    def on_article_view_selection_changed(self, message: ArticleView.SelectionChanged) -> None:
        self.said.append(message)

    def on_article_view_seam_reached(self, message: ArticleView.SeamReached) -> None:
        self.said.append(message)


class Stage:
    """What a test acts on."""

    def __init__(self, app: Host, pilot: Pilot[None]) -> None:
        self.app, self.view, self.pilot = app, app.view, pilot

    def row(self, y: int) -> str:
        """Return the text drawn at a row of the view."""
        return self.view.render_line(y).text

    def screen(self) -> str:
        """Return what the view shows."""
        return "\n".join(self.row(y) for y in range(self.view.size.height))

    @property
    def caret_y(self) -> int:
        """The row of the view the terminal's cursor is in."""
        return self.app.cursor_position.y

    def spot(self, text: str) -> Offset:
        """Return where a text is drawn."""
        y = next(y for y in range(self.view.size.height) if text in self.row(y))
        return Offset(cell_width(self.row(y).partition(text)[0]), y)

    def selected(self) -> str:
        """Return the selected text of one block."""
        span = self.view.selection_span()
        assert span is not None
        start, end = span
        return self.view.blocks[start.block].flow.text[start.offset : end.offset]


def contrast(style: Style) -> float:
    """Return the contrast of text in a style, as WCAG 2 defines it."""
    assert style.color is not None
    assert style.bgcolor is not None
    light = []
    for color in (style.color, style.bgcolor):
        channels = [part / 255 for part in color.get_truecolor()]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        light.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
    return max(light) / min(light)


@asynccontextmanager
async def stage(shown: Article | None, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Stage]:
    """Run the app with an article shown and the focus on it."""
    app = Host()
    async with app.run_test(size=size) as pilot:
        app.view.show(shown)
        app.view.focus()
        await pilot.pause()
        app.said.clear()
        yield Stage(app, pilot)
