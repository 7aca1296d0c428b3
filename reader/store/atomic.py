"""Replacing a file by a new version, so that a crash at any moment leaves the old one or the new one, whole.

The order is the one of Pillai et al., "All File Systems Are Not Created Equal" (OSDI 2014): write beside, fsync,
rename, fsync the directory.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
from contextlib import suppress
from io import FileIO
from pathlib import Path

Signature = tuple[int, int, int, int]

# A directory that cannot be synced (some FUSE and Plan 9 mounts) offers nothing stronger.
UNSYNCABLE = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})


def signature(status: os.stat_result) -> Signature:
    """Return what tells one version of a file from another, as long as the older one is held open.

    (Held open, because its inode number could be given to the newer one otherwise.)
    """
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def replace(path: Path, data: bytes) -> FileIO:
    """Make `data` the content of `path`, durably, and return the new version, open for reading.

    An existing file's permission bits stay, and its owner and group where we may set them. `path` is no symbolic
    link. Raises OSError; before the rename nothing has changed, after it (a directory that fails to sync) the
    new version stands but may not survive a power cut.
    """
    directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        new = FileIO(os.open(temporary, flags, 0o666), "r+")
        try:
            _like(path, new.fileno())
            view = memoryview(data)
            while view:
                view = view[new.write(view) :]
            os.fsync(new.fileno())
            os.rename(temporary, path)  # noqa: PTH104 - one system call, as the faults' tests count them
        except BaseException:
            new.close()
            with suppress(OSError):
                temporary.unlink()
            raise
        try:
            _sync_directory(directory)
        except BaseException:
            new.close()
            raise
        return new
    finally:
        os.close(directory)


def clean(path: Path) -> None:
    """Remove the temporary files that crashed writers of `path` left; the caller holds its lock."""
    leftover = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{16}}\.tmp")
    with os.scandir(path.parent) as entries:
        names = [entry.name for entry in entries if leftover.fullmatch(entry.name)]
    for name in names:
        with suppress(OSError):
            path.with_name(name).unlink()


def _like(path: Path, descriptor: int) -> None:
    try:
        old = path.stat()
    except FileNotFoundError:
        return
    new = os.fstat(descriptor)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with suppress(PermissionError):
            os.fchown(descriptor, old.st_uid, old.st_gid)
    os.fchmod(descriptor, old.st_mode & 0o7777)


def _sync_directory(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in UNSYNCABLE:
            raise
