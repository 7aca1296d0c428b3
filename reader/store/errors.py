"""Why a database could not be read or written, and what was found and mended on the way."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class StoreError(Exception):
    """A database could not be read or written; what was stored before is as it was.

    `code` is one of database_foreign (JSON, but not ours), database_newer (a later version's format, not to be
    changed), database_broken (cannot be parsed, or not made of tables of documents, and nothing beside it helps),
    database_locked (another process held the lock too long), database_unreadable, locks_unreliable (locks do not
    work here), read_only, disk_full, write_failed. `params` has `path` and `detail`, the system's or the parser's
    own words.
    """

    def __init__(self, code: str, path: Path, detail: str = "") -> None:
        super().__init__(f"{code}: {path}: {detail}" if detail else f"{code}: {path}")
        self.code = code
        self.params = {"path": str(path), "detail": detail}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the files that a person should be told once.

    `code` is one of main_restored (damaged, and rebuilt to the byte), main_missing (rebuilt likewise), main_salvaged
    (damaged; `count` rows could not be read), journal_damaged (`count` transactions could not be read), journal_torn
    (the last transaction was not finished), journal_missing, backup_damaged, merged (another program changed the
    file: `count` documents of its version were taken over, `conflicts` were not), database_newer,
    locks_unreliable, history_damaged (`count` lines). `params` has `path`, and `aside` where the bytes found were
    kept.
    """

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


def unreadable(error: OSError, path: Path) -> StoreError:
    """Return a system error as a reader's."""
    return StoreError("database_unreadable", path, error.strerror or str(error))


def unwritable(error: OSError, path: Path) -> StoreError:
    """Return a system error as a writer's."""
    if error.errno in FULL:
        code = "disk_full"
    elif error.errno in FORBIDDEN:
        code = "read_only"
    else:
        code = "write_failed"
    return StoreError(code, path, error.strerror or str(error))


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn a system error into the StoreError of a reader."""
    try:
        yield
    except OSError as error:
        raise unreadable(error, path) from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a system error into the StoreError of a writer."""
    try:
        yield
    except OSError as error:
        raise unwritable(error, path) from error
