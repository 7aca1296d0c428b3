"""What is exported: the annotations that pass a filter and the articles in its scope, as `reader.exchange` takes them."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from reader.annotations import Annotation, Tag
from reader.annotations.handling import Registered
from reader.config.language import _
from reader.config.schemes.wording import field_label, value_words
from reader.exchange.model import (
    ArticleRecord,
    CorrectionNote,
    ExchangeError,
    Export,
    LinkEnd,
    LinkNote,
    Options,
    RateLine,
    Record,
)
from reader.exchange.names import safe_name
from reader.exchange.registry import Format
from reader.exchange.tables import LEDGER, RATES
from reader.pages.model import PROPOSALS
from reader.workspace.model import Filters, WorkspaceError
from reader.workspace.selecting import passes

if TYPE_CHECKING:
    from reader.workspace.links import End
    from reader.workspace.workspace import Workspace

_T = TypeVar("_T")


def export_of(
    workspace: Workspace,
    filters: Filters | None = None,
    options: Options | None = None,
    tell: Callable[[int], object] | None = None,
    articles: Collection[str] | None = None,
) -> Export:
    """Return what an export holds; nothing is read before it is gone through.

    `articles` are the ids of the only articles wanted, beside what the filters say; None: no matter which.
    `tell` hears how many annotations were taken so far; what it raises ends the export (and leaves no file).
    """
    wanted, asked, schemes = filters or Filters(), options or Options(), workspace.handling.used()
    export = Export(
        _Again(lambda: _told(_of(_records(workspace, wanted), articles), tell)),
        _Again(lambda: _of(_articles(workspace, wanted, articles), articles)),
        asked,
        links=_Again(lambda: _links(workspace, articles)) if not wanted.apart() else (),
        schemes=schemes,
        handled=_Again(lambda: _handled(workspace, wanted, articles)) if schemes else (),
        rates=_Again(lambda: _rates(workspace, wanted, articles, asked.as_of)) if schemes else (),
    )
    if wanted.apart() or articles is not None:
        return export
    return replace(
        export,
        tags=_Again(lambda: _tags(workspace)),
        corrections=_Again(lambda: _corrections(workspace)),
    )


class _Again(Generic[_T]):
    """An iterable that starts anew each time."""

    def __init__(self, start: Callable[[], Iterator[_T]]) -> None:
        self._start = start

    def __iter__(self) -> Iterator[_T]:
        return self._start()


_Held = TypeVar("_Held", Record, ArticleRecord)


def _of(held: Iterable[_Held], articles: Collection[str] | None) -> Iterator[_Held]:
    for each in held:
        if articles is None or (each.article is not None and each.article.id in articles):
            yield each


def _told(records: Iterable[Record], tell: Callable[[int], object] | None) -> Iterator[Record]:
    for count, record in enumerate(records, 1):
        if tell is not None:
            tell(count)
        yield record


def _records(workspace: Workspace, filters: Filters) -> Iterator[Record]:
    for item in workspace.select(filters):
        yield Record(
            annotation=item.annotation,
            tags=item.tags,
            path=item.path_label,
            number=item.page_number,
            source=item.source,
            article=item.article,
            spans=item.location.spans,
            entry=_entry_words(workspace, item.annotation),
        )


def _entry_words(workspace: Workspace, annotation: Annotation) -> tuple[str, str]:
    """Return what an entry's field and value are called by its scheme."""
    entry = annotation.entry
    if entry is None:
        return "", ""
    scheme = workspace.handling.schemes.get(entry.scheme)
    return field_label(scheme, entry.field), value_words(scheme.by_id.get(entry.field), entry.value)


def _tags(workspace: Workspace) -> Iterator[Tag]:
    live = (tag for tag in workspace.snapshot.tags.values() if not tag.deleted)
    yield from sorted(live, key=lambda tag: (tag.name, tag.id))


def _corrections(workspace: Workspace) -> Iterator[CorrectionNote]:
    """The corrections of the pages of the open files, page by page; of other pages they say nothing here."""
    snapshot = workspace.snapshot
    about = {item.fingerprint for item in snapshot.corrections.values() if not item.deleted}
    paths = {record.path for key in about if (record := snapshot.pages.get(key)) is not None}
    for file in workspace.files if about else ():
        try:
            fingerprints = workspace.fingerprints(file)
            if workspace.path_in_database(file) not in paths and about.isdisjoint(fingerprints):
                continue
            pages = workspace.pages(file)
        except WorkspaceError:
            continue
        for page in pages:
            for item in workspace.corrections(page):
                yield CorrectionNote(item.correction, file.label, page.number)


def _links(workspace: Workspace, articles: Collection[str] | None) -> Iterator[LinkNote]:
    """The links; of some `articles` those that begin or end there. The pages of their ends are read."""
    if not workspace.snapshot.links:
        return
    for each in workspace.linking.all():
        for end in (each.here, each.other):
            if end.file is not None and not workspace.catalogue.knows(end.file):
                with suppress(WorkspaceError):
                    workspace.pages(end.file)
        ends = tuple(_end(workspace.linking.end(target)) for target in each.link.ends)
        if articles is None or any(end.article in articles for end in ends):
            yield LinkNote(each.link, (ends[0], ends[1]))


def _end(end: End) -> LinkEnd:
    article = end.spot.article.id if end.spot else end.target.article
    title = end.spot.article.title if end.spot else end.target.title
    return LinkEnd(end.path, end.number, end.source, article, title)


def _articles(
    workspace: Workspace, filters: Filters, articles: Collection[str] | None
) -> Iterator[ArticleRecord]:
    """The articles that the filters' conditions on articles let pass, of the files that can be read.

    A file that is known to hold none of `articles` is not read for them.
    """
    for file in workspace.files:
        if articles is not None and workspace.catalogue.knows(file):
            spots = workspace.catalogue.spots((file,))
            if not any(spot.article.id in articles for spot in spots):
                continue
        try:
            pages = workspace.pages(file)
        except WorkspaceError:  # noted among the workspace's problems
            continue
        for page in pages:
            for article in page.articles:
                if filters.takes(article):
                    yield ArticleRecord(article, page, file.label)


def _handled(
    workspace: Workspace, filters: Filters, articles: Collection[str] | None
) -> Iterator[tuple[str, Sequence[Registered]]]:
    """The handled articles that the filters let pass, each by its id with all entries that count on it."""
    from reader.workspace.proposals import passes, row_of

    workspace.survey()
    names = {tag.id: tag.name for tag in _tags(workspace)}
    for handled, noted in workspace.handling.annotated():
        article = handled.spot.article.id
        if articles is not None and article not in articles:
            continue
        if passes(row_of(handled.spot, noted, names, workspace.creator), filters):
            yield article, handled.log


def _rates(
    workspace: Workspace, filters: Filters, articles: Collection[str] | None, as_of: date | None
) -> Iterator[RateLine]:
    """The rates of the proposals that the filters let pass; of those that stand for copies if one of these is wanted."""
    from reader.workspace.proposals import Register, any_article, is_proposal, passes
    from reader.workspace.rates import cases_in, lines

    workspace.survey()
    register = Register(workspace, any_article if filters.kind else is_proposal)
    register.refresh()
    copies = workspace.copies()
    ids = None if articles is None else {copies.get(each, each) for each in articles}
    rows = (row for row in register.rows if ids is None or copies.get(row.id, row.id) in ids)
    cases = cases_in(row for row in rows if passes(row, filters))
    yield from lines(cases, workspace.handling.used(), as_of)


def nothing(export: Export, form: Format) -> bool:
    """Say whether a format would have nothing to write."""
    if export.options.sheet == RATES:
        return next(iter(export.rates), None) is None
    if export.options.sheet == LEDGER:
        return next(iter(export.handled), None) is None
    if next(iter(export.records), None) is not None:
        return False
    sheet = export.options.sheet
    linking = sheet == "links" or (not sheet and "links" not in form.losses)
    if linking and next(iter(export.links), None) is not None:
        return False
    if export.options.sheet not in form.proposals:
        return True
    return all(item.article.kind not in PROPOSALS for item in export.articles)


def emptied(workspace: Workspace, filters: Filters) -> tuple[int, list[str]]:
    """Return how many annotations there are without filters, and the conditions that alone let none of them pass."""
    every = list(workspace.select())
    alone = [
        name
        for name, condition in filters.apart().items()
        if not any(passes(listed, condition) for listed in every)
    ]
    return len(every), alone


def default_name(workspace: Workspace, form: Format) -> str:
    """Return a name for an export's file, or folder, that every system takes."""
    stem = default_stem(workspace)
    return f"{stem}-{form.name}" if form.kind == "folder" else f"{stem}{form.suffix}"


def default_stem(workspace: Workspace, what: str = "") -> str:
    """Return what is open and what of it is exported (the annotations), as the beginning of a file's name."""
    given = [Path(path) for path in workspace.paths if str(path) != "-"]
    place = given[0].absolute() if len(given) == 1 else workspace.database.parent
    name = place.stem if place.is_file() else place.name
    return safe_name("-".join((name, what or _("annotations"))))


def check_place(workspace: Workspace, path: Path) -> None:
    """Refuse a place that an export must never take, whatever was said. Raises ExchangeError.

    `export_database` – it is the database or one of the files beside it; `export_source` – a file that is open.
    """
    real = Path(os.path.realpath(path))
    database = Path(os.path.realpath(workspace.database))
    if real.parent == database.parent and (real == database or real.name.startswith(f"{database.name}.")):
        raise ExchangeError("export_database", path=str(path))
    if any(file.path and Path(os.path.realpath(file.path)) == real for file in workspace.files):
        raise ExchangeError("export_source", path=str(path))
