"""Which panes show on which screen, and that they follow its size."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.tui.commands import Pane
from reader.tui.screens.arranging import visible
from tests.tui.staging import Stage, staged


def panes(stage: Stage) -> set[str]:
    """Return the panes that show."""
    return {str(pane.id).removesuffix("-pane") for pane in stage.desk.query(".pane") if pane.display}


@pytest.mark.parametrize(
    ("width", "pane", "zoomed", "shown"),
    [
        (120, "article", False, {"contents", "article", "cards"}),
        (120, "cards", True, {"cards"}),
        (80, "article", False, {"article"}),
        (80, "contents", False, {"contents", "article"}),
        (80, "cards", False, {"article", "cards"}),
        (60, "contents", False, {"contents"}),
        (20, "article", False, {"article"}),
    ],
)
def test_which_panes_show(width: int, pane: Pane, zoomed: bool, shown: set[str]) -> None:
    assert visible(width, pane, zoomed) == shown


async def test_the_panes_follow_the_size(folder: Path) -> None:
    async with staged(folder, (80, 24)) as stage:
        assert panes(stage) == {"article"}
        await stage.press("tab")
        assert panes(stage) == {"article", "cards"}
        await stage.pilot.resize_terminal(130, 30)
        await stage.pilot.pause()
        assert panes(stage) == {"article", "cards", "contents"}
        await stage.pilot.resize_terminal(20, 5)
        await stage.pilot.pause()
        assert stage.desk.query_one("#small").display
        await stage.press("j", "J", "tab")
        await stage.pilot.resize_terminal(100, 30)
        await stage.pilot.pause()
        assert not stage.desk.query_one("#small").display


async def test_zoom_shows_one_pane_and_width_follows_the_keys(folder: Path) -> None:
    async with staged(folder, (160, 40)) as stage:
        await stage.press("Z")
        assert panes(stage) == {"article"}
        await stage.press("tab")
        assert panes(stage) == {"article", "cards", "contents"}
        before = stage.desk.view.width_limit
        await stage.press("less_than_sign")
        assert stage.desk.view.width_limit == before - 4
        await stage.press("3", "greater_than_sign")
        assert stage.desk.view.width_limit == before + 8
        assert "characters" in stage.message
