"""What annotations add to a search: the articles they are on, by their numbers in the index."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reader.annotations import Annotation, Range
from reader.annotations.schemes import STAGE
from reader.config.schemes import Schemes
from reader.config.schemes.wording import value_names
from reader.index.query import Facts, Query, Term
from reader.index.search import Entry, SearchIndex
from reader.pages.model import Page
from reader.text import fold
from reader.workspace.model import SourceFile, WorkspaceError

if TYPE_CHECKING:
    from reader.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Sides:
    """Numbers of articles: only those `within` count (None: all), none of `without`, and those `besides` in any case."""

    within: frozenset[int] | None = None
    without: frozenset[int] = frozenset()
    besides: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Said:
    """What an annotation says, folded; `tags` are names, `stages` what the value of an entry of that field is called."""

    annotation: Annotation
    comment: str
    quote: str
    tags: tuple[str, ...]
    stages: tuple[str, ...]

    def has(self, term: Term) -> bool:
        """Say whether a term, negated or not, asks for something it says."""
        if term.sort == "word":
            return term.value in self.comment or term.value in self.quote
        if term.sort == "tag":
            return any(term.value in tag for tag in self.tags)
        if term.sort == "comment":
            return term.value in self.comment
        return term.sort == "stage" and any(term.value in stage for stage in self.stages)


_SORTS = ("tag", "comment", "stage")


class Noted:
    """Knows which articles annotations are on; keeps what it found while neither they nor the index change."""

    def __init__(self, workspace: Workspace, index: SearchIndex) -> None:
        """Take the workspace and its index."""
        self._workspace, self._index = workspace, index
        self._said: dict[str, Said] = {}
        self._seen: tuple[object, object, object] = (None, None, None)
        self._revision: object = None
        self._homes: dict[str, tuple[Annotation, frozenset[int]]] = {}

    def all(self) -> Collection[Said]:
        """Return what all live annotations say; those that did not change are not folded again."""
        if not (self._workspace.recorded or self._workspace.records_open):
            return ()
        snapshot = self._workspace.snapshot
        schemes = self._workspace.handling.schemes
        seen = (snapshot.annotations, snapshot.tags, schemes)
        if all(new is old for new, old in zip(seen, self._seen, strict=True)):
            return self._said.values()
        same_words = snapshot.tags is self._seen[1] and schemes is self._seen[2]
        said: dict[str, Said] = {}
        for annotation in snapshot.annotations.values():
            if annotation.deleted:
                continue
            before = self._said.get(annotation.id)
            if before is None or before.annotation is not annotation or not same_words:
                before = _said(annotation, snapshot.tags, schemes)
            said[annotation.id] = before
        self._said, self._seen = said, seen
        return said.values()

    def sides(self, query: Query) -> Sides:
        """Return what annotations add to a query. Raises what the index does."""
        said = self.all()
        revision = self._index.revision()
        if revision != self._revision:
            self._homes, self._revision = {}, revision
        asked = [term for term in query.terms if term.sort in _SORTS]
        if not said:
            return Sides(within=frozenset() if any(not term.negated for term in asked) else None)
        within: frozenset[int] | None = None
        without: frozenset[int] = frozenset()
        some: frozenset[int] = frozenset()
        for term in query.terms:
            if term.sort not in (*_SORTS, "word"):
                continue
            homes = self._articles(item.annotation for item in said if item.has(term))
            if term.negated:
                without |= homes
            elif term.sort == "word":
                some |= homes
            else:
                within = homes if within is None else within & homes
        return Sides(within, without, self._holding(query, some - without))

    def _holding(self, query: Query, numbers: frozenset[int]) -> frozenset[int]:
        """Return those of some articles of which a query holds with all that was said about them."""
        if not numbers:
            return frozenset()
        about: dict[int, list[Said]] = {}
        for item in self._said.values():
            for number in self._home(item.annotation) & numbers:
                about.setdefault(number, []).append(item)
        entries = self._index.entries(sorted(numbers))
        return frozenset(
            entry.id for entry in entries if query.holds(_facts(entry.facts, about.get(entry.id, ())))
        )

    def said_in(self, number: int, query: Query) -> Said | None:
        """Return the annotation on an article that says most of what was asked for; None if none says any."""
        best, most = None, 0
        wanted = [term for term in query.terms if not term.negated and term.sort in ("word", "comment")]
        for item in self.all():
            if item.annotation.target.ranges and number in self._home(item.annotation):
                count = sum(map(item.has, wanted))
                if count > most:
                    best, most = item, count
        return best

    def facts(self, file: SourceFile, page: Page, entry: Entry) -> Facts:
        """Return what is asked of an article, without the index."""
        if not self.all():
            return entry.facts
        on = [
            self._said[item.annotation.id]
            for item in self._workspace.placed(page)
            if item.location.article is not None
            and item.location.article.id == entry.document.article
            and item.annotation.id in self._said
        ]
        return _facts(entry.facts, on)

    # -- where they are

    def _articles(self, annotations: Iterable[Annotation]) -> frozenset[int]:
        found: set[int] = set()
        for annotation in annotations:
            found |= self._home(annotation)
        return frozenset(found)

    def _home(self, annotation: Annotation) -> frozenset[int]:
        """Return the articles an annotation shows in: of every file that has its page one, at most."""
        known = self._homes.get(annotation.id)
        if known is None or known[0] is not annotation:
            known = self._homes[annotation.id] = (annotation, self._sought(annotation))
        return known[1]

    def _sought(self, annotation: Annotation) -> frozenset[int]:
        target = annotation.target
        best: dict[str, tuple[int, int]] = {}
        rows = self._index.showing(target.fingerprint) if target.fingerprint else []
        for number, file, _article, places in rows:
            best[file] = max(best.get(file, (0, 0)), (_held(places, target.ranges), number))
        if rows:
            return frozenset(number for held, number in best.values() if held)
        return self._moved(annotation)

    def _moved(self, annotation: Annotation) -> frozenset[int]:
        """Return where an annotation of an earlier text of a page shows now."""
        workspace = self._workspace
        record = workspace.snapshot.pages.get(annotation.target.fingerprint)
        if record is None:
            return frozenset()
        for file in workspace.files:
            if workspace.path_in_database(file) != record.path:
                continue
            with suppress(WorkspaceError):
                pages = workspace.pages(file)
                for digest in workspace.catalogue.pages(file)[record.number - 1 : record.number]:
                    for article, items in workspace.noted(file, digest).items():
                        if any(item.id == annotation.id for item in items):
                            rows = self._index.showing(pages[record.number - 1].fingerprint)
                            return frozenset(row[0] for row in rows if row[1:3] == (file.key, article))
        return frozenset()


def _said(annotation: Annotation, tags: Mapping[str, Any], schemes: Schemes) -> Said:
    known = (tags.get(tag) for tag in annotation.tags)
    entry = annotation.entry
    return Said(
        annotation,
        fold(annotation.comment),
        fold(annotation.target.exact),
        tuple(fold(tag.name) for tag in known if tag is not None and not tag.deleted),
        _stages(entry.scheme, entry.value, schemes) if entry is not None and entry.field == STAGE else (),
    )


def _stages(scheme: str, value: str, schemes: Schemes) -> tuple[str, ...]:
    return tuple(map(fold, value_names(schemes.get(scheme).by_id.get(STAGE), value)))


def _facts(facts: Facts, said: Sequence[Said]) -> Facts:
    return replace(
        facts,
        comments=tuple(item.comment for item in said if item.comment),
        quotes=tuple(item.quote for item in said),
        tags=tuple(tag for item in said for tag in item.tags),
        stages=tuple(stage for item in said for stage in item.stages),
    )


def _held(places: array[int], ranges: Sequence[Range]) -> int:
    """Return how many characters of some ranges of the page's text an article has, by its places."""
    indexes, sources = places[0::2], places[1::2]
    held = 0
    for number, (index, source) in enumerate(zip(indexes, sources, strict=True)):
        size = indexes[number + 1] - index if number + 1 < len(indexes) else 0
        held += sum(max(0, min(end, source + size) - max(start, source)) for start, end in ranges)
    return held
