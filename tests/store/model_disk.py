"""A disk that forgets: system calls on files in memory, and all that a power cut may leave of them.

What was written to a file is certain only once the file was synced; a name, once its folder was. Until then any prefix
of the writes may have reached the disk, the last of them cut at any byte or some of its blocks still zero, and any of
the names, in any order. (ALICE's model in Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014.)
"""

from __future__ import annotations

import errno
import itertools
import math
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

BLOCK = 512
# Changes of names since the last sync, of which all combinations are tried.
MANY = 8
State = dict[str, bytes]
Operation = tuple[str, int, bytes]  # "write" at an offset, or "cut" to a size


@dataclass(eq=False)
class Inode:
    """A file: what is certain of it, what was done to it since, and what it looks like now."""

    number: int
    certain: bytes = b""
    since: list[Operation] = field(default_factory=list)
    now: bytes = b""
    touched: int = 0

    def remains(self) -> Remains:
        """Return what is known of it, as it is now."""
        return Remains(self.certain, tuple(self.since))


@dataclass(frozen=True)
class Remains:
    """What was certain of a file, and what was done to it since."""

    certain: bytes
    since: tuple[Operation, ...]

    def possible(self, *, every: bool) -> list[bytes]:
        """Return what a power cut may leave: writes cut at `every` byte, or at their ends and at blocks only."""
        found = {self.certain: None}
        data = self.certain
        for operation in self.since:
            kind, at, piece = operation
            if kind == "write":
                for cut in range(1, len(piece)) if every else _cuts(at, len(piece)):
                    found[_written(data, at, piece[:cut])] = None
                for start, end in _blocks(at, len(piece), every=every):
                    zeroed = piece[:start] + bytes(end - start) + piece[end:]
                    found[_written(data, at, zeroed)] = None
            data = _applied(data, operation)
            found[data] = None
        return list(found)


@dataclass
class Moment:
    """A point in a life at which the power may fail: what may be left then, and what must be."""

    folders: list[dict[str, Inode]]
    remains: dict[Inode, Remains]

    def states(self, chance: random.Random, most: int, *, every: bool = False) -> Iterator[State]:
        """Yield folders' contents that may be left, each once.

        All combinations of what may be left of each file where these are `most` or fewer, else each possible content
        of a file with what is certain of the others, with their latest, and with any.
        """
        seen = set()
        contents = {inode: item.possible(every=every) for inode, item in self.remains.items()}
        for folder in self.folders:
            names = sorted(folder)
            choices = [contents[folder[name]] for name in names]
            combinations = math.prod(len(choice) for choice in choices) <= most
            for pick in itertools.product(*choices) if combinations else _each_once(choices, chance):
                key = (tuple(names), pick)
                if key not in seen:
                    seen.add(key)
                    yield dict(zip(names, pick, strict=True))


class ModelDisk:
    """The part of `os` that the store's system calls use, for the files of one folder."""

    def __init__(self, folder: Path, watch: Callable[[Moment], None], start: State | None = None) -> None:
        self.folder = folder
        self._watch = watch
        self.certain: dict[str, Inode] = {}
        self.names: dict[str, Inode] = {}
        self.since: list[list[tuple[str, Inode | None]]] = []
        self.failing: dict[str, int] = {}
        """System calls that fail from now on, with their error numbers."""
        self._open: dict[int, Inode | None] = {}
        self._numbers = itertools.count(1000)
        self._clock = itertools.count(1_700_000_000_000_000_000, 10**9)
        for name, data in (start or {}).items():
            inode = self._new()
            inode.certain = inode.now = data
            self.certain[name] = self.names[name] = inode

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    # -- files

    def open(self, path: Path | str, flags: int, mode: int = 0o666) -> int:
        """Open a file, or the folder."""
        name = self._name(path)
        if name is None:
            return self._descriptor(None)
        inode = self.names.get(name)
        if inode is None:
            if not flags & os.O_CREAT:
                raise FileNotFoundError(errno.ENOENT, "no such file", str(path))
            self._may_fail("open")
            inode = self._new()
            self._entries([(name, inode)])
        elif flags & os.O_EXCL:
            raise FileExistsError(errno.EEXIST, "there already", str(path))
        return self._descriptor(inode)

    def close(self, descriptor: int) -> None:
        """Close."""
        del self._open[descriptor]

    def pread(self, descriptor: int, size: int, offset: int) -> bytes:
        """Read."""
        return self._inode(descriptor).now[offset : offset + size]

    def write(self, descriptor: int, data: Any) -> int:
        """Write at the end; half of it when the disk is full."""
        inode, piece = self._inode(descriptor), bytes(data)
        if self.failing.get("write"):
            self._write(inode, piece[: len(piece) // 2])
            self._may_fail("write")
        self._write(inode, piece)
        return len(piece)

    def _write(self, inode: Inode, piece: bytes) -> None:
        inode.since.append(("write", len(inode.now), piece))
        inode.now += piece
        inode.touched = next(self._clock)
        self.watch()

    def ftruncate(self, descriptor: int, size: int) -> None:
        """Cut."""
        self._may_fail("ftruncate")
        inode = self._inode(descriptor)
        inode.since.append(("cut", size, b""))
        inode.now = _applied(inode.now, inode.since[-1])
        inode.touched = next(self._clock)
        self.watch()

    def fsync(self, descriptor: int) -> None:
        """Make a file's content certain, or the folder's names."""
        inode = self._open[descriptor]
        if inode is None:
            self._may_fail("fsync folder")
            self.certain, self.since = dict(self.names), []
        else:
            if self.failing.get("fsync"):
                # Linux takes what it could not write for written: it is seen, but never reaches the disk.
                inode.since = []
                self._may_fail("fsync")
            for operation in inode.since:
                inode.certain = _applied(inode.certain, operation)
            inode.since = []
        self.watch()

    def fstat(self, descriptor: int) -> Any:
        """Return a status."""
        inode = self._open[descriptor]
        return self._status(inode) if inode is not None else self.folder.stat()

    def stat(self, path: Path | str) -> Any:
        """Return a status."""
        name = self._name(path)
        if name is None:
            return self.folder.stat()
        if name not in self.names:
            raise FileNotFoundError(errno.ENOENT, "no such file", str(path))
        return self._status(self.names[name])

    def access(self, path: Path | str, mode: int) -> bool:
        """Say yes."""
        return self._name(path) in self.names

    def fchmod(self, descriptor: int, mode: int) -> None:
        """Do nothing."""

    def fchown(self, descriptor: int, user: int, group: int) -> None:
        """Do nothing."""

    # -- names

    def rename(self, old: Path, new: Path) -> None:
        """Give a file another name, taking it from what bore it."""
        self._may_fail("rename")
        source, target = self._name(old), self._name(new)
        assert source is not None
        assert target is not None
        inode = self.names[source]
        if self.names.get(target) is inode:
            return
        self._entries([(target, inode), (source, None)])

    def link(self, old: Path, new: Path) -> None:
        """Give a file a second name."""
        self._may_fail("link")
        source, target = self._name(old), self._name(new)
        assert source is not None
        assert target is not None
        self._entries([(target, self.names[source])])

    def unlink(self, path: Path) -> None:
        """Take a name away."""
        name = self._name(path)
        if name not in self.names:
            raise FileNotFoundError(errno.ENOENT, "no such file", str(path))
        self._entries([(str(name), None)])

    @contextmanager
    def scandir(self, path: Path) -> Iterator[list[Any]]:
        """Yield the names."""
        yield [SimpleNamespace(name=name) for name in list(self.names)]

    # -- power

    def watch(self) -> None:
        """Let the watcher see what a power cut now would leave."""
        folders = self._folders()
        inodes = {inode for folder in folders for inode in folder.values()}
        self._watch(Moment(folders, {inode: inode.remains() for inode in inodes}))

    def restart(self) -> None:
        """Forget nothing, but close all files, as if the process had ended."""
        self._open.clear()

    def _folders(self) -> list[dict[str, Inode]]:
        """Return the folders that may be left: any of the changes since the last sync, in any order.

        (When they are very many, which is a fault in itself: any number of the first ones.)
        """
        found: dict[tuple[tuple[str, int], ...], dict[str, Inode]] = {}
        count = len(self.since)
        few = count <= MANY
        for size in range(count + 1):
            for chosen in itertools.combinations(self.since, size) if few else [tuple(self.since[:size])]:
                for order in (chosen, chosen[::-1]) if few else (chosen,):
                    folder = dict(self.certain)
                    for change in order:
                        for name, inode in change:
                            if inode is None:
                                folder.pop(name, None)
                            else:
                                folder[name] = inode
                    found[tuple(sorted((name, inode.number) for name, inode in folder.items()))] = folder
        return list(found.values())

    def _entries(self, change: list[tuple[str, Inode | None]]) -> None:
        for name, inode in change:
            if inode is None:
                self.names.pop(name, None)
            else:
                self.names[name] = inode
        self.since.append(change)
        self.watch()

    def _may_fail(self, call: str) -> None:
        number = self.failing.get(call)
        if number:
            raise OSError(number, os.strerror(number))

    def _new(self) -> Inode:
        return Inode(next(self._numbers), touched=next(self._clock))

    def _name(self, path: Path | str) -> str | None:
        where = Path(path)
        if where == self.folder:
            return None
        assert where.parent == self.folder, where
        return where.name

    def _descriptor(self, inode: Inode | None) -> int:
        number = next(self._numbers)
        self._open[number] = inode
        return number

    def _inode(self, descriptor: int) -> Inode:
        inode = self._open[descriptor]
        assert inode is not None
        return inode

    def _status(self, inode: Inode) -> Any:
        return SimpleNamespace(
            st_dev=1,
            st_ino=inode.number,
            st_size=len(inode.now),
            st_mtime_ns=inode.touched,
            st_mode=0o100644,
            st_uid=0,
            st_gid=0,
        )


def _each_once(choices: list[list[bytes]], chance: random.Random) -> Iterator[tuple[bytes, ...]]:
    certain = [choice[0] for choice in choices]
    latest = [choice[-1] for choice in choices]
    for position, choice in enumerate(choices):
        for piece in choice:
            for others in (certain, latest, [chance.choice(other) for other in choices]):
                yield (*others[:position], piece, *others[position + 1 :])


def _cuts(at: int, size: int) -> list[int]:
    found = {1, size // 2, size - 1, *range(BLOCK - at % BLOCK, size, BLOCK)}
    return sorted(cut for cut in found if 0 < cut < size)


def _blocks(at: int, size: int, *, every: bool) -> list[tuple[int, int]]:
    """Return the parts of a write that may still be zero: a block, or all up to the end of one."""
    ends = [*range(BLOCK - at % BLOCK, size, BLOCK), size]
    starts = [0, *ends[:-1]]
    found = [(0, ends[0]), (0, size), (starts[-1], size)]
    if every:
        found += [*zip(starts, ends, strict=True), *((0, end) for end in ends)]
    return sorted(set(found))


def _written(data: bytes, at: int, piece: bytes) -> bytes:
    return data[:at].ljust(at, b"\0") + piece + data[at + len(piece) :]


def _applied(data: bytes, operation: Operation) -> bytes:
    kind, at, piece = operation
    return _written(data, at, piece) if kind == "write" else data[:at].ljust(at, b"\0")
