"""Draw every screen: `python -m scripts.screenshots FOLDER [--scene NAME] [--lang zh|en] [--theme dark|light] [--size 80x24]`.

Runs the real app on a copy of the sample pages, leads it to each scene of `scripts.scenes`, exports it as SVG, sets
each run of text to its width in cells (Rich counts characters) and draws it with a font that has Chinese. Without
choices both languages, both themes and three sizes are drawn. `--readme` draws those of the READMEs into docs/images.
Needs the `dev` extra and Noto Sans Mono CJK SC (Debian: fonts-noto-cjk).
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import re
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from html import escape, unescape
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len

from reader.config.settings import Theme
from scripts.scenes import SCENES, stage

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
LANGUAGES, THEMES, SIZES = ("zh", "en"), ("dark", "light"), ((80, 24), (120, 40), (200, 50))
README: tuple[tuple[str, str, tuple[int, int]], ...] = (
    ("desk", "light", (120, 34)),
    ("tag-typing", "dark", (100, 26)),
    ("desk-source", "dark", (120, 34)),
)
COLOURS = 96
"""Enough for text with soft edges; files become a third as large."""
FONT = "Noto Sans Mono CJK SC"
FONT_FOLDER = "/usr/share/fonts"
NARROW = "DejaVu Sans Mono"
_TEXT = re.compile(r'(<text[^>]*? x="(?P<x>[\d.]+)"[^>]*?) textLength="([\d.]+)"([^>]*>)([^<]*)</text>')


def set_widths(svg: str) -> str:
    """Return an exported SVG with every character in its own cells, in a font that has Chinese.

    Characters that Rich counts as one cell and the Chinese font draws two wide (“ ” …) come from a narrow font.
    """
    unit = _cell_width(svg)

    def place(match: re.Match[str]) -> str:
        text, x = unescape(match[5]), float(match["x"])
        pieces = []
        for narrow, characters in groupby(text, key=lambda char: not char.isascii() and cell_len(char) == 1):
            run = "".join(characters)
            width = cell_len(run.replace("\xa0", " ")) * unit
            starts = " ".join(f"{x + cell_len(run[:at]) * unit:.1f}" for at in range(len(run)))
            family = f' style="font-family: {NARROW}"' if narrow else ""
            tag = re.sub(r' (x|textLength)="[^"]*"', "", match[1] + match[4])
            pieces.append(f'{tag[:-1]} x="{starts}"{family}>{escape(run)}</text>')
            x += width
        return "".join(pieces)

    svg = _TEXT.sub(place, svg)
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.S)
    return re.sub(r"font-family: ?(Fira|arial)[^;]*;", f"font-family: '{FONT}';", svg).replace(
        "font-size: 20px", "font-size: 22px"
    )


def _cell_width(svg: str) -> float:
    """Return a cell's width, from runs that are plain ASCII."""
    widths = [
        float(match[3]) / len(unescape(match[5]))
        for match in _TEXT.finditer(svg)
        if unescape(match[5]).isascii() and len(match[5]) > 2
    ]
    return sorted(widths)[len(widths) // 2] if widths else 12.2


@dataclass(frozen=True, slots=True)
class Picture:
    """What is to be drawn, and where to."""

    scene: str
    lang: str
    theme: str
    size: tuple[int, int]
    out: Path


async def photograph(folder: Path, picture: Picture) -> str:
    """Return the SVG of a scene on a folder."""
    from reader.config.language import choose
    from reader.config.settings import Settings
    from reader.tui.app import XianceApp
    from reader.workspace import Workspace

    choose(picture.lang)
    workspace = Workspace.open([folder], creator="程")
    theme: Theme = "light" if picture.theme == "light" else "dark"
    app = XianceApp(workspace, Settings(theme=theme))
    try:
        async with app.run_test(size=picture.size) as pilot:
            await stage(pilot, next(scene for scene in SCENES if scene.name == picture.scene))
            await pilot.pause(0.1)
            return app.export_screenshot(title="xiance 献策")
    finally:
        workspace.close()


def draw(picture: Picture) -> str:
    """Draw a picture in a home of its own; return what can be said of it."""
    import resvg_py
    from PIL import Image

    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_STATE_HOME"] = f"{scratch}/state"
        os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        folder = Path(scratch, "sample_docs")
        shutil.copytree(ROOT / "sample_docs", folder, ignore=shutil.ignore_patterns("annotations.json*"))
        try:
            svg = asyncio.run(photograph(folder, picture))
        except (AssertionError, TimeoutError) as error:
            return f"{picture.out}: {error!r}"
    drawn = resvg_py.svg_to_bytes(
        svg_string=set_widths(svg), font_dirs=[FONT_FOLDER], font_family=FONT, monospace_family=FONT
    )
    picture.out.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(bytes(drawn))) as image:
        image.convert("RGB").quantize(COLOURS).save(picture.out, optimize=True)
    return f"{picture.out}: {picture.out.stat().st_size // 1024} KB"


def wanted(options: argparse.Namespace) -> list[Picture]:
    """Return the pictures the command line asks for."""
    if options.readme:
        return [
            Picture(scene, lang, theme, size, IMAGES / f"{scene}.{lang}.png")
            for scene, theme, size in README
            for lang in LANGUAGES
        ]
    return [
        Picture(scene.name, lang, theme, size, options.folder / f"{scene.name}.{lang}.{theme}.{size[0]}.png")
        for scene in SCENES
        if not options.scene or scene.name in options.scene
        for lang in options.lang or LANGUAGES
        for theme in options.theme or THEMES
        for size in options.size or SIZES
    ]


def _size(text: str) -> tuple[int, int]:
    columns, rows = text.split("x")
    return int(columns), int(rows)


def main() -> int:
    """Draw and write the pictures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=Path("screenshots"))
    parser.add_argument("--scene", action="append", choices=[scene.name for scene in SCENES], metavar="NAME")
    parser.add_argument("--lang", action="append", choices=LANGUAGES)
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--size", action="append", type=_size)
    parser.add_argument("--readme", action="store_true")
    with ProcessPoolExecutor(os.cpu_count(), max_tasks_per_child=20) as pool:
        for said in pool.map(draw, wanted(parser.parse_args())):
            print(said, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
