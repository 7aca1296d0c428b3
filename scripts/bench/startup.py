"""Start-up, key latency, bytes a key, memory and idle load of xiance against a bare Textual app in the same run.

    python -m scripts.bench.startup [FOLDER] [--rounds N] [--size 80x24] [--lang zh|en]

Both programs run by turns under a pty, so a noisy machine hits both alike; the ratios are what counts. A time runs
from exec, or from the key's bytes being written, to the arrival of the bytes that show the result.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts.bench.figures import percentile
from scripts.terminal import Terminal

ENTRY = "import sys; from reader.cli import main; sys.exit(main())"
"""What the installed command `xiance` runs."""
ROOT = Path(__file__).resolve().parents[2]
LINE_KEYS = 40
PAGE_KEYS = 12
IDLE_SECONDS = 5.0
JIEBA_SECONDS = 3.0


@dataclass(slots=True)
class Figures:
    """What was measured of one program, a value a round (or a key): seconds, bytes, KiB, share of a core."""

    paint: list[float] = field(default_factory=list)
    text: list[float] = field(default_factory=list)
    key: list[float] = field(default_factory=list)
    key_bytes: list[int] = field(default_factory=list)
    page_bytes: list[int] = field(default_factory=list)
    article_bytes: list[int] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)


def press(terminal: Terminal, key: str, *, may_be_silent: bool = False) -> tuple[float, int]:
    """Type a key; return the seconds to the first bytes that answer it and all the bytes until quiet.

    Raises TimeoutError when nothing answers, unless the key may have nothing to do (an article that fits the view).
    """
    before = len(terminal.chunks)
    sent = time.perf_counter()
    terminal.send(key)
    terminal.settle(0.08)
    new = terminal.chunks[before:]
    if not new and may_be_silent:
        return 0.0, 0
    if not new:
        raise TimeoutError(f"no answer to {key!r}\n{terminal.text}")
    return new[0][0] - sent, sum(len(data) for _, data in new)


def measure(command: Sequence[str], env: Mapping[str, str], size: tuple[int, int], paint: str, text: str | None,
            into: Figures) -> None:  # fmt: skip
    """Run a program once and add its figures to `into`."""
    with Terminal(command, size=size, environment=env) as terminal:
        into.paint.append(terminal.wait_for(paint) - terminal.started)
        if text is not None:
            into.text.append(terminal.wait_for(text) - terminal.started)
        into.memory.append(terminal.memory())
        if text is not None:
            terminal.settle(0.5, JIEBA_SECONDS)
            time.sleep(JIEBA_SECONDS)
        terminal.settle(0.3)
        for number in range(LINE_KEYS):
            # A short article has few rows: go down and up in it.
            key = "k" if text is not None and number % 10 >= 5 else "j"
            seconds, count = press(terminal, key)
            into.key.append(seconds)
            into.key_bytes.append(count)
        if text is not None:
            for _ in range(PAGE_KEYS):
                into.page_bytes.append(press(terminal, " ", may_be_silent=True)[1])
                into.page_bytes.append(press(terminal, " ", may_be_silent=True)[1])
                into.article_bytes.append(press(terminal, "J")[1])
        cpu, start = terminal.cpu(), time.perf_counter()
        terminal.settle(IDLE_SECONDS, IDLE_SECONDS)
        time.sleep(max(0.0, start + IDLE_SECONDS - time.perf_counter()))
        into.idle.append((terminal.cpu() - cpu) / (time.perf_counter() - start))


def expected(folder: Path) -> str:
    """Return a regex for the start of the first proposal's body in a folder, as the program will open it."""
    from reader.workspace import Workspace

    workspace = Workspace.open([folder])
    try:
        for file in workspace.files:
            for page in workspace.pages(file):
                for article in page.articles:
                    if article.kind == "proposal":
                        return re.escape(article.paragraphs[0].flow.text[:8])
    finally:
        workspace.close()
    raise SystemExit(f"no proposal in {folder}")


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a person who starts for the first time, with her home in `home`."""
    home.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, "LANG": kept.get("LANG", "C.UTF-8"), "HOME": str(home), "PYTHONPATH": str(ROOT)}


def report(bare: Figures, ours: Figures) -> list[tuple[str, float, str]]:
    """Return rows of figure, value and bound."""
    median = statistics.median
    first = median(bare.paint)
    key = percentile(bare.key, 0.95)
    return [
        ("bare: first paint, ms", 1000 * first, ""),
        ("bare: line key p95, ms", 1000 * key, ""),
        ("bare: memory, MB", median(bare.memory) / 1024, ""),
        ("first paint, ms", 1000 * median(ours.paint), ""),
        ("first paint / bare", median(ours.paint) / first, "<= 1.5"),
        ("first article's text / bare first paint", median(ours.text) / first, "<= 2"),
        ("line key p50, ms", 1000 * median(ours.key), ""),
        ("line key p95 / bare", percentile(ours.key, 0.95) / key, "<= 2"),
        ("bytes a line key", median(ours.key_bytes), ""),
        ("bytes a page key, most", max(ours.page_bytes), "<= 8192 at 80x24"),
        ("bytes to open an article", max(ours.article_bytes), ""),
        ("memory before jieba / bare", median(ours.memory) / median(bare.memory), "<= 2"),
        ("bare: idle CPU, %", 100 * median(bare.idle), ""),
        ("idle CPU, %", 100 * median(ours.idle), "<= 0.3"),
    ]


def main() -> int:
    """Run the bench and print its figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "sample_docs")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--lang", default="zh")
    options = parser.parse_args()
    columns, rows = (int(part) for part in options.size.split("x"))
    bare, ours = Figures(), Figures()
    paint = "目录|Contents" if columns >= 100 else r"\S"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "pages")
        shutil.copytree(options.folder, folder)
        text = expected(folder)
        for number in range(options.rounds):
            env = environment(Path(scratch, f"home{number}"))
            measure(
                [sys.executable, str(ROOT / "scripts/bench/bare.py")],
                env,
                (columns, rows),
                "row 000",
                None,
                bare,
            )
            command = [sys.executable, "-c", ENTRY, str(folder), "--lang", options.lang]
            measure(command, env, (columns, rows), paint, text, ours)
    for name, value, bound in report(bare, ours):
        print(f"{name:42}{value:10.2f}  {bound}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
