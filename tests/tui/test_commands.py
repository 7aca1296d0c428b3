"""The table of commands: complete, without clashes, and reachable without letters."""

from __future__ import annotations

import pytest

from reader.tui.commands import EVERYWHERE, commands, dispatcher, footer, key_labels, key_table
from reader.tui.keys import Run, chord

FREE = {
    "move.down": "down", "move.up": "up", "move.left": "left", "move.right": "right",
    "move.word_next": "ctrl+right", "move.word_previous": "ctrl+left",
    "move.row_start": "home", "move.row_end": "end",
    "measure.next": "f7", "measure.previous": "shift+f7",
    "article.next": "ctrl+pagedown", "article.previous": "ctrl+pageup",
    "move.page_down": "pagedown", "move.page_up": "pageup",
    "move.top": "ctrl+home", "move.bottom": "ctrl+end",
    "select.right": "shift+right", "select.left": "shift+left",
    "select.down": "shift+down", "select.up": "shift+up",
    "search.open": "ctrl+f", "help.open": "f1", "palette.open": "ctrl+p",
    "tag.add": "f2", "comment.add": "f3", "card.edit": "enter",
    "change.undo": "ctrl+z", "change.redo": "ctrl+y", "text.copy": "ctrl+c",
    "file.export": "f8", "source.toggle": "f9", "desk.quit": "ctrl+q", "desk.escape": "escape", "pane.next": "tab",
}  # fmt: skip
LETTERS = {
    "j": "move.down", "k": "move.up", "h": "move.left", "l": "move.right", "w": "move.word_next",
    "b": "move.word_previous", "0": "move.row_start", "$": "move.row_end", "z z": "view.centre",
    "] m": "measure.next", "[ m": "measure.previous", "] a": "annotation.next", "[ a": "annotation.previous",
    "] d": "doubt.next", "] t": "untagged.next", "] n": "unread.next", "J": "article.next", "K": "article.previous",
    "g g": "move.top", "G": "move.bottom", "v": "select.start", "+": "select.grow", "-": "select.shrink",
    "/": "search.open", "n": "search.next", "N": "search.previous", "Z": "pane.zoom", "<": "view.narrower",
    ">": "view.wider", "?": "help.open", ":": "palette.open", "t": "tag.add", "; 1-9": "tag.favourite",
    "c": "comment.add", "r": "comment.reply", ".": "tag.again", "u": "change.undo", "ctrl+r": "change.redo",
    "y": "text.copy", "E": "file.export", "q": "desk.back", "Q": "desk.quit", "space": "move.page_down",
    "ctrl+d": "move.half_down", "ctrl+u": "move.half_up", "a": "card.focus", "C": "correct.open",
    "\\": "source.toggle", "f": "contents.filter", "i": "facts.open", "F": "contents.all", "Y": "doubt.keep", "X": "doubt.take",
}  # fmt: skip


@pytest.mark.parametrize("identifier", commands())
def test_every_command_says_what_it_is(identifier: str) -> None:
    command = commands()[identifier]
    assert command.id == identifier
    assert "." in identifier
    assert command.title.strip() and len(command.title) <= 20
    assert command.help.strip() and command.help[0].isupper() and not command.help.endswith(".")
    assert command.group and command.panes


def test_no_two_commands_share_a_key_and_no_key_hides_a_chord() -> None:
    for pane in EVERYWHERE:
        assert key_table(pane)
    dispatcher()


def test_the_keys_of_the_design_in_the_article() -> None:
    table = key_table("article")
    assert {keys: table.get(chord(keys)) for keys in LETTERS} == LETTERS


def test_the_keys_without_letters() -> None:
    for identifier, keys in FREE.items():
        command = commands()[identifier]
        assert chord(keys) in {chord(each) for each in (*command.keys, *command.free)}, identifier


def test_card_keys_work_on_cards_alone() -> None:
    for keys, identifier in {"d": "card.delete", "x": "card.resolve", "enter": "card.edit"}.items():
        assert key_table("cards")[chord(keys)] == identifier
        assert key_table("article").get(chord(keys)) != identifier


def test_free_keys_need_no_letters() -> None:
    for command in commands().values():
        for keys in command.free:
            for part in chord(keys):
                assert len(part) > 1, f"{command.id}: {keys}"


def test_every_command_without_a_free_key_is_in_the_palette_by_its_title() -> None:
    titles = [command.title for command in commands().values()]
    assert len(titles) == len(set(titles))


def test_keys_of_features_that_are_not_there_mean_nothing() -> None:
    table = key_table("article")
    for keys in ("g z",):
        assert chord(keys) not in table


def test_the_footer_begins_with_help_and_has_a_key_for_each() -> None:
    for pane in EVERYWHERE:
        offered = footer(pane)
        assert offered[0].id == "help.open"
        assert all(key_labels(command) for command in offered)


def test_the_dispatcher_knows_every_declared_key() -> None:
    for pane in EVERYWHERE:
        for keys, identifier in key_table(pane).items():
            fresh = dispatcher()
            outcome: object = None
            for part in keys:
                key = "4" if part == "1-9" else part
                outcome = fresh.feed(key, key if len(key) == 1 else None, pane)
            assert isinstance(outcome, Run) and outcome.command == identifier
