"""Annotating: tags, comments, replies, and what can be done to an annotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config.language import N_
from reader.tui.commands.base import EVERYWHERE, Command

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

GROUP = N_("Annotate")


class Tag(Command):
    id, keys, free, group = "tag.add", ("t",), ("f2",), GROUP
    title, help, footer = N_("tag"), N_("Tag the selection, else the measure, else the article"), 10

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.ask_tags()


class Favourite(Command):
    id, keys, group = "tag.favourite", ("; 1-9",), GROUP
    title, help = N_("favourite"), N_("Put on favourite tag 1 to 9 (numbered by use)")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.favourite(int(argument))


class FavouriteNext(Command):
    id, keys, group, panes = "tag.favourite_next", (", 1-9",), GROUP, ("article",)
    title, help = (
        N_("favourite, go on"),
        N_(
            "Put favourite tag 1 to 9 on the selection, else the article, and open the next untagged proposal"
        ),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.favourite_next(int(argument))


class Again(Command):
    id, keys, group = "tag.again", (".",), GROUP
    title, help = N_("same tag"), N_("Put on the tags you put on last")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.again()


class Comment(Command):
    id, keys, free, group = "comment.add", ("c",), ("f3",), GROUP
    title, help, footer = (
        N_("comment"),
        N_("Comment on the selection, else the measure, else the article"),
        20,
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.ask_comment()


class Register(Command):
    id, keys, free, group = "handling.register", ("s",), ("f4",), GROUP
    title, help, footer = (
        N_("register"),
        N_("Register handling of the measure, else the article; on its card, correct the entry"),
        22,
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.registering.ask()


class Reply(Command):
    id, keys, group = "comment.reply", ("r",), GROUP
    title, help = N_("reply"), N_("Answer the annotation on the card or under the cursor")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.ask_reply()


class Card(Command):
    id, keys, group, panes = "card.focus", ("a",), GROUP, ("article",)
    title, help, footer = N_("card"), N_("Go to the card of the annotation under the cursor"), 55

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.to_card()


class Cycle(Command):
    id, keys, group, panes = "annotation.cycle", ("g a",), GROUP, ("article",)
    title, help = N_("annotation below"), N_("Take the next of several annotations under the cursor in hand")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overlaps.cycle(count or 1)


class Reselect(Command):
    id, keys, free, group = "annotation.reselect", ("g v",), ("shift+f4",), GROUP
    panes = ("article", "cards")
    title, help = (
        N_("move bounds"),
        N_("Select what the annotation in hand is about, to give it other bounds"),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.bounds.begin()


class Edit(Command):
    id, free, group, panes = "card.edit", ("enter",), GROUP, ("cards",)
    title, help, footer = N_("edit"), N_("Edit the annotation on the card, or go where its link leads"), 12

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        if not desk.linking.go_held():
            desk.marking.edit()


class Unfold(Command):
    id, keys, group, panes = "card.unfold", ("o",), GROUP, ("cards",)
    title, help = N_("whole quote"), N_("Show all the words the card is about, or their beginning")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.unfold_card()


class Fold(Command):
    id, keys, group, panes = "card.fold", ("O",), GROUP, ("cards",)
    title, help = N_("fold cards"), N_("Fold all cards to their first rows, or unfold them")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.fold_cards()


class Delete(Command):
    id, keys, free, group, panes = "card.delete", ("d",), ("delete",), GROUP, ("cards",)
    title, help, footer = (
        N_("delete"),
        N_("Delete the annotation or link on the card; undo brings it back"),
        14,
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        if not desk.linking.unlink_held():
            desk.marking.delete()


class Resolve(Command):
    id, keys, group, panes = "card.resolve", ("x",), GROUP, ("cards",)
    title, help, footer = N_("resolve"), N_("Mark the annotation as dealt with, or not"), 16

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.resolve()


class Deleted(Command):
    id, keys, group = "trash.open", ("g x",), GROUP
    title, help = N_("deleted"), N_("Show what was deleted; Enter puts it back")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.show_deleted()


class Undo(Command):
    id, keys, free, group, panes = "change.undo", ("u",), ("ctrl+z",), GROUP, EVERYWHERE
    title, help, footer = N_("undo"), N_("Take back your last change"), 45

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.undo()


class Redo(Command):
    id, keys, free, group, panes = "change.redo", ("ctrl+r",), ("ctrl+y",), GROUP, EVERYWHERE
    title, help = N_("redo"), N_("Make the change you took back again")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.marking.redo()
