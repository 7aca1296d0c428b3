"""One thread for what would hold up the screen: reading files, loading the dictionary, writing exports."""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")
Job = Callable[[], None]


class Background:
    """Runs work in turn, off the event loop; the thread ends with the program and never holds up its end."""

    def __init__(self, deliver: Callable[[Callable[[], object]], object]) -> None:
        """Take what has a call made in the event loop; it may be called from any thread."""
        self._deliver = deliver
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._thread: Thread | None = None

    def submit(self, work: Callable[[], Result], then: Callable[[Result | Exception], object]) -> None:
        """Run `work` when its turn comes, then `then` in the event loop, with the result or the exception."""

        def job() -> None:
            try:
                outcome: Result | Exception = work()
            except Exception as error:
                outcome = error
            self._deliver(lambda: then(outcome))

        self._jobs.put(job)
        if self._thread is None:
            self._thread = Thread(target=self._run, name="xiance-background", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            self._jobs.get()()
