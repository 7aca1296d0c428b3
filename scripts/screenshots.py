"""Draw the desk for the README: `python -m scripts.screenshots [--lang zh|en] [--size 120x36] [--out FILE]`.

Runs the real app on a copy of the sample pages with a few annotations, exports it as SVG, sets each run of text to
its width in cells (Rich counts characters) and draws it with a font that has Chinese. Needs the `dev` extra and
Noto Sans Mono CJK SC (Debian: fonts-noto-cjk).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shutil
import tempfile
from html import unescape
from pathlib import Path

from rich.cells import cell_len

ROOT = Path(__file__).resolve().parents[1]
FONT = "Noto Sans Mono CJK SC"
FONT_FOLDER = "/usr/share/fonts"
_TEXT = re.compile(r'(<text[^>]*?) textLength="([\d.]+)"([^>]*>)([^<]*)</text>')


def set_widths(svg: str) -> str:
    """Return an exported SVG with every run of text as wide as its cells, in a font that has Chinese."""
    unit = _cell_width(svg)

    def rescale(match: re.Match[str]) -> str:
        text = unescape(match[4])
        width = cell_len(text.replace("\xa0", " ")) * unit
        return (
            f'{match[1]} textLength="{width:.1f}" lengthAdjust="spacingAndGlyphs"{match[3]}{match[4]}</text>'
        )

    svg = _TEXT.sub(rescale, svg)
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.S)
    return re.sub(r"font-family:[^;]*;", f"font-family: '{FONT}';", svg)


def _cell_width(svg: str) -> float:
    """Return a cell's width, from runs that are plain ASCII."""
    widths = [
        float(match[2]) / len(unescape(match[4]))
        for match in _TEXT.finditer(svg)
        if unescape(match[4]).isascii() and len(match[4]) > 2
    ]
    return sorted(widths)[len(widths) // 2] if widths else 12.2


async def photograph(folder: Path, size: tuple[int, int], lang: str) -> str:
    """Return the SVG of the desk on a folder, with a tag, a comment and a passage put in at the keyboard."""
    from reader.config.language import choose
    from reader.tui.app import XianceApp
    from reader.workspace import Workspace

    choose(lang)
    workspace = Workspace.open([folder], creator="analyst")
    app = XianceApp(workspace)
    try:
        async with app.run_test(size=size) as pilot:
            for _ in range(100):
                await pilot.pause(0.05)
                if pilot.app.screen.query_one("#article").article is not None:  # type: ignore[attr-defined]
                    break
            await pilot.pause(0.5)
            for keys, text in (
                ("t", "营商环境" if lang == "zh" else "housing"),
                ("j j j j j j c", "和去年那件提案一起看。" if lang == "zh" else "See last year's motion."),
                ("j j v + + t", "有先例" if lang == "zh" else "precedent"),
            ):
                await pilot.press(*keys.split())
                await pilot.pause(0.2)
                await pilot.press(*text)
                await pilot.press("ctrl+s" if "c" in keys.split() else "enter")
                await pilot.pause(0.3)
            await pilot.press("escape")
            await pilot.pause(0.3)
            return app.export_screenshot(title="xiance 献策")
    finally:
        workspace.close()


def main() -> int:
    """Draw and write the picture."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lang", default="zh", choices=("zh", "en"))
    parser.add_argument("--size", default="120x34")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images" / "desk.png")
    options = parser.parse_args()
    columns, rows = (int(part) for part in options.size.split("x"))
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_STATE_HOME"] = f"{scratch}/state"
        folder = Path(scratch, "sample_docs")
        shutil.copytree(ROOT / "sample_docs", folder)
        svg = asyncio.run(photograph(folder, (columns, rows), options.lang))
    import resvg_py

    picture = resvg_py.svg_to_bytes(
        svg_string=set_widths(svg), font_dirs=[FONT_FOLDER], font_family=FONT, monospace_family=FONT
    )
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_bytes(bytes(picture))
    print(f"{options.out}: {options.out.stat().st_size // 1024} KB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
