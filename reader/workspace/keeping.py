"""Parses that were made before: pages come from the cache where it has them, and go there where it has not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from reader.config.places import cache_folder
from reader.pages.digest import PageDigest, digest
from reader.pages.model import Fix, Note, Page

if TYPE_CHECKING:
    from reader.index.cache import Cache
    from reader.index.kept import KeptFile, KeptPage, Stamp

FRESH = 200
"""Pages that wait to be written."""
_NAME = "pages.sqlite"


class Keeping:
    """The cache, opened when there is something in it or to put there. Safe to share between threads."""

    def __init__(self) -> None:
        """Start with nothing waiting."""
        self._fresh: list[KeptFile] = []
        self._guard = Lock()

    def page(
        self,
        key: bytes,
        text: str,
        *,
        name: str,
        number: int,
        first_row: int,
        notes: Sequence[Note],
        fixes: Sequence[Fix],
    ) -> tuple[Page, tuple[KeptPage, ...]]:
        """Return the page of a key, parsed before or now, and what is to be kept of it. As `reader.pages.parse`."""
        found = self._cache.page(key, text) if self._there else None
        if found is not None:
            return found, ()
        page, kept = parsed(
            key, text, name=name, number=number, first_row=first_row, notes=notes, fixes=fixes
        )
        return page, (kept,)

    def wait(self, file: KeptFile) -> None:
        """Have a file written with the next ones."""
        with self._guard:
            self._fresh.append(file)
            many = sum(len(each.pages) for each in self._fresh) > FRESH
        if many:
            self.write()

    def write(self) -> None:
        """Write what waits."""
        with self._guard:
            fresh, self._fresh = self._fresh, []
        if fresh:
            self._cache.keep(fresh)

    def recall(self, encoding: str, stamps: Mapping[str, Stamp]) -> dict[str, tuple[PageDigest, ...]]:
        """Return the digests of files, by path, that are as they were when they were read."""
        return self._cache.digests(encoding, stamps) if self._there else {}

    @cached_property
    def _cache(self) -> Cache:
        from reader.index.cache import Cache

        return Cache(cache_folder() / _NAME)

    @property
    def _there(self) -> bool:
        """Whether there is a cache to ask: without one, SQLite need not be loaded."""
        return "_cache" in self.__dict__ or (cache_folder() / _NAME).exists()


def parsed(
    key: bytes,
    text: str,
    *,
    name: str,
    number: int,
    first_row: int,
    notes: Sequence[Note],
    fixes: Sequence[Fix] = (),
) -> tuple[Page, KeptPage]:
    """Return a page and what is kept of it."""
    from reader.index.kept import KeptPage
    from reader.index.packing import pack_digest, pack_page
    from reader.pages import parse

    page = parse(text, name=name, number=number, first_row=first_row, notes=notes, fixes=fixes)
    return page, KeptPage(key, pack_digest(digest(page)), pack_page(page))
