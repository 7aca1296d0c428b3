"""Terminals that draw “ ” … — · two cells wide: text is broken for them, and our own signs are narrow everywhere."""

from __future__ import annotations

from pathlib import Path
from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.config.settings import Settings
from reader.text import break_lines, cell_width, count_ambiguous
from reader.tui.app import XianceApp
from reader.tui.widgets.entries import clip, rule
from reader.workspace import Workspace
from scripts.scenes import SCENES, stage

AMBIGUOUS = "“”‘’…—·①②○●×↑│"
TEXTS = st.text(st.sampled_from(AMBIGUOUS + "我市建成二十年以上的多层住宅，a1。\u0301"), max_size=80)


def cells(text: str, *, wide: bool) -> int:
    """Count a text's cells as a terminal draws them."""
    return sum(
        0 if char == "\u0301" else 2 if east_asian_width(char) in ("W", "F") + ("A",) * wide else 1
        for char in text
    )


@pytest.mark.parametrize("wide_terminal", [False, True])
def test_texts_are_counted_and_broken_as_they_are_drawn(wide_terminal: bool) -> None:
    @given(TEXTS, st.integers(4, 40))
    def check(text: str, width: int) -> None:
        assert cell_width(text) == cell_len(text) == cells(text, wide=wide_terminal)
        spans = break_lines(text, width, width)
        assert "".join(text[a:b] for a, b in spans) == text
        assert all(cells(text[a:b], wide=wide_terminal) <= width for a, b in spans)
        assert cells(clip(text, width), wide=wide_terminal) <= width

    count_ambiguous(wide=wide_terminal)
    try:
        check()
        assert cells(rule(9), wide=wide_terminal) == 9
    finally:
        count_ambiguous(wide=False)
    assert cell_width("“①”") == 3


@pytest.mark.parametrize(
    "name", ["desk", "desk-cards", "desk-cards-folded", "desk-source", "tag-typing", "comment", "help", "correct", "tags", "facts"]
)  # fmt: skip
async def test_screens_fit_a_terminal_that_draws_them_wide(folder: Path, wide: None, name: str) -> None:
    workspace = Workspace.open([folder], creator="程")
    app = XianceApp(workspace, Settings(ambiguous="wide"))
    try:
        async with app.run_test(size=(100, 30)) as pilot:
            await stage(pilot, next(scene for scene in SCENES if scene.name == name))
            for strip in app.screen._compositor.render_strips():
                text = "".join(segment.text for segment in strip)
                assert cells(text, wide=True) == 100, text
                assert not set(text) & set("─│╭╮╰╯▌▁▂▃▄▅▆▇"), text
    finally:
        workspace.close()
