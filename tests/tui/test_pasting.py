"""Much text at once: bursts of Chinese into every field, and a comment as long as a book's chapter."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input, TextArea

from tests.tui.staging import Stage, staged

BURST = "献策进城乡，让建议落地。" * 17
SENTENCE = "献策进城乡，让建议落地。"


async def paste(stage: Stage, text: str) -> None:
    """Paste into what has the focus."""
    focused = stage.app.screen.focused
    assert isinstance(focused, Input | TextArea)
    stage.app.post_message(events.Paste(text))
    await stage.until(
        lambda: (focused.text if isinstance(focused, TextArea) else focused.value)[-9:] == text[-9:]
    )
    await stage.pilot.pause()


@pytest.mark.parametrize("keys", [("t",), ("slash",), ("f", "slash"), ("question_mark",), ("c",)])
@pytest.mark.parametrize("size", [(80, 24), (30, 12)])
async def test_a_burst_goes_into_every_field_whole(
    folder: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    async with staged(folder, size) as stage:
        await stage.press(*keys)
        await paste(stage, BURST)
        focused = stage.app.screen.focused
        assert (focused.text if isinstance(focused, TextArea) else focused.value) == BURST  # type: ignore[union-attr]
        x, y = stage.app.cursor_position
        assert stage.app.screen.get_widget_at(x, y)[0] is focused


async def key_time(stage: Stage) -> float:
    """Return how long a key takes at least, in seconds."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        await stage.press("x")
        times.append(time.perf_counter() - started)
    return min(times)


async def test_a_comment_of_100_000_characters_is_saved_whole_and_shown_again(folder: Path) -> None:
    lines = "\n".join([SENTENCE * 8] * 1042)
    one_line = SENTENCE * 8334
    assert min(len(lines), len(one_line)) > 100_000
    async with staged(folder, (80, 24)) as stage:
        await stage.press("c")
        area = stage.app.screen.query_one(TextArea)
        await paste(stage, lines)
        in_lines = await key_time(stage)
        area.text = ""
        await paste(stage, one_line)
        assert (
            await key_time(stage) < 10 * in_lines
        )  # twenty times when Textual divides the line for each row
        assert area.cursor_location == (0, len(one_line) + 3)
        assert tuple(area.cursor_screen_offset) == stage.app.cursor_position
        await stage.press("ctrl+s")
        await stage.saved()
        assert stage.comments() == [one_line + "xxx"]
        await stage.press("a", "enter")
        assert stage.app.screen.query_one(TextArea).text == one_line + "xxx"
        await stage.press("escape")
        assert stage.over == ""


async def test_long_lines_are_drawn_as_textual_draws_short_ones(folder: Path) -> None:
    async with staged(folder, (80, 24)) as stage:
        await stage.press("c")
        area = stage.app.screen.query_one(TextArea)
        area.text = SENTENCE * 200
        area.move_cursor((0, 40))
        area.move_cursor((0, 75), select=True)
        await stage.pilot.pause()
        width = area.scrollable_content_region.width
        for y in range(4):
            drawn, other = area.render_line(y), TextArea.render_line(area, y)
            assert drawn.text == other.text[:width]
            assert list(drawn.simplify()) == list(other.crop(0, width).simplify()), y
