"""Whether the files of a database agree with each other and with what is in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reader.store import files, history
from reader.store.checkpoint import backup_path, journal_path
from reader.store.errors import Finding, reading
from reader.store.files import Content
from reader.store.format import META
from reader.store.journal import parse
from reader.store.recovery import recover


def check(path: Path, tables: dict[str, dict[str, Any]]) -> list[Finding]:
    """Return what does not agree in the files of a database whose tables should be `tables`. Raises StoreError."""
    with reading(path):
        main, log, backup = (files.content(place) for place in (path, journal_path(path), backup_path(path)))
        found = recover(main, log, lambda: backup, path)
        gone = sum(1 for item in history.read(path) if item is None)
    findings = list(found.findings)
    header = parse(log or b"").header
    base = header.base if header else None
    # After a checkpoint that was cut short, the backup is an older one still.
    whole = header is not None and main is not None and Content.of(main) == header.main
    if whole and backup is not None and header and base and Content.of(backup) not in (base, header.main):
        findings.append(Finding("backup_damaged", {"path": str(backup_path(path))}))
    if gone:
        findings.append(
            Finding("history_damaged", {"path": str(history.history_path(path)), "count": str(gone)})
        )
    if not findings and _without_meta(found.tables) != _without_meta(tables):
        findings.append(Finding("journal_damaged", {"path": str(journal_path(path)), "count": "0"}))
    return findings


def _without_meta(tables: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: table for name, table in tables.items() if name != META}
