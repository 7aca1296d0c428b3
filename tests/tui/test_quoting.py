"""Taking words out: the quote with its source, the clipboards, the file, the input method's commands."""

from __future__ import annotations

import asyncio
import re
from functools import partial
from pathlib import Path

import pytest

from reader.config.language import choose
from reader.pages import parse
from reader.tui import clipboard
from reader.tui.clipboard import Tool, run, tool
from reader.tui.inputmethod import InputMethod
from reader.tui.quoting import row_words
from tests.tui.staging import staged
from tests.tui.test_preferences import at_the_desk, choose_settings


def program(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    return path


def test_rows_are_named_as_runs() -> None:
    page = parse("甲甲\n乙乙\n\n丙丙\n丁丁\n")
    at = page.text.index
    assert row_words(page, ((0, 1),)) == "row 1"
    assert row_words(page, ((0, at("乙") + 1),)) == "rows 1–2"
    assert row_words(page, ((at("甲"), at("甲") + 1), (at("丙"), at("丁") + 2))) == "rows 1, 4–5"
    assert row_words(page, ((at("乙"), at("乙") + 2),)) == "row 2"


async def test_a_quote_in_chinese(folder: Path) -> None:
    choose("zh")
    async with staged(folder) as stage:
        await stage.press("f7", "y")
        last = stage.app.clipboard.rstrip().split("\n")[-1]
        assert re.fullmatch(
            r"——\S.*《让社区卫生站夜里也亮灯》松江时报 2026-04-08 第2版，第\d+(–\d+)?行", last
        ), last


@pytest.mark.parametrize(
    ("environment", "platform", "there", "name"),
    [
        ({}, "darwin", ("pbcopy",), "pbcopy"),
        ({"SSH_TTY": "/dev/pts/1"}, "darwin", ("pbcopy",), None),
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "linux", ("wl-copy", "xclip"), "wl-copy"),
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "linux", ("xclip",), "xclip"),
        ({"DISPLAY": ":0"}, "linux", ("xsel",), "xsel"),
        ({"DISPLAY": "localhost:10", "SSH_CONNECTION": "x"}, "linux", ("xclip",), "xclip"),
        ({}, "linux", ("wl-copy", "xclip", "xsel"), None),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", ("clip.exe",), "clip.exe"),
        ({"DISPLAY": ":0"}, "linux", (), None),
    ],
)
def test_the_clipboard_is_the_readers_own(
    tmp_path: Path, environment: dict[str, str], platform: str, there: tuple[str, ...], name: str | None
) -> None:
    for each in there:
        program(tmp_path, each, "cat > /dev/null")
    found = tool({**environment, "PATH": str(tmp_path)}, platform)
    assert (found.name if found else None) == name


async def test_programs_are_run_without_a_shell_and_not_for_ever(tmp_path: Path) -> None:
    out = tmp_path / "out"
    keep = program(tmp_path, "keep", f'cat > "{out}"; echo "$1" >> "{out}"')
    assert await run((str(keep), "; $(x) `y`"), "原文".encode())
    assert out.read_text("utf-8") == "原文; $(x) `y`\n"
    assert not await run((str(program(tmp_path, "bad", "exit 3")),))
    assert not await run((str(tmp_path / "none"),))
    assert not await run((str(program(tmp_path, "slow", "exec sleep 30")),), seconds=0.05)


async def test_a_copy_says_what_it_knows(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    good = Tool("wl-copy", (str(program(tmp_path, "good", f'cat > "{out}"')),))
    bad = Tool("xclip", (str(program(tmp_path, "bad", "exit 1")),))
    async with staged(folder) as stage:

        def saying(words: str) -> bool:
            return words in stage.message

        for found, words in (
            (good, "by wl-copy"),
            (bad, "xclip failed; sent to"),
            (None, "clipboard (OSC 52); gy puts it"),
        ):
            monkeypatch.setattr("reader.tui.clipboard.tool", partial(lambda one: one, found))
            stage.desk.say("")
            await stage.press("y")
            await stage.until(partial(saying, words))
        assert out.read_text("utf-8") == stage.app.clipboard


async def test_a_file_is_the_sure_way(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "摘录.txt"
    async with staged(folder) as stage:
        for _ in range(2):
            await stage.press("f7", "g", "y", "ctrl+u")
            stage.app.screen.query_one("Input").value = str(path)  # type: ignore[attr-defined]
            await stage.press("enter")
            await stage.until(lambda: "added to" in stage.message)
            stage.desk.say("")
        quotes = path.read_text("utf-8").split("\n\n")
        assert len(quotes) == 2 and all("《" in quote and "row" in quote for quote in quotes)
        assert stage.workspace.state.last("quotes") == [str(path)]
        await stage.press("g", "y")
        stage.app.screen.query_one("Input").value = str(tmp_path / "none" / "x.txt")  # type: ignore[attr-defined]
        await stage.press("enter")
        await stage.until(lambda: "No such file" in stage.message)


async def test_the_input_method_is_off_where_letters_are_keys(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "said"
    say = program(tmp_path, "say", f'echo "$1" >> "{out}"')
    choose_settings(f'[ime]\nenter = ["{say}", "on"]\nleave = "{say} off"\n')
    async with at_the_desk(folder) as stage:
        await stage.until(out.exists)
        await stage.press("c")
        await stage.until(lambda: out.read_text() == "off\non\n")
        await stage.press("x", "escape")
        await stage.until(lambda: out.read_text() == "off\non\noff\n")  # a question yes or no
        await stage.press("n")
        await stage.until(lambda: out.read_text() == "off\non\noff\non\n")
        await stage.press("ctrl+s")
        await stage.until(lambda: out.read_text() == "off\non\noff\non\noff\n")


async def test_an_input_method_that_is_not_there_is_said_once(folder: Path, tmp_path: Path) -> None:
    choose_settings(f'[ime]\nleave = "{tmp_path}/none"\n')
    async with at_the_desk(folder) as stage:
        await stage.until(lambda: "could not be run" in stage.message)
        stage.desk.say("")
        await stage.press("slash", "escape", "slash", "escape")
        assert stage.message == ""


async def test_commands_of_the_input_method_run_one_after_the_other() -> None:
    told: list[str] = []
    method = InputMethod(lambda: (("false",), ("false", "x")), told.append)
    for writing in (True, False, True, False):
        method.turn(writing=writing)
    await asyncio.sleep(0.3)
    assert told in ([], ["false"], ["false", "false"])
    assert clipboard.SECONDS > 0
