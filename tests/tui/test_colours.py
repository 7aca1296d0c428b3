"""Colours: text can be read on all it stands on, and tags are told apart by whoever looks at them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from rich.style import Style
from textual.color import Color

from reader.config.colours import TAG_COLORS, TAG_COLORS_256
from reader.tui.highlights import Highlight, HighlightMap
from reader.tui.theme import THEMES
from reader.tui.widgets.article_paint import FOUND, FOUND_CURRENT, SELECTED, Overlay
from reader.tui.widgets.article_style import COMPONENTS, tag_style
from scripts.scenes import SCENES, stage
from tests.tui.sight import SIGHTS, contrast, difference, seen
from tests.tui.staging import Stage, staged

AA = 4.5
"""The contrast that text needs: WCAG 2.1, level AA."""
APART = 10.0
"""CIEDE2000 between any two tags, whoever looks; measured: 10.1 on the dark page, 10.5 on the light one."""
APART_OF_256 = 8.0
"""The same where there are 256 colours; measured: 8.0 and 9.2."""
ON_THE_PAGE = 9.0
"""CIEDE2000 between a tag's colour and what is beside it: the page, the panes."""
SLOTS = range(9)
FRAMES = frozenset(" ─│╭╮╰╯▌▁▂▃▄▅▆▇█┃")
"""What is no text."""


def pair(style: Style) -> tuple[Color, Color]:
    """Return a style's two colours."""
    assert style.color and style.bgcolor
    return Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [  # of the table in the paper
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.4900, -0.0010), (50, -2.4900, 0.0011), 7.2195),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_differences_are_those_of_the_paper(
    one: tuple[float, float, float], other: tuple[float, float, float], expected: float
) -> None:
    assert difference(one, other) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
def test_tags_are_apart_whoever_looks(theme: str, sight: str) -> None:
    page, pane = Color.parse(THEMES[theme].background or ""), Color.parse(THEMES[theme].surface or "")
    for palettes, apart in ((TAG_COLORS, APART), (TAG_COLORS_256, APART_OF_256)):
        tags = [seen(Color.parse(color), sight) for color in palettes[page.brightness > 0.5]]
        assert min(difference(one, other) for one, other in combinations(tags, 2)) >= apart
        for ground in (page, pane):
            assert min(difference(tag, seen(ground, sight)) for tag in tags) >= ON_THE_PAGE


@pytest.mark.parametrize("theme", THEMES)
def test_colours_for_256_are_among_them_and_can_be_written_on(theme: str) -> None:
    page, text = Color.parse(THEMES[theme].background or ""), Color.parse(THEMES[theme].foreground or "")
    colors = TAG_COLORS_256[page.brightness > 0.5]
    for color in colors:
        there = RichColor.parse(color).downgrade(ColorSystem.EIGHT_BIT)
        assert there.get_truecolor().hex == color
        assert contrast(Color.parse(color), text) >= AA


@pytest.mark.parametrize(("system", "grounds"), [("truecolor", 9), ("256", 9), ("standard", 0)])
async def test_tags_are_drawn_with_the_colours_there_are(folder: Path, system: str, grounds: int) -> None:
    async with staged(folder) as desk:
        desk.app.console._color_system = COLOR_SYSTEMS[system]
        view = desk.desk.view
        styles = [tag_style(slot, view.background_colors[1], None, desk.app) for slot in SLOTS]
        downgraded = {style.bgcolor.downgrade(COLOR_SYSTEMS[system]) for style in styles if style.bgcolor}
        assert len(downgraded) == grounds
        assert all(style.underline for style in styles if not style.bgcolor)


def test_there_is_a_colour_for_each_number_that_records_may_have() -> None:
    assert [len(set(colors)) for colors in TAG_COLORS] == [len(SLOTS)] * 2


@pytest.mark.parametrize("theme", THEMES)
async def test_all_text_has_contrast(folder: Path, theme: str) -> None:
    async with staged(folder) as stage:
        stage.app.theme = theme
        await stage.pilot.pause()
        view, contents = stage.desk.view, stage.desk.contents
        for widget, names in ((view, COMPONENTS), (contents, contents.COMPONENT_CLASSES)):
            for name in sorted(names):
                style = widget.rich_style + widget.get_component_rich_style(name)
                assert contrast(*pair(style)) >= AA, name
        for slot in SLOTS:
            style = tag_style(slot, view.background_colors[1], view.rich_style.color, view.app)
            assert contrast(*pair(style)) >= AA, slot
        for name in ("#header", "#message", "#keys", "#contents-pane .name"):
            assert contrast(*pair(stage.desk.query_one(name).rich_style)) >= AA, name


@pytest.mark.parametrize("theme", THEMES)
async def test_layers_over_one_another_can_be_read(folder: Path, theme: str) -> None:
    kinds = [Highlight(f"t{slot}", (), slot) for slot in SLOTS]
    kinds += [
        Highlight("c", (), kind="comment"),
        Highlight("d", (), kind="doubt"),
        FOUND,
        FOUND_CURRENT,
        SELECTED,
    ]
    async with staged(folder) as stage:
        stage.app.theme = theme
        await stage.pilot.pause()
        view = stage.desk.view
        for row in range(view._laid.height):
            block, start, end, _indent, role = view._laid.rows[row]
            for below, above in combinations(kinds, 2):
                for held in (False, True):
                    tops = tuple((start, end, kind) for kind in (below, above))
                    overlay = Overlay(tops, (start, start + 1) if held else None, focused=held)
                    for segment in view._pen.row(view._laid, row, HighlightMap(), overlay):
                        if segment.text.strip() and segment.style:
                            assert contrast(*pair(segment.style)) >= AA, (role, below, above, segment)
            if block > 4:
                break


SCENES_LOOKED_AT = (
    "desk-cards",
    "desk-contents",
    "desk-source",
    "desk-filtered",
    "tag-typing",
    "filter",
    "facts",
    "tags",
)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", SCENES_LOOKED_AT)
async def test_all_that_is_drawn_has_contrast(folder: Path, theme: str, name: str) -> None:
    scene = next(each for each in SCENES if each.name == name)
    async with staged(folder) as desk:
        desk.app.theme = theme
        await stage(desk.pilot, scene)
        for text, style in drawn(desk):
            if not set(text) <= FRAMES:
                assert contrast(*pair(style)) >= AA, (text, style)


@pytest.mark.parametrize(
    ("name", "words", "marked"),
    [("tag-typing", "居住", "bold"), ("facts", "people", "bold"), ("desk-cards", "民生/居住", "reverse")],
)
async def test_without_colour_what_is_chosen_is_marked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str, marked: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with staged(folder) as desk:
        await stage(desk.pilot, next(each for each in SCENES if each.name == name))
        styles = [style for text, style in drawn(desk) if words in text]
        assert any(getattr(style, marked) for style in styles)
        assert any(style.underline for style in styles)


def drawn(stage: Stage) -> Iterator[tuple[str, Style]]:
    """Yield each run of text on the screen that is in front, with its style."""
    for strip in stage.app.screen._compositor.render_strips():
        for segment in strip:
            if segment.text.strip() and segment.style and segment.style.color:
                yield segment.text, segment.style
