"""Stories over several pages: the halves of an article on the pages of one paper and date, as far as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import RLock

from reader.pages.model import Article, Continuation, Page
from reader.workspace.model import SourceFile
from reader.workspace.textless import is_textless

Issue = tuple[str, str]
"""Paper and date. Where the paper is unknown its folder stands for it, where the date is, the file does."""


@dataclass(frozen=True, slots=True)
class Half:
    """What one page holds of a story; a story on a single page is one half."""

    file: SourceFile
    page: Page
    article: Article


class Halves:
    """Joins halves when they are first asked for, an issue at a time, and anew when one of its files is read again.

    Pages are told apart by identity, for a file may be parsed again to other articles. Safe to share between threads.
    """

    def __init__(self, files: Sequence[SourceFile]) -> None:
        """Take the files that may come."""
        self._order = {file.key: number for number, file in enumerate(files)}
        self._named: dict[str, list[SourceFile]] = {}
        for file in files:
            if file.source.date:
                self._named.setdefault(file.source.date, []).append(file)
        self._read: dict[str, tuple[Page, ...]] = {}
        self._issues: dict[Issue, dict[str, list[tuple[SourceFile, str, Page]]]] = {}
        self._places: dict[int, tuple[Issue, SourceFile, str]] = {}
        self._stories: dict[tuple[int, str], tuple[Half, ...]] = {}
        self._joined: dict[Issue, list[tuple[int, str]]] = {}
        self._changed: set[Issue] = set()
        self._guard = RLock()

    def take(self, file: SourceFile, pages: tuple[Page, ...]) -> None:
        """Take in a file's pages as they are now."""
        before = self._read.get(file.key)
        if before is not None and [*map(id, before)] == [*map(id, pages)]:
            return
        with self._guard:
            for page in self._read.get(file.key, ()):
                issue = self._places.pop(id(page))[0]
                self._issues[issue].pop(file.key, None)
                self._changed.add(issue)
            self._read[file.key] = pages
            for issue, page_no, page in _issues(file, pages):
                self._issues.setdefault(issue, {}).setdefault(file.key, []).append((file, page_no, page))
                self._places[id(page)] = issue, file, page_no
                self._changed.add(issue)

    def of(self, page: Page, article: Article) -> tuple[Half, ...]:
        """Return the halves of the story an article is part of, in reading order.

        Empty if the page is not as its file was read last.
        """
        place = self._places.get(id(page))
        if place is None:
            return ()
        issue, file, _page_no = place
        if issue in self._changed:
            with self._guard:
                self._join(issue)
        return self._stories.get((id(page), article.id)) or (Half(file, page, article),)

    def missing(self, page: Page, article: Article) -> tuple[tuple[Page, Continuation], ...]:
        """Return the marks of a story that lead to no half, each with the page it is on."""
        halves = self.of(page, article)
        if not halves:
            return ()
        ends = (halves[0].page, halves[0].article.continuation), (halves[-1].page, halves[-1].article.turn)
        return tuple((where, mark) for where, mark in ends if mark is not None)

    def is_read(self, page: Page, mark: Continuation) -> bool:
        """Say whether the page that a mark on a page names is among those that are read."""
        from reader.pages.continuing import is_called

        place = self._places.get(id(page))
        if place is None:
            return False
        issue, _file, own = place
        members = (member for file in self._issues[issue].values() for member in file)
        return any(is_called(mark, own, page_no) for _, page_no, _ in members)

    def unread(self, page: Page, article: Article) -> tuple[SourceFile, ...]:
        """Return the files that may, by their names, hold what is missing of a story and are not read."""
        from reader.pages.continuing import is_called

        found: dict[str, SourceFile] = {}
        for where, mark in self.missing(page, article):
            if self.is_read(where, mark):
                continue
            (paper, date), _file, own = self._places[id(where)]
            files = [file for file in self._named.get(date, ()) if file.key not in self._read]
            files = [file for file in files if file.source.paper in ("", paper) or "\n" in paper]
            named = [file for file in files if is_called(mark, own, file.source.page_no)]
            for file in named or [file for file in files if not file.source.page_no]:
                found[file.key] = file
        return tuple(found.values())

    def _join(self, issue: Issue) -> None:
        from reader.pages.continuing import join_halves

        self._changed.discard(issue)
        for key in self._joined.pop(issue, ()):
            del self._stories[key]
        files = sorted(self._issues[issue].items(), key=lambda item: self._order.get(item[0], -1))
        members = [member for _key, pages in files for member in pages]
        joined = []
        for places in join_halves([(page_no, page) for _file, page_no, page in members]):
            story = tuple(_halves(members, places))
            for half in story:
                joined.append((id(half.page), half.article.id))
                self._stories[joined[-1]] = story
        self._joined[issue] = joined


def _halves(
    members: Sequence[tuple[SourceFile, str, Page]], places: Iterable[tuple[int, str]]
) -> Iterator[Half]:
    for number, article_id in places:
        file, _page_no, page = members[number]
        article = page.article(article_id)
        assert article is not None  # it was found there
        yield Half(file, page, article)


def _issues(file: SourceFile, pages: Sequence[Page]) -> Iterator[tuple[Issue, str, Page]]:
    """Yield a file's pages with their issue and number; what only some of its pages say holds for all.

    Proposals without a text are never half of a story: each is an issue of its own.
    """
    if is_textless(file):
        for page in pages:
            yield ("", f"\n{page.fingerprint}"), "", page
        return
    papers = {page.source.paper for page in pages} - {""}
    dates = {page.source.date for page in pages} - {""}
    in_order = len(pages) > 1 and all(page.source.page_no in ("", str(page.number)) for page in pages)
    folder = f"\n{file.path.parent if file.path else ''}"  # no paper is called that
    for page in pages:
        paper = page.source.paper or (next(iter(papers)) if len(papers) == 1 else folder)
        date = page.source.date or (next(iter(dates)) if len(dates) == 1 else f"\n{file.key}")
        yield (paper, date), page.source.page_no or (str(page.number) if in_order else ""), page
