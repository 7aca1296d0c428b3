"""Words of one's own on the desk: made of a selection, taken back, read from a file that changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.words import segmenter
from reader.words.own import words_file
from tests.tui.staging import Stage, staged


async def ready(stage: Stage) -> None:
    """Wait for the dictionary, and put the cursor on 夜 of 一是排好一张夜班表。"""
    await stage.until(lambda: stage.workspace.records_open)
    await stage.until(lambda: stage.desk.view._words == segmenter().cut and stage.desk.lexicon._opened)
    await stage.pilot.pause()
    await stage.press("f7", "0", *"llllll")
    assert stage.desk.view.word().startswith("夜")


async def stops(stage: Stage) -> list[int]:
    """Return where `w` stops from here on, three times, and come back."""
    start = stage.desk.view.caret
    found = []
    for _number in range(3):
        await stage.press("w")
        found.append(stage.desk.view.caret.offset - start.offset)
    stage.desk.view.jump(start)
    return found


async def test_a_selection_becomes_a_word_at_once_and_none_again(folder: Path) -> None:
    async with staged(folder) as stage:
        await ready(stage)
        apart = await stops(stage)
        assert apart[0] == 2  # 夜班|表
        await stage.press("v", "l", "l", "l", "g", "w")  # with the full stop, which is no part of it
        assert stage.message == "“夜班表” is one of your words now; gw again takes it out"
        assert words_file().read_text("utf-8") == "夜班表\n"
        assert stage.desk.view.selection is not None
        await stage.press("escape", "0", *"llllll")
        assert stage.desk.view.word() == "夜班表"
        assert (await stops(stage))[0] > 3  # the mark after it is no stop
        await stage.press("+")
        span = stage.desk.view.selection_span()
        assert span is not None and span[1].offset - span[0].offset == 3
        await stage.press("escape", "g", "w")  # the caret is on it
        assert stage.message == "“夜班表” is none of your words any more; gw again puts it back"
        assert words_file().read_text("utf-8") == ""
        await stage.press("0", *"llllll")
        assert await stops(stage) == apart


async def test_what_stood_in_its_line_comes_back(folder: Path) -> None:
    words_file().parent.mkdir(parents=True)
    words_file().write_text("# 我的\n夜班表 900000 n  # 常用\n行 不 是 词\n", "utf-8")
    async with staged(folder) as stage:
        await ready(stage)
        assert stage.desk.view.word() == "夜班表"
        before = words_file().read_text("utf-8")
        await stage.press("g", "w")
        assert words_file().read_text("utf-8") == "# 我的\n行 不 是 词\n"
        await stage.press("v", "l", "l", "g", "w")
        assert words_file().read_text("utf-8") == before


async def test_a_file_changed_by_hand_is_read_again_and_its_mistakes_told(folder: Path) -> None:
    async with staged(folder) as stage:
        await ready(stage)
        words_file().parent.mkdir(parents=True, exist_ok=True)
        words_file().write_text("夜班表\n不 是 词 吧\n", "utf-8")
        stage.desk.lexicon.look()
        await stage.until(lambda: stage.desk.view.word() == "夜班表")
        await stage.until(lambda: stage.message)
        assert "words.txt, line 2: “不 是 词 吧” is not a word" in stage.message
        words_file().unlink()
        stage.desk.lexicon.look()
        await stage.until(lambda: stage.desk.view.word() == "夜班")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ([], "select a word first (v): gw makes it one of yours"),
        (["v"], "at least two characters"),
        (["v", "ctrl+down"], "of one paragraph"),
        (["v", *"lllllllllllllllllllllllllllllll"], "cannot be a word"),
    ],
)
async def test_what_is_no_word_is_refused(folder: Path, keys: list[str], said: str) -> None:
    async with staged(folder) as stage:
        await ready(stage)
        await stage.press(*keys, "g", "w")
        assert said in stage.message
        assert not words_file().exists()


async def test_a_file_that_cannot_be_written_is_told(folder: Path) -> None:
    words_file().parent.mkdir(parents=True)
    words_file().mkdir()
    async with staged(folder) as stage:
        await ready(stage)
        assert stage.desk.lexicon._seen is not None  # it is not told again and again
        await stage.press("v", "l", "l", "g", "w")
        assert "cannot be read" in stage.message
        assert stage.desk.view.word() == "表"


async def test_marks_around_a_word_are_left_out(folder: Path) -> None:
    page = folder / "松江时报2026-04-08_02版.txt"
    page.write_text(page.read_text("utf-8").replace("一张夜班表。", "一”夜班表“。"), "utf-8")
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        assert stage.desk.view.search("”夜班表“")
        await stage.press("v", *"llll", "g", "w")
        assert words_file().read_text("utf-8") == "夜班表\n"


async def test_what_was_read_before_a_word_was_added_is_not_learned_after_it(folder: Path) -> None:
    async with staged(folder) as stage:
        await ready(stage)
        lexicon = stage.desk.lexicon
        before = lexicon._read()
        await stage.press("v", "l", "l", "g", "w")
        lexicon._learn(before)
        await stage.until(lambda: lexicon._seen != before[0])
        await stage.press("escape", "0", *"llllll")
        assert stage.desk.view.word() == "夜班表"
