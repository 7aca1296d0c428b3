"""The overview of all proposals, and their statistics: tables on screens of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config.language import N_
from reader.tui.commands.base import PANES, Command, Pane

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

GROUP = N_("Overview")
TABLE: tuple[Pane, ...] = ("overview",)
STATISTICS: tuple[Pane, ...] = ("statistics",)


class Open(Command):
    id, free, group, panes = "overview.open", ("f5",), GROUP, PANES
    title, help = N_("overview"), N_("Show all proposals in a table: sort, filter, tag many at once")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.open()


class OpenBeside(Command):
    id, keys, group, panes = "overview.beside", ("o",), GROUP, ("contents", "source")
    title, help = (
        N_("all proposals"),
        N_("Show all proposals in a table; in the article the key does so while nothing is selected"),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.open()


class Enter(Command):
    id, free, group, panes = "overview.enter", ("enter",), GROUP, TABLE
    title, help, footer = N_("read it"), N_("Open the proposal; leaving the desk comes back here"), 5

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.enter()


class Sort(Command):
    id, keys, free, group, panes = "overview.sort", ("s",), ("f4",), GROUP, TABLE
    title, help, footer = N_("sort"), N_("Sort by the column that is held; again: the other way round"), 12

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.sort()


class SortAlso(Command):
    id, keys, free, group, panes = "overview.sort_also", ("S",), ("shift+f4",), GROUP, TABLE
    title, help = N_("then by"), N_("Where the sorted columns are equal, sort by the held one too")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.sort(also=True)


class Unsort(Command):
    id, keys, group, panes = "overview.unsort", ("O",), GROUP, TABLE
    title, help = N_("as printed"), N_("Put the proposals in the order of the pages again")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.unsort()


class ColumnNext(Command):
    id, keys, free, group = "overview.column_next", ("l",), ("right",), GROUP
    panes = ("overview", "statistics")
    title, help, footer = N_("next column"), N_("Hold the next column"), 30

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.hold(count or 1)


class ColumnPrevious(Command):
    id, keys, free, group = "overview.column_previous", ("h",), ("left",), GROUP
    panes = ("overview", "statistics")
    title, help = N_("column before"), N_("Hold the column before")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.hold(-(count or 1))


class Mark(Command):
    id, keys, free, group, panes = "overview.mark", ("v",), ("shift+down",), GROUP, TABLE
    title, help, footer = N_("mark it"), N_("Mark the proposal, or not any more, and go on"), 14

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.mark(count or 1)


class MarkAll(Command):
    id, keys, free, group, panes = "overview.mark_all", ("V",), ("ctrl+a",), GROUP, TABLE
    title, help = N_("mark all"), N_("Mark all that is shown; if that is marked, drop all marks")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.mark_all()


class Tag(Command):
    id, keys, free, group, panes = "overview.tag", ("t",), ("f2",), GROUP, TABLE
    title, help, footer = N_("tag these"), N_("Tag all that is marked, else this proposal, in one step"), 10

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.together.ask_tags()


class Register(Command):
    id, keys, free, group, panes = "overview.register", ("r",), ("f7",), GROUP, TABLE
    title, help, footer = (
        N_("register these"),
        N_("Register handling of all that is marked, else of this proposal, in one form and one step"),
        15,
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.together.ask_handling()


class Read(Command):
    id, keys, group, panes = "overview.read", ("m",), GROUP, TABLE
    title, help = (
        N_("these read"),
        N_("Mark what is marked, else this proposal, as read; if it is, as unread"),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.together.toggle_read()


class FilterAsk(Command):
    id, keys, free, group, panes = "overview.filter", ("f",), ("f3",), GROUP, TABLE
    title, help, footer = (
        N_("filter the table"),
        N_("Show only what has some words, tags, people, or is unread, untagged or in doubt"),
        16,
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.ask_filter()


class FilterClear(Command):
    id, keys, free, group, panes = "overview.all", ("F",), ("shift+f3",), GROUP, TABLE
    title, help = N_("show all rows"), N_("Show all proposals again")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.clear()


class Columns(Command):
    id, keys, free, group, panes = "overview.columns", ("c",), ("f9",), GROUP, TABLE
    title, help, footer = N_("columns"), N_("Choose which columns show, and in which order"), 18

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.ask_columns()


class Leave(Command):
    id, keys, free, group, panes = "overview.leave", ("q", "o"), ("escape", "f5"), GROUP, TABLE
    title, help, footer = (
        N_("leave the table"),
        N_("Go back to the desk; the table stays as it is until you come again"),
        80,
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.overview.leave()


class Count(Command):
    id, keys, free, group, panes = "statistics.open", ("g S",), ("shift+f5",), GROUP, (*PANES, *TABLE)
    title, help = N_("statistics"), N_("Count proposals by tag, affiliation, month and so on")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.statistics.open()


class CountBy(Command):
    id, keys, free, group, panes = "statistics.by", ("b",), ("f2",), GROUP, STATISTICS
    title, help, footer = N_("count by"), N_("Count by the next thing there is to count by"), 10

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.statistics.turn(count or 1)


class CountByPrevious(Command):
    id, keys, free, group, panes = "statistics.by_previous", ("B",), ("shift+f2",), GROUP, STATISTICS
    title, help = N_("count by, back"), N_("Count by the thing before")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.statistics.turn(-(count or 1))


class Across(Command):
    id, keys, free, group, panes = "statistics.across", ("x",), ("f3",), GROUP, STATISTICS
    title, help, footer = N_("cross with"), N_("Make a table of two sides; the last one is none"), 12

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.statistics.cross(count or 1)


class AcrossPrevious(Command):
    id, keys, free, group, panes = "statistics.across_previous", ("X",), ("shift+f3",), GROUP, STATISTICS
    title, help = N_("cross with, back"), N_("Cross with the side before")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.statistics.cross(-(count or 1))


class Behind(Command):
    id, free, group, panes = "statistics.enter", ("enter",), GROUP, STATISTICS
    title, help, footer = N_("what is behind"), N_("Show the proposals that the number counts"), 5

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.statistics.enter()


class LeaveStatistics(Command):
    id, keys, free, group, panes = "statistics.leave", ("q",), ("escape", "shift+f5"), GROUP, STATISTICS
    title, help, footer = N_("leave the numbers"), N_("Go back to where you were"), 80

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.statistics.leave()
