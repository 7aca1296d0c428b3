"""Links between articles, and the way back from where they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config.language import N_
from reader.tui.commands.base import Command

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

GROUP = N_("Links")


class Add(Command):
    id, keys, free, group, panes = "link.add", ("L",), ("shift+f8",), GROUP, ("article",)
    title, help = (
        N_("link"),
        N_(
            "Link the selection, else the measure, else the article with one that prints it again or answers it"
        ),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.linking.add()


class Open(Command):
    id, keys, group = "link.list", ("g l",), GROUP
    title, help = (
        N_("links"),
        N_("List the article's links, and the articles that may be the same text, to accept or refuse"),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.linking.open()


class Return(Command):
    id, keys, free, group = "article.back", ("g [",), ("backspace",), GROUP
    title, help = N_("where I was"), N_("Go back to where you were before you followed a link")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.returning.back(count or 1)
