"""What lists and tables that are drawn row by row share: inks by name, and how they look under the cursor."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual.scroll_view import ScrollView

from reader.tui.widgets.article_style import by_marks, tag_style

_STYLES = ("cursor", "cursor-blurred", "muted", "strong", "accent", "warning", "found", "empty")


class Inked(ScrollView, can_focus=True, inherit_bindings=False):
    """Knows its styles by name. Binds no keys; nothing is animated."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"inked--{name}" for name in _STYLES}
    DEFAULT_CSS = """
Inked {
    background: $surface;
    color: $foreground;
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-size-vertical: 1;
    scrollbar-color: $scrollbar;
    scrollbar-background: $surface;
    & .inked--muted { color: $text-muted; }
    & .inked--strong { text-style: bold; }
    & .inked--accent { color: $text-accent; }
    & .inked--warning { color: $text-warning; text-style: bold; }
    & .inked--found { color: $text-warning; text-style: bold underline; }
    & .inked--empty { color: $text-muted; }
    & .inked--cursor { background: $block-cursor-background; }
    & .inked--cursor-blurred { background: $panel; }
    &:nocolor {
        & .inked--cursor { text-style: reverse; }
        & .inked--cursor-blurred { text-style: underline; }
    }
}
"""

    def __init__(self, *, id: str | None = None) -> None:
        """Start without styles: they are found out when they are needed."""
        super().__init__(id=id)
        self._styles: dict[str, Style] = {}

    def cursor_style(self) -> Style:
        """Return what lies under what the cursor is on; its own colours show on it."""
        style = self.style_of("cursor" if self.has_focus else "cursor-blurred")
        return Style(bgcolor=style.bgcolor, underline=style.underline or None, reverse=style.reverse or None)

    def piece_style(self, name: str, over: Style | None) -> Style:
        """Return a piece's style; at the cursor (`over`) what is faint is not, and tags keep their colour."""
        if over is None:
            return self.style_of(name)
        if name.startswith("tag-") and not by_marks(self.app):
            return self.style_of(name)
        return self.style_of("" if name == "muted" else name) + over

    def style_of(self, name: str) -> Style:
        """Return the style of a name."""
        if name not in self._styles and not name:
            self._styles[name] = self.rich_style  # Textual puts it together anew each time
        elif name not in self._styles and name.startswith("tag-"):
            over = tag_style(int(name[4:]), self.background_colors[1], self.rich_style.color, self.app)
            self._styles[name] = self.rich_style + over
        elif name not in self._styles:
            own = self.get_component_rich_style(f"inked--{name}", partial=True)
            # A partial style forgets how opaque it is.
            whole = self.get_component_rich_style(f"inked--{name}")
            blended = Style(color=own.color and whole.color, bgcolor=own.bgcolor and whole.bgcolor)
            self._styles[name] = self.rich_style + own + blended
        return self._styles[name]

    def notify_style_update(self) -> None:
        """Forget the old style."""
        self._styles.clear()
        super().notify_style_update()

    def on_focus(self) -> None:
        """Show the cursor in full."""
        self.refresh()

    def on_blur(self) -> None:
        """Show the cursor faintly."""
        self.refresh()
