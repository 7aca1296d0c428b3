"""Stories over several pages: the halves of an article on the pages of one paper and date, as far as they are read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import RLock
from weakref import ref

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


@dataclass(frozen=True, slots=True)
class _Member:
    """A page of an issue: its file, and the number it has in the paper."""

    file: SourceFile
    page_no: str
    page: ref[Page]


class Halves:
    """Joins halves when they are first asked for, an issue at a time, and anew when one of its files is read again.

    Pages are told apart by identity, for a file may be parsed again to other articles. They are not held here: a page
    that nobody else holds any more counts as not read, and its story joins again when it is. Safe to share between
    threads.
    """

    def __init__(self) -> None:
        """Start with nothing read."""
        self._order: dict[str, int] = {}
        self._files: tuple[SourceFile, ...] = ()
        self._read: dict[str, tuple[ref[Page], ...]] = {}
        self._issues: dict[Issue, dict[str, list[_Member]]] = {}
        self._places: dict[int, tuple[Issue, _Member]] = {}
        self._stories: dict[tuple[int, str], tuple[tuple[_Member, str], ...]] = {}
        self._joined: dict[Issue, list[tuple[int, str]]] = {}
        self._changed: set[Issue] = set()
        self._guard = RLock()

    def expect(self, files: tuple[SourceFile, ...]) -> None:
        """Take the files that may come, in their order."""
        with self._guard:
            self._files, self._order = files, {}
            self._changed.update(self._issues)

    def take(self, file: SourceFile, pages: tuple[Page, ...]) -> bool:
        """Take in a file's pages as they are now; say whether they are others than before."""
        if self._same(file, pages):
            return False
        with self._guard:
            if self._same(file, pages):
                return False
            self._forget(file)
            self._read[file.key] = tuple(map(ref, pages))
            for issue, page_no, page in _issues(file, pages):
                number = id(page)
                member = _Member(file, page_no, self._weakly(page))
                self._issues.setdefault(issue, {}).setdefault(file.key, []).append(member)
                self._places[number] = issue, member
                self._changed.add(issue)
        return True

    def forget(self, file: SourceFile) -> None:
        """Count a file as not read."""
        with self._guard:
            self._forget(file)

    def of(self, page: Page, article: Article) -> tuple[Half, ...]:
        """Return the halves of the story an article is part of, in reading order.

        Empty if the page is not as its file was read last.
        """
        with self._guard:
            place = self._places.get(id(page))
            if place is None:
                return ()
            issue, member = place
            if issue in self._changed:
                self._join(issue)
            found = []
            for each, article_id in self._stories.get((id(page), article.id), ()):
                other = each.page()
                half = other.article(article_id) if other is not None else None
                if other is None or half is None:  # it went this very moment
                    return (Half(member.file, page, article),)
                found.append(Half(each.file, other, half))
            return tuple(found) or (Half(member.file, page, article),)

    def story(self, file_key: str, number: int, article_id: str) -> tuple[Half, ...]:
        """Return what `of` does for an article of a file's page of a number; empty if the page is not at hand."""
        pages = self._read.get(file_key, ())
        page = pages[number - 1]() if 0 < number <= len(pages) else None
        article = page.article(article_id) if page is not None else None
        return self.of(page, article) if page is not None and article is not None else ()

    def holds(self, file_key: str) -> bool:
        """Say whether a file's pages are at hand."""
        return file_key in self._read

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

        with self._guard:
            place = self._places.get(id(page))
            if place is None:
                return False
            issue, own = place
            members = [member for file in self._issues[issue].values() for member in file]
        return any(is_called(mark, own.page_no, member.page_no) for member in members)

    def unread(self, page: Page, article: Article) -> tuple[SourceFile, ...]:
        """Return the files that may, by their names, hold what is missing of a story and are not read."""
        from reader.pages.continuing import is_called

        found: dict[str, SourceFile] = {}
        for where, mark in self.missing(page, article):
            if self.is_read(where, mark):
                continue
            place = self._places.get(id(where))
            if place is None:
                continue
            (paper, date), own = place
            files = [file for file in self._dated(date) if not self._at_hand(file)]
            files = [file for file in files if file.source.paper in ("", paper) or "\n" in paper]
            named = [file for file in files if is_called(mark, own.page_no, file.source.page_no)]
            for file in named or [file for file in files if not file.source.page_no]:
                found[file.key] = file
        return tuple(found.values())

    def _dated(self, date: str) -> Iterator[SourceFile]:
        """Yield the files that have a date in their names; quick, for it is asked of thousands."""
        if "\n" in date:
            return
        year, month, day = map(int, date.split("-"))
        pattern = re.compile(rf"{year}\s?[-_./年]?\s?0?{month}\s?[-_./月]?\s?0?{day}(?!\d)")
        for file in self._files:
            if pattern.search(file.label) and file.source.date == date:
                yield file

    def _at_hand(self, file: SourceFile) -> bool:
        pages = self._read.get(file.key, ())
        return bool(pages) and all(page() is not None for page in pages)

    def _same(self, file: SourceFile, pages: tuple[Page, ...]) -> bool:
        before = self._read.get(file.key, ())
        return len(before) == len(pages) and all(old() is new for old, new in zip(before, pages, strict=True))

    def _forget(self, file: SourceFile) -> None:
        for old in self._read.pop(file.key, ()):
            page = old()
            if page is not None and id(page) in self._places:
                self._leave(id(page))

    def _weakly(self, page: Page) -> ref[Page]:
        number = id(page)
        return ref(page, lambda _gone: self._let_go(number))

    def _let_go(self, number: int) -> None:
        """Count a file as not read when one of its pages is held by nobody; called as it goes, in any thread."""
        with self._guard:
            if number in self._places:
                self._leave(number)

    def _leave(self, number: int) -> None:
        issue, member = self._places.pop(number)
        members = self._issues[issue].get(member.file.key, [])
        left = [each for each in members if each is not member]
        if left:
            self._issues[issue][member.file.key] = left
        else:
            self._issues[issue].pop(member.file.key, None)
        self._drop(issue)

    def _drop(self, issue: Issue) -> None:
        for key in self._joined.pop(issue, ()):
            del self._stories[key]
        self._changed.add(issue)

    def _join(self, issue: Issue) -> None:
        from reader.pages.continuing import join_halves

        self._drop(issue)
        self._changed.discard(issue)
        if not self._order:
            self._order = {file.key: number for number, file in enumerate(self._files)}
        files = sorted(self._issues[issue].items(), key=lambda item: self._order.get(item[0], -1))
        held = [
            (member, page) for _key, own in files for member in own if (page := member.page()) is not None
        ]
        joined = []
        for places in join_halves([(member.page_no, page) for member, page in held]):
            story = tuple((held[number][0], article_id) for number, article_id in places)
            for number, article_id in places:
                joined.append((id(held[number][1]), article_id))
                self._stories[joined[-1]] = story
        self._joined[issue] = joined


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
    folder = "\n" + os.path.dirname(file.place or "")  # noqa: PTH120 - no paper is called that
    for page in pages:
        paper = page.source.paper or (next(iter(papers)) if len(papers) == 1 else folder)
        date = page.source.date or (next(iter(dates)) if len(dates) == 1 else f"\n{file.key}")
        yield (paper, date), page.source.page_no or (str(page.number) if in_order else ""), page
