"""A checkpoint: the main file is written anew, and the journal starts again on top of it.

1. the new main file is written beside the old one and synced, a document at a time, while others go on;
2. under the lock: what leaves the main file is appended to the history and synced;
3. a new journal, whose header knows the new main file and the old one, and which still has the lines that lead from
   the old to the new, replaces the journal, and the folder is synced: from now on the old main file and this
   journal are the whole truth, and so are the new one and this journal;
4. the old main file becomes the backup, the new one takes its place, and the folder is synced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from reader.store import files, history, journal
from reader.store.files import Content, Temporary
from reader.store.format import Document, Tables, pieces, with_meta
from reader.store.journal import Header, Line


def journal_path(path: Path) -> Path:
    """Return where the journal of a database lies."""
    return path.with_name(f"{path.name}.journal")


def backup_path(path: Path) -> Path:
    """Return where the main file before the last checkpoint lies."""
    return path.with_name(f"{path.name}.bak")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A new main file that waits to be put in its place: the tables as of transaction `generation`, less `archived`."""

    tables: Mapping[str, Mapping[str, Document]]
    generation: int
    archived: Mapping[str, list[str]]
    leaving: list[history.Archived]
    temporary: Temporary


def prepare(path: Path, tables: Tables, number: int, keep: Mapping[str, int]) -> Prepared:
    """Write the new main file beside the old one. Raises OSError.

    `tables` must not change meanwhile; of the tables named in `keep`, only so many of the last documents stay.
    """
    archived: dict[str, list[str]] = {}
    leaving: list[history.Archived] = []
    left = dict(tables)
    for name, limit in keep.items():
        table = tables.get(name, {})
        excess = len(table) - limit
        if excess > 0:
            rows = list(table.items())
            archived[name] = [key for key, _ in rows[:excess]]
            leaving += [(name, key, document) for key, document in rows[:excess]]
            left[name] = dict(rows[excess:])
    new = with_meta(left, number)
    return Prepared(new, number, archived, leaving, files.prepare(path, pieces(new), path))


def switch(
    path: Path, prepared: Prepared, lines: Iterable[Line], base: Content | None, base_generation: int
) -> Header:
    """Put a new main file and its journal in their places, under the lock, and return the journal's header.

    `lines` are those after the generation of the main file as it is, whose content is `base`; None if it is damaged
    or missing, and no backup is made of it. Raises OSError; then either is in place, and together they are sound.
    """
    temporary = prepared.temporary
    if prepared.leaving:
        history.append(path, prepared.leaving)
    device, inode, _, modified = temporary.signature
    header = Header(
        prepared.generation,
        temporary.content,
        base,
        base_generation,
        prepared.archived,
        (device, inode, modified),
    )
    if base is None:
        # Old journal and backup still tell what the new main file holds, should the new journal never come.
        files.install(temporary, path)
        files.sync_folder(path)
        renew_journal(path, header, ())
        return header
    renew_journal(path, header, lines)
    files.second_name(path, backup_path(path))
    files.install(temporary, path)
    files.sync_folder(path)
    return header


def renew_journal(path: Path, header: Header, lines: Iterable[Line]) -> None:
    """Write a whole journal in the place of the one there is, durably. Raises OSError."""
    place = journal_path(path)
    files.install(files.prepare(place, journal.pieces(header, lines), path), place)
    files.sync_folder(place)
