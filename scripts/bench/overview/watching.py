"""The real application on the real screen, without a terminal, and how long its event loop is held up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual import events
from textual.pilot import Pilot

from reader.tui.app import XianceApp
from reader.tui.overview import Overview
from reader.tui.screens.desk import Desk
from reader.tui.widgets.table import Table
from reader.workspace import Workspace

IDLE_SECONDS = 1.0
KEY_SECONDS = 0.03
"""From one key to the next."""


class Watch:
    """The longest time the event loop was held up, and when rows were drawn.

    `own` is how much of that time this process was computing: on a busy machine the rest is others'.
    """

    def __init__(self) -> None:
        self.painted = 0.0
        self.drawn = 0.0
        self._running = True
        self.start()

    def start(self) -> None:
        """Forget what was."""
        self.longest = self.own = 0.0

    async def run(self) -> None:
        """Look at the clock again and again."""
        last, used = time.perf_counter(), time.process_time()
        while self._running:
            await asyncio.sleep(0.001)
            now, spent = time.perf_counter(), time.process_time()
            if now - last > self.longest:
                self.longest, self.own = now - last, spent - used
            last, used = time.perf_counter(), time.process_time()

    def stop(self) -> None:
        """Look no more."""
        self._running = False

    async def idle(self) -> float:
        """Return how long the loop is held up while nothing happens: what the machine itself costs."""
        self.start()
        await asyncio.sleep(IDLE_SECONDS)
        return self.longest


@asynccontextmanager
async def running(workspace: Workspace) -> AsyncIterator[tuple[Pilot[int], Desk, Watch]]:
    """Run the application, with a watch on its loop and on its table; it watches from the first article on."""
    watch, drawn = Watch(), Table.render_line

    def render_line(table: Table, y: int) -> object:
        strip = drawn(table, y)
        if y > 0 and table.cursor >= 0:
            watch.drawn = time.perf_counter()
            watch.painted = watch.painted or watch.drawn
        return strip

    Table.render_line = render_line  # type: ignore[method-assign,assignment]
    app = XianceApp(workspace)
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            desk = app.screen_stack[0]
            assert isinstance(desk, Desk)
            await until(lambda: desk.travel._arrived)
            task = asyncio.create_task(watch.run())
            await until(lambda: workspace.records_open)
            await quiet(desk)
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


async def timed(overview: Overview, change: Callable[[], object]) -> float:
    """Return the seconds until the table shows what was wished, as by a key: what rests while keys come rests."""
    overview.desk.pressed = time.monotonic()
    begun = time.perf_counter()
    change()
    await settled(overview)
    return time.perf_counter() - begun


async def line_keys(overview: Overview, watch: Watch, into: list[float]) -> None:
    """Go down and up until cancelled; tell the seconds from each key to the row that was drawn for it."""
    while overview.screen is not None:
        table, count = overview.screen.table, len(overview.shown.rows)
        before, sent = table.cursor, time.perf_counter()
        key = "k" if before >= min(count, 20) - 1 else "j"
        overview.screen.post_message(events.Key(key, key))
        while count > 1 and table.cursor >= 0 and (table.cursor == before or watch.drawn < sent):
            await asyncio.sleep(0.001)
        if count > 1 and table.cursor >= 0:
            into.append(watch.drawn - sent)
        await asyncio.sleep(KEY_SECONDS)
