"""The system's calls, of which one fails, once or for ever; short writes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from reader.store import files, lock

CALLS = frozenset(
    {
        *("open", "write", "fsync", "ftruncate", "rename", "link", "unlink"),
        *("pread", "stat", "fstat", "scandir", "fchmod"),
    }
)
CHANGING = frozenset({"open", "write", "fsync", "ftruncate", "rename", "link", "unlink"})


class FaultyOs:
    """`os`, whose call number `at` fails with an error number, and in mode `ever` every changing one after it.

    In mode `short`, a write only writes half of what it is given. `calls` are those made, `failed` those that failed.
    """

    def __init__(self, at: int = -1, mode: str = "once", number: int = 0) -> None:
        self.at, self.mode, self.number = at, mode, number
        self.calls: list[str] = []
        self.failed: list[str] = []

    def __getattr__(self, name: str) -> Any:
        original = getattr(os, name)
        if name not in CALLS:
            return original

        def call(*arguments: Any, **named: Any) -> Any:
            index = len(self.calls)
            self.calls.append(name)
            if self.mode == "short":
                if name == "write" and index >= self.at >= 0 and len(arguments[1]) > 1:
                    arguments = (arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
            elif index == self.at or (self.mode == "ever" and index > self.at >= 0 and name in CHANGING):
                self.failed.append(name)
                raise OSError(self.number, os.strerror(self.number))
            return original(*arguments, **named)

        return call

    @contextmanager
    def at_work(self) -> Iterator[FaultyOs]:
        """Take the place of the store's `os`."""
        with mock.patch.object(files, "os", self), mock.patch.object(lock, "os", self):
            yield self
