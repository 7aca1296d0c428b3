"""The welcome at the very first start."""

from __future__ import annotations

from textual.containers import Container

from reader.config.language import _
from reader.tui.guidance import key_of
from reader.tui.screens.prompts import Words


class Welcome(Container):
    """Three lines at the desk's foot, until a key does something."""

    DEFAULT_CSS = """
Welcome { height: auto; padding: 0 1; background: $block-cursor-background; }
Welcome Words { color: $text; }
"""

    def __init__(self) -> None:
        """Say what this is, what to do with it, and where everything else is told."""
        key = key_of
        lines = (
            _("Welcome. {} {} go through the text, {} to the next article, {} to another pane.").format(
                key("move.down"), key("move.up"), key("article.next"), key("pane.next")
            ),
            _("{} tags, {} comments, {} selects words first; everything is saved at once.").format(
                key("tag.add"), key("comment.add"), key("select.start")
            ),
            _("{} lists every key, {} takes back, {} quits.").format(
                key("help.open"), key("change.undo"), key("desk.quit")
            ),
        )
        super().__init__(Words("\n".join(lines)), id="welcome")
