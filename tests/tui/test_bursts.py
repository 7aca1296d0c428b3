"""Keys that come at once – a slow line, an input method's phrase – do what they would do one by one."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key

from tests.tui.staging import Stage, staged

KEYS = {"^s": "ctrl+s", "^q": "ctrl+q", "⏎": "enter", "⎋": "escape", "⇥": "tab", "^z": "ctrl+z"}


def burst(stage: Stage, *typed: str) -> None:
    """Have the terminal hand on keys and texts without a pause."""
    for item in typed:
        for key, character in [(KEYS[item], None)] if item in KEYS else [(None, one) for one in item]:
            stage.app.post_message(events.Key(key or _character_to_key(character or ""), character))


async def settled(stage: Stage) -> None:
    """Wait until what was typed is dealt with and saved."""
    await stage.until(stage.app._message_queue.empty)
    await stage.app._keyboard.idle()
    await stage.saved()


async def test_what_is_typed_before_saving_is_saved_and_what_comes_after_is_not(folder: Path) -> None:
    async with staged(folder) as stage:
        first = stage.title
        burst(stage, "c", "这条建议很可行，应当写进规划", "^s", "J")
        await stage.until(lambda: stage.title != first)
        await stage.saved()
        assert stage.comments() == ["这条建议很可行，应当写进规划"]
        assert stage.over == ""


async def test_a_tag_and_a_comment_and_on_to_the_next(folder: Path) -> None:
    async with staged(folder) as stage:
        burst(stage, "t", "民生", "⏎", "c", "好", "^s", "J", "t", "医疗", "⏎")
        await stage.until(lambda: len(stage.tags()) == 2)
        await stage.saved()
        assert stage.tags() == ["民生", "医疗"]
        assert stage.comments() == ["好"]


async def test_tab_takes_what_was_typed_before_it(folder: Path) -> None:
    async with staged(folder) as stage:
        burst(stage, "t", "民生", "⇥", "医疗", "⏎")
        await stage.until(lambda: len(stage.tags()) == 2)
        assert sorted(stage.tags()) == sorted(["民生", "医疗"])


async def test_quitting_at_once_keeps_the_whole_draft(folder: Path) -> None:
    async with staged(folder) as stage:
        burst(stage, "c", "还没写完的话", "^q")
        await stage.until(lambda: stage.app._exit)
        drafts = json.loads(stage.workspace.state.path.read_text("utf-8"))["drafts"]
        assert list(drafts.values()) == ["还没写完的话"]


@pytest.mark.parametrize("seed", range(4))
async def test_a_burst_does_what_single_keys_do(
    folder: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    choices = [
        ("j",),
        ("J",),
        ("]m",),
        ("t", "民生", "⏎"),
        ("c", "可行", "^s"),
        ("c", "算了", "⎋", "⏎"),
        ("^z",),
    ]
    typed = [key for _ in range(12) for key in chance.choice(choices)]
    found = []
    for at_once in (True, False):
        copy = folder.with_name(f"copy-{at_once}")
        copy.mkdir()
        for page in folder.iterdir():
            (copy / page.name).write_bytes(page.read_bytes())
        monkeypatch.setenv("XDG_STATE_HOME", str(copy.with_suffix(".state")))
        async with staged(copy) as stage:
            if at_once:
                burst(stage, *typed)
            for item in () if at_once else typed:
                burst(stage, item)
                await settled(stage)
            await settled(stage)
            found.append((stage.title, stage.over, sorted(stage.tags()), sorted(stage.comments())))
    assert found[0] == found[1]
