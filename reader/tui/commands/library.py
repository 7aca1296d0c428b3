"""The library: folding its contents, reading it in the background, and what changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config.language import N_
from reader.tui.commands.base import Command

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

GROUP = N_("Library")


class Fold(Command):
    id, keys, free, group, panes = "contents.fold", ("h",), ("left",), GROUP, ("contents",)
    title, help = N_("fold"), N_("Fold the group or page of the contents, or go to the one the entry is in")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.grouping.fold()


class Unfold(Command):
    id, keys, free, group, panes = "contents.unfold", ("l",), ("right",), GROUP, ("contents",)
    title, help = N_("unfold"), N_("Unfold the group or page of the contents, go into it, or open an article")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.grouping.unfold()


class Survey(Command):
    id, group = "survey.toggle", GROUP
    title, help = (
        N_("stop, go on reading"),
        N_("Stop reading the other files in the background, or go on with it"),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.surveying.turn()


class Problems(Command):
    id, keys, group = "problems.open", ("g p",), GROUP
    title, help = N_("unreadable files"), N_("List the files that could not be read, and why")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.surveying.show_problems()


class Moved(Command):
    id, keys, group = "moved.open", ("g m",), GROUP
    title, help = (
        N_("moved and lost"),
        N_("List the annotations whose text has changed: confirm, put elsewhere or delete them"),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.settling.show()
