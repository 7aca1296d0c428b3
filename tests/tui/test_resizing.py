"""Windows change their size while any screen or dialog is open: nothing breaks, and what one writes in stays in sight."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widgets import Input, OptionList, TextArea

from reader.tui.screens.prompts import Box
from reader.tui.widgets.entries import Entries
from scripts.scenes import SCENES, Scene, stage
from tests.tui.staging import Stage, staged

SIZES = ((30, 12), (120, 40), (200, 50), (15, 4), (80, 24))
OPEN = {
    "desk-cards", "desk-source", "desk-contents", "filter", "tag-typing", "search", "comment", "leave-comment", "facts",
    "help", "tags", "tags-rename", "trash", "correct", "headline", "source-form", "said", "export",
    "problems", "moved",
    "suggest", "words",
    "register", "schemes",
}  # fmt: skip
"""The scenes that are open meanwhile: every screen and dialog, and the desk with each of its panes."""


def rows(desk: Stage) -> list[str]:
    """Return the rows on the screen."""
    strips = desk.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


def check(desk: Stage, width: int, height: int) -> None:
    """Assert that all is on the screen that must be."""
    screen = desk.app.screen
    shown = rows(desk)
    assert len(shown) == height
    assert all(cell_len(row) <= width for row in shown)
    if width < 20 or height < 6:
        return
    for box in screen.query(Box):
        assert screen.region.contains_region(box.region), (box.region, screen.region)
    focused = screen.focused
    if isinstance(focused, Input | TextArea):
        x, y = desk.app.cursor_position
        assert (x, y) == tuple(focused.cursor_screen_offset)
        assert screen.region.contains(x, y), (x, y)
        assert screen.get_widget_at(x, y)[0] is focused, (x, y)
        assert y < height - 1 or height < 24, "no room for an input method's candidates"
    if isinstance(focused, Entries) and focused.keys:
        top = round(focused.scroll_offset.y)
        assert top <= focused._tops[focused._cursor] < top + focused.size.height
    for options in screen.query(OptionList):
        if options.display and options.highlighted is not None and options.region.height:
            line = options._index_to_line[options.highlighted] if options.option_count else 0
            assert 0 <= line - round(options.scroll_offset.y) < options.region.height


@pytest.mark.parametrize(
    "scene", [pytest.param(scene, id=scene.name) for scene in SCENES if scene.name in OPEN]
)
async def test_a_window_is_resized_while_it_is_open(folder: Path, scene: Scene) -> None:
    async with staged(folder, (80, 24)) as desk:
        await stage(desk.pilot, scene)
        for width, height in SIZES:
            await desk.pilot.resize_terminal(width, height)
            await desk.pilot.pause()
            await desk.pilot.pause()
            assert desk.app.screen.size == (width, height)
            check(desk, width, height)
        assert type(desk.app.screen).__name__ == scene.screen


@pytest.mark.parametrize("name", ["tag-typing", "comment", "filter-typing"])
async def test_it_opens_in_a_small_window(folder: Path, name: str) -> None:
    async with staged(folder, (30, 12)) as desk:
        await stage(desk.pilot, next(scene for scene in SCENES if scene.name == name))
        check(desk, 30, 12)
