"""What the reader said about a page's rows, as the parse asks for it: later words override earlier ones on the same row.

Row numbers count from 1 within the page, as in `Fix`; lines are asked by their index, which counts from 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from reader.pages.model import PARSED, Fix, Kind, Part, Source

ROLES = ("headline", "byline", "body", "furniture")
"""The roles a reader can give a row."""
_KINDS, _PARTS = PARSED, get_args(Part)


class Constraints:
    """Fixes, looked up by row. What makes no sense (an unknown value, no rows) is left out."""

    def __init__(self, fixes: Sequence[Fix] = ()) -> None:
        """Take fixes in the order in which they were made."""
        self.roles: dict[int, str] = {}
        self.starts: dict[int, bool] = {}
        self.pins: dict[int, int | None] = {}
        self.parts: dict[int, Part] = {}
        self.kinds: dict[int, Kind] = {}
        self._source: dict[str, str] = {}
        self._bare: set[int] = set()
        for fix in fixes:
            if fix.about in ("paper", "date", "page_no"):
                self._source[fix.about] = fix.value
            if fix.about == "headline" and not fix.rows and fix.body is not None:
                self._bare.add(fix.body - 1)
            for row in fix.rows:
                self._take(fix, row - 1)
        self.claimed = frozenset(body for body in self.pins.values() if body is not None) | self._bare
        """Body lines whose article has its headline, or none, from the reader."""

    def _take(self, fix: Fix, line: int) -> None:
        if fix.about == "role" and fix.value in ROLES:
            self.roles[line] = fix.value
            if fix.value != "body":
                self.starts.pop(line, None)
            if fix.value != "headline":
                self.pins.pop(line, None)
        elif fix.about == "start" and fix.value in ("split", "join"):
            self.roles.pop(line, None)
            self.pins.pop(line, None)
            self.starts[line] = fix.value == "split"
        elif fix.about == "headline":
            self.starts.pop(line, None)
            self.roles[line] = "headline"
            self.pins[line] = None if fix.body is None else fix.body - 1
        elif fix.about == "part" and fix.value in _PARTS:
            self.parts[line] = fix.value  # type: ignore[assignment]
        elif fix.about == "kind" and fix.value in _KINDS:
            self.kinds[line] = fix.value

    def labels(self, line: int) -> tuple[str, ...]:
        """Return the segment labels a line may have; empty where nothing was said of it."""
        if line in self.starts:
            return ("lead",) if self.starts[line] else ("paragraph", "more")
        role = self.roles.get(line)
        if role is None:
            return ()
        return ("lead", "paragraph", "more") if role == "body" else (role,)

    def source(self, found: Source) -> Source:
        """Return a source with what the reader said of it."""
        if not self._source:
            return found
        return replace(found, evidence="reader", **self._source)
