"""What was used last, as much of it as there is room for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Values by key; what was used longest ago goes when the sizes are more than the room. Safe to share between threads.

    The value put last is kept whatever its size.
    """

    def __init__(self, room: int, size: Callable[[V], int]) -> None:
        """Take the room, and what says how much of it a value needs."""
        self._room, self._size = room, size
        self._values: OrderedDict[K, V] = OrderedDict()
        self._used = 0
        self._guard = Lock()

    def __contains__(self, key: K) -> bool:
        return key in self._values

    def get(self, key: K) -> V | None:
        """Return the value of a key, which is the last one used now; None if it is not there."""
        with self._guard:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: K, value: V) -> None:
        """Keep a value in the place of the key's own, if there is one."""
        with self._guard:
            self._drop(key)
            self._values[key] = value
            self._used += self._size(value)
            while self._used > self._room and len(self._values) > 1:
                self._drop(next(iter(self._values)))

    def pop(self, key: K) -> None:
        """Keep the value of a key no longer."""
        with self._guard:
            self._drop(key)

    def _drop(self, key: K) -> None:
        if key in self._values:
            self._used -= self._size(self._values.pop(key))
