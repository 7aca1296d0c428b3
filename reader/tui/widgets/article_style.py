"""How the article view looks: its component classes, their default style sheet and the tag colours."""

from __future__ import annotations

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color

TAG_COLORS: tuple[tuple[str, ...], tuple[str, ...]] = (
    ("#40170f", "#443c01", "#69580d", "#515d3e", "#274433", "#28616c", "#69469a", "#931f5a", "#3d0355"),
    ("#df7984", "#ab9647", "#c0bd7d", "#d1f4a6", "#90baaa", "#459de5", "#9e94aa", "#ebc5dc", "#cac0fc"),
)
"""The nine tag slots, which records name by number, as they lie behind text on a dark and on a light page.

The hues are those of Paul Tol's "muted" scheme (SRON/EPS/TN/09-002): rose, sand, olive, green, teal, cyan, purple, wine,
indigo. Lightness and chroma were searched for the greatest least distance between any two, as seen with normal sight and
by protanopes, deuteranopes and tritanopes, while text on them keeps a contrast of 4.5; a test measures both.
"""

_ROLES = ("kicker", "title", "subtitle", "byline", "mark", "paragraph")
_PARTS = ("label", "note", "doubt-note", "caret", "caret-blurred", "empty")
_KINDS = ("comment", "search", "search-current", "selection", "doubt", "current", "under")
COMPONENTS: set[str] = {f"article--{name}" for name in (*_ROLES, *_PARTS, *_KINDS)}


def tag_color(slot: int, background: Color) -> Color:
    """Return a tag's colour on a background."""
    colors = TAG_COLORS[background.brightness > 0.5]
    return Color.parse(colors[slot % len(colors)])


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
