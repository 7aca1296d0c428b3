"""Annotations whose text has changed: how many there are by page, which moved and which are lost, and settling them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from reader.annotations import Annotation, Status, Tag, Target
from reader.pages.model import Source
from reader.workspace.model import SourceFile, WorkspaceError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from reader.repository import PageRecord
    from reader.workspace.workspace import Workspace

Place = tuple[str, int]
"""A file's key and a page's number in it."""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """An annotation that is not on the text it was put on.

    `file` and `number` are the page that has its place now; no file: its page is in none of the open ones. `target` is
    where it was found (`moved`), else the old one (`lost`). `article` is called so where it is now, or was.
    """

    annotation: Annotation
    status: Status
    file: SourceFile | None
    number: int
    target: Target
    tags: tuple[Tag, ...]
    where: str
    source: Source
    article_id: str = ""
    article: str = ""


def noted_counts(workspace: Workspace) -> tuple[Mapping[str, int], Mapping[Place, Mapping[str, int]]]:
    """Return how many annotations there are: by the text of their page, and those texts by the place they were noted at.

    The same mappings while nothing changes.
    """
    folder = str(workspace.database.parent.absolute())
    found: tuple[Mapping[str, int], Mapping[Place, Mapping[str, int]]] = workspace._records.placing.counts(
        workspace.snapshot, partial(_key, folder)
    )
    return found


def key_of(workspace: Workspace, record: PageRecord) -> str:
    """Return the key of the file a page was noted in."""
    return _key(str(workspace.database.parent.absolute()), record.path)


@lru_cache(100_000)
def _key(folder: str, path: str) -> str:
    return os.path.normpath(os.path.join(folder, path))  # noqa: PTH118 - thousands of them


def unsettled(workspace: Workspace) -> list[Unsettled]:
    """Return the annotations that moved or are lost, file by file; answers are their heads' part.

    Pages are read only where an earlier text of theirs has annotations. While files are not known yet, annotations of
    pages that are nowhere are not among them: they may be found there.
    """
    snapshot, placing, catalogue = workspace.snapshot, workspace._records.placing, workspace.catalogue
    files = {file.key: (number, file) for number, file in enumerate(workspace.files)}
    known = {page.fingerprint for file in workspace.files for page in catalogue.pages(file)}
    whole = all(catalogue.knows(file) or file in workspace.problems for file in workspace.files)
    found: list[tuple[int, int, Unsettled]] = []
    for fingerprint in list(placing.fingerprints(snapshot)):
        record = snapshot.pages.get(fingerprint)
        if record is None or fingerprint in known:
            continue
        order, file = files.get(key_of(workspace, record), (len(files), None))
        items = _of_page(workspace, record, file) if file is not None else None
        if items is None and whole and _was_here(workspace, record):
            noted = placing.of_fingerprint(snapshot, fingerprint)
            items = [_lost(workspace, record, each, None) for each in noted if _leads(workspace, each)]
        found += ((order, record.number, item) for item in items or ())
    found.sort(key=lambda each: each[:2])
    return [item for *_place, item in found]


def settle(workspace: Workspace, items: Sequence[Unsettled]) -> Future[Any]:
    """Store annotations that moved where they were found, in one change; their answers go with them.

    Raises WorkspaceError `gone` if none of them is there any more.
    """
    moved = {item.annotation.id: item.target for item in items if item.status == "moved"}
    return workspace.change(lambda snapshot: workspace._changes.settle(snapshot, moved))


def _of_page(workspace: Workspace, record: PageRecord, file: SourceFile) -> list[Unsettled] | None:
    """Return a text's annotations on the page that has its place now; None if that cannot be read, or is no more."""
    if file in workspace.problems:
        return None
    try:
        pages = workspace.pages(file)
    except WorkspaceError:
        return None
    if record.fingerprint in [page.fingerprint for page in pages]:
        return []
    if not 0 < record.number <= len(pages):
        return None
    page = pages[record.number - 1]
    found = []
    for placed in workspace.placed(page):
        annotation = placed.annotation
        if annotation.target.fingerprint != record.fingerprint or not _leads(workspace, annotation):
            continue
        if placed.status == "moved":
            article = placed.location.article
            target = workspace._records.placing.found(annotation, page)
            found.append(
                Unsettled(
                    annotation,
                    "moved",
                    file,
                    page.number,
                    target,
                    _tags(workspace, annotation),
                    file.label,
                    page.source,
                    article.id if article else "",
                    article.title if article else "",
                )
            )
        else:
            found.append(_lost(workspace, record, annotation, file))
    return found


def _tags(workspace: Workspace, annotation: Annotation) -> tuple[Tag, ...]:
    from reader.workspace.selecting import tags_of  # which brings the database's modules along

    return tags_of(workspace, annotation)


def _leads(workspace: Workspace, annotation: Annotation) -> bool:
    """Say whether an annotation is no answer, or one that has outlived what it answers."""
    head = workspace.snapshot.annotations.get(annotation.reply_to) if annotation.reply_to else None
    return head is None or head.deleted is not None


def _lost(
    workspace: Workspace, record: PageRecord, annotation: Annotation, file: SourceFile | None
) -> Unsettled:
    return Unsettled(
        annotation,
        "lost",
        file,
        record.number,
        annotation.target,
        _tags(workspace, annotation),
        record.path,
        record.source,
        article=annotation.target.title,
    )


def _was_here(workspace: Workspace, record: PageRecord) -> bool:
    """Say whether a page's file is, or was, in an opened folder or one of the opened files."""
    key = key_of(workspace, record)
    opened = [os.path.abspath(given) for given in map(str, workspace.paths)]  # noqa: PTH100
    return any(key == path or key.startswith(path.rstrip(os.sep) + os.sep) for path in opened)


def standing(placed: Iterable[Any]) -> tuple[int, int]:
    """Return how many of a page's annotations (`Placed`) moved, and how many are lost."""
    found = [item.status for item in placed if item.annotation.reply_to is None]
    return found.count("moved"), found.count("lost")
