"""All annotations of a workspace that pass a filter, with what stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations import Annotation, Location, Tag
from reader.pages.model import Source
from reader.workspace.model import Filters, Listed, WorkspaceError

if TYPE_CHECKING:
    from reader.workspace.workspace import Workspace


def select(workspace: Workspace, filters: Filters) -> Iterator[Listed]:
    """Yield annotations file by file, page by page, in text order; those whose page is not found come last.

    Only pages that have annotations are parsed.
    """
    snapshot, placing = workspace.snapshot, workspace._records.placing
    wanted = set(placing.fingerprints(snapshot))
    shown: set[str] = set()
    for file in workspace.files:
        path = workspace.path_in_database(file)
        try:
            fingerprints = workspace.fingerprints(file)
        except WorkspaceError:
            continue
        for number, fingerprint in enumerate(fingerprints, 1):
            earlier = [old for old in placing.earlier(snapshot, (path, number)) if old not in fingerprints]
            if fingerprint not in wanted and not wanted.intersection(earlier):
                continue
            page = workspace.pages(file)[number - 1]
            for item in workspace.placed(page):
                if item.annotation.id in shown:
                    continue
                shown.add(item.annotation.id)
                listed = Listed(
                    item.annotation,
                    tags_of(workspace, item.annotation),
                    file.label,
                    number,
                    page.source,
                    page,
                    item.location,
                    item.status,
                )
                if passes(listed, filters):
                    yield listed
    for listed in _homeless(workspace, shown):
        if passes(listed, filters):
            yield listed


def passes(listed: Listed, filters: Filters) -> bool:
    """Say whether an annotation passes the filters."""
    annotation, article = listed.annotation, listed.location.article
    names = {tag.name for tag in listed.tags}
    groups = {name.rpartition("/")[0] for name in names}
    title = article.title if article else annotation.target.title
    article_id = article.id if article else annotation.target.article
    return (
        all(name in names or name in groups for name in filters.tags)
        and (filters.kind is None or (article is not None and article.kind == filters.kind))
        and suits(annotation, filters)
        and (not filters.article or filters.article == article_id or filters.article in title)
    )


def suits(annotation: Annotation, filters: Filters) -> bool:
    """Say whether the conditions on an annotation alone hold: all but those on tags and articles."""
    return (
        (filters.level is None or annotation.target.level == filters.level)
        and (not filters.by or annotation.creator == filters.by)
        and (not filters.since or annotation.modified >= filters.since)
        and (not filters.until or annotation.modified < filters.until)
        and (not filters.fields or _registers(annotation, filters.fields))
    )


def _registers(annotation: Annotation, fields: tuple[tuple[str, str], ...]) -> bool:
    entry = annotation.entry
    return entry is not None and any(
        entry.field == name and value in ("", entry.value) for name, value in fields
    )


def tags_of(workspace: Workspace, annotation: Annotation) -> tuple[Tag, ...]:
    """Return the records of an annotation's tags, in its order."""
    known = (workspace.snapshot.tags.get(tag) for tag in annotation.tags)
    return tuple(tag for tag in known if tag is not None and not tag.deleted)


def deleted(workspace: Workspace) -> list[Listed]:
    """Return the deleted annotations that say anything, the one deleted last first; with deleted tags, too."""
    from reader.workspace.changes import said

    snapshot = workspace.snapshot
    found = []
    for annotation in snapshot.annotations.values():
        if not (annotation.deleted and said(annotation)):
            continue
        tags = tuple(tag for key in annotation.tags if (tag := snapshot.tags.get(key)) is not None)
        found.append(_without_page(workspace, annotation, tags))
    return sorted(found, key=lambda item: item.annotation.deleted or "", reverse=True)


def _without_page(workspace: Workspace, annotation: Annotation, tags: tuple[Tag, ...]) -> Listed:
    record = workspace.snapshot.pages.get(annotation.target.fingerprint)
    return Listed(
        annotation,
        tags,
        record.path if record else "",
        record.number if record else 0,
        record.source if record else Source(),
        None,
        Location(None),
        "lost",
    )


def _homeless(workspace: Workspace, shown: set[str]) -> Iterator[Listed]:
    """Annotations whose page is in none of the open files, as far as they were noted where these files are."""
    opened = {workspace.path_in_database(file) for file in workspace.files}
    for annotation in workspace.snapshot.annotations.values():
        if annotation.deleted or annotation.id in shown:
            continue
        record = workspace.snapshot.pages.get(annotation.target.fingerprint)
        path = record.path if record else ""
        if record and path not in opened and not _missing(workspace, path):
            continue
        yield _without_page(workspace, annotation, tags_of(workspace, annotation))


def _missing(workspace: Workspace, path: str) -> bool:
    """Say whether a file was in an opened folder and is there no more."""
    file = Path(workspace.database.parent, path)
    folders = [Path(given).absolute() for given in workspace.paths if Path(given).is_dir()]
    return not file.exists() and any(file.is_relative_to(folder) for folder in folders)
