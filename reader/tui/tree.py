"""The library as the contents group it: papers, their dates, the pages of each; in order, and counted as files come. Pure.

A few files are one group, in the order of the files.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reader.pages.digest import PageDigest
from reader.workspace import SourceFile

FEW = 60
"""Files that are shown without groups, and pages of a group that are all shown with their articles."""

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
class Paper:
    """The dates of a paper, in order."""

    name: str
    dates: list[str] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)


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

    def groups(self, paper: Paper) -> list[Group]:
        """Return a paper's groups by date, unknown ones last."""
        return [paper.groups[date] for date in paper.dates]

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
        paper = self._papers[leaf.group.key[0]]
        at = self._names.index(_last(paper.name))
        within = bisect_left(paper.dates, _by_date(leaf.group.key[1]), key=_by_date)
        count = sum(self._papers[name].counts.articles for _, name in self._names[:at])
        count += sum(paper.groups[date].counts.articles for date in paper.dates[:within])
        place = bisect_left(leaf.group.leaves, leaf.place, key=_place)
        return count + sum(each.articles for each in leaf.group.leaves[:place])

    def walk(self, start: Leaf | None, step: int) -> Iterator[Leaf]:
        """Yield the leaves after one (`step` 1) or before it (-1), in that direction; all of them without one."""
        names = [name for _, name in self._names]
        if start is not None:
            paper = self._papers[start.group.key[0]]
            own = bisect_left(start.group.leaves, start.place, key=_place)
            yield from start.group.leaves[own + 1 :] if step > 0 else start.group.leaves[:own][::-1]
            at = bisect_left(paper.dates, _by_date(start.group.key[1]), key=_by_date)
            for date in paper.dates[at + 1 :] if step > 0 else paper.dates[:at][::-1]:
                yield from paper.groups[date].leaves[::step]
            number = names.index(paper.name)
            names = names[number + 1 :] if step > 0 else names[:number]
        for name in names[::step]:
            paper = self._papers[name]
            for date in paper.dates[::step]:
                yield from paper.groups[date].leaves[::step]

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
        for counts in (self.counts, self._papers[leaf.group.key[0]].counts, leaf.group.counts):
            counts.add(leaf, sign)

    def _insert(self, leaf: Leaf, key: GroupKey) -> None:
        name, date = key
        paper = self._papers.get(name)
        if paper is None:
            paper = self._papers[name] = Paper(name)
            insort(self._names, _last(name))
        group = paper.groups.get(date)
        if group is None:
            group = paper.groups[date] = Group(key)
            insort(paper.dates, date, key=_by_date)
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
                name, date = group.key
                paper = self._papers[name]
                del paper.groups[date]
                paper.dates.remove(date)
                if not paper.dates:
                    del self._papers[name]
                    self._names.remove(_last(name))


def _place(leaf: Leaf) -> tuple[int, int]:
    return leaf.place


def _by_date(date: str) -> tuple[bool, str]:
    return not date or date[0] == "\n", date


def _last(name: str) -> tuple[bool, str]:
    return not name, name
