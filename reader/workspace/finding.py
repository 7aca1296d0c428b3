"""On which page of the open files a quote is, whoever wrote it down: where it says, else anywhere.

Files are looked through as text, folded and without white space, before any is parsed: a page is worth parsing if the
quote stands in it, or enough of its pieces do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reader.annotations import Anchoring, Target, anchor, bare, locate, quote
from reader.annotations.anchoring import SHORT
from reader.annotations.quoting import BREAK
from reader.exchange.model import Draft
from reader.pages.model import Page
from reader.workspace.model import SourceFile, WorkspaceError
from reader.workspace.textless import KEY

if TYPE_CHECKING:
    from reader.workspace.workspace import Workspace

_GRAM = 4
_SAMPLES = 24
_LIKELY = 8
"""Pages on which an approximate quote is looked for."""
_TELLING = 24
"""Characters of a quote that is taken without its context when it is not where its file said."""
_CONTEXT = 4
"""Characters of context that must agree for a shorter one."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A page of a file, not parsed yet; `number` is from 1."""

    file: SourceFile
    number: int
    fingerprint: str


class Finder:
    """Looks for drafts on the pages of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        """Take the open files; nothing is read yet."""
        self._workspace = workspace
        self._texts: dict[tuple[str, int], str] = {}

    def at_hand(self, fingerprint: str) -> bool:
        """Say whether a page of that text is among the open files."""
        return fingerprint in self._by_fingerprint

    def find(self, draft: Draft) -> Anchoring:
        """Return where a draft's quote is: `stable` where the file said, `moved` elsewhere, else `lost`.

        What is found without a word on its article gets the words there are here.
        """
        found = self._find(draft)
        if found.status != "moved" or found.target.article or found.target.title:
            return found
        article = locate(self._page(self._by_fingerprint[found.target.fingerprint]), found.target).article
        if article is None:
            return found
        return replace(found, target=replace(found.target, article=article.id, title=article.title))

    def _find(self, draft: Draft) -> Anchoring:
        target = draft.annotation.target
        place = self._by_fingerprint.get(target.fingerprint)
        if place is None and target.fingerprint.startswith(KEY):
            return Anchoring("stable", None, target)  # it has no text that could be elsewhere
        named = list(self._named(draft))
        if place is not None:
            page = self._page(place)
            if _sound(page, target):
                return anchor([(place.file.key, page)], target)
            named, target = [place, *(each for each in named if each != place)], _unplaced(target)
        pieces = [piece for piece in map(bare, target.exact.split(BREAK)) if piece]
        if not pieces:
            return Anchoring("lost", None, draft.annotation.target)
        found = self._anchor(named, target)
        if found.status == "lost":
            found = self._anywhere(target, pieces, named)
        return replace(found, target=draft.annotation.target) if found.status == "lost" else found

    def _anywhere(self, target: Target, pieces: list[str], tried: list[_Place]) -> Anchoring:
        others = [place for place in self._places if place not in tried]
        holding = [place for place in others if all(piece in self._text(place) for piece in pieces)]
        alone = min(map(len, pieces)) < SHORT and not (target.prefix or target.suffix)
        if alone and sum(self._text(place).count(pieces[0]) for place in holding) != 1:
            return Anchoring("lost", None, target)  # nothing tells one occurrence from another
        found = self._anchor(holding, target)
        if found.status == "lost" and not holding and max(map(len, pieces)) >= SHORT:
            found = self._anchor(self._likely(max(pieces, key=len), others), target)
        return found if _agrees(target, found.target) else Anchoring("lost", None, target)

    def _likely(self, piece: str, places: list[_Place]) -> list[_Place]:
        """Return the pages that hold at least half of a quote's pieces of four characters, the likeliest first."""
        step = max(1, (len(piece) - _GRAM + 1) // _SAMPLES)
        grams = [piece[at : at + _GRAM] for at in range(0, len(piece) - _GRAM + 1, step)]
        counts = [(sum(gram in self._text(place) for gram in grams), place) for place in places]
        ranked = sorted(counts, key=lambda item: -item[0])
        return [place for count, place in ranked[:_LIKELY] if 2 * count >= len(grams)]

    def _anchor(self, places: list[_Place], target: Target) -> Anchoring:
        return anchor([(place.file.key, self._page(place)) for place in places], target)

    def _named(self, draft: Draft) -> Iterator[_Place]:
        """The pages of the file a draft names, by its path, else by its name; first the one of its number."""
        if not draft.path:
            return
        workspace = self._workspace
        exact = [
            place
            for place in self._places
            if draft.path in (workspace.path_in_database(place.file), place.file.label)
        ]
        name = PurePosixPath(draft.path.replace("\\", "/")).name
        alike = exact or [place for place in self._places if place.file.path and place.file.path.name == name]
        yield from sorted(alike, key=lambda place: place.number != draft.page)

    @cached_property
    def _places(self) -> list[_Place]:
        found: list[_Place] = []
        for file in self._workspace.files:
            try:
                fingerprints = self._workspace.fingerprints(file)
            except WorkspaceError:  # noted among the workspace's problems
                continue
            found.extend(_Place(file, number, each) for number, each in enumerate(fingerprints, 1))
        return found

    @cached_property
    def _by_fingerprint(self) -> dict[str, _Place]:
        return {place.fingerprint: place for place in reversed(self._places)}

    def _page(self, place: _Place) -> Page:
        return self._workspace.pages(place.file)[place.number - 1]

    def _text(self, place: _Place) -> str:
        key = (place.file.key, place.number)
        if key not in self._texts:
            text = self._workspace.texts(place.file)[place.number - 1]
            self._texts[key] = bare("".join(char for char in text if char.isprintable() or char.isspace()))
        return self._texts[key]


def _sound(page: Page, target: Target) -> bool:
    """Say whether the quote stands where the ranges say."""
    if not target.ranges or max(end for _start, end in target.ranges) > len(page.text):
        return False
    return bare(quote(page, target.ranges)) == bare(target.exact)


def _unplaced(target: Target) -> Target:
    """Return a target whose ranges were wrong, with its quote alone."""
    return replace(target, fingerprint="", ranges=())


def _agrees(wanted: Target, found: Target) -> bool:
    """Say whether what was found elsewhere than said is told from chance: by its length, or what stands around it."""
    if len(bare(wanted.exact)) >= _TELLING or not (wanted.prefix or wanted.suffix):
        return True
    before, after = bare(wanted.prefix), bare(wanted.suffix)
    same = _common(before[::-1], bare(found.prefix)[::-1]) + _common(after, bare(found.suffix))
    return same >= min(_CONTEXT, len(before) + len(after))


def _common(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
