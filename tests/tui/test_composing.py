"""Input methods: their window opens at the caret of every editor, and what they commit elsewhere is not taken for keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste
from textual.geometry import Offset
from textual.widgets import Input, TextArea

from reader.text import cell_width
from tests.tui.staging import Stage, staged

FIELDS = {
    "search": ("slash",),
    "tags": ("t",),
    "help": ("question_mark",),
    "palette": ("colon",),
    "quote to a file": ("g", "y"),
    "source of a page": ("C", "e"),
    "handling": ("s",),
}


def caret(stage: Stage) -> Offset:
    """Return where the caret of what is written in must be on the screen."""
    field = stage.app.focused
    assert isinstance(field, Input | TextArea)
    start = field.content_region.offset
    if isinstance(field, Input):
        return start + Offset(min(cell_width(field.value), field.content_region.width - 1), 0)
    row, column = field.cursor_location
    return start + Offset(cell_width(field.document.get_line(row)[:column]), row)


@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
@pytest.mark.parametrize("name", FIELDS)
async def test_the_terminals_cursor_is_at_the_caret_of_a_field(
    folder: Path, name: str, size: tuple[int, int]
) -> None:
    async with staged(folder, size) as stage:
        await stage.press(*FIELDS[name])
        assert stage.app.cursor_position == caret(stage)
        field = stage.app.focused
        assert isinstance(field, Input)
        await stage.press("end", *"营商a")
        assert stage.app.cursor_position == caret(stage)
        await stage.pilot.resize_terminal(size[0] - 13, size[1] - 3)
        await stage.pilot.pause()
        assert stage.app.cursor_position == caret(stage)


async def test_the_terminals_cursor_is_at_the_caret_of_a_comment(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("c", *"第一行", "enter", *"乙丙")
        assert stage.app.cursor_position == caret(stage)
        await stage.press("left")
        assert stage.app.cursor_position == caret(stage)
        await stage.pilot.resize_terminal(70, 24)
        await stage.pilot.pause()
        assert stage.app.cursor_position == caret(stage)
        await stage.press("escape", "n")
        assert stage.app.cursor_position == caret(stage)


@pytest.mark.parametrize("way", [(), ("C",)])
async def test_what_is_committed_where_keys_count_is_swallowed(folder: Path, way: tuple[str, ...]) -> None:
    async with staged(folder) as stage:
        await stage.press(*way)
        before = stage.workspace.snapshot
        for text in ("营商环境", "d x q Q"):
            stage.app.screen.post_message(Paste(text))
            await stage.pilot.pause()
            assert "input method is on" in stage.desk.front.query_one("#message").left  # type: ignore[attr-defined]
            stage.desk.front.say("")
        await stage.press("营", "商")
        assert "input method is on" in stage.desk.front.query_one("#message").left  # type: ignore[attr-defined]
        assert stage.workspace.snapshot == before
