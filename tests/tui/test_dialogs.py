"""Small questions, the list of commands and the export dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.widgets import Input

from reader.config.language import _, choose
from reader.exchange.registry import known
from reader.text import cell_width
from reader.tui.commands import commands
from reader.tui.screens.exporting import ExportDialog, Offer, Wanted
from reader.tui.screens.listing import CommandList
from reader.tui.screens.prompts import Confirm, LinePrompt, Words, fitted
from tests.tui.dialogs import on_stage, seen


async def test_a_line_is_given_on_enter_and_nothing_on_escape() -> None:
    async with on_stage(LinePrompt("Search", "Enter search", "旧")) as (stage, pilot):
        await pilot.press("新", "enter")
        await pilot.pause()
        assert stage.answers == ["旧新"] or stage.answers == ["新"]
    async with on_stage(LinePrompt("Search", "Enter search")) as (stage, pilot):
        await pilot.press("新", "escape")
        await pilot.pause()
        assert stage.answers == [None]


async def test_the_screen_is_drawn_whole_when_a_dialog_gets_lower(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn for what it uncovers ends at its edge, where a wide character would lose its half."""
    whole: list[bool] = []
    draw = Compositor.render_full_update

    def noting(compositor: Compositor, **given: Any) -> object:
        whole.append(True)
        return draw(compositor, **given)

    monkeypatch.setattr(Compositor, "render_full_update", noting)
    hints = ("Enter search", "Enter search   " * 20)
    async with on_stage(LinePrompt("Search", hints[1])) as (stage, pilot):
        for hint, is_drawn_whole in zip(hints, (True, False), strict=True):
            whole.clear()
            stage.screen.query_one(".hint", Words).put(hint)
            await pilot.pause(0.1)
            assert bool(whole) == is_drawn_whole


@pytest.mark.parametrize(("key", "sure"), [("enter", True), ("y", True), ("escape", False), ("n", False)])
async def test_yes_and_no(key: str, sure: bool) -> None:
    async with on_stage(Confirm("Replace [x][/完]?", "replace", "leave it")) as (stage, pilot):
        assert "Replace [x][/完]?" in seen(stage)
        await pilot.press(key)
        await pilot.pause()
        assert stage.answers == [sure]


async def test_the_help_shows_every_command_with_its_keys() -> None:
    async with on_stage(CommandList(choose=False), (100, 400)) as (stage, pilot):
        await pilot.pause()
        text = " ".join(seen(stage).replace("│", " ").split())
        for command in commands().values():
            assert command.help in text, command.id
        assert "]m F7" in text


async def test_the_help_filters_as_you_type() -> None:
    async with on_stage(CommandList(choose=False), (100, 40)) as (stage, pilot):
        await pilot.press(*"undo")
        await pilot.pause()
        text = seen(stage)
        assert "Take back your last change" in text
        assert "Go to the next row" not in text


async def test_the_help_filters_by_key_and_in_chinese() -> None:
    choose("zh")
    async with on_stage(CommandList(choose=False), (100, 40)) as (stage, pilot):
        await pilot.press("批", "注")
        await pilot.pause()
        rows = [row for row in seen(stage).split("\n") if "F3" in row]
        assert len(rows) == 1


async def test_the_help_gives_the_command_under_the_bar() -> None:
    async with on_stage(CommandList(choose=False)) as (stage, pilot):
        await pilot.press(*"light or dark", "enter")
        await pilot.pause()
        assert stage.answers == ["view.theme"]


async def test_a_filter_without_matches_says_so() -> None:
    async with on_stage(CommandList(choose=True)) as (stage, pilot):
        await pilot.press(*"zzzz")
        await pilot.pause()
        assert "Nothing is called that" in seen(stage)
        await pilot.press("enter")
        await pilot.pause()
        assert stage.answers in ([], [None])


async def test_the_palette_gives_the_command_under_the_bar() -> None:
    async with on_stage(CommandList(choose=True), (100, 40)) as (stage, pilot):
        await pilot.press(*"undo", "enter")
        await pilot.pause()
        assert stage.answers == ["change.undo"]


async def test_the_palette_can_be_walked() -> None:
    order = list(commands())
    async with on_stage(CommandList(choose=True), (100, 40)) as (stage, pilot):
        await pilot.press("down", "down", "up", "enter")
        await pilot.pause()
        assert stage.answers == [order[1]]


@pytest.mark.parametrize("choose_one", [True, False])
@pytest.mark.parametrize("size", [(20, 6), (40, 10), (250, 60)])
async def test_the_list_opens_in_any_window(choose_one: bool, size: tuple[int, int]) -> None:
    async with on_stage(CommandList(choose=choose_one), size) as (stage, pilot):
        await pilot.press("pagedown", "pageup", "escape")
        await pilot.pause()
        assert stage.answers == [None]


OFFERS = (
    Offer("article", "让图书馆开到夜里-annotations", 3, 1),
    Offer("all", "pages-annotations", 12, 4, 2),
)
FORMATS = list(known())


def export_dialog(folder: Path, last: str = "", scope: str = "") -> ExportDialog:
    return ExportDialog(folder, OFFERS, last, scope)


async def test_the_export_dialog_offers_a_name_that_follows_the_format(tmp_path: Path) -> None:
    async with on_stage(export_dialog(tmp_path)) as (stage, pilot):
        await pilot.press("enter")
        await pilot.pause()
        assert stage.answers == [Wanted("jsonl", "all", tmp_path / "pages-annotations.jsonl")]
    at = FORMATS.index("csv")
    async with on_stage(export_dialog(tmp_path)) as (stage, pilot):
        await pilot.press(*["down"] * at, "enter")
        await pilot.pause()
        assert stage.answers == [Wanted("csv", "all", tmp_path / "pages-annotations.csv")]


async def test_the_export_dialog_offers_a_name_that_follows_what_is_exported(tmp_path: Path) -> None:
    async with on_stage(export_dialog(tmp_path)) as (stage, pilot):
        await pilot.pause()
        assert "12 annotations, 4 articles, 2 proposals without a tag" in seen(stage)
        await pilot.press("tab")
        await pilot.pause()
        assert "3 annotations, 1 article" in seen(stage)
        assert "this article" in seen(stage)
        await pilot.press("enter")
        await pilot.pause()
        assert stage.answers == [Wanted("jsonl", "article", tmp_path / "让图书馆开到夜里-annotations.jsonl")]


async def test_the_export_dialog_starts_with_what_was_chosen_last(tmp_path: Path) -> None:
    async with on_stage(export_dialog(tmp_path, "markdown", "article")) as (stage, pilot):
        await pilot.press("enter")
        await pilot.pause()
        wanted = Wanted("markdown", "article", tmp_path / "让图书馆开到夜里-annotations.md")
        assert stage.answers == [wanted]


async def test_formats_are_described_in_a_row_each(tmp_path: Path) -> None:
    async with on_stage(export_dialog(tmp_path), (40, 12)) as (stage, pilot):
        await pilot.pause()
        rows = seen(stage).split("\n")
        assert sum("jsonl       everything" in row for row in rows) == 1
        assert 0 < stage.screen.query_one(Input).region.y < 11
        assert any("Esc leave" in row for row in rows)


async def test_a_name_of_ones_own_stays(tmp_path: Path) -> None:
    async with on_stage(export_dialog(tmp_path, "jsonl")) as (stage, pilot):
        await pilot.press("end", "x", "down", "tab", "enter")
        await pilot.pause()
        wanted = Wanted(FORMATS[1], "article", tmp_path / "pages-annotations.jsonlx")
        assert stage.answers == [wanted]


async def test_a_folder_gets_the_name_that_is_offered(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    async with on_stage(export_dialog(tmp_path, "jsonl")) as (stage, pilot):
        stage.screen.query_one(Input).value = str(tmp_path / "out")
        await pilot.press("enter")
        await pilot.pause()
        assert stage.answers == [Wanted("jsonl", "all", tmp_path / "out" / "pages-annotations.jsonl")]


async def test_no_name_exports_nothing(tmp_path: Path) -> None:
    async with on_stage(export_dialog(tmp_path, "jsonl")) as (stage, pilot):
        await pilot.press("ctrl+u", "enter")
        await pilot.pause()
        assert stage.answers in ([], [None])


@pytest.mark.parametrize("size", [(20, 6), (30, 10), (30, 12), (80, 24)])
async def test_the_export_dialog_works_in_a_small_window(tmp_path: Path, size: tuple[int, int]) -> None:
    async with on_stage(export_dialog(tmp_path, "jsonl"), size) as (stage, pilot):
        await pilot.pause()
        if size != (20, 6):
            text = seen(stage)
            assert "jsonl" in text and "12 annotations" in text and "Esc leave" in text
        await pilot.press("enter")
        await pilot.pause()
        assert stage.answers == [Wanted("jsonl", "all", tmp_path / "pages-annotations.jsonl")]


@pytest.mark.parametrize("width", range(20, 140, 3))
def test_words_are_broken_as_chinese_is(width: int) -> None:
    text = "导出标注，供领导参阅；已有的文件（不管是谁写的）不会被覆盖：先问一声。   Enter 写入   Esc 返回"
    rows = fitted(text, width)
    assert all(cell_width(row) <= width for row in rows)
    assert not any(row[0] in "，。；：）" for row in rows)
    assert not any(row[-1] in "（" for row in rows)
    assert "".join("".join(rows).split()) == "".join(text.split())
    assert any("Enter 写入" in row for row in rows)


async def test_commands_are_found_by_their_id_in_any_language() -> None:
    choose("zh")
    async with on_stage(CommandList(choose=True), (100, 40)) as (stage, pilot):
        await pilot.press(*"change.redo", "enter")
        await pilot.pause()
        assert stage.answers == ["change.redo"]


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_what_a_format_is_for_is_said_whole_where_there_is_room(tmp_path: Path, lang: str) -> None:
    choose(lang)
    async with on_stage(export_dialog(tmp_path)) as (stage, pilot):
        await pilot.pause()
        for form in known().values():
            shown = "".join(seen(stage).replace("│", "").split())
            assert "".join(_(form.about).split()) in shown
            await pilot.press("down")
            await pilot.pause()


async def test_the_export_dialog_shows_how_each_choice_begins(tmp_path: Path) -> None:
    asked: list[tuple[str, str]] = []

    def preview(name: str, scope: str, tell: Callable[[list[str]], object]) -> None:
        asked.append((name, scope))
        tell([f"{name} of {scope} [b]"])

    dialog = ExportDialog(tmp_path, OFFERS, FORMATS[0], "all", preview)
    async with on_stage(dialog) as (stage, pilot):
        await pilot.pause()
        assert f"{FORMATS[0]} of all [b]" in seen(stage)
        await pilot.press("down")
        await pilot.pause()
        assert f"{FORMATS[1]} of all [b]" in seen(stage)
        await pilot.press("up")
        await pilot.pause()
        assert f"{FORMATS[0]} of all [b]" in seen(stage)
        assert asked == [(FORMATS[0], "all"), (FORMATS[1], "all")]
