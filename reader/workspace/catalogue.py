"""What is known of all pages of the open files at once, without holding them: a digest of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

from reader.pages.digest import ArticleDigest, PageDigest
from reader.workspace.model import SourceFile


@dataclass(frozen=True, slots=True)
class Spot:
    """An article's place in the library: its file, and the digests of its page and of itself."""

    file: SourceFile
    page: PageDigest
    article: ArticleDigest

    @property
    def key(self) -> str:
        """What tells it apart: the file's key, the page's number and the article's id, on a line each."""
        return f"{self.file.key}\n{self.page.number}\n{self.article.id}"


class Catalogue:
    """Digests by file, as far as they are known. Safe to share between threads."""

    def __init__(self) -> None:
        """Start with nothing known."""
        self._pages: dict[str, tuple[PageDigest, ...]] = {}
        self._guard = Lock()
        self._changed: list[str] = []

    @property
    def revision(self) -> int:
        """A number that grows with each change."""
        return len(self._changed)

    def changed_since(self, revision: int) -> frozenset[str]:
        """Return the keys of the files whose pages are others than they were at a revision."""
        return frozenset(self._changed[revision:])

    def knows(self, file: SourceFile) -> bool:
        """Say whether a file's pages are known."""
        return file.key in self._pages

    def pages(self, file: SourceFile) -> tuple[PageDigest, ...]:
        """Return a file's pages; none while they are not known."""
        return self._pages.get(file.key, ())

    def take(self, file: SourceFile, pages: tuple[PageDigest, ...]) -> None:
        """Have a file's pages as they are now."""
        with self._guard:
            if self._pages.get(file.key) != pages:
                self._pages[file.key] = pages
                self._changed.append(file.key)

    def forget(self, file: SourceFile) -> None:
        """Know a file's pages no more."""
        with self._guard:
            if self._pages.pop(file.key, None) is not None:
                self._changed.append(file.key)

    def spots(self, files: Sequence[SourceFile]) -> Iterator[Spot]:
        """Yield the articles of some files in their order, as far as they are known."""
        for file in files:
            for page in self.pages(file):
                for article in page.articles:
                    yield Spot(file, page, article)
