"""The library as the contents group it: papers, months, dates, the pages of each; in order, and counted as files come.

A few files are one group, in the order of the files. Pure.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from reader.pages.digest import PageDigest
from reader.workspace import SourceFile

Each = TypeVar("Each")
FEW = 60
"""Files that are shown without groups, and pages of a group that are all shown with their articles."""

MONTHS = 62
"""Dates of a paper up to which they are shown without their months."""

GroupKey = tuple[str, str]
"""Paper and date; what stands for a date that is unknown begins with a line feed: the folder."""


@dataclass(slots=True)
class Counts:
    """How much there is: pages, articles, those unread, annotations on them, files that are not read yet."""

    pages: int = 0
    articles: int = 0
    unread: int = 0
    noted: int = 0
    waiting: int = 0

    def add(self, leaf: Leaf, sign: int = 1) -> None:
        """Count a leaf in, or with -1 out again."""
        self.pages += sign * (leaf.page is not None)
        self.articles += sign * leaf.articles
        self.unread += sign * leaf.unread
        self.noted += sign * leaf.noted
        self.waiting += sign * leaf.waiting


@dataclass(slots=True, eq=False)
class Leaf:
    """A page, or a file whose pages are not known: it waits to be read, or is `broken`.

    `pages` is how many its file has, `place` the number of its file and its own in it.
    """

    file: SourceFile
    page: PageDigest | None
    pages: int
    place: tuple[int, int]
    broken: bool = False
    unread: int = 0
    noted: int = 0
    group: Group = field(init=False, repr=False)

    @property
    def key(self) -> str:
        """The file's key and the page's number, on a line each."""
        return f"{self.file.key}\n{self.place[1]}"

    @property
    def articles(self) -> int:
        """How many articles it has."""
        return len(self.page.articles) if self.page is not None else 0

    @property
    def waiting(self) -> bool:
        """Whether its file is still to be read."""
        return self.page is None and not self.broken


@dataclass(slots=True, eq=False)
class Group:
    """The pages of a paper and date, in order."""

    key: GroupKey
    leaves: list[Leaf] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)


@dataclass(slots=True, eq=False)
class Month:
    """The dates of a month of a paper, in order; unknown ones are a month of their own, without a name."""

    name: str
    dates: list[str] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)

    def __iter__(self) -> Iterator[Group]:
        """Iterate over the groups by date."""
        return iter([self.groups[date] for date in self.dates])


@dataclass(slots=True, eq=False)
class Paper:
    """The months of a paper, in order, and how many groups they have."""

    name: str
    names: list[str] = field(default_factory=list)
    months: dict[str, Month] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    groups: int = 0

    def __iter__(self) -> Iterator[Month]:
        """Iterate over the months in order, unknown dates last."""
        return iter([self.months[name] for name in self.names])


Measure = Callable[[Leaf], tuple[int, int]]
"""How many of a page's articles are unread, and how many annotations are on it."""


def group_of(file: SourceFile, page: PageDigest | None) -> GroupKey:
    """Return the group of a page, or of a file by its name alone."""
    source = page.source if page is not None else file.source
    if source.paper or source.date:
        return source.paper, source.date
    return "", "\n" + file.label.rpartition("/")[0]


class Tree:
    """Leaves in groups in papers. Files are told apart by key."""

    def __init__(
        self,
        files: Sequence[SourceFile],
        pages: Callable[[SourceFile], Sequence[PageDigest]],
        broken: Collection[SourceFile],
        measure: Measure,
    ) -> None:
        """Take the files, their pages as far as they are known, those that cannot be read, and what counts a page."""
        self.flat = len(files) <= FEW
        self.revision = 0
        """The catalogue's when it was made; for whoever made it."""
        self.counts = Counts()
        self._measure = measure
        self._numbers = {file.key: number for number, file in enumerate(files)}
        self._leaves: dict[str, list[Leaf]] = {}
        self._by_fingerprint: dict[str, list[Leaf]] = {}
        self._papers: dict[str, Paper] = {}
        self._names: list[tuple[bool, str]] = []
        for file in files:
            self.put(file, pages(file), broken=file in broken)

    # -- what there is

    @property
    def papers(self) -> list[Paper]:
        """The papers by name, the unknown one last."""
        return [self._papers[name] for _last, name in self._names]

    def holds(self, key: str) -> bool:
        """Say whether a file is among those of the tree."""
        return key in self._numbers

    def of_file(self, key: str) -> Sequence[Leaf]:
        """Return a file's leaves in order."""
        return self._leaves.get(key, ())

    def of_fingerprint(self, fingerprint: str) -> Sequence[Leaf]:
        """Return the pages that have a text."""
        return self._by_fingerprint.get(fingerprint, ())

    def leaf(self, key: str, number: int) -> Leaf | None:
        """Return a file's page of a number."""
        return next((leaf for leaf in self._leaves.get(key, ()) if leaf.place[1] == number), None)

    def known(self, key: str) -> bool:
        """Say whether a file was read, or given up."""
        return any(not leaf.waiting for leaf in self._leaves.get(key, ()))

    # -- order

    def before(self, leaf: Leaf) -> int:
        """Return how many articles come before a page's."""
        paper, month = self._above(leaf)
        parts: list[Iterable[Paper | Month | Group]] = [
            (self._papers[name] for _, name in self._names[: self._names.index(_last(paper.name))]),
            (paper.months[name] for name in paper.names[: paper.names.index(month.name)]),
            (month.groups[date] for date in month.dates[: month.dates.index(leaf.group.key[1])]),
        ]
        place = bisect_left(leaf.group.leaves, leaf.place, key=_place)
        return sum(each.counts.articles for part in parts for each in part) + sum(
            each.articles for each in leaf.group.leaves[:place]
        )

    def walk(self, start: Leaf | None, step: int) -> Iterator[Leaf]:
        """Yield the leaves after one (`step` 1) or before it (-1), in that direction; all of them without one."""
        papers = self.papers[::step]
        if start is not None:
            paper, month = self._above(start)
            groups, months = [*month][::step], [*paper][::step]
            yield from _after(start, start.group.leaves[::step])
            for group in _after(start.group, groups):
                yield from group.leaves[::step]
            for each in _after(month, months):
                yield from _leaves(each, step)
            papers = _after(paper, papers)
        for paper in papers:
            for month in [*paper][::step]:
                yield from _leaves(month, step)

    def _above(self, leaf: Leaf) -> tuple[Paper, Month]:
        name, date = leaf.group.key
        paper = self._papers[name]
        return paper, paper.months[month_of(date)]

    # -- changing it

    def put(self, file: SourceFile, pages: Sequence[PageDigest], *, broken: bool = False) -> list[Leaf]:
        """Have a file's pages as they are now; without any it waits to be read, or is `broken`. Return its leaves."""
        self._drop(file.key)
        number = self._numbers[file.key]
        leaves = [Leaf(file, page, len(pages), (number, page.number)) for page in pages]
        if not leaves:
            leaves.append(Leaf(file, None, 0, (number, 0), broken))
        self._leaves[file.key] = leaves
        for leaf in leaves:
            if leaf.page is not None:
                self._by_fingerprint.setdefault(leaf.page.fingerprint, []).append(leaf)
        for leaf in leaves:  # which may ask what else is in the file
            if leaf.page is not None:
                leaf.unread, leaf.noted = self._measure(leaf)
            self._insert(leaf, ("", "") if self.flat else group_of(file, leaf.page))
        return leaves

    def measure(self, leaves: Iterable[Leaf]) -> None:
        """Count again what is unread and annotated on some pages."""
        for leaf in leaves:
            if leaf.page is None:
                continue
            counted = self._measure(leaf)
            if counted != (leaf.unread, leaf.noted):
                self._count(leaf, -1)
                leaf.unread, leaf.noted = counted
                self._count(leaf, 1)

    def _count(self, leaf: Leaf, sign: int) -> None:
        paper, month = self._above(leaf)
        for counts in (self.counts, paper.counts, month.counts, leaf.group.counts):
            counts.add(leaf, sign)

    def _insert(self, leaf: Leaf, key: GroupKey) -> None:
        name, date = key
        paper = self._papers.get(name)
        if paper is None:
            paper = self._papers[name] = Paper(name)
            insort(self._names, _last(name))
        month = paper.months.get(month_of(date))
        if month is None:
            month = paper.months[month_of(date)] = Month(month_of(date))
            insort(paper.names, month.name, key=_by_date)
        group = month.groups.get(date)
        if group is None:
            group = month.groups[date] = Group(key)
            insort(month.dates, date, key=_by_date)
            paper.groups += 1
        leaf.group = group
        if group.leaves and group.leaves[-1].place > leaf.place:
            insort(group.leaves, leaf, key=_place)
        else:
            group.leaves.append(leaf)
        self._count(leaf, 1)

    def _drop(self, key: str) -> None:
        for leaf in self._leaves.pop(key, ()):
            self._count(leaf, -1)
            group = leaf.group
            del group.leaves[bisect_left(group.leaves, leaf.place, key=_place)]
            if leaf.page is not None:
                same = self._by_fingerprint[leaf.page.fingerprint]
                same.remove(leaf)
                if not same:
                    del self._by_fingerprint[leaf.page.fingerprint]
            if not group.leaves:
                self._drop_group(leaf)

    def _drop_group(self, leaf: Leaf) -> None:
        (paper, month), date = self._above(leaf), leaf.group.key[1]
        del month.groups[date]
        month.dates.remove(date)
        paper.groups -= 1
        if not month.dates:
            del paper.months[month.name]
            paper.names.remove(month.name)
        if not paper.names:
            del self._papers[paper.name]
            self._names.remove(_last(paper.name))


def month_of(date: str) -> str:
    """Return the month of a date; empty if the date is unknown."""
    return "" if date.startswith("\n") else date[:7]


def _after(one: Each, every: list[Each]) -> list[Each]:
    """Return what comes after one of a list."""
    return every[every.index(one) + 1 :]


def _leaves(month: Month, step: int) -> Iterator[Leaf]:
    for group in [*month][::step]:
        yield from group.leaves[::step]


def _place(leaf: Leaf) -> tuple[int, int]:
    return leaf.place


def _by_date(date: str) -> tuple[bool, str]:
    return not date or date[0] == "\n", date


def _last(name: str) -> tuple[bool, str]:
    return not name, name
