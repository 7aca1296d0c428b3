"""Selecting text, searching in it, copying it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config.language import N_
from reader.tui.commands.base import Command
from reader.tui.commands.moving import Extend

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

GROUP = N_("Select")
SEARCH = N_("Search")


class Select(Command):
    id, keys, group, panes = "select.start", ("v",), GROUP, ("article",)
    title, help, footer = N_("select"), N_("Start a selection at the cursor; again: drop it"), 30

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        if desk.view.selection is None:
            desk.view.select_start()
        else:
            desk.view.select_clear()


class Grow(Command):
    id, keys, group, panes = "select.grow", ("+", "="), GROUP, ("article",)
    title, help = (
        N_("grow"),
        N_("Grow the selection: character, word, clause, sentence, measure or paragraph, whole"),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        for _ in range(count or 1):
            desk.view.select_grow()


class Shrink(Command):
    id, keys, group, panes = "select.shrink", ("-",), GROUP, ("article",)
    title, help = N_("shrink"), N_("Shrink the selection")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        for _ in range(count or 1):
            desk.view.select_shrink()


class Swap(Command):
    id, keys, group, panes = "select.swap", ("o",), GROUP, ("article",)
    title, help = (
        N_("other end"),
        N_("While selecting: go to the selection's other end; else show all proposals in a table"),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        if desk.view.selection is None:
            desk.overview.open()
        else:
            desk.view.select_swap()


class Save(Command):
    id, free, group, panes = "select.save", ("enter",), GROUP, ("article",)
    title, help = N_("save bounds"), N_("While moving an annotation's bounds: save them")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.bounds.save()


class OwnWord(Command):
    id, keys, group, panes = "words.add", ("g w",), GROUP, ("article",)
    title, help = (
        N_("word of mine"),
        N_("Have the selection cut as one word from now on, or no more if it was"),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.lexicon.toggle()


class DiscoverWords(Command):
    id, keys, group = "words.discover", ("g W",), GROUP
    title, help = (
        N_("discover words"),
        N_("Find terms the dictionary does not know, to make them words of your own"),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.discovery.review()


class ExtendRight(Extend):
    id, free, motion = "select.right", ("shift+right",), "char_next"
    title, help = N_("select right"), N_("Select to the right")


class ExtendLeft(Extend):
    id, free, motion = "select.left", ("shift+left",), "char_prev"
    title, help = N_("select left"), N_("Select to the left")


class ExtendDown(Extend):
    id, free, motion = "select.down", ("shift+down",), "row_down"
    title, help = N_("select down"), N_("Select down to the next row")


class ExtendUp(Extend):
    id, free, motion = "select.up", ("shift+up",), "row_up"
    title, help = N_("select up"), N_("Select up to the row before")


class Copy(Command):
    id, keys, free, group = "text.copy", ("y",), ("ctrl+c",), GROUP
    title, help = N_("copy"), N_("Copy the selection, measure or title with its source")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.delivering.copy()


class CopyToFile(Command):
    id, keys, group = "text.file", ("g y",), GROUP
    title, help = N_("quote to a file"), N_("Add the selection, measure or title with its source to a file")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.delivering.ask_file()


class Search(Command):
    id, keys, free, group = "search.open", ("/",), ("ctrl+f",), SEARCH
    title, help, footer = N_("search"), N_("Search in this article"), 50

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.searching.ask()


class SearchEverywhere(Command):
    id, keys, free, group = "search.everywhere", ("g /",), ("f6",), SEARCH
    title, help = N_("search all files"), N_("Search all open files, annotations too")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.searching.everywhere.ask()


class SearchNext(Command):
    id, keys, group = "search.next", ("n",), SEARCH
    title, help = N_("next hit"), N_("Go to the next hit")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.searching.step(count or 1)


class SearchPrevious(Command):
    id, keys, group = "search.previous", ("N",), SEARCH
    title, help = N_("hit before"), N_("Go back a hit")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.searching.step(-(count or 1))
