"""What is shown to go on with: help for where the reader is, pending keys, empty places, the welcome."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.widgets import OptionList

import reader
from reader.config.language import choose
from reader.text import cell_width
from reader.tui.commands import Pane, commands, dispatcher, key_labels, rebind
from reader.tui.guidance import key_of, nothing_yet
from reader.tui.legend import legend
from reader.tui.screens.listing import CommandList
from reader.tui.welcome import Welcome
from reader.tui.widgets.lines import Line, whole_items
from scripts.catalogues import messages
from tests.tui.dialogs import on_stage, seen
from tests.tui.staging import staged


@pytest.mark.parametrize(
    ("pane", "heading"), [("article", "Article"), ("cards", "Annotations"), ("rows", "Correct the parse")]
)
async def test_the_help_begins_with_the_keys_of_where_the_reader_is(pane: Pane, heading: str) -> None:
    async with on_stage(CommandList(choose=False, pane=pane), (100, 40)) as (stage, pilot):
        await pilot.pause()
        options = stage.screen.query_one(OptionList).options
        assert str(options[0].prompt).startswith(f"{heading} · ")
        listed = [commands()[option.id] for option in options if option.id]
        here = [pane in command.panes for command in listed]
        assert here == sorted(here, reverse=True)
        assert len(listed) == len(commands())


async def test_enter_in_the_help_runs_the_command(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("question_mark", *"next article", "enter")
        await stage.pilot.pause()
        assert stage.over == ""
        assert stage.header.split("  ")[-2].startswith("2/") or "2/" in stage.header


async def test_what_works_elsewhere_says_where(folder: Path) -> None:
    async with staged(folder) as stage:
        stage.desk.run_chosen("rows.split")
        assert stage.message == "split here works in: Correct the parse"
        await stage.press("C")
        screen = stage.desk.correcting.screen
        assert screen is not None
        screen.run_chosen("tag.add")
        assert "tag works in: " in screen.query_one("#message", Line).left


async def test_pending_keys_show_what_may_follow(folder: Path) -> None:
    async with staged(folder, (80, 24)) as stage:
        await stage.press("right_square_bracket")
        assert "]m next measure" in stage.message and "]d next doubt" in stage.message
        line = stage.desk.query_one("#message", Line)
        assert cell_width(stage.message) <= line.room
        assert line.right == "]"
        await stage.press("m")
        assert "]d" not in stage.message
        await stage.press("3")
        assert (stage.message, line.right) == ("", "3")
        await stage.press("escape", "g")
        assert "gg top" in stage.message


async def test_only_whole_hints_are_shown_while_a_key_is_pending(folder: Path) -> None:
    choose("zh")
    for width in (30, 40, 60):
        async with staged(folder, (width, 24)) as stage:
            await stage.press("right_square_bracket")
            line = stage.desk.query_one("#message", Line)
            assert stage.message.startswith("]m 下一措施")
            assert stage.message in line.render().plain
            assert "…" not in line.render().plain


def test_items_are_whole_or_passed_over() -> None:
    assert whole_items(["甲乙", "丙丁戊己", "丙"], 8) == "甲乙  丙"
    assert whole_items(["甲乙丙"], 5) == ""


async def test_the_welcome_is_given_once(folder: Path) -> None:
    async with staged(folder, (80, 24)) as stage:
        await stage.until(lambda: stage.desk.query(Welcome))
        assert "Welcome." in seen(stage.app) and "quits." in seen(stage.app)
        await stage.press("j")
        assert not stage.desk.query(Welcome)
        assert stage.workspace.state.save()
    async with staged(folder, (80, 24)) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        await stage.press()
        assert not stage.desk.query(Welcome)


def test_empty_places_say_the_keys_there_are_now() -> None:
    try:
        rebind({"tag.add": ("T",)})
        assert "T  tag" in nothing_yet()
        rebind({"tag.add": ("T",), "card.focus": ("t",), "comment.add": ("T x", "f2", "f3", "c")})
        assert key_of("comment.add") == "Tx"
    finally:
        rebind({})


KEYS_OF_DIALOGS = {
    "Enter go there   d drop   Esc leave",
    "Enter go there   y confirm, or put on the selection   Y confirm all that moved   d delete   Esc leave",
    "Enter go there   d drop   y confirm those found again   Esc leave",
    "Enter save   ↑↓ field   F2 for which pages   Esc leave",
    "/ words",
    "c note",
    "d unlink",
    "n not the same",
    "y confirm where it is now",
    "y the same text",
    "Bksp give back",
    "F drop all",
    "o affiliation",
    "s stage",
    "x drop the last",
    "F2 for what",
    "F5 scheme",
    "y accept   n refuse   u take back   Enter open   Esc leave",
    "y make it one of yours   n refuse for good   u take back   Esc leave",
}
"""Hints of dialogs, whose keys are their own and cannot be given away."""


def test_no_message_names_a_key_that_may_be_another() -> None:
    fixed = re.compile(r"Enter|Esc|Tab|S-Tab|space|Del|Home|End|[↑↓←→]|a")  # and the article
    labels = {label for command in commands().values() for label in key_labels(command)}
    keys = "|".join(
        sorted((re.escape(each) for each in labels if not fixed.fullmatch(each)), key=len, reverse=True)
    )
    named = re.compile(rf"(?:^|[;,:.\n]\s*|\s{{2,}}|What )(?:{keys})\s+[a-z]")
    said = messages(Path(reader.__file__).parent)
    texts = {text for message in said.values() for text in (message.text, message.plural) if text}
    assert {text for text in texts if named.search(text)} == KEYS_OF_DIALOGS


async def test_messages_name_the_keys_there_are_now(folder: Path) -> None:
    given = {"tag.add": ("T",), "comment.add": ("f12",), "help.open": ("H",), "annotation.cycle": ("g A",)}
    given |= {"annotation.next": ("e",), "search.open": ("S",), "doubt.next": ("D",), "desk.back": ("B",)}
    try:
        async with staged(folder) as stage:
            await stage.until(lambda: stage.workspace.records_open)
            rebind(given)
            stage.desk.keys = dispatcher()
            for keys, words in (
                ("g A", "no annotation here; T tags, F12 comments"),
                ("n", "nothing was searched yet; S searches"),
                ("r", "no annotation here to reply to; e goes to the next"),
                ("Y", "no doubt here; D goes to the next one"),
                ("semicolon 3", "there is no tag number 3 yet; T makes tags"),
                ("full_stop", "nothing was tagged yet; T tags"),
                ("a", "no annotations on this article; T tags, F12 comments"),
                ("t", "t does nothing here; H shows the keys"),
                ("escape", "B quits"),
            ):
                await stage.press(*keys.split())
                assert stage.message == words
            assert any("gA brings each to the top" in meaning for _mark, meaning in legend())
    finally:
        rebind({})
