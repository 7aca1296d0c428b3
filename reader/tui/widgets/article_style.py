"""How the article view looks: its component classes, their default style sheet and the tag colours."""

from __future__ import annotations

from typing import Any

from rich.color import Color as RichColor
from rich.style import Style
from textual.app import App
from textual.color import Color

from reader.config.colours import TAG_COLORS, TAG_COLORS_256

_ROLES = ("kicker", "title", "subtitle", "byline", "mark", "paragraph")
_PARTS = ("label", "note", "doubt-note", "caret", "caret-blurred", "empty")
_KINDS = ("comment", "search", "search-current", "selection", "doubt", "current", "under")
COMPONENTS: set[str] = {f"article--{name}" for name in (*_ROLES, *_PARTS, *_KINDS)}


def by_marks(app: App[Any]) -> bool:
    """Say whether marks stand for colours: with NO_COLOR, and where there are too few colours for tags."""
    return app.no_color or app.console.color_system not in ("256", "truecolor")


def tag_color(slot: int, background: Color, app: App[Any]) -> Color:
    """Return a tag's colour on a background."""
    palettes = TAG_COLORS_256 if app.console.color_system == "256" else TAG_COLORS
    colors = palettes[background.brightness > 0.5]
    return Color.parse(colors[slot % len(colors)])


def tag_style(slot: int, background: Color, text: RichColor | None, app: App[Any]) -> Style:
    """Return a tag's style over a background, its text in `text`: what is dim elsewhere would be too faint on it.

    Where marks stand for colours it is an underline.

    Not a component class: each one costs its share of every start, and there are nine of these in every pane.
    """
    if by_marks(app):
        return Style(underline=True)
    return Style(color=text, bgcolor=tag_color(slot, background, app).rich_color)


ARTICLE_CSS = """
ArticleCanvas {
    background: $background;
    color: $foreground;
    overflow-x: hidden;
    overflow-y: scroll;
    scrollbar-size-vertical: 1;
    scrollbar-color: $scrollbar;
    scrollbar-background: $background;
    & .article--kicker { color: $text-muted; }
    & .article--title { text-style: bold; color: $text-primary; }
    & .article--subtitle { color: $foreground; }
    & .article--byline { color: $text-accent; }
    & .article--mark { color: $text-muted; }
    & .article--label { color: $text-accent; }
    & .article--note { color: $text-warning; text-style: bold; }
    & .article--doubt-note { color: $text-error; }
    & .article--empty { color: $text-muted; }
    & .article--under { text-style: underline; }
    & .article--comment { text-style: underline; }
    & .article--doubt { text-style: uu; }
    & .article--current { text-style: bold; }
    & .article--search { background: $warning 30%; color: $foreground; text-style: bold; }
    & .article--search-current { background: $warning; color: $background; text-style: bold; }
    & .article--selection { background: $primary 35%; color: $foreground; }
    & .article--caret { background: $foreground; color: $background; }
    & .article--caret-blurred { background: $foreground 25%; color: $foreground; }
    &:nocolor {
        & .article--search { text-style: bold underline; }
        & .article--search-current { text-style: bold reverse; }
        & .article--selection { text-style: reverse; }
        & .article--caret { text-style: reverse; }
        & .article--caret-blurred { text-style: underline; }
    }
}
"""
