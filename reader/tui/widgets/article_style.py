"""How the article view looks: its component classes, their default style sheet and the tag colours."""

from __future__ import annotations

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color

TAG_COLORS: tuple[str, ...] = (
    "#e5484d",
    "#f76b15",
    "#d9a400",
    "#30a46c",
    "#12a5b4",
    "#0a84ff",
    "#7c5cff",
    "#d6409f",
    "#8d8d8d",
)
"""The nine tag slots. On text they are laid over the background at 40 %, so that text keeps a contrast of at least
4.5 to 1 in dark and in light themes."""

_ROLES = ("kicker", "title", "subtitle", "byline", "mark", "paragraph")
_PARTS = ("label", "note", "doubt-note", "caret", "caret-blurred", "empty")
_KINDS = ("comment", "search", "search-current", "selection", "doubt", "current", "under")
COMPONENTS: set[str] = {f"article--{name}" for name in (*_ROLES, *_PARTS, *_KINDS)}
_TAG_OPACITY = 0.4


def tag_color(slot: int, background: Color) -> Color:
    """Return a tag's colour as it lies over a background."""
    return background.blend(Color.parse(TAG_COLORS[slot % len(TAG_COLORS)]), _TAG_OPACITY)


def tag_style(slot: int, background: Color, text: RichColor | None, *, plain: bool) -> Style:
    """Return a tag's style over a background, its text in `text`: what is dim elsewhere would be too faint on it.

    With `plain` (NO_COLOR) an underline.

    Not a component class: each one costs its share of every start, and there are nine of these in every pane.
    """
    if plain:
        return Style(underline=True)
    return Style(color=text, bgcolor=tag_color(slot, background).rich_color)


ARTICLE_CSS = """
ArticleCanvas {
    background: $background;
    color: $foreground;
    overflow-x: hidden;
    overflow-y: scroll;
    scrollbar-size-vertical: 1;
    scrollbar-color: $foreground 25%;
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
    & .article--search { background: $warning 45%; text-style: bold; }
    & .article--search-current { background: $warning; color: $text; text-style: bold; }
    & .article--selection { background: $primary 45%; }
    & .article--caret { background: $foreground; color: $background; }
    & .article--caret-blurred { background: $foreground 25%; }
    &:nocolor {
        & .article--search { text-style: bold underline; }
        & .article--search-current { text-style: bold reverse; }
        & .article--selection { text-style: reverse; }
        & .article--caret { text-style: reverse; }
        & .article--caret-blurred { text-style: underline; }
    }
}
"""
