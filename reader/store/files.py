"""The store's system calls: all of them are made here, so that tests can put a failing or a forgetful disk in their place.

The order of calls that makes a file durable is the one of Pillai et al., "All File Systems Are Not Created Equal"
(OSDI 2014): write beside, fsync, rename, fsync the folder.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import time
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

fcntl: Any
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

Signature = tuple[int, int, int, int]

# Bytes written at once: large enough to be quick, small enough to give other threads their turn.
CHUNK = 1 << 17
# Seconds of writing after which other threads get a turn, and for how long. Letting go of the interpreter, as each
# write does, is no turn: a thread that wakes up for it finds it taken again, and its wait starts anew.
TURN, PAUSE = 0.002, 0.0001
# Seconds after which nobody is writing a temporary file any more.
STALE = 60.0
# A folder that cannot be synced (some FUSE and Plan 9 mounts) offers nothing stronger.
UNSYNCABLE = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})
# A file system without hard links (FAT, some FUSE mounts).
UNLINKABLE = frozenset({errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS, errno.EXDEV})

_TEMPORARY = ".{name}.{token}.tmp"
_CLOSED_ON_EXEC = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Content:
    """What a file should hold: the CRC-32 of its bytes, and how many they are."""

    crc: int
    size: int

    @classmethod
    def of(cls, data: bytes) -> Content:
        """Return the content of these bytes."""
        return cls(zlib.crc32(data), len(data))


def signature(path: Path) -> Signature | None:
    """Return what tells one version of a file from another as long as the older one is held open; None without file.

    (Held open, because its inode number could be given to the newer one otherwise.) Raises OSError.
    """
    try:
        return signed(os.stat(path))
    except FileNotFoundError:
        return None


def signed(status: os.stat_result) -> Signature:
    """Return the signature in a status."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


class Opened:
    """A file held open."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def signature(self) -> Signature:
        """Return the file's signature as it is now."""
        return signed(os.fstat(self._descriptor))

    def read(self, offset: int = 0, most: int | None = None) -> bytes:
        """Return the bytes from an offset on, all or `most`."""
        if most is not None:
            return os.pread(self._descriptor, most, offset)
        size = os.fstat(self._descriptor).st_size
        pieces = []
        while piece := os.pread(self._descriptor, max(size - offset, 1), offset):
            pieces.append(piece)
            offset += len(piece)
        return b"".join(pieces)

    def write(self, data: bytes) -> None:
        """Write at the end."""
        write(self._descriptor, data)

    def sync(self) -> None:
        """Make durable what was written."""
        sync(self._descriptor)

    def cut(self, size: int) -> None:
        """Make the file shorter."""
        os.ftruncate(self._descriptor, size)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)


def open_to_read(path: Path) -> Opened | None:
    """Open a file; None if there is none. Raises OSError, also if it is no regular file (a pipe would wait)."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _CLOSED_ON_EXEC)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file")
    return Opened(descriptor)


def open_to_append(path: Path) -> Opened:
    """Open a file that exists, to append."""
    return Opened(os.open(path, os.O_RDWR | os.O_APPEND | _CLOSED_ON_EXEC))


def content(path: Path) -> bytes | None:
    """Return a file's bytes; None if there is none. Raises OSError."""
    opened = open_to_read(path)
    if opened is None:
        return None
    try:
        return opened.read()
    finally:
        opened.close()


def contained(path: Path) -> Content | None:
    """Return what a file holds without holding it in memory; None if there is none. Raises OSError."""
    opened = open_to_read(path)
    if opened is None:
        return None
    crc = size = 0
    try:
        while chunk := opened.read(size, CHUNK):
            crc, size = zlib.crc32(chunk, crc), size + len(chunk)
    finally:
        opened.close()
    return Content(crc, size)


@dataclass(frozen=True, slots=True)
class Temporary:
    """A file written and synced under a name of its own, to be installed or discarded."""

    path: Path
    content: Content
    signature: Signature

    def discard(self) -> None:
        """Remove it."""
        with suppress(OSError):
            os.unlink(self.path)


def prepare(path: Path, pieces: Iterable[bytes], like: Path) -> Temporary:
    """Write what is to become the content of `path` beside it, and sync it.

    It takes the permission bits of `like`, and its owner and group where we may set them. Raises OSError, nothing
    being left.
    """
    temporary = path.with_name(_TEMPORARY.format(name=path.name, token=secrets.token_hex(8)))
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | _CLOSED_ON_EXEC
    descriptor = os.open(temporary, flags, 0o666)
    try:
        try:
            _like(like, descriptor)
            crc = size = 0
            paused = time.monotonic()
            for chunk in _chunks(pieces):
                write(descriptor, chunk)
                crc, size = zlib.crc32(chunk, crc), size + len(chunk)
                if time.monotonic() - paused > TURN:
                    time.sleep(PAUSE)
                    paused = time.monotonic()
            sync(descriptor)
            return Temporary(temporary, Content(crc, size), signed(os.fstat(descriptor)))
        finally:
            os.close(descriptor)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def install(temporary: Temporary, path: Path) -> None:
    """Put a prepared file in its place; durable after `sync_folder`."""
    try:
        os.rename(temporary.path, path)
    except BaseException:
        temporary.discard()
        raise


def keep(path: Path, data: bytes) -> None:
    """Make `data` the content of `path`, durably. Raises OSError."""
    install(prepare(path, [data], path), path)
    sync_folder(path)


def second_name(path: Path, other: Path) -> None:
    """Give a file a second name, replacing what bore it; a copy where there are no hard links. Raises OSError."""
    temporary = other.with_name(_TEMPORARY.format(name=other.name, token=secrets.token_hex(8)))
    try:
        os.link(path, temporary)
    except OSError as error:
        if error.errno not in UNLINKABLE:
            raise
        install(prepare(other, [content(path) or b""], path), other)
        return
    try:
        os.rename(temporary, other)
    finally:
        # Renaming one name of a file onto another of the same file does nothing, and leaves both.
        with suppress(OSError):
            os.unlink(temporary)


def remove(path: Path) -> None:
    """Remove a file, if it is there. Raises OSError."""
    with suppress(FileNotFoundError):
        os.unlink(path)


def is_writable(path: Path) -> bool:
    """Say whether the permissions let us write a file."""
    return os.access(path, os.W_OK)


def make_folder(path: Path) -> None:
    """Make the folder of `path`, and those it is in, durably, if they are not there. Raises OSError."""
    folder = path.parent
    try:
        os.mkdir(folder)
    except FileExistsError:
        return
    except FileNotFoundError:
        make_folder(folder)
        os.mkdir(folder)
    sync_folder(folder)


def sync_folder(path: Path) -> None:
    """Make the names in the folder of `path` durable. Raises OSError."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows keeps its directories in order by itself
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | _CLOSED_ON_EXEC)
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in UNSYNCABLE:
            raise
    finally:
        os.close(folder)


def sync(descriptor: int) -> None:
    """Make what was written to a file durable; on macOS in earnest. Raises OSError."""
    if hasattr(fcntl, "F_FULLFSYNC"):
        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno not in UNSYNCABLE:
                raise
        else:
            return
    os.fsync(descriptor)


def write(descriptor: int, data: bytes) -> None:
    """Write all of it. Raises OSError; a part may have been written then."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def clean(path: Path) -> None:
    """Remove the temporary files that crashed writers of `path` and its companions left, `STALE` seconds ago or more.

    (Younger ones may be a checkpoint that another process writes now.)
    """
    leftover = re.compile(rf"\.{re.escape(path.name)}(\.(journal|bak|history))?\.[0-9a-f]{{16}}\.tmp")
    with os.scandir(path.parent) as entries:
        names = [entry.name for entry in entries if leftover.fullmatch(entry.name)]
    for name in names:
        leftover_path = path.with_name(name)
        with suppress(OSError):
            if time.time() - os.stat(leftover_path).st_mtime_ns / 1e9 > STALE:
                os.unlink(leftover_path)


def _chunks(pieces: Iterable[bytes]) -> Iterable[bytes]:
    gathered: list[bytes] = []
    size = 0
    for piece in pieces:
        gathered.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield b"".join(gathered)
            gathered, size = [], 0
    if gathered:
        yield b"".join(gathered)


def _like(path: Path, descriptor: int) -> None:
    try:
        old = os.stat(path)
    except FileNotFoundError:
        return
    new = os.fstat(descriptor)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with suppress(PermissionError, AttributeError):
            os.fchown(descriptor, old.st_uid, old.st_gid)
    with suppress(PermissionError, AttributeError):
        os.fchmod(descriptor, old.st_mode & 0o7777)
