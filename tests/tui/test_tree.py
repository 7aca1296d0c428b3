"""The library in groups: order, counts, folding; how much work it is."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.pages.digest import ArticleDigest, PageDigest
from reader.pages.model import Source
from reader.tui import outline
from reader.tui.outline import Marks, Outline, Sifted, View
from reader.tui.tree import FEW, Group, Leaf, Tree
from reader.tui.widgets.entries import Entry
from reader.workspace import SourceFile

NOWHERE = Source()


@dataclass(frozen=True)
class Library:
    """Invented files and what is known of them."""

    files: tuple[SourceFile, ...]
    pages: dict[str, tuple[PageDigest, ...]]
    broken: frozenset[SourceFile]

    def of(self, file: SourceFile) -> tuple[PageDigest, ...]:
        """Return a file's pages."""
        return self.pages.get(file.key, ())


def file_of(number: int, source: Source = NOWHERE) -> SourceFile:
    """Return an invented file with a name that tells its source."""
    name = f"{number:05}/{source.paper}{source.date}_0{source.page_no}版.txt"
    return SourceFile(f"/报/{name}", f"/报/{name}", name)


def page_of(name: str, number: int, source: Source, articles: int) -> PageDigest:
    """Return an invented page."""
    made = tuple(
        ArticleDigest(f"{name}{number}/{each}", "news", None, f"题{each}", f"题{each}", array("I"))
        for each in range(articles)
    )
    return PageDigest(f"{name}-{number}", number, source, made)


PAPERS = ("", "清河日报", "望川商报")
DATES = ("", "2024-03-01", "2024-03-02", "2023-12-31")
sources = st.builds(Source, st.sampled_from(PAPERS), st.sampled_from(DATES), st.sampled_from(("", "1", "2")))
kinds = st.one_of(
    st.just("broken"),
    st.just("waiting"),
    st.lists(st.tuples(sources, st.integers(0, 3)), min_size=1, max_size=3),
)


@st.composite
def libraries(draw: st.DrawFn, least: int = 0, most: int = 12) -> Library:
    """Draw files of all sorts."""
    files, pages, broken = [], {}, set()
    for number in range(draw(st.integers(least, most))):
        file = file_of(number, draw(sources))
        kind = draw(kinds)
        files.append(file)
        if kind == "broken":
            broken.add(file)
        elif kind != "waiting":
            drawn = cast("list[tuple[Source, int]]", kind)
            pages[file.key] = tuple(
                page_of(f"{number}", at, source, count) for at, (source, count) in enumerate(drawn, 1)
            )
    return Library(tuple(files), pages, frozenset(broken))


def grouped(library: Library) -> Tree:
    """Return the tree of a library as of one that has many files."""
    tree = Tree(library.files, library.of, library.broken, lambda leaf: (leaf.articles, 1))
    tree.flat = False
    for file in library.files:
        tree.put(file, library.of(file), broken=file in library.broken)
    return tree


def groups(tree: Tree) -> Iterator[Group]:
    """Yield the groups in order."""
    yield from (group for paper in tree.papers for month in paper for group in month)


def marks(leaf: Leaf, article: ArticleDigest | None) -> Marks:
    """Mark nothing."""
    return Marks()


def entries(tree: Tree, view: View) -> list[Entry]:
    """Return the entries of a tree."""
    return Outline().entries(tree, view, marks, lambda file: "why")


@given(libraries())
def test_counts_add_up(library: Library) -> None:
    tree = grouped(library)
    leaves = list(tree.walk(None, 1))
    assert len(leaves) == sum(max(1, len(library.of(file))) for file in library.files)
    assert tree.counts.articles == sum(leaf.articles for leaf in leaves)
    assert tree.counts.waiting + len(library.broken) == sum(leaf.page is None for leaf in leaves)
    for name in ("pages", "articles", "unread", "noted", "waiting"):
        whole = getattr(tree.counts, name)
        assert whole == sum(getattr(paper.counts, name) for paper in tree.papers)
        assert whole == sum(getattr(month.counts, name) for paper in tree.papers for month in paper)
        assert whole == sum(getattr(group.counts, name) for group in groups(tree))
    before = 0
    for leaf in leaves:
        assert tree.before(leaf) == before
        before += leaf.articles


@given(libraries(1), st.data())
def test_walking_goes_through_all_in_order_both_ways(library: Library, data: st.DataObject) -> None:
    tree = grouped(library)
    leaves = list(tree.walk(None, 1))
    assert list(tree.walk(None, -1)) == leaves[::-1]
    at = data.draw(st.integers(0, len(leaves) - 1))
    assert list(tree.walk(leaves[at], 1)) == leaves[at + 1 :]
    assert list(tree.walk(leaves[at], -1)) == leaves[:at][::-1]
    own = [leaf.group for leaf in leaves]
    assert [group for i, group in enumerate(own) if not i or own[i - 1] is not group] == [*groups(tree)]


@given(libraries(1, 6), libraries(6, 6), st.lists(st.integers(0, 5), max_size=6))
def test_files_that_come_and_change_are_counted_as_if_they_had_always_been_so(
    library: Library, other: Library, changed: list[int]
) -> None:
    tree, pages, broken = grouped(library), dict(library.pages), set(library.broken)
    for number in changed:
        if number < len(library.files):
            file, model = library.files[number], other.files[number]
            broken.discard(file)
            if model in other.broken:
                broken.add(file)
            pages[file.key] = other.of(model)
            tree.put(file, pages[file.key], broken=file in broken)
    fresh = grouped(Library(library.files, pages, frozenset(broken)))
    assert tree.counts == fresh.counts
    assert [leaf.key for leaf in tree.walk(None, 1)] == [leaf.key for leaf in fresh.walk(None, 1)]
    assert [entry.rows for entry in entries(tree, View())] == [entry.rows for entry in entries(fresh, View())]
    for page in (page for every in (*library.pages.values(), *pages.values()) for page in every):
        found = [leaf.key for leaf in tree.of_fingerprint(page.fingerprint)]
        assert sorted(found) == sorted(leaf.key for leaf in fresh.of_fingerprint(page.fingerprint))


@given(libraries(1), st.data())
def test_the_open_article_is_never_lost_however_it_is_folded(library: Library, data: st.DataObject) -> None:
    tree = grouped(library)
    keys = [
        f"{leaf.key}\n{each.id}"
        for leaf in tree.walk(None, 1)
        for each in (leaf.page.articles if leaf.page else ())
    ]
    if not keys:
        return
    view = View(data.draw(st.sampled_from(keys)))
    shown = [entry.key for entry in entries(tree, view)]
    assert view.current in shown
    folded = {
        key
        for key in shown
        if key.partition("\n")[0] in ("paper", "month", "date", "page") and data.draw(st.booleans())
    }
    folding = View(view.current, lambda key, otherwise: otherwise and key not in folded)
    made = entries(tree, folding)
    marked = [entry for entry in made if any(text.endswith("›") for row in entry.rows for text, _ in row)]
    assert len(marked) == 1
    assert (marked[0].key == view.current) == (view.current in [entry.key for entry in made])
    everything = View(view.current, lambda key, otherwise: True)
    assert set(keys) <= {entry.key for entry in entries(tree, everything)}


@given(libraries(1), st.data())
def test_a_filter_shows_what_passed_and_nothing_else(library: Library, data: st.DataObject) -> None:
    tree, sifted = grouped(library), Sifted()
    wanted: dict[str, frozenset[str]] = {}
    for leaf in tree.walk(None, 1):
        ids = [article.id for article in leaf.page.articles] if leaf.page else []
        for _again in range(2):
            wanted[leaf.key] = frozenset(each for each in ids if data.draw(st.booleans()))
            sifted.put(leaf, wanted[leaf.key])
    dropped = data.draw(st.sampled_from(library.files))
    sifted.drop(dropped.key)
    keys = {
        f"{leaf.key}\n{each}"
        for leaf in tree.walk(None, 1)
        if leaf.file != dropped
        for each in wanted[leaf.key]
    }
    made = entries(tree, View("", sifted=sifted))
    heads = ("paper", "month", "date", "page", "column")
    assert {entry.key for entry in made if entry.key.partition("\n")[0] not in heads} == keys
    assert sifted.count == len(keys) and sifted.ids() == {key.rpartition("\n")[2] for key in keys}
    assert bool(made) == bool(keys)


@pytest.fixture
def three_thousand() -> Library:
    """Return 3,000 pages of two papers, four a day."""
    files: list[SourceFile] = []
    pages: dict[str, tuple[PageDigest, ...]] = {}
    for number in range(3000):
        day = number // 8
        source = Source(
            PAPERS[1 + number % 2], f"20{20 + day // 360}-{1 + day % 360 // 30:02}-{1 + day % 30:02}", "1"
        )
        file = file_of(number, source)
        files.append(file)
        pages[file.key] = (page_of(f"{number}", 1, source, 5),)
    return Library(tuple(files), pages, frozenset())


def test_no_more_entries_are_made_than_are_unfolded(
    three_thousand: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = Tree(three_thousand.files, three_thousand.of, (), lambda leaf: (5, 0))
    assert not tree.flat and tree.counts.articles == 15_000
    made: list[str] = []

    def counting(key: str, *rest: object) -> Entry:
        made.append(key)
        return Entry(key, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(outline, "Entry", counting)
    contents, leaf = Outline(), tree.of_file(three_thousand.files[1500].key)[0]
    view = View(f"{leaf.key}\n15001/0")
    shown = contents.entries(tree, view, marks, lambda file: "")
    assert len(made) == len(shown) < 100
    assert f"{leaf.key}\n15001/0" in {entry.key for entry in shown}
    made.clear()
    again = contents.entries(tree, view, marks, lambda file: "")
    articles = 6 * len(leaf.group.leaves)
    assert again == shown and len(made) == articles  # groups that are as they were stay
    tree.put(three_thousand.files[0], (), broken=True)
    made.clear()
    contents.entries(tree, view, marks, lambda file: "")
    assert len(made) <= articles + 2


def test_few_files_are_one_group_in_their_own_order() -> None:
    files = tuple(file_of(number, Source("甲乙"[number % 2], "2024-01-01")) for number in range(FEW))
    library = Library(files, {}, frozenset())
    tree = Tree(files, library.of, (), lambda leaf: (0, 0))
    assert [leaf.file for leaf in tree.walk(None, 1)] == list(files)
    assert [entry.key for entry in entries(tree, View())] == [f"file\n{file.key}" for file in files]
