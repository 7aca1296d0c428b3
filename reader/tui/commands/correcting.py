"""Correcting the parse: settling doubts in the text, and what can be said of a page's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.config.language import N_
from reader.tui.commands.base import Command, Pane

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

GROUP = N_("Correct the parse")
ROWS: tuple[Pane, ...] = ("rows",)


class Correct(Command):
    id, keys, group = "correct.open", ("C",), GROUP
    title, help, footer = N_("correct"), N_("Correct how the page was taken apart, row by row"), 50

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.open()


class Keep(Command):
    id, keys, group, panes = "doubt.keep", ("Y",), GROUP, ("article", "rows")
    title, help = N_("keep"), N_("Settle the doubt here: it is right as it is")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.settle(take=False)


class Take(Command):
    id, keys, group, panes = "doubt.take", ("X",), GROUP, ("article", "rows")
    title, help = N_("take the other"), N_("Settle the doubt here: the other reading is right")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.settle(take=True)


class Split(Command):
    id, keys, group, panes = "rows.split", ("s",), GROUP, ROWS
    title, help, footer = N_("split here"), N_("Begin an article at this row"), 10

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.split()


class Join(Command):
    id, keys, group, panes = "rows.join", ("J",), GROUP, ROWS
    title, help, footer = N_("join"), N_("Join this article with the next one on the page"), 11

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.join()


class Role(Command):
    """Says what the rows are."""

    role: ClassVar[str]
    group, panes = GROUP, ROWS

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.role(self.role)


class Headline(Role):
    id, keys, role = "rows.headline", ("h",), "headline"
    title, help, footer = N_("headline"), N_("This row, or those selected, are a headline's"), 14


class Byline(Role):
    id, keys, role = "rows.byline", ("b",), "byline"
    title, help, footer = N_("byline"), N_("This row names who a proposal is from"), 15


class Body(Role):
    id, keys, role = "rows.body", ("t",), "body"
    title, help, footer = N_("text"), N_("This row, or those selected, are an article's text"), 16


class Furniture(Role):
    id, keys, free, role = "rows.furniture", ("x",), ("delete",), "furniture"
    title, help, footer = N_("leave out"), N_("This row, or those selected, belong to no article"), 17


class MoveHeadline(Command):
    id, keys, group, panes = "rows.move", ("m",), GROUP, ROWS
    title, help, footer = (
        N_("move headline"),
        N_("Give this headline to another article; on an article's text: choose a headline for it"),
        12,
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.move_headline()


class PartOf(Command):
    id, keys, group, panes = "rows.part", ("p",), GROUP, ROWS
    title, help, footer = N_("part"), N_("Make this headline row kicker, title or subtitle, in turn"), 13

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.part()


class KindOf(Command):
    id, keys, group, panes = "rows.kind", ("K",), GROUP, ROWS
    title, help, footer = (
        N_("kind"),
        N_("Make this article proposal, news, continuation or notice, in turn"),
        18,
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.kind()


class SelectRows(Command):
    id, keys, group, panes = "rows.select", ("v",), GROUP, ROWS
    title, help, footer = N_("select rows"), N_("Select rows from here; again: drop the selection"), 30

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.select()


class SourceOf(Command):
    id, keys, group, panes = "source.edit", ("e",), GROUP, ROWS
    title, help, footer = N_("source"), N_("Correct paper, date and page number, of many pages too"), 25

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.edit_source()


class Said(Command):
    id, keys, group, panes = "corrections.list", ("c",), GROUP, ROWS
    title, help, footer = N_("corrections"), N_("Show this page's corrections, lost ones too"), 28

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.show_said()


class RowDoubtNext(Command):
    id, keys, group, panes = "rows.doubt_next", ("] d",), GROUP, ROWS
    title, help, footer = N_("next doubt of page"), N_("Go to the next row in doubt"), 20

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.seek_doubt(count or 1)


class RowDoubtPrevious(Command):
    id, keys, group, panes = "rows.doubt_previous", ("[ d",), GROUP, ROWS
    title, help = N_("doubt before on page"), N_("Go back to the row in doubt before")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.seek_doubt(-(count or 1))


class RowArticleNext(Command):
    id, keys, free, group, panes = "rows.article_next", ("}",), ("ctrl+down",), GROUP, ROWS
    title, help = N_("article below"), N_("Go to the row where the next article begins")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.seek_start(count or 1)


class RowArticlePrevious(Command):
    id, keys, free, group, panes = "rows.article_previous", ("{",), ("ctrl+up",), GROUP, ROWS
    title, help = N_("article above"), N_("Go back to the row where an article begins")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.seek_start(-(count or 1))


class Leave(Command):
    id, keys, free, group, panes = "rows.leave", ("q",), ("escape",), GROUP, ROWS
    title, help, footer = N_("back to the desk"), N_("Leave; what was corrected is saved"), 80

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.correcting.leave()
