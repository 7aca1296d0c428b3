"""The overview of 100,000 proposals: its first paint against that of 100, sorting and filtering against Python's own sort of
the same rows, and how long the event loop is held up meanwhile.

    python -m scripts.bench.overview [--proposals N] [--rounds N]

Pages are invented: ten proposals each, known by their digests, given as pages only where they are tagged. Everything runs
in one process, the screen without a terminal: the ratios count.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import statistics
import sys
import tempfile
import time
from array import array
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot

from reader.pages.digest import ArticleDigest, PageDigest
from reader.pages.model import Page, Source
from reader.tui.app import XianceApp
from reader.tui.filtering import Filter, parse
from reader.tui.overview import Overview
from reader.tui.screens.desk import Desk
from reader.tui.screens.overview import OverviewScreen
from reader.tui.widgets.table import Table
from reader.workspace import SourceFile, Workspace
from reader.workspace.ordering import Order

ON_A_PAGE = 10
TAGGED = 1_000
FEW = 100
BARS = {"first paint": 1.5, "sort": 2.0, "filter": 2.0}
LONGEST_GAP = 0.05
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
PLACES = ("松江", "柳堤", "石渡", "桐湾", "望澜", "清河", "青枫", "白鹭")
OFFICES = ("商务局", "民政局", "总工会", "教育局", "人民医院", "规划院", "街道办", "农机站", "文旅局", "科协")
WORDS = (
    "老旧小区", "加装电梯", "夜班公交", "社区食堂", "农产品", "小水厂", "竹编", "零工市场", "义诊", "桥下空间",
    "早班车", "图书馆", "停车", "充电桩", "渡口", "步道", "菜市场", "遮雨棚", "托育", "助餐",
)  # fmt: skip
ORDERS: tuple[tuple[str, Order], ...] = (
    ("title", (("title", False),)),
    ("title, other way round", (("title", True),)),
    ("date", (("date", True),)),
    ("measures", (("measures", True),)),
    ("affiliation, then date", (("affiliation", False), ("date", True))),
)
FILTERS = ("夜班公交", "author:王", "affiliation:教育局", "untagged unread", "#民生", "doubtful")


class Invented(Workspace):
    """A folder whose pages are known and made when they are asked for."""

    def pages(self, file: SourceFile, *, keep: bool = True) -> tuple[Page, ...]:
        """Return a file's page: the one that is really there, as if it were this one's."""
        known = self.catalogue.pages(file)
        if not known:
            return super().pages(file, keep=keep)
        from reader.pages import parse as parse_page

        template = parse_page(TEMPLATE, name="")
        articles = tuple(
            replace(article, id=digest.id)
            for article, digest in zip(template.articles, known[0].articles, strict=False)
        )
        page = replace(
            template, fingerprint=known[0].fingerprint, articles=articles, source=known[0].source, number=1
        )
        self._where.setdefault(page.fingerprint, (file, 1))
        return (page,)


TEMPLATE = "“我为松江献一策”金点子摘登\n\n" + "\n\n".join(
    f"给{place}办好{word}\n{place}{office} 王小{'一二三四五六七八九十'[number]}\n\n"
    f"我市{word}这件事拖了很久，大家出门办事都不方\n\n便。建议由街道牵头，先摸清底数，再分批办好。\n"
    for number, (place, office, word) in enumerate(
        zip((*PLACES, "澜州", "沙渚"), OFFICES, WORDS, strict=False)
    )
)


def invented(folder: Path, proposals: int) -> Invented:
    """Return a folder with so many proposals on pages of ten."""
    folder.mkdir()
    choice = random.Random(proposals)
    for number in range(proposals // ON_A_PAGE):
        Path(folder, f"松江日报{_day(number)}_{number % 16:02}版-{number:05}.txt").write_text(
            TEMPLATE, "utf-8"
        )
    workspace = Invented.open([folder], creator="程")
    assert isinstance(workspace, Invented)
    for number, file in enumerate(workspace.files):
        source = Source("松江日报", _day(number), str(number % 16))
        articles = tuple(_article(choice, number, place) for place in range(ON_A_PAGE))
        workspace.catalogue.take(file, (PageDigest(f"{number:012x}{proposals:052x}", 1, source, articles),))
    return workspace


def _day(number: int) -> str:
    return f"{2010 + number % 16}-{1 + number % 12:02}-{1 + number % 28:02}"


def _article(choice: random.Random, page: int, place: int) -> ArticleDigest:
    title = f"{choice.choice(('给', '让', '为', '把'))}{choice.choice(PLACES)}{choice.choice(WORDS)}的{choice.choice(WORDS)}{page}"
    author = choice.choice(SURNAMES) + "".join(choice.choices("一二三四五六小大明云舟禾麦", k=2))
    return ArticleDigest(
        f"{page:012x}/{place * 20 + 3}",
        "proposal",
        0,
        title,
        title,
        array("I", (place * 100, place * 100 + 90)),
        choice.choice(PLACES) + choice.choice(OFFICES),
        author,
        measures=("一是",) * choice.randint(0, 5),
        characters=choice.randint(100, 900),
        doubts=int(choice.random() < 0.05),
    )


class Watch:
    """The longest time the event loop was held up, and when rows were drawn first."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.painted = 0.0
        self._running = True

    async def run(self) -> None:
        """Look at the clock again and again."""
        last = time.perf_counter()
        while self._running:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            self.longest = max(self.longest, now - last)
            last = now

    def stop(self) -> None:
        """Look no more."""
        self._running = False


@asynccontextmanager
async def running(workspace: Workspace) -> AsyncIterator[tuple[Pilot[int], Desk, Watch]]:
    """Run the application, with a watch on its loop and on its table."""
    watch, drawn = Watch(), Table.render_line

    def render_line(table: Table, y: int) -> object:
        strip = drawn(table, y)
        if y > 0 and table.cursor >= 0 and not watch.painted:
            watch.painted = time.perf_counter()
        return strip

    Table.render_line = render_line  # type: ignore[method-assign,assignment]
    app = XianceApp(workspace)
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            desk = app.screen_stack[0]
            assert isinstance(desk, Desk)
            await until(lambda: workspace.records_open and desk.travel._arrived)
            await quiet(desk)
            task = asyncio.create_task(watch.run())
            yield pilot, desk, watch
            watch.stop()
            await task
    finally:
        Table.render_line = drawn  # type: ignore[method-assign]
        workspace.close()


async def until(test: Callable[[], object], seconds: float = 120) -> None:
    """Wait until something holds. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not test():
            await asyncio.sleep(0.001)


async def quiet(desk: Desk) -> None:
    """Wait until nothing is done in the background."""
    for background in (desk.background, desk.travel._fetcher):
        done = asyncio.Event()
        background.submit(lambda: None, lambda _result, done=done: done.set())  # type: ignore[misc]
        await done.wait()
    await until(lambda: not desk.surveying.running)
    await asyncio.sleep(2.5)  # the collector is off at the start


async def settled(overview: Overview) -> None:
    """Wait until the table shows all that was wished."""
    await until(lambda: not overview._busy and not overview._again and overview.shown.done)


async def paint(desk: Desk, watch: Watch) -> float:
    """Open the overview as if for the first time; return the seconds until rows are drawn."""
    desk.__dict__.pop("overview", None)
    gc.collect()
    watch.painted = 0.0
    begun = time.perf_counter()
    desk.overview.open()
    await until(lambda: watch.painted)
    seconds = watch.painted - begun
    await settled(desk.overview)
    desk.overview.leave()
    await until(lambda: not isinstance(desk.app.screen, OverviewScreen))
    return seconds


def python_sort(overview: Overview, order: Order) -> float:
    """Return the seconds in which Python sorts the same rows by the same columns in the simplest way."""
    rows, known = overview.register.rows, overview.known
    begun = time.perf_counter()
    found = list(rows)
    for name, backwards in reversed(order):
        value, number = known[name].value, known[name].number
        if number:
            found.sort(key=value, reverse=backwards)
        else:
            found.sort(key=lambda row: str(value(row)).encode("gb18030"), reverse=backwards)
    return time.perf_counter() - begun


async def timed(overview: Overview, change: Callable[[], object]) -> float:
    """Return the seconds until the table shows what was wished."""
    begun = time.perf_counter()
    change()
    await settled(overview)
    return time.perf_counter() - begun


async def measure(proposals: int, rounds: int) -> int:
    """Measure everything and print it; return how many bars were missed."""
    failed: list[str] = []

    def say(name: str, words: str, ratio: float, bar: float) -> None:
        missed = ratio > bar
        failed.extend([name] * missed)
        print(f"{name:<34} {words:<38} {ratio:5.2f}  (≤ {bar:g}){'  MISSED' if missed else ''}", flush=True)

    with tempfile.TemporaryDirectory() as place:
        os.environ.update(
            {f"XDG_{name}_HOME": str(Path(place, name)) for name in ("STATE", "CONFIG", "DATA", "CACHE")}
        )
        few: list[float] = []
        async with running(invented(Path(place, "few"), FEW)) as (_pilot, desk, watch):
            few += [await paint(desk, watch) for _ in range(rounds + 1)]
        workspace = invented(Path(place, "many"), proposals)
        async with running(workspace) as (_pilot, desk, watch):
            many = [await paint(desk, watch) for _ in range(rounds + 1)]
            one, other = statistics.median(few[1:]), statistics.median(many[1:])
            say(
                "first paint",
                f"{1e3 * other:.0f} ms, of {FEW}: {1e3 * one:.0f} ms",
                other / one,
                BARS["first paint"],
            )
            overview = desk.overview
            overview.open()
            await settled(overview)
            await asyncio.sleep(0.5)
            longest: dict[str, float] = {}
            for name, order in ORDERS:
                own, ours = [], []
                for _ in range(rounds):
                    overview.unsort()
                    await settled(overview)
                    watch.longest = 0.0
                    ours.append(await timed(overview, lambda order=order: overview._sort(order)))  # type: ignore[misc]
                    longest["sort"] = max(longest.get("sort", 0.0), watch.longest)
                    own.append(python_sort(overview, order))
                    await asyncio.sleep(0.01)
                one, other = min(own), min(ours)
                say(
                    f"sort by {name}",
                    f"{1e3 * other:.0f} ms, Python {1e3 * one:.0f} ms",
                    other / one,
                    BARS["sort"],
                )
            plain = min(python_sort(overview, ORDERS[0][1]) for _ in range(rounds))
            overview.unsort()
            await settled(overview)
            for typed in FILTERS:
                ours = []
                for _ in range(rounds):
                    overview.use(Filter())
                    await settled(overview)
                    watch.longest = 0.0
                    wanted = Filter(parse(typed))
                    ours.append(await timed(overview, lambda wanted=wanted: overview.use(wanted)))  # type: ignore[misc]
                    longest["filter"] = max(longest.get("filter", 0.0), watch.longest)
                say(
                    f"filter {typed}",
                    f"{1e3 * min(ours):.0f} ms, Python's sort {1e3 * plain:.0f} ms",
                    min(ours) / plain,
                    BARS["filter"],
                )
            overview.use(Filter())
            await settled(overview)
            watch.longest = 0.0
            overview.mark_all()
            await asyncio.sleep(0.2)
            overview.mark_all()
            await asyncio.sleep(0.2)
            longest["mark all"] = watch.longest
            rows = list(overview.shown.rows[: min(TAGGED, proposals // 2)])
            watch.longest = 0.0
            begun = time.perf_counter()
            overview.tag(rows, ["民生"])
            await until(lambda: not workspace.saving and bool(workspace.snapshot.annotations))
            await settled(overview)
            await asyncio.sleep(1.0)
            longest["tag"] = watch.longest
            print(f"{len(rows)} tagged in {time.perf_counter() - begun - 1:.1f} s")
            watch.longest = 0.0
            desk.marking.undo()
            await until(lambda: not workspace.saving)
            await settled(overview)
            await asyncio.sleep(1.0)
            longest["undo"] = watch.longest
            for name, seconds in longest.items():
                say(f"longest gap: {name}", f"{1e3 * seconds:.0f} ms", seconds / LONGEST_GAP, 1.0)
    return len(failed)


def main() -> int:
    """Run the bench; return 1 if a bar was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--proposals", type=int, default=100_000, help="how many proposals (100,000)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (5)")
    arguments = parser.parse_args()
    return int(asyncio.run(measure(arguments.proposals, arguments.rounds)) > 0)


if __name__ == "__main__":
    sys.exit(main())
