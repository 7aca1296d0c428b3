"""The lock of a database: whoever writes holds it; who reads never asks.

`flock` on a file of its own (never on the data: a rename would leave the lock behind), which the system lets go of
when its holder dies.
"""

from __future__ import annotations

import errno
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

fcntl: Any
msvcrt: Any
try:
    import fcntl

    msvcrt = None
except ImportError:  # Windows
    import msvcrt

    fcntl = None

# Seconds between two tries, growing: a commit takes less than the first, a checkpoint's switch about the last.
FIRST_WAIT, LAST_WAIT = 0.0002, 0.01
_TAKEN = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK})


class LockUnreliableError(OSError):
    """This file system's locks do not exclude anybody."""


class Lock:
    """A lock between processes, and between handles of one process. Not for use by two threads at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None
        self._identity = (0, 0)
        self._proven = False

    def acquire(self, timeout: float) -> bool:
        """Wait for the lock, `timeout` seconds at most, and say whether we have it.

        Raises LockUnreliableError, or OSError if the lock's file cannot be made.
        """
        end = time.monotonic() + timeout
        wait = FIRST_WAIT
        while True:
            if self._descriptor is None:
                self._descriptor = self._open()
                status = os.fstat(self._descriptor)
                self._identity = status.st_dev, status.st_ino
            if _take(self._descriptor):
                if self._is_in_place():
                    self._prove(self._descriptor)
                    return True
                self.close()  # someone removed the file meanwhile: the lock is the one that bears its name now
                continue
            if time.monotonic() >= end:
                return False
            time.sleep(wait)
            wait = min(wait * 2, LAST_WAIT)

    def release(self) -> None:
        """Let the next one have it."""
        if self._descriptor is not None:
            _give(self._descriptor)

    def remove(self) -> None:
        """Remove the lock's file; safe while held: who waits looks for a new one."""
        with suppress(OSError):
            os.unlink(self.path)

    def close(self) -> None:
        """Let go of the file, and so of the lock."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _open(self) -> int:
        flags = os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
        try:
            return os.open(self.path, flags | os.O_RDWR, 0o666)
        except PermissionError as error:
            # Another user's file: to lock it, being allowed to read it is enough.
            try:
                return os.open(self.path, (flags & ~os.O_CREAT) | os.O_RDONLY)
            except FileNotFoundError:
                raise error from None

    def _is_in_place(self) -> bool:
        try:
            there = os.stat(self.path)
        except FileNotFoundError:
            return False
        return self._identity == (there.st_dev, there.st_ino)

    def _prove(self, descriptor: int) -> None:
        """Refuse a file system where a second taker is let in (a network mount with `nolock`)."""
        if self._proven:
            return
        second = os.open(self.path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        try:
            let_in = _take(second) if fcntl is not None else False
        finally:
            os.close(second)
        if let_in:
            self.close()
            raise LockUnreliableError(errno.ENOLCK, "locks exclude nobody here")
        self._proven = True


def _take(descriptor: int) -> bool:
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        if error.errno in (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL):
            raise LockUnreliableError(error.errno, error.strerror) from error
        raise
    return True


def _give(descriptor: int) -> None:
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
    else:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
