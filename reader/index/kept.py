"""What is given to the cache to keep."""

from __future__ import annotations

from dataclasses import dataclass

Stamp = tuple[int, int, int]
"""A file as it was: its size, and when it and its inode were changed (nanoseconds)."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page and its digest, packed, and what they are found by."""

    key: bytes
    digest: bytes
    page: bytes


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it was read: absolute path, the encoding asked for (empty: none), stamp, and the keys of its pages.

    `pages` are those of them that are not kept yet. Without a stamp they are all that is.
    """

    path: str
    encoding: str
    stamp: Stamp | None
    keys: tuple[bytes, ...]
    pages: tuple[KeptPage, ...]
