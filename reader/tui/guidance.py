"""What to press next: hints made from the keys that commands have now, and the welcome at the very first start."""

from __future__ import annotations

from textual.containers import Container

from reader.config.language import _
from reader.tui.commands import commands, key_labels
from reader.tui.screens.prompts import Words
from reader.workspace import ReadingState

_WELCOMED = "welcomed"


def key_of(identifier: str) -> str:
    """Return the key of a command as people read it; its name in the list of commands if it has none."""
    command = commands()[identifier]
    return next(iter(key_labels(command)), _(command.title))


def nothing_yet() -> str:
    """Return what an article without annotations shows where they would be."""
    offered = ("tag.add", "comment.add", "select.start")
    rows = (f"{key_of(each)}  {_(commands()[each].title)}" for each in offered)
    return "\n".join((_("None yet."), "", *rows))


def empty_article() -> str:
    """Return what stands where an article would, when what is shown is in none."""
    words = _("These annotations are in no article.")
    return f"{words}\n\n{key_of('article.next')}  {_(commands()['article.next'].title)}"


def no_article() -> str:
    """Return what stands there when no file has any."""
    words = _("No article was found here.")
    rows = (f"{key_of(each)}  {_(commands()[each].title)}" for each in ("help.open", "desk.quit"))
    return "\n".join((words, "", *rows))


def empty_row() -> str:
    """Return what stands beside a row that is in no article."""
    rows = (f"{key_of(each)}  {_(commands()[each].title)}" for each in ("rows.split", "rows.headline"))
    return "\n".join((_("This row is in no article."), "", *rows))


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


def first_time(state: ReadingState) -> bool:
    """Say whether nobody was welcomed yet; from now on somebody was."""
    if state.last(_WELCOMED):
        return False
    state.set_last(_WELCOMED, ["1"])
    return True
