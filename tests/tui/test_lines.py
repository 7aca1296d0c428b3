"""The one-row widgets: nothing runs into anything, nothing is cut within a hint."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from reader.text import cell_width
from reader.tui.widgets.lines import KeyLine, Line
from tests.tui.staging import staged


class Host(App[None]):
    """An app with a line."""

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Line(id="line")


@pytest.mark.parametrize("width", [14, 20, 40, 80])
async def test_a_line_keeps_both_sides_apart(width: int) -> None:
    app = Host()
    async with app.run_test(size=(width, 3)):
        line = app.query_one(Line)
        line.put("澜州日报 2026-03-02 第2版 › 很长很长的标题", "3/18  4%")
        shown = line.render().plain
        assert cell_width(shown) <= width
        assert shown.rstrip().endswith(" 3/18  4%")
        assert (line.left[:2], line.right) == ("澜州", "3/18  4%")


async def test_a_line_shows_text_as_it_is_and_nothing_that_steers() -> None:
    app = Host()
    async with app.run_test(size=(40, 3)):
        line = app.query_one(Line)
        line.put("[bold]x[/]\x1b[2J\u202e", "")
        assert "[bold]x[/]" in line.render().plain
        assert not {"\x1b", "\u202e"} & set(line.render().plain)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
async def test_the_footer_is_never_cut_within_a_hint(folder: Path, width: int) -> None:
    async with staged(folder, (width, 24)) as stage:
        line = stage.desk.query_one(KeyLine)
        shown = line.render().plain
        assert cell_width(shown.rstrip()) <= width
        hints = {f"{key} {title}" for key, title in line.hints}
        assert all(part in hints for part in shown.strip().split("  ") if part)
        assert shown.strip()
