"""Export from the desk: the workspace's annotations through a format into a file."""

from __future__ import annotations

from pathlib import Path

from reader.exchange import Record, write
from reader.exchange.saving import save
from reader.workspace import Workspace


def export(workspace: Workspace, format_name: str, path: Path, *, force: bool) -> int:
    """Write all annotations; return how many. Raises reader.exchange.ExchangeError."""
    records = [
        Record(item.annotation, item.tags, item.path_label, item.page_number, item.source, item.article)
        for item in workspace.select()
    ]
    save(path, lambda out: write(format_name, records, out), force=force)
    return len(records)
