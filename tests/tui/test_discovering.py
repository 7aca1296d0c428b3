"""Words that the dictionary does not know, offered for the reader's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from reader.tui.screens.reviewing import WordReview
from reader.words import segmenter
from reader.words.own import read_words, words_file
from tests.tui.dialogs import seen
from tests.tui.staging import Stage, staged

PAGE = (
    "松江时报4月9日讯（记者 沈麦）村里办起“院坝夜校”，请兵支书当老师。大家说，“院坝夜校”好。\n\n"
    "“院坝夜校”每周三开课。兵支书，人人夸。有事找兵支书。\n"
)


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "words"
    folder.mkdir()
    (folder / "松江时报2026-04-09_01版.txt").write_text(PAGE, "utf-8")
    yield folder
    segmenter().learn({})


async def opened(stage: Stage) -> WordReview:
    await stage.until(lambda: stage.workspace.records_open)
    await stage.press("g", "W")
    await stage.until(lambda: isinstance(stage.app.screen, WordReview))
    review = cast("WordReview", stage.app.screen)
    await stage.until(lambda: "reading" not in seen(stage.app))
    return review


async def test_words_are_offered_with_count_and_context(pages: Path) -> None:
    async with staged(pages) as stage:
        review = await opened(stage)
        row = next(row for row in review.rows if row.key == "院坝夜校")
        assert (row.measure, row.name) == ("×3", "“院坝夜校”")
        assert "[院坝夜校]" in row.below
        assert "院坝夜校" in seen(stage.app)


async def test_yes_makes_a_word_ones_own_and_no_refuses_it_for_good(pages: Path) -> None:
    async with staged(pages) as stage:
        review = await opened(stage)
        assert review.rows[0].key == "院坝夜校"
        await stage.press("y")
        assert list(read_words(words_file()).words) == ["院坝夜校"]
        assert segmenter().cut("上院坝夜校") == [(0, 1), (1, 5)]
        await stage.press("u")
        assert list(read_words(words_file()).words) == []
        assert review.rows[0].key == "院坝夜校"
        await stage.press("n", "escape")
        again = await opened(stage)
        assert "院坝夜校" not in [row.key for row in again.rows]
    async with staged(pages) as stage:
        third = await opened(stage)
        assert "院坝夜校" not in [row.key for row in third.rows]


async def test_nothing_found_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "few"
    folder.mkdir()
    (folder / "松江时报2026-04-09_01版.txt").write_text("松江时报4月9日讯 今天有雨，出门请带伞。\n", "utf-8")
    async with staged(folder) as stage:
        assert not (await opened(stage)).rows
        assert "Nothing is left to decide" in seen(stage.app)
        await stage.press("y", "n", "u", "enter", "q")
        assert stage.over == ""


async def test_a_folder_that_cannot_be_written_is_told_and_the_word_stays_offered(
    pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(pages) as stage:
        review = await opened(stage)
        before = len(review.rows)
        words_file().parent.mkdir(parents=True, exist_ok=True)
        words_file().mkdir()
        await stage.press("y")
        assert len(review.rows) == before
        assert "words.txt" in stage.message
