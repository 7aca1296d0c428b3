"""The overview of 10,000 handled proposals, each with its entries in the database: what is due, and a form for a thousand."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

from reader.tui.overview import Overview
from reader.tui.screens.desk import Desk
from reader.tui.screens.registering import RegisterForm
from reader.workspace import Workspace
from reader.workspace.ordering import Order
from scripts.bench.figures import percentile
from scripts.bench.overview.entries import CREATOR, handled_folder
from scripts.bench.overview.report import LONGEST_GAP, Report
from scripts.bench.overview.timing import FEW, filters, paint, painted, plain_sorts, sorts
from scripts.bench.overview.watching import Watch, line_keys, running, settled, until

MARKED = 1_000
COLUMNS = ("title", "stage", "outcome", "due", "left", "affiliation", "tags")
ORDERS: tuple[tuple[str, Order], ...] = (
    ("days left", (("left", False),)),
    ("days left, other way round", (("left", True),)),
    ("stage", (("stage", False),)),
    ("outcome, then due", (("outcome", False), ("due", False))),
)
FILTERS = ("stage:答复", "stage:answered", "affiliation:教育局")
SHOWN = 0.1
"""Seconds until so few rows are sorted or filtered."""
DUE = 1.5
"""How much longer `xiance due` may take than `xiance proposals`."""


async def measure(place: Path, proposals: int, rounds: int, report: Report) -> None:
    """Measure everything in a folder and print it."""
    print(f"{proposals:,} handled proposals", flush=True)
    async with running(Workspace.open([handled_folder(place / "few-handled", FEW)], creator=CREATOR)) as few:
        papers = [await paint(few[1], few[2]) for _ in range(rounds + 1)]
    folder = handled_folder(place / "handled", proposals)
    workspace = Workspace.open([folder], creator=CREATOR)
    async with running(workspace) as (_pilot, desk, watch):
        print(f"{len(workspace.snapshot.annotations):,} annotations")
        report.note("opening the records", watch)
        await _contents(desk, watch, report)
        many = []
        for _ in range(rounds + 1):
            many.append(await paint(desk, watch))
            report.note("opening the overview", watch)
        painted(report, many, papers)
        overview = desk.overview
        overview.show_columns(COLUMNS)
        overview.open()
        await settled(overview)
        idle = await watch.idle()
        keys: list[float] = []
        overview.touched = True
        plain = plain_sorts(overview, ORDERS, rounds)
        typing = asyncio.create_task(line_keys(overview, watch, keys))
        await asyncio.sleep(1)
        still = percentile(keys, 0.95)
        keys.clear()
        await sorts(overview, watch, report, ORDERS, rounds, plain, SHOWN)
        await filters(overview, watch, report, FILTERS, rounds, plain, SHOWN)
        typing.cancel()
        words = f"p95 {1e3 * percentile(keys, 0.95):.0f} ms (else {1e3 * still:.0f}), longest {1e3 * max(keys):.0f} ms"
        report.say("keys while sorting and filtering", words, percentile(keys, 0.95) / LONGEST_GAP, 1.0)
        await _register(overview, watch, report)
        report.say_gaps(max(idle, await watch.idle()))
    _programs(folder, rounds, report)


async def _contents(desk: Desk, watch: Watch, report: Report) -> None:
    """Show all that is due in the contents, everything unfolded, and go through it."""
    watch.start()
    desk.records_changed()
    await asyncio.sleep(0.5)
    report.note("contents, records changed", watch)


async def _register(overview: Overview, watch: Watch, report: Report) -> None:
    """Register a stage for all that is marked, in the form, and take it back."""
    desk, workspace = overview.desk, overview.workspace
    count = len(workspace.snapshot.annotations)
    rows = [row for row in overview.shown.rows if row.spot.file.path is not None][:MARKED]
    overview.marks = {row.id for row in rows}
    watch.start()
    begun = time.perf_counter()
    desk.pressed = time.monotonic()
    overview.together.ask_handling()
    await until(lambda: isinstance(desk.app.screen, RegisterForm) and desk.app.screen.ready)
    print(f"form for {len(rows)} in {1e3 * (time.perf_counter() - begun):.0f} ms")
    await asyncio.sleep(0.3)
    report.note("opening the form", watch)
    form = desk.app.screen
    assert isinstance(form, RegisterForm)
    form.form.put("stage", "handling")
    watch.start()
    begun = time.perf_counter()
    form.action_save()
    await until(lambda: len(workspace.snapshot.annotations) > count and not workspace.saving)
    await settled(overview)
    print(f"{len(rows)} registered in {time.perf_counter() - begun:.1f} s")
    await asyncio.sleep(1.0)
    report.note("saving the form", watch)
    watch.start()
    desk.marking.undo()
    await until(lambda: not workspace.saving)
    await settled(overview)
    await asyncio.sleep(1.0)
    report.note("taking it back", watch)


def _programs(folder: Path, rounds: int, report: Report) -> None:
    """Compare what is due with the proposals, as programs of their own."""
    times: dict[str, list[float]] = {"due": [], "proposals": []}
    for _ in range(max(2, rounds // 2)):
        for verb, seconds in times.items():
            command = [sys.executable, "-m", "reader", verb, str(folder)]
            begun = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=os.environ)
            seconds.append(time.perf_counter() - begun)
    due, proposals = min(times["due"]), min(times["proposals"])
    report.say("xiance due", f"{due:.2f} s, xiance proposals {proposals:.2f} s", due / proposals, DUE)
