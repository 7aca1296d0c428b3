"""How the proposals of a library are handled: which scheme counts for each, what was registered, and what is due.

Computed from the entries when asked for, and kept for an article as long as its annotations are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reader.annotations import Annotation, Entry
from reader.annotations.handling import WHOLE, Clock, Registered, clocks, due, outcomes, registered, values
from reader.annotations.schemes import NUMBER, OUTCOME, STAGE, Scheme
from reader.config.schemes import Schemes, load_schemes
from reader.config.schemes.shelf import DEFAULT, own_stamps
from reader.config.schemes.wording import said
from reader.workspace.catalogue import Spot

if TYPE_CHECKING:
    from reader.workspace.registering import Wish
    from reader.workspace.workspace import Workspace


SCHEME = "scheme"
"""The key of the setting that says which scheme counts in this library; a slash and a column's header after it: there."""


@dataclass(frozen=True)
class Handled:
    """An article's handling: its scheme, and the entries on it and on its measures that count, in order.

    `before` are the other schemes that entries of it are of, the latest first.
    """

    spot: Spot
    scheme: Scheme
    log: tuple[Registered, ...]
    before: tuple[Scheme, ...] = ()

    @property
    def schemes(self) -> tuple[Scheme, ...]:
        """Those by which its values are called, its own first."""
        return (self.scheme, *self.before)

    @cached_property
    def values(self) -> dict[str, Registered]:
        """The latest entry of each field on the whole."""
        return values(self.log)

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        """The deadlines that ran or run, by their start."""
        return tuple(clocks(self.scheme, self.log))

    @property
    def due(self) -> Clock | None:
        """The deadline that runs out first of those that run."""
        return due(self.clocks)

    @cached_property
    def outcomes(self) -> Counter[str]:
        """How many measures have which outcome now ("": none)."""
        return outcomes(self.log, self.spot.article.measures)

    def value(self, field: str) -> str:
        """Return a field's value now; empty without one."""
        found = self.values.get(field)
        return found.entry.value if found is not None else ""

    @property
    def number(self) -> str:
        """The office's number."""
        return self.value(NUMBER)

    @property
    def stage(self) -> str:
        """Where it is now."""
        return self.value(STAGE)

    @property
    def outcome(self) -> str:
        """What came of the whole."""
        return self.value(OUTCOME)

    def days_left(self, today: date) -> int | None:
        """Return the days left until the next deadline; negative: so many too late; None: none runs."""
        return self.due.left(today) if self.due is not None else None


class Handling:
    """The handling of a library's articles."""

    def __init__(self, workspace: Workspace) -> None:
        """Take the workspace."""
        self._workspace = workspace
        self._kept: dict[str, tuple[tuple[Annotation, ...], Scheme, Handled]] = {}
        self._used: tuple[object, frozenset[str]] = (None, frozenset())

    @cached_property
    def schemes(self) -> Schemes:
        """The schemes there are."""
        self._stamps = own_stamps()
        return load_schemes()

    def look(self) -> None:
        """Read the reader's own schemes again if their files changed."""
        if "schemes" in self.__dict__ and own_stamps() != self._stamps:
            self.__dict__.pop("schemes")

    def scheme(self, spot: Spot, annotations: Sequence[Annotation] = ()) -> Scheme:
        """Return the scheme that counts for an article.

        That of the entry made last on it, else the one settled for its column, else for the library, else our first.
        """
        last = newest(annotations)
        if last is not None and last.entry is not None:
            return self.schemes.get(last.entry.scheme)
        return self.schemes.get(self.settled(header_of(spot)) or self.settled() or DEFAULT)

    def settled(self, header: str = "") -> str:
        """Return the scheme settled for a column's header, or for the library; empty if none is."""
        setting = self._workspace.snapshot.settings.get(scheme_key(header))
        return setting.value if setting is not None else ""

    def used(self) -> tuple[Scheme, ...]:
        """Return the schemes that entries are of, in the order of the schemes there are; those that are gone last."""
        if not self._workspace.records_open and not self._workspace.recorded:
            return ()
        annotations = self._workspace.snapshot.annotations
        if self._used[0] is not annotations:
            entries = (each.entry for each in annotations.values() if not each.deleted)
            self._used = annotations, frozenset(entry.scheme for entry in entries if entry is not None)
        found = self._used[1]
        known = [each for each in self.schemes.known if each in found] if found else []
        return tuple(self.schemes.get(each) for each in (*known, *sorted(found.difference(known))))

    def naming(self) -> tuple[Scheme, ...]:
        """Return the schemes by which fields and values are called where many proposals are shown.

        Those that entries are of; all there are while nothing is registered.
        """
        return self.used() or tuple(self.schemes.known.values())

    def stage_labels(self) -> list[str]:
        """Return what the stages of the schemes in use are called, each once."""
        fields = (each.by_id[STAGE] for each in self.used() if STAGE in each.by_id)
        return list(dict.fromkeys(said(value.label) or value.id for each in fields for value in each.values))

    def of(self, spot: Spot, annotations: Sequence[Annotation]) -> Handled:
        """Return an article's handling by its annotations, replies or others among them or not."""
        scheme = self.scheme(spot, annotations)
        entries = tuple(each for each in annotations if each.entry is not None)
        kept = self._kept.get(spot.key)
        if kept is not None and kept[1] is scheme and kept[2].spot == spot and _same(kept[0], entries):
            return kept[2]
        log = registered((subject_of(each), each) for each in entries)
        others = dict.fromkeys(each.entry.scheme for each in reversed(log) if each.entry.scheme != scheme.id)
        found = Handled(spot, scheme, tuple(log), tuple(self.schemes.get(each) for each in others))
        self._kept[spot.key] = entries, scheme, found
        return found

    def all(self) -> Iterator[Handled]:
        """Yield the handling of the articles with entries, as far as the catalogue knows them, in its order."""
        for handled, _annotations in self.annotated():
            yield handled

    def annotated(self) -> Iterator[tuple[Handled, Sequence[Annotation]]]:
        """Yield the handling of each article with entries, and all annotations on it."""
        workspace = self._workspace
        for file in workspace.files:
            for page in workspace.catalogue.pages(file):
                noted = workspace.noted(file, page)
                for article in page.articles:
                    found = noted.get(article.id, ())
                    if any(each.entry is not None for each in found):
                        yield self.of(Spot(file, page, article), found), found

    # -- changes

    def register(self, wishes: Sequence[Wish]) -> Future[Any]:
        """Put entries on targets: one step to undo."""
        from reader.workspace.registering import register

        workspace = self._workspace
        return workspace.change(
            lambda snapshot: register(snapshot, wishes, workspace.creator, workspace.page_record)
        )

    def correct(self, annotation_id: str, entry: Entry) -> Future[Any]:
        """Put another entry in the place of one, which stays as a trace."""
        from reader.workspace.registering import correct

        workspace = self._workspace
        return workspace.change(lambda snapshot: correct(snapshot, annotation_id, entry, workspace.creator))

    def choose(self, scheme_id: str, header: str = "") -> Future[Any]:
        """Have a scheme count in the library, or in the columns of a header."""
        from reader.workspace.registering import choose_scheme

        workspace, scheme = self._workspace, self.schemes.get(scheme_id)
        return workspace.change(lambda snapshot: choose_scheme(snapshot, scheme, header, workspace.creator))


def scheme_key(header: str) -> str:
    """Return the key of the setting for a column's header; without one, for the library."""
    return f"{SCHEME}/{header}" if header else SCHEME


def newest(entries: Iterable[Annotation]) -> Annotation | None:
    """Return the entry made last, of those that are there."""
    found = [each for each in entries if each.entry is not None and not each.deleted]
    return max(found, key=lambda each: (each.created, each.id), default=None)


def header_of(spot: Spot) -> str:
    """Return the header of the column an article stands in; empty for none."""
    column, headers = spot.article.column, spot.page.headers
    return headers[column] if column is not None and column < len(headers) else ""


def subject_of(annotation: Annotation) -> str:
    """Return what an entry is about: a measure's label, or the whole."""
    target = annotation.target
    return target.measure if target.level == "measure" else WHOLE


def _same(one: Sequence[Annotation], other: Sequence[Annotation]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
