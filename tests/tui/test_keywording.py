"""The line of keywords."""

from __future__ import annotations

from pathlib import Path

from reader.tui.keywording import KeywordLine
from tests.tui.dialogs import seen
from tests.tui.staging import Stage, staged


def shown(stage: Stage) -> str:
    rows = [row for row in seen(stage.app).split("\n") if "Keywords: " in row]
    return rows[0].partition("Keywords: ")[2] if rows else ""


async def test_keywords_come_and_go_and_follow_the_article(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        assert not stage.desk.query(KeywordLine)
        await stage.press("g", "k")
        await stage.until(lambda: "·" in shown(stage))
        first = shown(stage)
        text = "".join(block.flow.text for block in stage.desk.view.blocks)
        assert first.split(" · ")[0].strip() in text
        await stage.press("J")
        await stage.until(lambda: "·" in shown(stage) and shown(stage) != first)
        await stage.press("g", "k")
        await stage.pilot.pause()
        assert not stage.desk.query(KeywordLine)
        assert shown(stage) == ""


async def test_the_choice_is_remembered(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        await stage.press("g", "k")
    async with staged(folder) as stage:
        await stage.until(lambda: "·" in shown(stage))
        await stage.press("g", "k")
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        await stage.pilot.pause(0.1)
        assert not stage.desk.query(KeywordLine)


async def test_phrases_are_shown_whole_or_not_at_all(folder: Path) -> None:
    async with staged(folder, (44, 20)) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        await stage.press("g", "k")
        await stage.until(lambda: "·" in shown(stage))
        for phrase in shown(stage).split(" · "):
            assert phrase.strip() and "…" not in phrase
