"""The configuration in force on the desk: keys, theme, width, favourites, the name; read again when it changes."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input

from reader.config.settings import ConfigError, config_file, read
from reader.tui.app import XianceApp
from reader.tui.commands import bindings, commands, key_labels, key_table, rebind
from reader.tui.keys import chord, is_chord
from reader.tui.widgets.lines import KeyLine
from reader.workspace import Workspace
from tests.tui.staging import Stage


def choose_settings(text: str) -> Path:
    path = config_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@asynccontextmanager
async def at_the_desk(folder: Path, creator: str | None = "程") -> AsyncIterator[Stage]:
    """Run the application by the configuration that was written."""
    workspace = Workspace.open([folder], creator=creator)
    app = XianceApp(workspace, read(config_file()))
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            stage = Stage(pilot, workspace)
            await stage.arrive()
            await stage.until(lambda: workspace.records_open)
            yield stage
    finally:
        workspace.close()
        rebind({})


async def test_what_is_chosen_is_in_force(folder: Path) -> None:
    choose_settings(
        'theme = "light"\nwidth = 20\nspacing = true\nfavourites = ["营商环境"]\n[keys]\n"tag.favourite" = ", 1-9"\n"tag.again" = "f9"\n'
    )
    async with at_the_desk(folder) as stage:
        assert stage.app.theme == "textual-light"
        assert (stage.desk.view.width_limit, stage.desk.view.spacing) == (40, 1)
        await stage.press("comma", "1")
        await stage.saved()
        assert stage.tags() == ["营商环境"]
        await stage.press("J", "f9")
        await stage.saved()
        assert stage.tags() == ["营商环境"] * 2
        await stage.press("full_stop")
        assert "does nothing here" in stage.message


async def test_favourites_of_the_file_come_before_those_remembered(folder: Path) -> None:
    choose_settings('favourites = ["营商环境"]\n')
    async with at_the_desk(folder) as stage:
        state = stage.workspace.state
        state.set_favourite(1, "民生")
        state.set_favourite(2, "营商环境")
        assert [state.favourite(number) for number in (1, 2)] == ["营商环境", ""]


async def test_a_change_of_the_file_is_noticed(folder: Path) -> None:
    path = choose_settings("width = 20\n")
    async with at_the_desk(folder) as stage:
        stage.desk.preferences.look()
        assert stage.message == ""
        path.write_text('theme = "light"\nwidth = 24\n[keys]\n"help.open" = "H"\n', "utf-8")
        stage.desk.preferences.look()
        assert "settings were read" in stage.message
        assert (stage.app.theme, stage.desk.view.width_limit) == ("textual-light", 48)
        assert stage.desk.query_one(KeyLine).hints[0][0] == "H"
        await stage.press("H")
        assert stage.over == "CommandList"


async def test_a_mistake_in_a_change_is_said_and_nothing_changes(folder: Path) -> None:
    path = choose_settings('[keys]\n"help.open" = "H"\n')
    async with at_the_desk(folder) as stage:
        for text in ("widht = 3\n", '[keys]\n"help.opne" = "P"\n'):
            path.write_text(text, "utf-8")
            os.utime(path, ns=(1, len(text)))
            stage.desk.preferences.look()
            assert f"{path}, line " in stage.message
        stage.desk.say("")
        stage.desk.preferences.look()
        assert stage.message == ""  # said once
        await stage.press("H")
        assert stage.over == "CommandList"


async def test_the_file_is_read_again_on_a_command(folder: Path) -> None:
    async with at_the_desk(folder) as stage:
        choose_settings("width = 20\n")
        stage.desk.run_command("config.reload")
        assert stage.desk.view.width_limit == 40


async def test_keys_changed_while_correcting_work_there_at_once(folder: Path) -> None:
    async with at_the_desk(folder) as stage:
        await stage.press("C")
        choose_settings('[keys]\n"desk.quit" = "f12"\n"move.down" = "n"\n')
        stage.desk.preferences.look()
        screen = stage.desk.correcting.screen
        assert screen is not None
        before = screen.row
        await stage.press("n")
        assert screen.row > before


async def test_the_name_is_asked_once_before_the_first_save(folder: Path) -> None:
    async with at_the_desk(folder, creator=None) as stage:
        await stage.press("u")
        assert stage.over == ""
        await stage.press("c", "可", "行", "ctrl+s")
        assert stage.over == "LinePrompt"
        assert stage.app.screen.query_one(Input).value == stage.workspace.creator
        assert stage.comments() == []
        await stage.press("程", "enter")
        await stage.saved()
        assert {one.creator for one in stage.workspace.snapshot.annotations.values()} == {"程"}
        await stage.press("J", "c", "好", "ctrl+s")
        await stage.saved()
        assert stage.comments() == ["可行", "好"]
    async with at_the_desk(folder, creator=None) as stage:
        await stage.press("J", "J", "c", "也", "ctrl+s")
        await stage.saved()
        assert stage.over == ""
        assert {one.creator for one in stage.workspace.snapshot.annotations.values()} == {"程"}


async def test_escape_takes_the_login_name(folder: Path) -> None:
    async with at_the_desk(folder, creator=None) as stage:
        login = stage.workspace.creator
        await stage.press("t", "民", "生", "enter")
        assert stage.over == "LinePrompt"
        await stage.press("x", "escape")
        await stage.saved()
        assert [one.creator for one in stage.workspace.snapshot.annotations.values()] == [login]
        assert not stage.workspace.nameless


def test_a_key_of_ones_own_is_taken_from_who_had_it() -> None:
    try:
        rebind({"tag.add": ("c", "g")})
        for pane in ("article", "cards"):
            table = key_table(pane)
            assert table[chord("c")] == table[chord("g")] == "tag.add"
            assert chord("t") not in table and chord("g g") not in table
        assert key_labels(commands()["comment.add"]) == ("F3",)
    finally:
        rebind({})
    assert key_table("article")[chord("t")] == "tag.add"


def test_two_commands_that_never_meet_may_share_a_key() -> None:
    path = choose_settings('[keys]\n"card.delete" = "D"\n"rows.split" = "D"\n')
    assert bindings(read(path))
    path.write_text('[keys]\n"card.delete" = "D"\n"card.resolve" = "D"\n', "utf-8")
    with pytest.raises(ConfigError) as caught:
        bindings(read(path))
    assert caught.value.code == "config_taken"


def test_what_the_manual_shows_can_be_said_and_every_id_is_in_it() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "config.md").read_text("utf-8")
    settings = read(choose_settings(manual.split("```toml\n")[1].split("```")[0]))
    assert bindings(settings) and settings.ime_leave and settings.favourites
    assert set(re.findall(r"`([a-z]+\.[a-z_]+)`", manual)) == {*commands()}


@pytest.mark.parametrize(
    "keys", ["j", "G", "[", "0", "g x", "] m", "f2", "shift+f7", "ctrl+p", "space", "; 1-9", "+"]
)
def test_what_can_be_typed_is_a_chord(keys: str) -> None:
    assert is_chord(keys)


@pytest.mark.parametrize(
    "keys", ["", "tt", "5", "5 j", "g  x", "、", "f25", "hyper+x", "shift+a", "1-9", "1-9 x", "ctrl+ctrl+p"]
)
def test_what_cannot_is_none(keys: str) -> None:
    assert not is_chord(keys)
