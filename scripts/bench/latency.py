"""How long keys take to answer, against a bare Textual app's line key in the same run.

    python -m scripts.bench.latency [--rounds N] [--size 80x24]

Pages are invented: articles of 2,000, 20,000 and a million characters, and one with a thousand annotations. Both
programs run by turns under a pty. A time runs from the key's bytes being written to the arrival of the first bytes that
answer it; for what opens (a prompt, an article), to those that show it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from scripts.bench.figures import percentile
from scripts.bench.startup import ENTRY, JIEBA_SECONDS, ROOT, environment, press
from scripts.terminal import Terminal

CLAUSES = (
    "全市今年春天新修了十二条乡村道路", "出门再也不用绕到山后面去了", "镇里把路灯水井和车站都交给各村管",
    "孩子们放学以后可以在图书室里看书写字", "果园装上了喷灌设备省下人工", "老人吃一顿午饭只要付五元钱",
    "合作社把鲜笋做成罐头卖到了省城去",
)  # fmt: skip
ARTICLES = {"短篇": 2_000, "中篇": 20_000, "长篇": 1_000_000, "注篇": 20_000}
"""Articles by name, with how many characters they have."""
ANNOTATIONS = 1_000
ROW = 17
LINE_KEYS, WORD_KEYS, PAGE_KEYS, PROMPTS, TOURS = 40, 40, 20, 8, 3


def page(name: str, characters: int) -> str:
    """Return a page that holds one article, set as an extractor gives it."""
    choice = random.Random(name)
    rows, count = [f"{name}让村里的路更好走", "", "清河县林业局 周小禾", ""], 0
    while count < characters:
        text = "，".join(choice.choice(CLAUSES) for _ in range(choice.randint(6, 14))) + "。"
        count += len(text)
        rows += [text[: ROW - 2], *(text[at : at + ROW] for at in range(ROW - 2, len(text), ROW))]
    return "\n".join(rows) + "\n"


def write_pages(folder: Path) -> None:
    """Write the pages, each article in a file of its own, and a thousand annotations on the last one."""
    folder.mkdir()
    for number, (name, characters) in enumerate(ARTICLES.items(), 1):
        Path(folder, f"清河日报2026-03-0{number}_01版.txt").write_text(page(name, characters), "utf-8")
    from reader.annotations import Caret
    from reader.workspace import Workspace

    workspace = Workspace.open([folder])
    try:
        workspace.open_records()
        (marked,) = workspace.pages(workspace.files[-1])
        (article,) = marked.articles
        choice = random.Random(ANNOTATIONS)
        texts = [block.flow.text for block in article.blocks]
        for number in range(ANNOTATIONS):
            block = choice.choice([at for at, each in enumerate(article.blocks) if each.role == "paragraph"])
            start = choice.randrange(max(1, len(texts[block]) - 20))
            ends = Caret(block, start), Caret(block, min(len(texts[block]), start + choice.randint(2, 20)))
            workspace.tag(workspace.target_span(marked, article, *ends), [f"标签{number % 9}"]).result()
    finally:
        workspace.close()


Times = dict[str, list[float]]


def line_keys(terminal: Terminal, into: list[float], turn: int) -> None:
    """Go down, and up again after `turn` rows."""
    keys = ("k" if number % (2 * turn) >= turn else "j" for number in range(LINE_KEYS))
    into.extend(press(terminal, key)[0] for key in keys)


def until(terminal: Terminal, key: str, pattern: str) -> float:
    """Type a key; return the seconds until the screen matches a pattern it did not match before."""
    sent = time.perf_counter()
    terminal.send(key)
    seconds = terminal.wait_for(pattern, timeout=60) - sent
    terminal.settle(0.15)
    return seconds


def rest(terminal: Terminal) -> None:
    """Wait until the program has nothing more to do: files are read, the dictionary is up."""
    terminal.settle(0.5, JIEBA_SECONDS)
    busy = True
    while busy:
        before = terminal.cpu()
        terminal.settle(1.0, 1.0)
        time.sleep(0.5)
        busy = terminal.cpu() - before > 0.05


def headline(name: str) -> str:
    """Return a pattern for an article's headline where the text stands, which the header's row does not match."""
    return rf"^\s*{name}让村里的路更好走\s*$"


def bare(size: tuple[int, int], env: dict[str, str], into: Times) -> None:
    """Measure the baseline."""
    with Terminal(
        [sys.executable, str(ROOT / "scripts/bench/bare.py")], size=size, environment=env
    ) as terminal:
        terminal.wait_for("row 000")
        terminal.settle(0.5)
        for _ in range(LINE_KEYS):
            into.setdefault("bare line", []).append(press(terminal, "j")[0])
        for _ in range(PAGE_KEYS):
            into.setdefault("bare page", []).append(press(terminal, " ")[0])


def ours(folder: Path, size: tuple[int, int], env: dict[str, str], into: Times) -> None:
    """Measure each thing, on articles that stand ready."""
    names = list(ARTICLES)
    command = [sys.executable, "-c", ENTRY, str(folder), "--lang", "zh"]
    with Terminal(command, size=size, environment=env) as terminal:
        terminal.wait_for(headline(names[0]), timeout=60)
        rest(terminal)
        terminal.send("n")  # takes the welcome away
        terminal.settle(0.3)
        for _ in range(TOURS):
            for name in names[1:]:
                into.setdefault(f"open {name}", []).append(until(terminal, "J", headline(name)))
            for name in reversed(names[:-1]):
                into.setdefault(f"open {name}", []).append(until(terminal, "K", headline(name)))
        for name in names:
            if name != names[0]:
                until(terminal, "J", headline(name))
            rest(terminal)
            line_keys(terminal, into.setdefault(f"line {name}", []), 5)
            if name == "中篇":
                line_keys(terminal, into.setdefault("scrolling", []), LINE_KEYS)
                terminal.send("zz")  # words in the middle of the screen: none of them scrolls it
                terminal.settle(0.3)
                for _ in range(WORD_KEYS):
                    into.setdefault("word", []).append(press(terminal, "w")[0])
                for number in range(PAGE_KEYS):
                    seconds, count = press(terminal, " " if number % 20 < 10 else "<c-b>")
                    into.setdefault("page", []).append(seconds)
                    into.setdefault("page bytes", []).append(count)
            if name == "短篇":
                for _ in range(PROMPTS):
                    into.setdefault("tag prompt", []).append(until(terminal, "t", "标签"))
                    terminal.send("<esc>")
                    terminal.settle(0.3)
                for _ in range(PROMPTS):
                    into.setdefault("form", []).append(until(terminal, "s", "保存"))
                    terminal.send("<esc>")
                    terminal.settle(0.3)


def report(times: Times) -> list[tuple[str, float, str]]:
    """Return rows of figure, value and bound."""
    median = statistics.median
    base, base95 = median(times["bare line"]), percentile(times["bare line"], 0.95)
    page95 = percentile(times["bare page"], 0.95)
    rows = [("bare: line key p50, ms", 1000 * base, ""), ("bare: line key p95, ms", 1000 * base95, "")]
    rows.append(("line key p50 / bare", median(times["line 中篇"]) / base, ""))
    for name, bound in (("中篇", "<= 1.5"), ("短篇", ""), ("长篇", "<= 1.5"), ("注篇", "<= 1.5")):
        rows.append((f"line key p95 / bare, {ARTICLES[name]} characters ({name})",
                     percentile(times[f"line {name}"], 0.95) / base95, bound))  # fmt: skip
    rows += [
        ("line key that scrolls p95 / bare", percentile(times["scrolling"], 0.95) / base95, ""),
        ("word motion p95 / bare", percentile(times["word"], 0.95) / base95, "<= 2"),
        ("page key p95 / bare page key", percentile(times["page"], 0.95) / page95, "<= 2"),
        ("page key p95 / bare line key", percentile(times["page"], 0.95) / base95, ""),
        ("bytes a page key, most", max(times["page bytes"]), "<= 6144 at 80x24"),
        ("tag prompt / bare line key", median(times["tag prompt"]) / base, "<= 12"),
        ("form / bare line key", median(times["form"]) / base, "<= 15"),
        ("open 2,000 characters / bare line key", median(times["open 短篇"]) / base, "<= 15"),
        ("open 20,000 characters / bare line key", median(times["open 中篇"]) / base, ""),
        ("open a million / 20,000", median(times["open 长篇"]) / median(times["open 中篇"]), "<= 5"),
        ("open 1,000 annotations / none", median(times["open 注篇"]) / median(times["open 中篇"]), ""),
    ]
    return rows


def main() -> int:
    """Run the bench and print its figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", default="80x24")
    options = parser.parse_args()
    columns, rows = (int(part) for part in options.size.split("x"))
    times: Times = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "pages")
        write_pages(folder)
        for number in range(options.rounds):
            env = environment(Path(scratch, f"home{number}"))
            bare((columns, rows), env, times)
            ours(folder, (columns, rows), env, times)
    for name, value, bound in report(times):
        print(f"{name:52}{value:10.2f}  {bound}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
