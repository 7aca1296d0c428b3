"""Signals that end the program: what was typed before one is let through, what is being written is kept."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from textual.message_pump import MessagePump

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
_TYPED_SECONDS = 0.1
"""How long the thread that reads the terminal may take to hand on what was typed."""
_ROUNDS = 4
"""How often a key may be handed on: application, screen, widget, and back up."""
_PATIENCE_SECONDS = 2.0


def listen(stop: Callable[[int], Coroutine[Any, Any, None]]) -> None:
    """Have the running event loop call `stop` with the number of a signal that asks the program to end."""
    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Task[None]] = set()

    def caught(number: int) -> None:
        if not tasks:  # one is enough
            tasks.add(loop.create_task(stop(number)))

    for name in ENDING:
        number = getattr(signal, name, None)
        if number is not None:
            try:
                loop.add_signal_handler(number, caught, number)
            except (NotImplementedError, RuntimeError, ValueError):  # Windows; not the main thread
                continue


async def let_through(pumps: Callable[[], tuple[MessagePump, ...]]) -> None:
    """Wait until the messages under way in some pumps, and those they lead to, were handled; not for ever."""
    await asyncio.sleep(_TYPED_SECONDS)
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            for _round in range(_ROUNDS):
                for pump in pumps():
                    handled = asyncio.Event()
                    if pump.call_later(handled.set):
                        await handled.wait()
    except TimeoutError:
        return
