"""What the desk knows of the library without holding its pages: articles in reading order, annotations on each.

No widgets here. Everything is called from the event loop, but `plan`, which makes the tree of many files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from reader.annotations import Annotation
from reader.config.language import _
from reader.config.wording import sentence
from reader.pages.digest import ArticleDigest
from reader.pages.model import PROPOSALS, Page
from reader.tui import days as calendar
from reader.tui.folding import Folds
from reader.tui.outline import GROUPS, LOST, Marks, Outline, Ref, Sifted, View, group_keys
from reader.tui.tree import FEW, Leaf, Tree
from reader.tui.widgets.entries import Entry
from reader.workspace import Half, Placed, SourceFile, Workspace
from reader.workspace.catalogue import Spot
from reader.workspace.textless import KEY, is_textless

if TYPE_CHECKING:
    from reader.workspace.handling import Handled

Sort = Literal["any", "doubt", "untagged", "unread", "annotated"]


class Story(NamedTuple):
    """A story's halves by the keys of their `Spot`s, its title, and where a half goes on or comes from, in words."""

    keys: tuple[str, ...]
    title: str
    joined: str


class Shelf:
    """The articles of a workspace, as far as its files are known."""

    def __init__(self, workspace: Workspace) -> None:
        """Start with the names of files, if they are few; of many the tree is planned after the first frame."""
        self.workspace = workspace
        self.folds = Folds(workspace)
        self.sifted: Sifted | None = None
        """What the contents and every way to another article are filtered by."""
        self.finding = False
        """Whether the filter has not been through everything yet."""
        self._outline = Outline()
        self._placed: dict[str, tuple[Placed, ...]] = {}
        self._noted: dict[str, dict[str, list[Annotation]]] = {}
        self._by_text: Mapping[str, int] = {}
        self._by_place: Mapping[tuple[str, int], Mapping[str, int]] = {}
        self._stories: dict[str, Story] = {}
        self._revision = 0
        self._broken = 0
        self.planned = len(workspace.files) <= FEW
        self.tree = self.plan() if self.planned else Tree((), lambda file: (), (), self._measure)

    # -- the tree

    def plan(self) -> Tree:
        """Return a tree of all files as they are known now; from any thread. `put` puts it in place."""
        workspace = self.workspace
        revision = workspace.catalogue.revision
        tree = Tree(workspace.files, workspace.catalogue.pages, dict(workspace.problems), self._measure)
        tree.revision = revision
        return tree

    def put(self, tree: Tree) -> None:
        """Have another tree, and what changed since it was planned."""
        self.tree, self.planned = tree, True
        self._revision, self._broken = tree.revision, -1
        self.sync()

    def sync(self) -> frozenset[str]:
        """Take in what became known, or is other than it was; return the keys of those files."""
        catalogue, problems = self.workspace.catalogue, self.workspace.problems
        if not self.planned or (catalogue.revision == self._revision and len(problems) == self._broken):
            return frozenset()
        revision = catalogue.revision
        changed = catalogue.changed_since(self._revision)
        files = {file.key: file for key in changed for file in self._files(key)}
        if len(problems) != self._broken:
            fresh = islice(dict(problems), max(0, self._broken) if len(problems) > self._broken else 0, None)
            files |= {file.key: file for file in fresh if self.tree.holds(file.key)}
        self._revision, self._broken = revision, len(problems)
        for file in files.values():
            for leaf in self.tree.of_file(file.key):
                self._noted.pop(leaf.key, None)
            self.tree.put(file, catalogue.pages(file), broken=file in problems)
        return frozenset(files)

    def put_again(self, files: Iterable[SourceFile]) -> None:
        """Have files as they are known now: something about them changed, and nothing may be known any more."""
        for file in files:
            if self.tree.holds(file.key):
                self.tree.put(
                    file, self.workspace.catalogue.pages(file), broken=file in self.workspace.problems
                )
        self._placed.clear()
        self._noted.clear()

    @property
    def outdated(self) -> bool:
        """Whether proposals without a text came or went: their file is none that anybody looks for."""
        there = any(map(is_textless, self.workspace.files[-1:]))
        return self.planned and there != self.tree.holds(KEY)

    def _files(self, key: str) -> Iterator[SourceFile]:
        yield from (leaf.file for leaf in self.tree.of_file(key)[:1])

    def file(self, key: str) -> SourceFile | None:
        """Return the file of a key."""
        return next(self._files(key), None)

    def known(self, file: SourceFile) -> bool:
        """Say whether a file was read, or given up."""
        return self.tree.known(file.key)

    def problem(self, file: SourceFile) -> str:
        """Return why a file cannot be read; empty if it can, as far as is known."""
        error = self.workspace.problems.get(file)
        return sentence(error.code, {**error.params, "path": file.label}) if error is not None else ""

    # -- articles

    @property
    def count(self) -> int:
        """How many articles are known."""
        return self.tree.counts.articles

    def spots(self) -> Iterator[Spot]:
        """Yield all articles in reading order."""
        for leaf in self.tree.walk(None, 1):
            yield from _spots(leaf)

    def number(self, key: str) -> int:
        """Return an article's number among all that are known, from 1; 0 for what is no article."""
        leaf, article_id = self._place(key)
        if leaf is None or leaf.page is None:
            return 0
        ids = [article.id for article in leaf.page.articles]
        return self.tree.before(leaf) + ids.index(article_id) + 1 if article_id in ids else 0

    def find(self, key: str) -> Spot | None:
        """Return the article of a contents entry's key."""
        leaf, article_id = self._place(key)
        article = leaf.page.article(article_id) if leaf is not None and leaf.page is not None else None
        return Spot(leaf.file, leaf.page, article) if leaf and leaf.page and article else None

    def leaf(self, key: str) -> Leaf | None:
        """Return the page of a key that begins with its file's and its number."""
        return self._place(key)[0]

    def _place(self, key: str) -> tuple[Leaf | None, str]:
        file_key, _sep, rest = key.partition("\n")
        number, _sep, article_id = rest.partition("\n")
        return (self.tree.leaf(file_key, int(number)) if number.isdecimal() else None), article_id

    def first(self) -> Spot | None:
        """Return the first proposal, else the first article."""
        found = None
        for spot in self.spots():
            if spot.article.kind == "proposal":
                return spot
            found = found or spot
        return found

    def seek(self, here: str, sort: Sort, step: int) -> Spot | SourceFile | None:
        """Return the article `step` of a sort away from the one of a key, or the file to be read before that is known.

        The last one if there are not as many; None if there is none in this direction.
        """
        direction, left = (1 if step > 0 else -1), abs(step)
        found: Spot | None = None
        start, own = self._place(here)
        maybe, wanted = self._tests(sort)
        for leaf in _from(start, self.tree, direction):
            if leaf.page is None:
                if leaf.waiting:
                    return leaf.file
                continue
            if leaf is not start and not maybe(leaf):
                continue
            for article in _articles(leaf, own if leaf is start else None, direction):
                if self._shows(leaf, article) and wanted(leaf, article):
                    found, left = Spot(leaf.file, leaf.page, article), left - 1
                    if not left:
                        return found
        return found

    def _shows(self, leaf: Leaf, article: ArticleDigest) -> bool:
        return self.sifted is None or article.id in self.sifted.of(leaf)

    # -- annotations

    def forget_annotations(self) -> None:
        """Look up annotations anew: the records changed."""
        self._placed.clear()
        self._noted.clear()
        if not self.workspace.records_open:
            return
        from reader.workspace.unsettled import noted_counts

        by_text, by_place = noted_counts(self.workspace)
        if by_text is self._by_text and by_place is self._by_place:
            return
        texts = {text for text, _count in by_text.items() ^ self._by_text.items()}
        places = {
            place
            for place in by_place.keys() | self._by_place
            if by_place.get(place) != self._by_place.get(place)
        }
        self._by_text, self._by_place = by_text, by_place
        leaves = {leaf.key: leaf for text in texts for leaf in self.tree.of_fingerprint(text)}
        leaves |= {leaf.key: leaf for place in places if (leaf := self.tree.leaf(*place)) is not None}
        self.tree.measure(leaves.values())

    def _measure(self, leaf: Leaf) -> tuple[int, int]:
        """Count what is unread and annotated on a page."""
        page = leaf.page
        if page is None:
            return 0, 0
        is_read = self.workspace.state.is_read
        noted = self._by_text.get(page.fingerprint, 0)
        earlier = self._by_place.get((leaf.file.key, page.number), {})
        if len(earlier) > (page.fingerprint in earlier):
            now = {each.fingerprint for each in self.workspace.catalogue.pages(leaf.file)}
            noted += sum(count for text, count in earlier.items() if text not in now)
        return sum(not is_read(article.id) for article in page.articles), noted

    def recount(self, keys: Iterable[str]) -> None:
        """Count again what is unread on the pages of some keys."""
        leaves = {leaf.key: leaf for key in keys if (leaf := self.leaf(key)) is not None}
        self.tree.measure(leaves.values())

    def placed(self, page: Page) -> tuple[Placed, ...]:
        """Return a page's annotations in text order."""
        if page.fingerprint not in self._placed:
            self._placed[page.fingerprint] = self.workspace.placed(page)
        return self._placed[page.fingerprint]

    def on(self, ref: Ref) -> tuple[Placed, ...]:
        """Return the annotations on an article (those in no article, for an empty id)."""
        return tuple(
            item
            for item in self.placed(ref.page)
            if (item.location.article.id if item.location.article else "") == ref.article_id
        )

    def noted(self, leaf: Leaf) -> Mapping[str, list[Annotation]]:
        """Return a page's annotations by the id of the article that shows them ("": none), without the page."""
        if not leaf.noted or leaf.page is None or not self.workspace.records_open:
            return {}
        if leaf.key not in self._noted:
            self._noted[leaf.key] = self.workspace.noted(leaf.file, leaf.page)
        return self._noted[leaf.key]

    # -- the contents

    def entries(self, current: str) -> list[Entry]:
        """Return the contents; `current` is the key of the open article."""
        view = View(current, self.folds.opens, self.sifted)
        return self._outline.entries(self.tree, view, self.marks, self.problem)

    def unfolds(self, key: str) -> bool:
        """Say whether an entry was unfolded when the contents were made last."""
        return key in self._outline.unfolded

    def above(self, key: str) -> tuple[str, ...]:
        """Return the keys of the entries that what a key names is in, the nearest first; its page's own among them."""
        kind, _sep, rest = key.partition("\n")
        if kind in GROUPS:
            name, _sep, date = rest.partition("\n")
            groups = group_keys((name, date))
            return groups[groups.index(key) + 1 :] if key in groups else groups[2:]
        leaf = next(iter(self.tree.of_file(rest)), None) if kind == "file" else self.leaf(key)
        if kind in ("page", LOST):
            leaf = self.leaf(rest)
        if leaf is None:
            return ()
        groups = group_keys(leaf.group.key)
        return groups if kind in ("page", "file") else (f"page\n{leaf.key}", *groups)

    def reveal(self, key: str) -> None:
        """Have an article's entry show: what it is in is folded by hand no more."""
        self.folds.reveal(self.above(key))

    @property
    def matching(self) -> str:
        """How many articles of how many the filter lets through; empty without one."""
        if self.sifted is None:
            return ""
        return f"{self.sifted.count}/{self.count}" + ("…" if self.finding else "")

    def marks(self, leaf: Leaf, article: ArticleDigest | None) -> Marks:
        """Return what the contents show about an article of a page, or about what is in none."""
        if article is None:
            return Marks(len(self.noted(leaf).get("", ())), lost=self._lost(leaf))
        story = self.story(leaf, article)
        return Marks(
            len(self.noted(leaf).get(article.id, ())),
            self.workspace.state.is_read(article.id),
            story.joined,
            story.title,
            due=self._due(leaf, article),
        )

    def handled(self, leaf: Leaf, article: ArticleDigest) -> Handled | None:
        """Return how an article is handled; None if nothing is registered."""
        noted = self.noted(leaf).get(article.id, ())
        if leaf.page is None or not any(each.entry for each in noted):
            return None
        found: Handled = self.workspace.handling.of(Spot(leaf.file, leaf.page, article), noted)
        return found

    def _due(self, leaf: Leaf, article: ArticleDigest) -> int | None:
        """Return the days left until the next deadline of an article's handling; None if none runs."""
        handled = self.handled(leaf, article)
        if handled is None:
            return None
        left: int | None = handled.days_left(calendar.today())
        return left

    def _lost(self, leaf: Leaf) -> int:
        """Return how many corrections of a page are without their rows, as far as it is at hand."""
        pages = (
            self.at_hand(leaf.file)
            if self.workspace.records_open and self.workspace.snapshot.corrections
            else ()
        )
        if not 0 < leaf.place[1] <= len(pages):
            return 0
        return sum(item.status == "lost" for item in self.workspace.corrections(pages[leaf.place[1] - 1]))

    def at_hand(self, file: SourceFile) -> tuple[Page, ...]:
        """Return a file's pages if that takes no time; else none."""
        return self.workspace.pages(file) if self.workspace.loaded(file) else ()

    def story(self, leaf: Leaf, article: ArticleDigest) -> Story:
        """Return the story an article is part of, as it was when its halves were at hand last; empty if it is none."""
        key, halves = f"{leaf.key}\n{article.id}", self.workspace.halves
        found = halves.story(leaf.file.key, leaf.place[1], article.id)
        before = self._stories.get(key)
        if len(found) > 1:
            self._stories[key] = _story(found, key)
        elif (
            found
            and before is not None
            and all(halves.holds(each.partition("\n")[0]) for each in before.keys)
        ):
            del self._stories[key]
        return self._stories.get(key, _ALONE)

    # -- sorts of articles

    def _tests(self, sort: Sort) -> tuple[Callable[[Leaf], bool], Callable[[Leaf, ArticleDigest], bool]]:
        """Return what says of a page whether it may have an article of a sort, and of an article whether it is one."""
        is_read = self.workspace.state.is_read
        if sort == "doubt":
            return (lambda leaf: True), (lambda leaf, article: bool(article.doubts))
        if sort == "unread":
            return (lambda leaf: leaf.unread > 0), (lambda leaf, article: not is_read(article.id))
        if sort == "untagged":
            return (lambda leaf: True), self.is_untagged
        if sort == "annotated":
            return partial(_among, self._annotated_leaves()), self._is_annotated
        return (lambda leaf: True), (lambda leaf, article: True)

    def _annotated_leaves(self) -> frozenset[str]:
        """Return the keys of the pages that may have annotated stories: annotations, or a first half of such."""
        found = {leaf.key for text in self._by_text for leaf in self.tree.of_fingerprint(text)}
        found |= {
            leaf.key
            for place in self._by_place
            if (leaf := self.tree.leaf(*place)) is not None and leaf.noted
        }
        for key in list(found):
            leaf = self.leaf(key)
            page = leaf.page if leaf is not None else None
            for article in page.articles if page is not None else ():
                if leaf is not None and article.continuation is not None:
                    found |= {each.rpartition("\n")[0] for each in self.story(leaf, article).keys[:1]}
        return frozenset(found)

    def _is_annotated(self, leaf: Leaf, article: ArticleDigest) -> bool:
        """Say whether a story has annotations; it is gone to by its first half alone."""
        keys = self.story(leaf, article).keys
        if not keys:
            return bool(self.noted(leaf).get(article.id))
        if keys[0] != f"{leaf.key}\n{article.id}":
            return False
        halves = ((self.leaf(key), key.rpartition("\n")[2]) for key in keys)
        return any(half is not None and self.noted(half).get(article_id) for half, article_id in halves)

    def is_untagged(self, leaf: Leaf, article: ArticleDigest) -> bool:
        """Say whether an article is a proposal without a tag of the reader's own."""
        return article.kind in PROPOSALS and not self.is_tagged(leaf, article)

    def is_tagged(self, leaf: Leaf, article: ArticleDigest) -> bool:
        """Say whether an article has a tag of the reader's own."""
        return any(one.tags and self.workspace.mine(one) for one in self.noted(leaf).get(article.id, ()))


_ALONE = Story((), "", "")


def _story(halves: tuple[Half, ...], key: str) -> Story:
    """Return a story as one of its halves shows it."""
    keys = tuple(f"{half.file.key}\n{half.page.number}\n{half.article.id}" for half in halves)
    number = keys.index(key)
    before, after = (_("⇠p.{}"), halves[:number][-1:]), (_("⇢p.{}"), halves[number + 1 :][:1])
    words = [
        words.format(half.page.source.page_no or half.page.number)
        for words, others in (before, after)
        for half in others
    ]
    return Story(keys, next(filter(None, (half.article.title for half in halves)), ""), "".join(words))


def _among(keys: frozenset[str], leaf: Leaf) -> bool:
    return leaf.key in keys


def _spots(leaf: Leaf) -> Iterator[Spot]:
    if leaf.page is not None:
        yield from (Spot(leaf.file, leaf.page, article) for article in leaf.page.articles)


def _from(start: Leaf | None, tree: Tree, direction: int) -> Iterator[Leaf]:
    if start is not None:
        yield start
    yield from tree.walk(start, direction)


def _articles(leaf: Leaf, after: str | None, direction: int) -> Iterator[ArticleDigest]:
    """Yield a page's articles in a direction; those beyond the one of an id, if it is there."""
    assert leaf.page is not None
    articles = leaf.page.articles[::direction]
    ids = [article.id for article in articles]
    if after in ids:
        yield from articles[ids.index(after) + 1 :]
    elif after != "" or direction < 0:  # what is in no article comes after all of them
        yield from articles
