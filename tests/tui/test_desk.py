"""The desk: opening, moving, marking, leaving, as a reader does it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key
from textual.widgets import Input

from reader.annotations import Caret
from reader.tui.widgets.lines import Line
from reader.workspace import Filters, Listed, Workspace
from reader.workspace.selecting import select
from tests.tui.dialogs import seen
from tests.tui.staging import Stage, staged


async def tag(stage: Stage, name: str) -> None:
    """Tag what is meant."""
    await stage.press("t")
    await stage.write(name)
    await stage.press("enter")
    await stage.saved()


async def comment(stage: Stage, text: str) -> None:
    """Comment on what is meant."""
    await stage.press("c")
    await stage.write(text)
    await stage.press("ctrl+s")
    await stage.saved()


async def test_it_starts_in_the_first_proposal_with_the_focus_on_it(folder: Path) -> None:
    async with staged(folder) as stage:
        assert stage.title == "让社区卫生站夜里也亮灯"
        assert stage.desk.pane == "article"
        assert stage.desk.view.caret == Caret(0, 0)
        assert "松江时报" in stage.header and stage.title in stage.header
    assert not (folder / "annotations.json").exists()


async def test_it_starts_where_reading_stopped(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("J", "j", "j", "l")
        title, caret = stage.title, stage.desk.view.caret
        await stage.press("Q")
    assert title == "给老城菜市场装上遮雨棚"
    async with staged(folder) as stage:
        assert (stage.title, stage.desk.view.caret) == (title, caret)


async def test_counts_and_chords(folder: Path) -> None:
    async with staged(folder) as stage:
        view = stage.desk.view
        await stage.press("right_square_bracket", "m")
        measure = view.measure_at()
        assert measure is not None and measure.label == "一是"
        await stage.press("2", "right_square_bracket")
        assert stage.desk.keys.pending == "2]"
        await stage.press("m")
        measure = view.measure_at()
        assert measure is not None and measure.label == "三是"
        await stage.press("g", "g")
        assert view.caret == Caret(0, 0)
        await stage.press("G")
        assert view.progress == 1.0
        await stage.press("g", "j")
        assert "gj" in stage.message


async def test_moving_over_articles_and_files(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("K")
        assert stage.title == "多了三处饮水点"
        await stage.press("K", "K")
        assert stage.title == "年底前通车"
        assert "no more" in stage.message
        await stage.press("3", "J")
        assert stage.title == "给老城菜市场装上遮雨棚"
        await stage.press("left_square_bracket", "t")
        assert stage.title == "让社区卫生站夜里也亮灯"


async def test_unread_and_untagged_are_sought(folder: Path) -> None:
    async with staged(folder) as stage:
        await tag(stage, "甲")
        await stage.press("J", "left_square_bracket", "t")
        assert stage.title == "给老城菜市场装上遮雨棚"
        assert "no more" in stage.message
        await stage.press("left_square_bracket", "n")
        assert stage.title == "多了三处饮水点"


async def test_tags_go_to_the_article_the_measure_or_the_selection(folder: Path) -> None:
    async with staged(folder) as stage:
        await tag(stage, "全篇")
        await stage.press("f7")
        await tag(stage, "一条")
        await stage.press("j", "v", "l", "l", "l")
        await tag(stage, "四字")
        found = list(stage.workspace.snapshot.annotations.values())
        assert [one.target.level for one in found] == ["article", "measure", "span"]
        assert len(found[2].target.exact) == 4
        assert stage.desk.view.selection is None
        assert len(stage.desk.cards.keys) == 3


async def test_comment_edit_reply_resolve_delete_undo_redo(folder: Path) -> None:
    async with staged(folder) as stage:
        await comment(stage, "好")
        assert stage.comments() == ["好"]
        await stage.press("a")
        assert stage.desk.pane == "cards"
        await stage.press("enter")
        assert stage.over == "CommentEditor"
        await stage.write("的")
        await stage.press("ctrl+s")
        await stage.saved()
        assert stage.comments() == ["好的"]
        await stage.press("r")
        await stage.write("同意")
        await stage.press("ctrl+s")
        await stage.saved()
        assert stage.comments() == ["好的", "同意"]
        await stage.press("x")
        await stage.saved()
        head = next(iter(stage.workspace.snapshot.annotations.values()))
        assert head.resolved
        await stage.press("d")
        await stage.saved()
        assert stage.comments() == ["同意"]
        await stage.press("u")
        await stage.saved()
        assert stage.comments() == ["好的", "同意"]
        assert stage.message.startswith("took back: deleted annotation · ")
        await stage.press("ctrl+r")
        await stage.saved()
        assert stage.comments() == ["同意"]


async def test_again_and_favourites(folder: Path) -> None:
    async with staged(folder) as stage:
        await tag(stage, "甲")
        await stage.press("J", "full_stop")
        await stage.saved()
        assert stage.tags() == ["甲", "甲"]
        await stage.press("f7", "semicolon")
        assert "甲" in stage.message
        await stage.press("1")
        await stage.saved()
        assert stage.tags() == ["甲", "甲", "甲"]
        await stage.press("semicolon", "9")
        assert "9" in stage.message and stage.tags() == ["甲", "甲", "甲"]


async def test_annotations_are_gone_through_over_articles(folder: Path) -> None:
    async with staged(folder) as stage:
        await tag(stage, "甲")
        await stage.press("J", "f7")
        await tag(stage, "乙")
        place = stage.desk.view.caret
        await stage.press("K", "g", "g", "right_square_bracket", "a")
        assert (stage.title, stage.desk.view.caret) == ("给老城菜市场装上遮雨棚", place)
        await stage.press("left_square_bracket", "a")
        assert stage.title == "让社区卫生站夜里也亮灯"


async def test_a_card_shows_its_words_in_the_text(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("f7")
        place = stage.desk.view.caret
        await tag(stage, "甲")
        await stage.press("f7")
        await tag(stage, "乙")
        await stage.press("g", "g", "tab", "k", "j", "k")
        assert stage.pane == "cards"
        assert stage.desk.view.caret == place
        await stage.press("escape")
        assert stage.pane == "article"


async def test_a_foreign_database_is_said_and_left_alone(folder: Path) -> None:
    database = folder / "annotations.json"
    database.write_text('{"mine": [1, 2]}', "utf-8")
    async with staged(folder) as stage:
        assert "not an annotation database" in stage.message
        assert stage.desk.query_one("#message", Line).right == "read-only"
        for key in ("t", "c", "u"):
            await stage.press(key)
            assert stage.over == ""
            assert str(database) in stage.message
        assert stage.title == "让社区卫生站夜里也亮灯"
    assert database.read_text("utf-8") == '{"mine": [1, 2]}'


async def test_a_draft_is_offered_again(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("c")
        await stage.write("写到一半")
        stage.app.keep_text()
    async with staged(folder) as stage:
        assert stage.comments() == []
        await stage.press("c")
        await stage.press("ctrl+s")
        await stage.saved()
        assert stage.comments() == ["写到一半"]
        assert stage.workspace.state.draft("") == ""


async def test_keys_typed_while_a_question_opens_reach_it(folder: Path) -> None:
    async with staged(folder) as stage:
        for key in ("t", "先", "存"):
            stage.app.post_message(Key(key, key))
        await stage.until(lambda: stage.over == "TagPrompt")
        await stage.pilot.pause(0.1)
        await stage.press("enter")
        await stage.saved()
        assert stage.tags() == ["先存"]


async def test_composed_text_is_swallowed_with_a_notice(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("营")
        assert "input method" in stage.message
        assert stage.over == "" and stage.desk.view.caret == Caret(0, 0)
        stage.app.post_message(Key("fullwidth_question_mark", "？"))
        await stage.until(lambda: stage.over == "CommandList")


async def test_searching(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("n")
        assert "nothing was searched" in stage.message
        await stage.press("slash")
        await stage.write("医生")
        await stage.press("enter")
        assert stage.message.startswith("1/1 hit")
        first = stage.desk.view.caret
        await stage.press("n")
        assert stage.message.startswith("1/1") and "past the end" in stage.message
        await stage.press("escape")
        assert not stage.desk.view.searching
        await stage.press("slash")
        await stage.write("藥")  # 药, in another script
        await stage.press("enter")
        assert stage.message.startswith("1/") and "hits" in stage.message
        await stage.press("slash")
        await stage.write("没有的字")
        await stage.press("enter")
        assert "not in this article" in stage.message
        assert first != Caret(0, 0)


async def test_copying_with_its_source(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("f7", "v", "l", "l", "y")
        copied = stage.app.clipboard
        assert copied.startswith("一是排\n——") and "《让社区卫生站夜里也亮灯》松江时报 2026-04-08" in copied
        assert stage.desk.view.selection is None


async def test_exporting_asks_before_it_replaces(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("E")
        await stage.until(lambda: stage.over == "ExportDialog")
        await stage.press("enter")
        await stage.until(lambda: "nothing to export" in stage.message)
        assert not list(folder.glob("*annotations*"))
        await tag(stage, "甲")
        await stage.press("E")
        await stage.until(lambda: stage.over == "ExportDialog")
        await stage.press("enter")
        written = folder / f"{folder.name}-annotations.jsonl"
        await stage.until(written.exists)
        await stage.until(lambda: "1 annotation written" in stage.message)
        written.write_text("mine", "utf-8")
        await stage.press("f8")
        await stage.until(lambda: stage.over == "ExportDialog")
        await stage.press("enter")
        await stage.until(lambda: stage.over == "Confirm")
        await stage.press("escape")
        assert written.read_text("utf-8") == "mine"
        await stage.press("f8")
        await stage.until(lambda: stage.over == "ExportDialog")
        await stage.press("enter")
        await stage.until(lambda: stage.over == "Confirm")
        await stage.press("enter")
        await stage.until(lambda: "甲" in written.read_text("utf-8"))


async def test_proposals_are_exported_before_anything_is_annotated(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("E")
        await stage.until(lambda: stage.over == "ExportDialog")
        await stage.press("down", "down", "enter")
        written = folder / f"{folder.name}-annotations.xlsx"
        await stage.until(written.exists)
        await stage.until(lambda: "0 annotations written" in stage.message)


async def test_without_annotations_and_proposals_there_is_nothing_to_export(folder: Path) -> None:
    for page in folder.rglob("*.txt"):
        page.unlink()
    (folder / "松江时报2026-04-08_01版.txt").write_text(
        "停 水 公 告\n因检修管道，明日八时起停水。\n特此公告。\n", "utf-8"
    )
    async with staged(folder) as stage:
        await stage.press("E")
        await stage.until(lambda: "nothing to export" in stage.message)
        assert not stage.over


async def test_an_export_takes_this_article_the_filtered_ones_or_all(folder: Path, tmp_path: Path) -> None:
    async with staged(folder) as stage:
        await tag(stage, "甲")
        await stage.press("J")
        await tag(stage, "乙")
        title = stage.title

        async def exported(*keys: str) -> set[str]:
            await stage.press("E")
            await stage.until(lambda: stage.over == "ExportDialog")
            stage.app.screen.query_one(Input).value = str(tmp_path / "out.jsonl")
            await stage.press(*keys, "enter")
            await stage.until(lambda: "written" in stage.message)
            lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
            (tmp_path / "out.jsonl").unlink()
            await stage.press("escape")
            return {name for line in lines if "annotation" in line for name in line["tags"]}

        assert await exported() == {"甲", "乙"}
        assert await exported("tab") == {"乙"}
        assert stage.workspace.state.last("export") == ["jsonl", "article", str(tmp_path)]
        assert await exported() == {"乙"}  # what was chosen last is offered again
        await stage.press("f")
        await stage.write("#甲")
        await stage.press("enter", "enter")
        await stage.until(lambda: stage.over == "")
        assert await exported("tab") == {"甲"}
        assert stage.title == title


async def test_an_export_can_be_stopped(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.tui import exporting

    going = threading.Event()

    def slow(workspace: Workspace, *_given: object, **_options: object) -> Iterator[Listed]:
        for number, listed in enumerate(chain.from_iterable(repeat(list(select(workspace, Filters()))))):
            if number == 5:
                going.wait(20)
            if number > 10_000:
                return
            yield listed

    async with staged(folder) as stage:
        await tag(stage, "甲")
        await stage.press("E")
        await stage.until(lambda: stage.over == "ExportDialog")
        stage.app.screen.query_one(Input).value = str(tmp_path / "out.jsonl")
        monkeypatch.setattr(exporting, "PATIENCE", 0.01)
        monkeypatch.setattr(stage.workspace, "select", lambda *_given: slow(stage.workspace))
        await stage.press("enter")
        await stage.until(lambda: stage.over == "Working")
        await stage.press("escape")
        going.set()
        await stage.until(lambda: "stopped" in stage.message)
        assert stage.over == ""
        assert not list(tmp_path.glob("*out.jsonl*"))


async def test_the_palette_runs_a_command_and_help_filters(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("colon")
        await stage.write("next article")
        await stage.press("enter")
        assert stage.title == "给老城菜市场装上遮雨棚"
        await stage.press("f1")
        assert stage.over == "CommandList"
        await stage.press("escape")
        assert stage.over == ""


async def test_leaving_goes_back_step_by_step(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("tab", "v")
        await stage.press("escape", "v")
        assert stage.desk.view.selection_span()
        await stage.press("q")
        assert stage.app.return_value is None
        assert stage.desk.view.selection_span() is None
        await stage.press("Z")
        assert stage.desk.zoomed
        await stage.press("escape", "escape")
        assert stage.desk.back() is False
        assert "q quits" in stage.message
        await stage.press("q")
        assert stage.app.return_value == 0


async def test_ctrl_q_quits_from_the_editor_and_keeps_the_text(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("c")
        await stage.write("半句")
        await stage.press("ctrl+q")
        assert stage.app.return_value == 0
    async with staged(folder) as stage:
        await stage.press("c", "ctrl+s")
        await stage.saved()
        assert stage.comments() == ["半句"]


async def test_somebody_elses_change_shows(folder: Path) -> None:
    async with staged(folder) as stage:
        await tag(stage, "甲")
        other = Workspace.open([folder], creator="贺")
        page = next(page for file in other.files for page in other.pages(file) if len(page.columns))
        other.tag(other.target_article(page, page.articles[0]), ["乙"]).result()
        other.close()
        stage.workspace.check_external()
        await stage.until(lambda: "乙" in stage.tags())
        await stage.until(lambda: len(stage.desk.cards.keys) == 2)
        await stage.press("a", "j", "d")
        assert stage.tags() == ["甲", "乙"] or "'s; r replies" in stage.message


async def test_every_command_can_be_run_at_any_time(folder: Path) -> None:
    from reader.tui.commands import commands

    for pane in ("contents", "article", "cards"):
        async with staged(folder, (100, 30)) as stage:
            for identifier, command in commands().items():
                if identifier in ("desk.quit", "desk.back") or pane not in command.panes:
                    continue
                stage.desk.focus_pane(pane)
                stage.desk.run_command(identifier, None, "1")
                await stage.pilot.pause()
                if stage.over:
                    await stage.press("escape")
                    await stage.until(lambda: stage.over == "")


async def test_a_file_that_cannot_be_read_says_why(folder: Path) -> None:
    (folder / "坏.txt").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    async with staged(folder) as stage:
        assert stage.title == "让社区卫生站夜里也亮灯"
        key = next(key for key in stage.desk.contents.keys if "坏" in key)
        stage.desk.contents.put_cursor(key)
        stage.desk.focus_pane("contents")
        await stage.press("enter")
        assert "pdftotext" in stage.message


async def test_a_folder_without_articles_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_text("\n\n", "utf-8")
    async with staged(tmp_path) as stage:
        assert stage.desk.ref is None
        assert "Q  quit" in stage.desk.view.empty_text
        await stage.press("t", "c", "J", "f7", "a", "n", "y", "r", "u")
        assert stage.app.is_running


async def test_under_a_question_all_is_drawn_when_the_desk_changes_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(folder) as stage:
        await stage.press("t")
        stage.app.screen.query_one(Input).cursor_blink = False
        drawn: list[str] = []
        real = stage.app._display

        def display(*found: Any) -> None:
            drawn.append(type(found[-1]).__name__)
            real(*found)

        monkeypatch.setattr(stage.app, "_display", display)

        async def idle() -> int:
            """Return how often is drawn while the desk has something to think about, again and again."""
            before = len(drawn)
            for _turn in range(5):
                stage.desk.call_next(lambda: None)
                await stage.pilot.pause(0.05)
            return len(drawn) - before

        stage.desk.say("改了")
        await idle()
        assert "LayoutUpdate" in drawn and "改了" in seen(
            stage.app
        )  # all of it: nothing that waited is left out
        assert await idle() == 0
