"""What is said of many articles in one step: their pages are read for it, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reader.annotations import Target
from reader.workspace.model import WorkspaceError
from reader.workspace.proposals import Row

if TYPE_CHECKING:
    from reader.workspace.workspace import Workspace

MOST = 5000
"""Articles that something is said of in one step: it is one line of the journal, and one undo."""


def tag_many(
    workspace: Workspace,
    rows: Sequence[Row],
    names: Sequence[str],
    tell: Callable[[int], object] | None = None,
) -> Future[Any]:
    """Put tags on many articles, in one change; the Future gives its receipt. Raises what `targets_of` raises."""
    targets = targets_of(workspace, rows, tell)
    future = workspace.change(lambda snapshot: workspace._changes.tag_many(snapshot, targets, names))
    workspace.state.set_last("tags", list(dict.fromkeys((*names, *workspace.state.last("tags")))))
    return future


def targets_of(
    workspace: Workspace, rows: Sequence[Row], tell: Callable[[int], object] | None = None
) -> list[Target]:
    """Return the targets of whole articles, as far as they are on their pages still; a page is read once.

    `tell` hears how many are at hand; what it raises ends it with nothing done. Raises WorkspaceError `too_many`, and
    `gone` where none of the articles is on its page any more.
    """
    if len(rows) > MOST:
        raise WorkspaceError("too_many", count=str(len(rows)), most=str(MOST))
    order = {file.key: number for number, file in enumerate(workspace.files)}
    by_file = sorted(rows, key=lambda row: order.get(row.spot.file.key, 0))
    found: list[Target] = []
    for _key, group in groupby(by_file, key=lambda row: row.spot.file.key):
        held = list(group)
        pages = workspace.pages(held[0].spot.file)
        for row in held:
            if tell is not None:
                tell(len(found))
            page = next((page for page in pages if page.fingerprint == row.spot.page.fingerprint), None)
            article = page.article(row.id) if page is not None else None
            if page is not None and article is not None:
                found.append(workspace.target_article(page, article))
    if not found:
        raise WorkspaceError("gone")
    return found
