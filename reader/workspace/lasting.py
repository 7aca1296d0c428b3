"""What is made in great numbers and stays – records, rows – without the garbage collector going through it, now or later.

A look at a few hundred thousand objects takes tenths of a second in which no key is answered, and finds nothing.
"""

from __future__ import annotations

import gc
from threading import Lock
from types import TracebackType

MANY = 5000
"""Things from which on they are kept from the collector for good; that costs what garbage there is at that moment."""
YOUNG = 10_000
"""New objects before the collector goes through them: a page that is unpacked makes many, all of which stay. With
Python's 700, half of the time in which a million characters are unpacked goes to it; from 5,000 on, next to none."""
_guard = Lock()
_making = 0
_after = False


class Lasting:
    """Within it no garbage is collected, in any thread; `count` is set to how many things were made that stay."""

    count = 0

    def __enter__(self) -> Lasting:
        global _making, _after
        with _guard:
            if not _making:
                _after = gc.isenabled()
                gc.disable()
            _making += 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        global _making
        with _guard:
            _making -= 1
            if self.count >= MANY:
                gc.freeze()
            if not _making and _after:
                gc.enable()


def collect_again() -> None:
    """Collect garbage from here on, or as soon as nothing is made any more; what is there by now stays, and need not be looked
    at each time.
    """
    global _after
    with _guard:
        gc.freeze()
        gc.set_threshold(YOUNG)
        _after = True
        if not _making:
            gc.enable()
