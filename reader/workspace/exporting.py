"""What is exported: the annotations that pass a filter and the articles in its scope, as `reader.exchange` takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from reader.annotations import Tag
from reader.exchange.model import ArticleRecord, CorrectionNote, Export, Options, Record
from reader.workspace.model import Filters, WorkspaceError

if TYPE_CHECKING:
    from reader.workspace.workspace import Workspace

_T = TypeVar("_T")


def export_of(
    workspace: Workspace,
    filters: Filters | None = None,
    options: Options | None = None,
    tell: Callable[[int], object] | None = None,
) -> Export:
    """Return what an export holds; nothing is read before it is gone through.

    `tell` hears how many annotations were taken so far; what it raises ends the export (and leaves no file).
    """
    wanted = filters or Filters()
    export = Export(
        _Again(lambda: _told(_records(workspace, wanted), tell)),
        _Again(lambda: _articles(workspace, wanted)),
        options or Options(),
    )
    if wanted.apart():
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
        )


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
            fingerprints = workspace._library.fingerprints(file)
            if workspace.path_in_database(file) not in paths and about.isdisjoint(fingerprints):
                continue
            pages = workspace.pages(file)
        except WorkspaceError:
            continue
        for page in pages:
            for item in workspace.corrections(page):
                yield CorrectionNote(item.correction, file.label, page.number)


def _articles(workspace: Workspace, filters: Filters) -> Iterator[ArticleRecord]:
    """The articles that the filters' conditions on articles let pass, of the files that can be read."""
    for file in workspace.files:
        try:
            pages = workspace.pages(file)
        except WorkspaceError:  # noted among the workspace's problems
            continue
        for page in pages:
            for article in page.articles:
                if filters.takes(article):
                    yield ArticleRecord(article, page, file.label)
