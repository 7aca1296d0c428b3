"""Hands keys on one after the other: a key is not looked at before all that the one before it did is done.

Textual runs an application's bindings and a field's typing in different queues: of keys that come at once – a paste, an
input method's phrase, a slow line – one that saves or leaves could overtake the text before it, or the text after it end
up in a field that is about to go.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Future

from textual import events
from textual.message_pump import MessagePump

PATIENCE_SECONDS = 10.0
"""How long a key may be dealt with before the next one is handed on all the same."""
_STEP_SECONDS = 0.002


class Keyboard:
    """The keys that were typed and not handed on yet."""

    def __init__(
        self,
        hand_on: Callable[[events.Key], Awaitable[None]],
        way: Callable[[], Iterable[MessagePump]],
        ready: Callable[[], bool],
        led_to: Callable[[], Future[object] | None],
    ) -> None:
        """Take what gives a key to who has the focus, and the way it will go from there upwards.

        `ready` says whether who would have the next key can take it: a screen that is opening cannot yet. `led_to` is
        work in another thread which the next key must wait for; None if there is none.
        """
        self._hand_on, self._way, self._ready, self._led_to = hand_on, way, ready, led_to
        self._typed: deque[events.Key] = deque()
        self._task: asyncio.Task[None] | None = None

    def type(self, key: events.Key) -> None:
        """Take a key; those before it come first."""
        self._typed.append(key)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())

    async def idle(self) -> None:
        """Wait until all that was typed is dealt with."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    async def _work(self) -> None:
        while self._typed:
            way = tuple(self._way())
            await self._hand_on(self._typed.popleft())
            await _dealt_with(way)
            await self._arrival(way)
            work = self._led_to()
            if work is not None:
                await asyncio.wait([asyncio.wrap_future(work)], timeout=PATIENCE_SECONDS)

    async def _arrival(self, way: tuple[MessagePump, ...]) -> None:
        """Where a key led to another screen or field, wait until that has taken what was typed ahead."""
        waited = 0.0
        while not self._ready() and waited < PATIENCE_SECONDS:
            await asyncio.sleep(_STEP_SECONDS)
            waited += _STEP_SECONDS
        now = tuple(self._way())
        if now != way:
            await _dealt_with(now)


async def _dealt_with(way: Iterable[MessagePump]) -> None:
    """Wait until what is in some queues now is handled, in this order: that in which a key goes up."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            for pump in way:
                handled = asyncio.Event()
                if pump.post_message(events.Callback(callback=handled.set)):
                    await handled.wait()
    except TimeoutError:
        return
