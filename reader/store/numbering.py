"""The greatest id in each table, so that the next one need not be looked for among all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from reader.store.layers import Change

_Rows = Mapping[str, Any]


class Numbering:
    """What is known of the ids in tables that change only as `note` is told, or are replaced as a whole."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[_Rows, int]] = {}

    def greatest(self, name: str, table: _Rows) -> int | None:
        """Return the greatest id in a table; None if it is empty."""
        known = self._known.get(name)
        if known is not None and known[0] is table and str(known[1]) in table:
            return known[1]
        found = greatest(table)
        if found is not None:
            self._known[name] = table, found
        return found

    def note(self, change: Change) -> None:
        """Learn of documents that were added."""
        for name, part in change.items():
            known = self._known.get(name)
            if known is not None and part is not None:
                added = greatest(part.get("insert", ()))
                if added is not None and added > known[1]:
                    self._known[name] = known[0], added


def greatest(keys: Collection[str]) -> int | None:
    """Return the greatest of some ids, which are decimal numbers; None if there are none."""
    return max(map(int, keys), default=None)
