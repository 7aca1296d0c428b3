"""The desk itself: panes, help, palette, export, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config.language import N_, _
from reader.tui.commands.base import EVERYWHERE, PANES, Command

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

GROUP = N_("Desk")


class Open(Command):
    id, free, group, panes = "contents.open", ("enter",), GROUP, ("contents",)
    title, help, footer = N_("open"), N_("Open the entry"), 5

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.travel.open_entry()


class FilterAsk(Command):
    id, keys, group = "contents.filter", ("f",), GROUP
    title, help = (
        N_("filter"),
        N_("Filter the contents by words, kind, tag, author, and what is unread, untagged or in doubt"),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.filtered.ask()


class FilterClear(Command):
    id, keys, group = "contents.all", ("F",), GROUP
    title, help = N_("show all"), N_("Show all articles again")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.filtered.clear()


class FactsOpen(Command):
    id, keys, group = "facts.open", ("i",), GROUP
    title, help = (
        N_("facts"),
        N_("List the people, organisations, amounts, dates and documents the article names, and go to one"),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.searching.ask_facts()


class PaneNext(Command):
    id, free, group = "pane.next", ("tab",), GROUP
    title, help, footer = N_("pane"), N_("Go to the next pane"), 65

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.next_pane(1)


class PanePrevious(Command):
    id, free, group = "pane.previous", ("shift+tab",), GROUP
    title, help = N_("pane before"), N_("Go to the pane before")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.next_pane(-1)


class Zoom(Command):
    id, keys, group = "pane.zoom", ("Z",), GROUP
    title, help = N_("zoom"), N_("Show this pane alone, or all again")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.zoom()


class Wider(Command):
    id, keys, group = "view.wider", (">",), GROUP
    title, help = N_("wider"), N_("Make the text column wider")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.reading.widen(4 * (count or 1))


class Narrower(Command):
    id, keys, group = "view.narrower", ("<",), GROUP
    title, help = N_("narrower"), N_("Make the text column narrower")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.reading.widen(-4 * (count or 1))


class Keywords(Command):
    id, keys, group = "view.keywords", ("g k",), GROUP
    title, help = N_("keywords"), N_("Show above each article what it is about, or no more")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.keywording.toggle()


class Spacing(Command):
    id, keys, group = "view.spacing", ("P",), GROUP
    title, help = N_("paragraph spacing"), N_("Put a blank row between paragraphs, or none")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.reading.change_spacing()


class Read(Command):
    id, keys, group, panes = "read.toggle", ("m",), GROUP, ("article", "contents")
    title, help = N_("read, unread"), N_("Mark the open article as read, or as unread")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.reading.toggle_read()


class ReadPage(Command):
    id, keys, group, panes = "read.page", ("M",), GROUP, ("article", "contents")
    title, help = N_("page read"), N_("Mark all articles of the page as read, or as unread")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.reading.read_page()


class Source(Command):
    id, keys, free, group = "source.toggle", ("\\",), ("f9",), GROUP
    title, help = (
        N_("source rows"),
        N_("Show the page's rows beside the text, those of the article lit, or the annotations again"),
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.beside.toggle()


class SourceOpen(Command):
    id, free, group, panes = "source.open", ("enter",), GROUP, ("source",)
    title, help, footer = N_("to the text"), N_("Go to the text of the row, in its article"), 5

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.beside.open()


class Theme(Command):
    id, group = "view.theme", GROUP
    title, help = N_("light or dark"), N_("Change between a dark and a light screen")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.reading.change_theme()


class Reload(Command):
    id, group = "config.reload", GROUP
    title, help = N_("read settings"), N_("Read config.toml again; a change of it is noticed by itself too")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.preferences.reload()


class Export(Command):
    id, keys, free, group = "file.export", ("E",), ("f8",), GROUP
    panes = (*PANES, "overview", "statistics")
    title, help, footer = N_("export"), N_("Write the annotations to a file"), 70

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.exporting.ask()


class Help(Command):
    id, keys, free, group, panes = "help.open", ("?",), ("f1",), GROUP, EVERYWHERE
    title, help, footer = N_("help"), N_("Show all keys; type to filter"), 1

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.show_commands(choose=False)


class Palette(Command):
    id, keys, free, group = "palette.open", (":",), ("ctrl+p",), GROUP
    title, help = N_("commands"), N_("Choose a command by its name")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.show_commands(choose=True)


class Back(Command):
    id, keys, group = "desk.back", ("q",), GROUP
    title, help, footer = (
        N_("back"),
        N_("Go back: drop the selection, leave the pane; at the outermost level quit"),
        80,
    )

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        if not desk.back():
            desk.quit()


class Escape(Command):
    id, free, group = "desk.escape", ("escape",), GROUP
    title, help = N_("back, never quit"), N_("Go back, but never quit")

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        if not desk.back():
            from reader.tui.guidance import by_keys

            desk.say(by_keys(_("{} quits"), "desk.back"))


class Quit(Command):
    id, keys, free, group, panes = "desk.quit", ("Q",), ("ctrl+q",), GROUP, EVERYWHERE
    title, help, footer = N_("quit"), N_("Quit; everything is saved"), 75

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        desk.quit()
