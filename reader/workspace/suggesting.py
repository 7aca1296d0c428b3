"""What tags the reader would put on things, by those she did put on: learned as the records change.

Nothing is imported for it, and no dictionary loaded, before there are enough examples. All of it takes milliseconds
to seconds, and belongs into a background thread.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from time import sleep
from typing import TYPE_CHECKING, Any

from reader.annotations import Annotation, Tag, Target
from reader.pages.model import Source
from reader.workspace.model import SourceFile

if TYPE_CHECKING:
    from reader.words.suggesting import Example, Suggester
    from reader.workspace.workspace import Workspace

LEAST = 5
"""Examples without which nothing is suggested."""
_LIKELY = 0.05
"""Less sure than this nothing is suggested."""
_FITTED = 100
"""Examples that confidence is fitted to, evenly from all."""
_PAUSE = 0.0002
"""Seconds after each example, in which keys are answered."""
_GROWN = 1.2
"""By how much there are more examples than when it was fitted last, until it is fitted again."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tag, how sure it is (0 to 1), and the words that speak for it."""

    tag: Tag
    confidence: float
    words: tuple[str, ...] = ()

    @property
    def provenance(self) -> dict[str, Any]:
        """What is kept of it with the tag."""
        from reader.words.suggesting import MODEL

        return {"by": "suggestion", "confidence": round(self.confidence, 2), "model": MODEL}


@dataclass(frozen=True, slots=True)
class Untagged:
    """A proposal without a tag of the reader's, and the likeliest for it; its page is not held."""

    file: SourceFile
    page_number: int
    source: Source
    article: str
    title: str
    target: Target
    suggestion: Suggestion


class Suggesting:
    """Learns from the reader's own tags. Safe to share between threads; its callers wait for one another."""

    def __init__(self, workspace: Workspace) -> None:
        """Start with nothing learned."""
        self._workspace = workspace
        self._lock = Lock()
        self._suggester: Suggester | None = None
        self._own: Mapping[str, int | None] = {}
        self._seen: Any = None
        self._learned: dict[str, Annotation] = {}
        self._fitted = 0

    @property
    def enough(self) -> bool:
        """Whether there are enough examples to learn from; quick."""
        return self.examples >= LEAST

    @property
    def examples(self) -> int:
        """How many there are; no more are counted than are enough."""
        count = 0
        for annotation in self._workspace.snapshot.annotations.values():
            count += self._teaches(annotation)
            if count >= LEAST:
                break
        return count

    def suggest(self, target: Target, most: int = 3, without: Collection[str] = ()) -> list[Suggestion]:
        """Return the likeliest tags for a target but for those that are on it and some more; none without examples."""
        if not self.enough:
            return []
        there = {*without, *self._on(target)}
        with self._lock:
            self._follow()
            return self._rank(target, most, there)

    def untagged(self, file: SourceFile) -> Iterator[Untagged]:
        """Yield a file's proposals without a tag of the reader's, with the likeliest that was not refused for them.

        Raises WorkspaceError if the file cannot be read.
        """
        if not self.enough:
            return
        workspace = self._workspace
        for page in workspace.pages(file, keep=False):
            tagged = {
                item.location.article.id
                for item in workspace.placed(page)
                if item.location.article and item.annotation.tags and workspace.mine(item.annotation)
            }
            for article in page.articles:
                if article.kind != "proposal" or article.id in tagged:
                    continue
                target = workspace.target_article(page, article)
                with self._lock:
                    self._follow()
                    ranked = self._rank(target, 1, workspace.state.refused(article.id))
                if ranked:
                    yield Untagged(
                        file, page.number, page.source, article.id, article.title, target, ranked[0]
                    )

    def still_untagged(self, item: Untagged) -> bool:
        """Say whether the reader has put no tag on a proposal, or on something in it, since it was found."""
        return not any(
            annotation.target.fingerprint == item.target.fingerprint
            and self._teaches(annotation)
            and any(
                start < last and first < end
                for start, end in annotation.target.ranges
                for first, last in item.target.ranges
            )
            for annotation in self._workspace.snapshot.annotations.values()
        )

    # -- within

    def _on(self, target: Target) -> Iterator[str]:
        """Yield the ids of the reader's tags on just this target."""
        for annotation in self._workspace.snapshot.annotations.values():
            other = annotation.target
            if (other.fingerprint, other.ranges) == (target.fingerprint, target.ranges) and self._teaches(
                annotation
            ):
                yield from annotation.tags

    def _teaches(self, annotation: Annotation) -> bool:
        return bool(
            annotation.tags
            and not annotation.deleted
            and annotation.reply_to is None
            and self._workspace.mine(annotation)
        )

    def _follow(self) -> None:
        """Learn what was tagged since the last time, and forget what is so no more."""
        from reader.words import segmenter
        from reader.words.suggesting import Suggester

        words = segmenter()
        words.load()
        if self._suggester is None or words.own is not self._own:  # what is cut otherwise is learned anew
            self._suggester, self._own = Suggester(words.cut), words.own
            self._seen, self._learned, self._fitted = None, {}, 0
        annotations = self._workspace.snapshot.annotations
        if annotations is self._seen:
            return
        try:
            self._learn(self._suggester, annotations)
        except (
            ValueError
        ):  # the reader's own words have changed this moment, and what was learned is cut otherwise now
            self._suggester = None
            self._follow()
            return
        self._seen = annotations
        self._fit(self._suggester)

    def _learn(self, suggester: Suggester, annotations: Mapping[str, Annotation]) -> None:
        seen = set()
        for annotation in annotations.values():
            if not self._teaches(annotation):
                continue
            seen.add(annotation.id)
            before = self._learned.get(annotation.id)
            if before is annotation:
                continue
            sleep(_PAUSE)
            if before is None or before.tags != annotation.tags or before.target != annotation.target:
                for example in _examples(before):
                    suggester.forget(example.label, example.text, example.title)
                for example in _examples(annotation):
                    suggester.learn(example.label, example.text, example.title)
            self._learned[annotation.id] = annotation
        for gone in self._learned.keys() - seen:
            for example in _examples(self._learned.pop(gone)):
                suggester.forget(example.label, example.text, example.title)

    def _fit(self, suggester: Suggester) -> None:
        count = len(self._learned)
        if self._fitted <= count <= self._fitted * _GROWN and self._fitted:
            return
        self._fitted = count
        step = max(1, count // _FITTED)
        taken = list(self._learned.values())[::step][:_FITTED]
        suggester.fit([example for annotation in taken for example in _examples(annotation)])

    def _rank(self, target: Target, most: int, without: Collection[str]) -> list[Suggestion]:
        assert self._suggester is not None
        tags = self._workspace.snapshot.tags
        found: list[Suggestion] = []
        ranked = self._suggester.rank(target.exact, target.title, most=most + len(without), words=4)
        for item in ranked:
            tag = tags.get(item.label)
            likely = item.label not in without and item.confidence >= _LIKELY
            if tag is not None and not tag.deleted and likely:
                found.append(Suggestion(tag, item.confidence, item.words))
        return found[:most]


def _examples(annotation: Annotation | None) -> list[Example]:
    """Return an annotation as one example for each of its tags."""
    from reader.words.suggesting import Example

    if annotation is None:
        return []
    return [Example(tag, annotation.target.exact, annotation.target.title) for tag in annotation.tags]
