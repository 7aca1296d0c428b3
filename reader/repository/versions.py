"""Mappings that never change, of which a changed version costs as much as the change."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from typing import Any, TypeVar, cast

_MISSING: Any = object()
K = TypeVar("K")
V = TypeVar("V")


class Versioned(Mapping[K, V]):
    """An immutable mapping in order of insertion; what is replaced keeps its place.

    A version shares what it can with the one it was made from: a large common part, and a small difference that
    is copied each time. Iterating joins the two, once.
    """

    def __init__(self, common: Mapping[K, V] | None = None) -> None:
        """Take a mapping, which must not change any more."""
        self._common: Mapping[K, V] = common if common is not None else {}
        self._difference: dict[K, V | None] = {}
        self._length = len(self._common)

    def changed(self, changes: Mapping[K, V | None]) -> Versioned[K, V]:
        """Return a version with other values for some keys; None removes one."""
        if len(self._difference) > 64 and len(self._difference) ** 2 > len(self._common):
            self._join()
        new: Versioned[K, V] = Versioned(self._common)
        new._difference = dict(self._difference)
        new._length = self._length
        for key, value in changes.items():
            new._length += (value is not None) - (key in new)
            if value is None and key not in new._common:
                new._difference.pop(key, None)
            else:
                new._difference[key] = value
        return new

    def __getitem__(self, key: K) -> V:
        value = self._difference.get(key, _MISSING)
        if value is _MISSING:
            return self._common[key]
        if value is None:
            raise KeyError(key)
        return value  # type: ignore[no-any-return]

    def __contains__(self, key: object) -> bool:
        value = self._difference.get(cast("K", key), _MISSING)
        return key in self._common if value is _MISSING else value is not None

    def __iter__(self) -> Iterator[K]:
        return iter(self._join())

    def __len__(self) -> int:
        return self._length

    def items(self) -> ItemsView[K, V]:
        """Return a view of the items."""
        return self._join().items()

    def values(self) -> ValuesView[V]:
        """Return a view of the values."""
        return self._join().values()

    def __repr__(self) -> str:
        return f"Versioned({dict(self._join())!r})"

    def _join(self) -> Mapping[K, V]:
        if self._difference:
            joined = dict(self._common)
            for key, value in self._difference.items():
                if value is None:
                    joined.pop(key, None)
                else:
                    joined[key] = value
            self._common, self._difference = joined, {}
        return self._common
