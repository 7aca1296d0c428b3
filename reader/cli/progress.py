"""How far something is, on standard error, where somebody watches and it takes longer than a moment."""

from __future__ import annotations

import sys
from contextlib import suppress
from time import monotonic
from types import TracebackType

PATIENCE = 1.0
"""Seconds before anything is said."""
_STEP = 0.2


class Progress:
    """Says a count now and then on one line, which is gone in the end."""

    def __init__(self, total: int = 0) -> None:
        """Take how many there will be; 0: nobody knows."""
        self._total = total
        self._next = monotonic() + PATIENCE
        self._drawn = 0
        self._watched = sys.stderr is not None and sys.stderr.isatty()

    def tell(self, count: int) -> None:
        """Hear how many are done."""
        if not self._watched or monotonic() < self._next:
            return
        self._next = monotonic() + _STEP
        words = f"{count:,}" + (f" / {self._total:,}" if self._total else "")
        self._draw(words)

    def _draw(self, words: str) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write("\r" + words.ljust(self._drawn))
            sys.stderr.flush()
        self._drawn = len(words)

    def __enter__(self) -> Progress:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the line as it was."""
        if self._drawn:
            self._draw(" " * self._drawn + "\r")
