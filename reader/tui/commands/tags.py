"""The tags there are: what is done to them as a whole, on the screen that lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config.language import N_
from reader.tui.commands.base import PANES, Command, Pane

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

GROUP = N_("Tags")
TAGS: tuple[Pane, ...] = ("tags",)


class Open(Command):
    id, keys, free, group, panes = "tags.open", ("g t",), ("shift+f2",), GROUP, PANES
    title, help = N_("tags"), N_("Show all tags: rename, recolour, merge, move, describe, delete")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.show_tags()


class Suggest(Command):
    id, keys, group, panes = "tags.suggest", ("g s",), GROUP, PANES
    title, help = N_("suggest tags"), N_("Suggest tags for all proposals without one, by those you put on")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.suggestions.review()


class Rename(Command):
    id, keys, free, group, panes = "tags.rename", ("r",), ("f2",), GROUP, TAGS
    title, help, footer = N_("rename"), N_("Give the tag, or the group, another name"), 10

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.keeping.rename()


class Color(Command):
    id, keys, free, group, panes = "tags.color", ("c",), ("right",), GROUP, TAGS
    title, help, footer = N_("colour"), N_("Give the tag the next of the nine colours"), 12

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.keeping.recolor(count or 1)


class Describe(Command):
    id, keys, free, group, panes = "tags.describe", ("e",), ("f3",), GROUP, TAGS
    title, help, footer = N_("describe"), N_("Say when the tag is to be put on; the tag prompt shows it"), 14

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.keeping.describe()


class Merge(Command):
    id, keys, free, group, panes = "tags.merge", ("m",), ("f4",), GROUP, TAGS
    title, help, footer = N_("merge"), N_("Put another tag where this one is, and delete this one"), 16

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.keeping.merge()


class MoveInto(Command):
    id, keys, free, group, panes = "tags.move", ("p",), ("f6",), GROUP, TAGS
    title, help, footer = N_("into group"), N_("Put the tag, or the group, into another group"), 18

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.keeping.move()


class Remove(Command):
    id, keys, free, group, panes = "tags.delete", ("d",), ("delete",), GROUP, TAGS
    title, help, footer = (
        N_("delete tag"),
        N_("Delete the tag and take it off everything; undo brings it back"),
        20,
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.keeping.delete()


class Leave(Command):
    id, keys, free, group, panes = "tags.leave", ("q",), ("escape",), GROUP, TAGS
    title, help, footer = N_("leave the tags"), N_("Go back to the desk; what was changed is saved"), 80

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.keeping.leave()
