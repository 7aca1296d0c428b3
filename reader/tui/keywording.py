"""What the open article is about, in a line of its own above it; made in the background, nothing while it is off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from reader.config.language import _
from reader.text import cell_width
from reader.tui.document import safe
from reader.tui.widgets.entries import clip
from reader.tui.widgets.lines import Line

if TYPE_CHECKING:
    from reader.tui.halves import Whole
    from reader.tui.screens.desk import Desk

_MOST = 6
_BETWEEN = " · "
_REMEMBERED = "keywords"


class KeywordLine(Line):
    """The row they stand in: as many as fit, each whole."""

    DEFAULT_CSS = "KeywordLine { background: $background; color: $text-accent; }"

    def __init__(self) -> None:
        """Make an empty row."""
        super().__init__(id="keywords")
        self._phrases: tuple[str, ...] = ()

    def show(self, phrases: Sequence[str]) -> None:
        """Show phrases, the best first."""
        self._phrases = tuple(phrases)
        self.refresh()

    def render(self) -> Content:
        """Draw what fits."""
        shown = ""
        for phrase in self._phrases:
            longer = shown + _BETWEEN + safe(phrase) if shown else safe(phrase)
            if shown and cell_width(_("Keywords: {}").format(longer)) > self.size.width - 2:
                break
            shown = longer
        return Content(clip(" " + _("Keywords: {}").format(shown), self.size.width))


class Keywording:
    """Shows the keywords of whatever article is open; that it does is remembered from one start to the next."""

    def __init__(self, desk: Desk) -> None:
        """Start without the line."""
        self._desk = desk
        self._of: Whole | None = None

    def toggle(self) -> None:
        """Show the line, or take it away."""
        desk = self._desk
        desk.keywords_shown = not desk.keywords_shown
        desk.workspace.state.set_last(_REMEMBERED, ["1"] if desk.keywords_shown else [])
        desk.workspace.state.save()
        self._of = None
        if desk.keywords_shown:
            desk.query_one("#article-pane").mount(KeywordLine(), before="#article")
            desk.call_after_refresh(self.follow)
        else:
            desk.query(KeywordLine).remove()

    def follow(self) -> None:
        """Show the open article's, when they are found."""
        desk, whole = self._desk, self._desk.whole
        if whole is self._of or not desk.query(KeywordLine):
            return
        self._of = whole
        self._put(["…"])
        if whole is not None and whole.document is not None:
            texts = [block.flow.text for block in whole.document.blocks if block.paragraph is not None]
            desk.background.submit(partial(_found, whole.title, "\n".join(texts)), partial(self._took, whole))

    def _took(self, whole: Whole, found: list[str] | Exception) -> None:
        if isinstance(found, Exception):
            raise found
        if whole is self._of:
            self._put(found or [_("none stand out")])

    def _put(self, phrases: list[str]) -> None:
        for line in self._desk.query(KeywordLine):
            line.show(phrases)


def _found(title: str, text: str) -> list[str]:
    from reader.words import segmenter
    from reader.words.keywords import keywords

    words = segmenter()
    words.load()
    shown: list[str] = []
    for item in keywords(title, text, words.cut, words.rarity, 2 * _MOST):
        if not any(item.phrase in phrase for phrase in shown):  # it says no more
            shown.append(item.phrase)
    return shown[:_MOST]
