"""What to press next: hints made from the keys that commands have now."""

from __future__ import annotations

from reader.config.language import _
from reader.tui.commands import commands, key_labels


def key_of(identifier: str) -> str:
    """Return the key of a command as people read it; its name in the list of commands if it has none."""
    command = commands()[identifier]
    return next(iter(key_labels(command)), _(command.title))


def by_keys(words: str, *identifiers: str) -> str:
    """Return words with the keys of commands in their gaps."""
    return words.format(*map(key_of, identifiers))


def nothing_yet() -> str:
    """Return what an article without annotations shows where they would be."""
    offered = ("tag.add", "comment.add", "handling.register", "select.start")
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
