"""Processes that parse files, one a core, at low priority: what they find comes by one queue.

A worker that dies is replaced and given its file once more; the file that kills a second one is said to be unreadable.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from reader.workspace.frames import FrameError, read_frame, write_frame
from reader.workspace.model import SourceFile, WorkspaceError

if TYPE_CHECKING:
    from reader.index.kept import KeptPage, Stamp

NICE = 15
_START = (
    f"import os, sys; hasattr(os, 'nice') and os.nice({NICE}); sys.path[:] = sys.argv[1:]; "
    "from reader.workspace.worker import main; main()"
)
"""A worker finds the same packages as this process; nothing is looked for where it happens to stand (`-P`)."""
_TRIES = 2


class _NoWorkerError(Exception):
    """A worker cannot be started, or does not get as far as saying so."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a worker found in a file: its stamps (`Fetched.settled`) and packed pages, or why there are none."""

    file: SourceFile
    stamp: Stamp | None
    settled: Stamp | None
    pages: tuple[KeptPage, ...]
    error: WorkspaceError | None = None


class Pool:
    """Workers for a number of files. Each is used once; use as a context manager, whose end ends the workers."""

    def __init__(self, files: Sequence[SourceFile], encoding: str | None, count: int = 0) -> None:
        """Take files that have a path, the encoding asked for, and how many workers there are (one a core)."""
        self._total, self._encoding = len(files), encoding
        self._found: SimpleQueue[Read] = SimpleQueue()
        self._waiting: SimpleQueue[SourceFile] = SimpleQueue()
        self._running: list[subprocess.Popen[bytes]] = []
        self._ended = Event()
        for file in files:
            self._waiting.put(file)
        self._threads = [
            Thread(target=self._work, name=f"xiance-worker-{number}", daemon=True)
            for number in range(min(count or cores(), len(files)))
        ]

    def __enter__(self) -> Pool:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Have the workers go at once; what they have in hand is lost."""
        self._ended.set()
        for process in [*self._running]:
            with suppress(OSError):
                process.kill()

    def read(self, stopped: Callable[[], bool]) -> Iterator[Read]:
        """Yield what is found in the files, as it is found.

        Ends early when it is stopped, or where no worker can be started: then not all files are heard of.
        """
        heard = 0
        while heard < self._total and not stopped():
            working = any(thread.is_alive() for thread in self._threads)
            try:
                found = self._found.get(timeout=0.2 if working else 0)
            except Empty:
                if not working:
                    return
                continue
            heard += 1
            yield found

    def _work(self) -> None:
        """Keep one worker busy."""
        process: subprocess.Popen[bytes] | None = None
        try:
            while not self._ended.is_set():
                file = self._waiting.get_nowait()
                for left in reversed(range(_TRIES)):
                    process = process or self._start()
                    try:
                        self._found.put(self._ask(process, file))
                        break
                    except (OSError, FrameError):
                        self._bury(process)
                        process = None
                        if self._ended.is_set():
                            return
                        if not left:
                            self._found.put(_given_up(file))
        except (Empty, _NoWorkerError):
            pass
        finally:
            if process is not None:
                self._bury(process)

    def _start(self) -> subprocess.Popen[bytes]:
        """Start a worker and wait until it is ready. Raises _NoWorkerError."""
        command = [sys.executable, "-P", "-c", _START, *sys.path]
        try:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise _NoWorkerError from error
        self._running.append(process)
        if self._ended.is_set():  # while it was started
            process.kill()
        assert process.stdout is not None
        try:
            read_frame(process.stdout)
        except (OSError, FrameError) as error:
            self._bury(process)
            raise _NoWorkerError from error
        return process

    def _ask(self, process: subprocess.Popen[bytes], file: SourceFile) -> Read:
        assert process.stdin is not None and process.stdout is not None
        write_frame(process.stdin, [file.place, self._encoding])
        return _read(file, *read_frame(process.stdout))

    def _bury(self, process: subprocess.Popen[bytes]) -> None:
        """End a worker; what it may have in hand is not waited for."""
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        with suppress(OSError):
            process.kill()
        process.wait()
        self._running.remove(process)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def available() -> bool:
    """Say whether there is an interpreter to start: not where the program is an executable of its own."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def _read(file: SourceFile, head: Any, parts: list[bytes]) -> Read:
    from reader.workspace.worker import pages_of

    when, settled = (tuple(found) if (found := head.get(name)) else None for name in ("stamp", "settled"))
    if "error" in head:
        return Read(file, when, None, (), WorkspaceError(head["error"], **head["params"]))
    return Read(file, when, settled, pages_of(parts))


def _given_up(file: SourceFile) -> Read:
    return Read(file, None, None, (), WorkspaceError("reader_died", path=str(file.place)))
