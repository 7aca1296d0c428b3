"""Threads of the search everywhere: one that searches, where the newest wish wins, and one that keeps the index."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Condition, Event, Thread
from time import monotonic

from reader.index.query import Query
from reader.index.search import GivenUpError
from reader.workspace.searching import Hit, Results, Searching

MOST = 500
"""Results that are listed."""
_AGAIN = 1.0
"""Seconds to the next look for files that are not known yet."""
_TELL = 0.3

Found = tuple[Results, list[Hit]]
Deliver = Callable[[Callable[[], object]], object]


class Seeker:
    """Searches in a thread of its own; a wish that is not carried out when the next comes is dropped."""

    def __init__(self, searching: Searching, deliver: Deliver) -> None:
        """Take what searches, and what has a call made in the event loop."""
        self._searching, self._deliver = searching, deliver
        self._guard = Condition()
        self._wanted: tuple[Query, Callable[[Found | Exception], object]] | None = None
        self._busy = False
        self._thread: Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being searched, or will be."""
        return self._busy or self._wanted is not None

    def ask(self, query: Query, then: Callable[[Found | Exception], object]) -> None:
        """Search, then do something in the event loop with what was found; what is under way is given up."""
        with self._guard:
            self._wanted = (query, then)
            if self._busy:
                self._searching.interrupt()
            self._guard.notify()
        if self._thread is None:
            self._thread = Thread(target=self._run, name="xiance-seeker", daemon=True)
            self._thread.start()

    def drop(self) -> None:
        """Want nothing any more."""
        with self._guard:
            self._wanted = None
            if self._busy:
                self._searching.interrupt()

    def _run(self) -> None:
        while True:
            with self._guard:
                self._busy = False
                while self._wanted is None:
                    self._guard.wait()
                (query, then), self._wanted = self._wanted, None
                self._busy = True
            outcome: Found | Exception
            try:
                results = self._searching.search(query, MOST)
                outcome = (results, self._searching.hits(results))
            except GivenUpError:
                continue
            except Exception as error:
                outcome = error
            self._deliver(_call(then, outcome))


class Indexing:
    """Keeps the index as the files are, in a thread of its own, and tells how many files it holds."""

    def __init__(
        self,
        searching: Searching,
        deliver: Deliver,
        tell: Callable[[int, int], object],
        reading: Callable[[], bool],
    ) -> None:
        """Take what searches, what has a call made in the event loop, and what is told (done, total) there.

        `reading` says whether the files are being read elsewhere: those that are not yet, are waited for then.
        """
        self._searching, self._deliver, self._told, self._reading = searching, deliver, tell, reading
        self._wake = Event()
        self._thread: Thread | None = None
        self._next = 0.0

    def wake(self) -> None:
        """Look for what the index does not hold."""
        self._wake.set()
        if self._thread is None:
            self._thread = Thread(target=self._run, name="xiance-indexing", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                self._searching.refresh(self._heard, known_only=self._reading())
                if self._searching.closed:
                    return
                done, total = self._searching.searched()
            except Exception as error:  # no file's, but one of the program
                self._deliver(partial(_fail, error))
                return
            self._deliver(lambda done=done, total=total: self._told(done, total))  # type: ignore[misc]
            self._wake.wait(None if done >= total else _AGAIN)

    def _heard(self, done: int) -> None:
        if monotonic() >= self._next:
            self._next = monotonic() + _TELL
            total = self._searching.total
            self._deliver(lambda: self._told(done, total))


def _fail(error: Exception) -> None:
    raise error


def _call(then: Callable[[Found | Exception], object], outcome: Found | Exception) -> Callable[[], object]:
    return lambda: then(outcome)
