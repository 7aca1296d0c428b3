"""The contents as entries: papers, dates, pages, columns and articles, with glyphs, counts and what was read. Pure.

Entries are made only for what is unfolded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reader.config.language import N_, _, current, ngettext
from reader.pages.digest import ArticleDigest, PageDigest
from reader.pages.model import PROPOSALS, Article, Kind, Page, Source
from reader.tui.tree import FEW, MONTHS, Counts, Group, GroupKey, Leaf, Tree, month_of
from reader.tui.widgets.entries import Entry, Piece
from reader.workspace import SourceFile
from reader.workspace.catalogue import Spot

GLYPHS: dict[Kind, str] = {
    "proposal": "策",
    "news": "讯",
    "continuation": "转",
    "notice": "启",
    "record": "台",
}
KIND_WORDS: dict[Kind, str] = {
    "proposal": N_("proposal"),
    "news": N_("news"),
    "continuation": N_("continuation"),
    "notice": N_("notice"),
    "record": N_("ledger"),
}
LOST = "corrections"
"""What the key of a page's entry of corrections begins with."""
GROUPS = ("paper", "month", "date")
"""What the keys of groups begin with."""
_FOUND = 200
"""Articles that match a filter up to which all groups are unfolded."""


@dataclass(frozen=True, slots=True)
class Ref:
    """An article's place: its file, page and id; an empty id is what is in no article (未归篇)."""

    file: SourceFile
    page: Page
    article_id: str

    @property
    def article(self) -> Article | None:
        """The article, if it is one."""
        return self.page.article(self.article_id)

    def on_page_of(self, other: Ref) -> bool:
        """Say whether another article is on the same page of the same file."""
        return (self.file.key, self.page.number) == (other.file.key, other.page.number)

    @property
    def key(self) -> str:
        """What tells it apart; that of its `Spot`."""
        return f"{self.file.key}\n{self.page.number}\n{self.article_id}"

    @classmethod
    def of(cls, spot: Spot, pages: Sequence[Page]) -> Ref:
        """Return an article's place with its page, of the pages of its file."""
        return cls(spot.file, pages[spot.page.number - 1], spot.article.id)


@dataclass(frozen=True, slots=True)
class Marks:
    """What the contents show about an article: annotations on it, whether it was read.

    Of a story over several pages also `joined`, the page its other half is on, in words, and the whole's `title`.
    """

    annotations: int = 0
    read: bool = False
    joined: str = ""
    title: str = ""
    due: int | None = None
    """Days left until the next deadline of its handling; negative: so many too late."""
    lost: int = 0
    """Of what is in no article: corrections of the page whose rows were not found."""


MarksOf = Callable[[Leaf, ArticleDigest | None], Marks]
"""What the contents show about an article of a page; about what is in none of its articles, without one."""


class Sifted:
    """What a filter let through: the ids of articles by file and page, and how many by the keys of what they are in."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._passed: dict[str, dict[int, tuple[GroupKey, frozenset[str]]]] = {}
        self.found: Counter[str] = Counter()
        self.count = 0

    def put(self, leaf: Leaf, passed: frozenset[str]) -> None:
        """Have what passed of a page."""
        self._take(self._passed.get(leaf.file.key, {}), leaf.place[1])
        if passed:
            self._passed.setdefault(leaf.file.key, {})[leaf.place[1]] = (leaf.group.key, passed)
            self._add(leaf.group.key, len(passed))

    def drop(self, key: str) -> None:
        """Have nothing of a file any more."""
        pages = self._passed.pop(key, {})
        for number in list(pages):
            self._take(pages, number)

    def of(self, leaf: Leaf) -> frozenset[str]:
        """Return what passed of a page."""
        found = self._passed.get(leaf.file.key, {}).get(leaf.place[1])
        return found[1] if found is not None else frozenset()

    def ids(self) -> frozenset[str]:
        """Return all that passed."""
        every = (passed for pages in self._passed.values() for _group, passed in pages.values())
        return frozenset[str]().union(*every)

    def _take(self, pages: dict[int, tuple[GroupKey, frozenset[str]]], number: int) -> None:
        if number in pages:
            group, passed = pages.pop(number)
            self._add(group, -len(passed))

    def _add(self, group: GroupKey, count: int) -> None:
        self.count += count
        for key in group_keys(group):
            self.found[key] += count


@dataclass(frozen=True, slots=True)
class View:
    """How the contents are looked at: which article is open, what is unfolded (else as said), what is filtered."""

    current: str = ""
    folds: Callable[[str, bool], bool] = lambda key, otherwise: otherwise
    sifted: Sifted | None = None

    def opens(self, key: str, *, otherwise: bool) -> bool:
        """Say whether an entry is unfolded; `otherwise` unless the reader said."""
        return self.folds(key, otherwise)


@dataclass(frozen=True, slots=True)
class _Made:
    """What entries are made for: the view, the page that is open, what marks articles, and why files cannot be read."""

    view: View
    here: Leaf | None
    marks: MarksOf
    problem: Callable[[SourceFile], str]

    @property
    def inside(self) -> tuple[str, ...]:
        """The keys of the groups that the open article is in."""
        return group_keys(self.here.group.key) if self.here is not None else ()


class Outline:
    """Makes the entries; those of groups that stay as they are stay, too."""

    def __init__(self) -> None:
        """Start with none made."""
        self._heads: dict[str, tuple[object, Entry]] = {}
        self.unfolded: set[str] = set()
        """The keys of what was unfolded when the entries were made last."""

    def entries(
        self, tree: Tree, view: View, marks: MarksOf, problem: Callable[[SourceFile], str]
    ) -> list[Entry]:
        """Return the entries; `problem` says why a file cannot be read."""
        file_key, _sep, rest = view.current.partition("\n")
        number = rest.partition("\n")[0]
        here = tree.leaf(file_key, int(number)) if number.isdecimal() else None
        self.unfolded.clear()
        return list(self._entries(tree, _Made(view, here, marks, problem)))

    def _entries(self, tree: Tree, made: _Made) -> Iterator[Entry]:
        papers = tree.papers
        for paper in papers:
            months = 0
            if len(papers) > 1 and not tree.flat:
                head = self._head(made, paper_key(paper.name), paper_words(paper.name), paper.counts, 0)
                yield from head
                if not self._shows(head):
                    continue
                months = 1
            for month in paper:
                dates = months
                if paper.groups > MONTHS:
                    key = month_key(paper.name, month.name)
                    head = self._head(made, key, month.name or _("date unknown"), month.counts, months)
                    yield from head
                    if not self._shows(head):
                        continue
                    dates += 1
                for group in month:
                    yield from self._group(made, group, dates, flat=tree.flat)

    def _group(self, made: _Made, group: Group, depth: int, *, flat: bool) -> Iterator[Entry]:
        if not flat:
            head = self._head(made, date_key(group.key), date_words(group.key[1]), group.counts, depth)
            yield from head
            if not self._shows(head):
                return
        pad = 0 if flat else depth + 1
        small = flat or len(group.leaves) <= FEW
        for leaf in group.leaves:
            if leaf.page is not None:
                yield from self._page(leaf, leaf.page, made.view, made.marks, pad, small or leaf is made.here)
            elif made.view.sifted is None:
                yield _file_entry(leaf, made.problem, pad)

    def _shows(self, head: Sequence[Entry]) -> bool:
        """Say whether what is in a group shows: its head does, and is unfolded."""
        return any(entry.key in self.unfolded for entry in head)

    def _head(self, made: _Made, key: str, words: str, counts: Counts, depth: int) -> tuple[Entry, ...]:
        """Return the head of a group; none if the filter lets nothing in it through."""
        found = made.view.sifted.found[key] if made.view.sifted is not None else None
        if found == 0:
            return ()
        inside = key in made.inside
        unfolded = made.view.opens(key, otherwise=inside or _little(made.view))
        if unfolded:
            self.unfolded.add(key)
        shown = (counts.pages, counts.articles, counts.unread, counts.noted, counts.waiting)
        stamp = (words, shown, unfolded, inside, depth, found, current())
        known = self._heads.get(key)
        if known is None or known[0] != stamp:
            row = _head_row(words, counts, unfolded, inside, depth, found)
            known = self._heads[key] = (stamp, Entry(key, (row,)))
        return (known[1],)

    def _page(
        self, leaf: Leaf, page: PageDigest, view: View, marks: MarksOf, pad: int, unfolded: bool
    ) -> Iterator[Entry]:
        count, articles, sifted = len(page.articles), page.articles, view.sifted
        amount = _articles(count)
        if sifted is not None:
            passed = sifted.of(leaf)
            if not passed:
                return
            articles = tuple(article for article in articles if article.id in passed)
            amount, unfolded = f"{len(articles)}/{count}", unfolded or _little(view)
        key, before = f"page\n{leaf.key}", " " * pad
        unfolded = view.opens(key, otherwise=unfolded)
        inside = view.current.startswith(leaf.key + "\n")
        yield Entry(key, (_page_row(leaf, page, amount, unfolded, before, inside),))
        if not unfolded:
            return
        self.unfolded.add(key)
        column: int | None = None
        for article in articles:
            if article.column is not None and article.column != column and _header(page, article.column):
                row = ((before + "  " + _header(page, article.column), "accent"),)
                yield Entry(f"column\n{leaf.key}\n{article.column}", (row,), False)
            column = article.column
            own = f"{leaf.key}\n{article.id}"
            yield Entry(own, (_article_row(article, marks(leaf, article), own == view.current, before),))
        if sifted is None:
            yield from _left_over(leaf, marks(leaf, None), before)


def paper_key(name: str) -> str:
    """Return the key of a paper's entry."""
    return f"paper\n{name}"


def month_key(paper: str, month: str) -> str:
    """Return the key of a month's entry."""
    return f"month\n{paper}\n{month}"


def group_keys(key: GroupKey) -> tuple[str, str, str]:
    """Return the keys of the entries of a group and of what it is in, the nearest first."""
    return date_key(key), month_key(key[0], month_of(key[1])), paper_key(key[0])


def date_key(key: GroupKey) -> str:
    """Return the key of a date's entry."""
    return f"date\n{key[0]}\n{key[1]}"


def paper_words(name: str) -> str:
    """Return what a paper is called."""
    return name or _("paper unknown")


def date_words(date: str) -> str:
    """Return what a date is called: what is of no known date by its folder."""
    return date.removeprefix("\n") or _("date unknown")


def _little(view: View) -> bool:
    """Say whether so little passed the filter that all of it may show."""
    return view.sifted is not None and view.sifted.count <= _FOUND


def _head_row(
    words: str, counts: Counts, unfolded: bool, inside: bool, depth: int, found: int | None
) -> tuple[Piece, ...]:
    pieces: list[Piece] = [
        (" " * depth + ("▾ " if unfolded else "▸ "), "strong"),
        (words, "strong"),
    ]
    if inside and not unfolded:
        pieces.append((" ›", "accent"))
    if found is not None:
        return (*pieces, (f"  {found}", "muted"))
    if counts.noted:
        pieces.append((f"  {counts.noted}", "accent"))
    if counts.unread:
        pieces.append(("  " + _("{} unread").format(counts.unread), "~muted"))
    if counts.waiting:
        pieces.append(("  " + _("{} to read").format(counts.waiting), "~muted"))
    for count, each in ((counts.articles, _articles), (counts.pages, _pages)):
        if count:
            pieces.append(("  " + each(count), "~muted"))
    return tuple(pieces)


def _articles(count: int) -> str:
    return ngettext("{} article", "{} articles", count).format(count)


def _pages(count: int) -> str:
    return ngettext("{} page", "{} pages", count).format(count)


def _file_entry(leaf: Leaf, problem: Callable[[SourceFile], str], pad: int) -> Entry:
    """Return the entry of a file that is not read yet, or cannot be: then it says why."""
    file, key, before = leaf.file, f"file\n{leaf.file.key}", " " * pad
    if leaf.broken:
        return Entry(
            key, (((before + "! ", "warning"), (file.label, "")), ((before + "  " + problem(file), "muted"),))
        )
    return Entry(key, (((before + "▸ " + source_words(file.source, file.label), ""),),))


def _page_row(
    leaf: Leaf, page: PageDigest, amount: str, unfolded: bool, before: str, inside: bool
) -> tuple[Piece, ...]:
    mark: tuple[Piece, ...] = ((" ›", "accent"),) if inside and not unfolded else ()
    arrow = before + ("▾ " if unfolded else "▸ ")
    if before:  # paper and date stand above
        named = _("page {}").format(page.source.page_no) if page.source.page_no else leaf.file.label
        return ((arrow + _numbered(named, page, leaf.pages), "strong"), *mark, ("  " + amount, "~muted"))
    words = page_words(leaf.file, page, leaf.pages)
    head, year, tail = words.partition(page.source.date[:5] or words)
    return (
        (arrow + head, "strong"),
        (year, "~strong" if tail else "strong"),
        (tail, "strong"),
        *mark,
        ("  " + amount, "~muted"),
    )


def _left_over(leaf: Leaf, marks: Marks, before: str) -> Iterator[Entry]:
    """Yield the entries of what is in no article of a page."""
    if marks.annotations:
        row = ((before + "  ? ", "warning"), (_("In no article"), ""), (f"  {marks.annotations}", "accent"))
        yield Entry(f"{leaf.key}\n", (row,))
    if marks.lost:
        words = ngettext("{} correction without its rows", "{} corrections without their rows", marks.lost)
        lost = ((before + "  ! ", "warning"), (words.format(marks.lost), ""))
        yield Entry(f"{LOST}\n{leaf.key}", (lost,))


def _header(page: PageDigest, column: int) -> str:
    return page.headers[column] if column < len(page.headers) else ""


def _article_row(article: ArticleDigest, marks: Marks, current: bool, before: str) -> tuple[Piece, ...]:
    glyph_style = "accent" if article.kind in PROPOSALS else "muted"
    title_style = "strong" if current else "muted" if marks.read else ""
    pieces: list[Piece] = [
        (before + (" ›" if current else "  "), "accent"),
        (GLYPHS[article.kind] + " ", glyph_style),
    ]
    if marks.annotations:
        pieces.append((f"{marks.annotations} ", "accent"))
    if article.doubts:
        pieces.append(("? ", "warning"))
    pieces += due_mark(marks.due)
    if marks.joined:
        pieces.append((f"{marks.joined} ", "muted"))
    pieces.append((article.title or marks.title or article.name, title_style))
    return tuple(pieces)


def due_mark(days: int | None) -> tuple[Piece, ...]:
    """Return the small mark of an article that something is due of in so many days (negative: too late by as many)."""
    if days is None:
        return ()
    return ((_("{}d ").format(days), "warning" if days < 0 else "muted"),)


def page_words(file: SourceFile, page: Page | PageDigest, pages: int) -> str:
    """Return what a page is called: its source, and its number where its file has several pages."""
    return _numbered(source_words(page.source, file.label), page, pages)


def _numbered(words: str, page: Page | PageDigest, pages: int) -> str:
    return f"{words} ({page.number}/{pages})" if pages > 1 else words


def source_words(source: Source, label: str) -> str:
    """Return a source as people say it; what is unknown is left out; a file's name if nothing is known."""
    page_no = _("page {}").format(source.page_no) if source.page_no else ""
    words = " ".join(filter(None, (source.paper, source.date, page_no)))
    return words if source.paper or source.date else label
