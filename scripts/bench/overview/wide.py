"""The overview of 100,000 proposals: first paint, sorting, filtering, marking, tagging."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from reader.workspace.ordering import Order
from scripts.bench.overview.corpus import invented
from scripts.bench.overview.report import Report
from scripts.bench.overview.timing import FEW, filters, paint, painted, plain_sorts, sorts
from scripts.bench.overview.watching import running, settled, until

TAGGED = 1_000
ORDERS: tuple[tuple[str, Order], ...] = (
    ("title", (("title", False),)),
    ("title, other way round", (("title", True),)),
    ("date", (("date", True),)),
    ("measures", (("measures", True),)),
    ("affiliation, then date", (("affiliation", False), ("date", True))),
)
FILTERS = ("夜班公交", "author:王", "affiliation:教育局", "untagged unread", "#民生", "doubtful")


async def measure(place: Path, proposals: int, rounds: int, report: Report) -> None:
    """Measure everything in a folder and print it."""
    print(f"{proposals:,} proposals", flush=True)
    async with running(invented(place / "few", FEW)) as (_pilot, desk, watch):
        few = [await paint(desk, watch) for _ in range(rounds + 1)]
    workspace = invented(place / "many", proposals)
    async with running(workspace) as (_pilot, desk, watch):
        many = [await paint(desk, watch) for _ in range(rounds + 1)]
        painted(report, many, few)
        overview = desk.overview
        overview.open()
        await settled(overview)
        idle = await watch.idle()
        plain = plain_sorts(overview, ORDERS, rounds)
        await sorts(overview, watch, report, ORDERS, rounds, plain)
        await filters(overview, watch, report, FILTERS, rounds, plain)
        watch.start()
        overview.mark_all()
        await asyncio.sleep(0.2)
        overview.mark_all()
        await asyncio.sleep(0.2)
        report.note("mark all", watch)
        rows = list(overview.shown.rows[: min(TAGGED, proposals // 2)])
        watch.start()
        begun = time.perf_counter()
        overview.together.tag(rows, ["民生"])
        await until(lambda: not workspace.saving and bool(workspace.snapshot.annotations))
        await settled(overview)
        await asyncio.sleep(1.0)
        report.note("tag", watch)
        print(f"{len(rows)} tagged in {time.perf_counter() - begun - 1:.1f} s")
        watch.start()
        desk.marking.undo()
        await until(lambda: not workspace.saving)
        await settled(overview)
        await asyncio.sleep(1.0)
        report.note("undo", watch)
        report.say_gaps(max(idle, await watch.idle()))
