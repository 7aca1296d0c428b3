"""What is measured of any overview: its first paint, sorting and filtering against Python's own sort."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Mapping, Sequence

from reader.tui.filtering import Filter, parse
from reader.tui.overview import Overview
from reader.tui.screens.desk import Desk
from reader.tui.screens.overview import OverviewScreen
from reader.workspace.ordering import Order
from scripts.bench.overview.report import Report
from scripts.bench.overview.watching import Watch, settled, timed, until

FEW = 100
FIRST_PAINT, SORT, FILTER = 1.5, 2.0, 2.0


async def paint(desk: Desk, watch: Watch) -> float:
    """Open the overview as if for the first time; return the seconds until rows are drawn."""
    desk.__dict__.pop("overview", None)
    desk.workspace.__dict__.pop("handling", None)
    gc.collect()
    await asyncio.sleep(0.01)
    watch.start()
    watch.painted = 0.0
    begun = time.perf_counter()
    desk.pressed = time.monotonic()
    desk.overview.open()
    await until(lambda: watch.painted)
    seconds = watch.painted - begun
    await settled(desk.overview)
    desk.overview.leave()
    await until(lambda: not isinstance(desk.app.screen, OverviewScreen))
    return seconds


def painted(report: Report, many: Sequence[float], few: Sequence[float]) -> None:
    """Tell how long the first paint takes; the first time is not counted, it loads modules."""
    one, other = min(few[1:]), min(many[1:])
    report.say("first paint", f"{1e3 * other:.0f} ms, of {FEW}: {1e3 * one:.0f} ms", other / one, FIRST_PAINT)


def python_sort(overview: Overview, order: Order) -> float:
    """Return the seconds in which Python sorts the same rows by the same columns in the simplest way."""
    rows, known = overview.register.rows, overview.known
    begun = time.perf_counter()
    found = list(rows)
    for name, backwards in reversed(order):
        value, number = known[name].value, known[name].number
        if number:
            found.sort(key=lambda row: value(row) or 0, reverse=backwards)
        else:
            found.sort(key=lambda row: str(value(row)).encode("gb18030"), reverse=backwards)
    return time.perf_counter() - begun


def plain_sorts(overview: Overview, orders: Sequence[tuple[str, Order]], rounds: int) -> Mapping[str, float]:
    """Return the seconds that Python takes for each order, and for titles (""), while nothing else happens."""
    every = (*orders, ("", (("title", False),)))
    return {name: min(python_sort(overview, order) for _ in range(rounds)) for name, order in every}


async def sorts(
    overview: Overview,
    watch: Watch,
    report: Report,
    orders: Sequence[tuple[str, Order]],
    rounds: int,
    plain: Mapping[str, float],
    within: float = 0.0,
) -> None:
    """Sort by each order; what Python does in no time is to be done `within` some seconds instead."""
    for name, order in orders:
        ours = []
        for _ in range(rounds):
            overview.unsort()
            await settled(overview)
            watch.start()
            ours.append(await timed(overview, lambda order=order: overview._sort(order)))  # type: ignore[misc]
            report.note("sort", watch)
        one, other = plain[name], min(ours)
        words = f"{1e3 * other:.0f} ms, Python {1e3 * one:.0f} ms"
        ratio, bar = (other / within, 1.0) if within else (other / one, SORT)
        report.say(f"sort by {name}", words, ratio, bar)
    overview.unsort()
    await settled(overview)


async def filters(
    overview: Overview,
    watch: Watch,
    report: Report,
    wanted: Sequence[str],
    rounds: int,
    plain: Mapping[str, float],
    within: float = 0.0,
) -> None:
    """Filter by each of some terms; `within` as in `sorts`."""
    for typed in wanted:
        ours = []
        for _ in range(rounds):
            overview.use(Filter())
            await settled(overview)
            watch.start()
            filter_ = Filter(parse(typed))
            ours.append(await timed(overview, lambda filter_=filter_: overview.use(filter_)))  # type: ignore[misc]
            report.note("filter", watch)
        words = f"{1e3 * min(ours):.0f} ms, Python's sort {1e3 * plain['']:.0f} ms"
        ratio, bar = (min(ours) / within, 1.0) if within else (min(ours) / plain[""], FILTER)
        report.say(f"filter {typed}", words, ratio, bar)
    overview.use(Filter())
    await settled(overview)
