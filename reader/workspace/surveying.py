"""Making every file known, so that what asks of the whole library need not wait for it later.

What was read before is recalled from the cache; what is left is parsed by workers, if it is much, else here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

from reader.index.kept import KeptFile
from reader.index.packing import unpack_digest
from reader.workspace import pool
from reader.workspace.model import SourceFile, WorkspaceError

if TYPE_CHECKING:
    from reader.workspace.workspace import Workspace

FEW = 24
"""Files that are parsed here sooner than workers would be ready."""
JOINED = 60
"""Files up to which the halves of stories are joined before one is opened: a week of a paper."""
_RECALLED = 40
"""Files that are recalled in one go: in less time than anybody notices the interpreter being busy."""
_KEPT = 50
"""Files that are written to the cache in one go."""
_REST = 0.002
"""Seconds that others have between them."""
_PAUSE = 0.1
"""Seconds between two words on how far it is."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a survey is: files done of all, those of them that could not be read, and seconds left if that is known."""

    done: int
    total: int
    failed: int
    seconds_left: float | None = None


class Survey:
    """Makes known what the catalogue does not know yet. Each is started once."""

    def __init__(self, workspace: Workspace, tell: Callable[[Progress], object]) -> None:
        """Take the workspace; `tell` hears of progress some times a second, from another thread, the last time when all is done."""
        self._workspace, self._tell = workspace, tell
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="xiance-survey", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Give up what is not done; returns at once."""
        self._stopped.set()

    def wait(self) -> None:
        """Return when it has ended."""
        self._thread.join()

    def _run(self) -> None:
        workspace = self._workspace
        if workspace.recorded:
            workspace.open_records()  # proposals without a text count, too
        total = len(workspace.files)
        told, began, before, last = 0.0, monotonic(), 0, 0
        for done in survey(workspace, self._stopped.is_set, gently=True):
            now = monotonic()
            if done > last + 1:  # recalled: that says nothing of how long the others take
                began, before = now, done
            last = done
            if done < total and now - told >= _PAUSE:
                told = now
                left = (now - began) / (done - before) * (total - done) if done > before else None
                self._tell(Progress(done, total, len(workspace.problems), left))
        self._join()
        if not self._stopped.is_set():
            self._tell(Progress(total, total, len(workspace.problems), 0.0))

    def _join(self) -> None:
        """Have the pages of few files at hand on which stories go on, so that their halves are known for such at once."""
        workspace = self._workspace
        for file in workspace.files if len(workspace.files) <= JOINED else ():
            if self._stopped.is_set():
                return
            digests = workspace.catalogue.pages(file)
            if any(each.continuation or each.turn for page in digests for each in page.articles):
                with suppress(WorkspaceError):
                    workspace.pages(file)
                sleep(_REST)


def survey(workspace: Workspace, stopped: Callable[[], bool], *, gently: bool = False) -> Iterator[int]:
    """Make every file known; yield how many are, as they come. `gently` leaves the interpreter to others now and then."""
    if workspace.recorded:
        workspace.open_records()  # corrections are part of what is known
    files = workspace.files
    hopeless = workspace.problems.keys()
    unknown = [file for file in files if not (workspace.catalogue.knows(file) or file in hopeless)]
    done = len(files) - len(unknown)
    left = []
    for at in range(0, len(unknown), _RECALLED):
        if stopped():
            return
        batch = unknown[at : at + _RECALLED]
        missing = _recall(workspace, batch)
        left += missing
        done += len(batch) - len(missing)
        if len(missing) < len(batch):
            yield done
            if gently:
                sleep(_REST)
    for _file in _parsed(workspace, left, stopped):
        done += 1
        yield done
    workspace._library.keep()


def _recall(workspace: Workspace, files: Sequence[SourceFile]) -> list[SourceFile]:
    """Know files by the cache; return those that it does not have."""
    found = workspace._library.recall(files)
    for file, digests in found.items():
        if not workspace.is_corrected(file, [page.fingerprint for page in digests]):
            workspace.catalogue.take(file, digests)
    return [file for file in files if not workspace.catalogue.knows(file)]


def _parsed(
    workspace: Workspace, files: Sequence[SourceFile], stopped: Callable[[], bool]
) -> Iterator[SourceFile]:
    """Parse files, and yield each that is known now or cannot be."""
    left = dict.fromkeys(files)
    if len(files) > FEW and pool.available():
        for file in _by_workers(workspace, [file for file in files if file.place is not None], stopped):
            del left[file]
            yield file
    for file in left:
        if stopped():
            return
        with suppress(WorkspaceError):
            workspace.pages(file)
        yield file


def _by_workers(
    workspace: Workspace, files: Sequence[SourceFile], stopped: Callable[[], bool]
) -> Iterator[SourceFile]:
    library = workspace._library
    kept: list[KeptFile] = []
    with pool.Pool(files, library.asked) as workers:
        for read in workers.read(stopped):
            kept += _learn(workspace, read)
            if len(kept) >= _KEPT:
                library.keep(kept)
                kept = []
            yield read.file
    library.keep(kept)


def _learn(workspace: Workspace, read: pool.Read) -> list[KeptFile]:
    """Know a file by what a worker found; return what is to be kept of it."""
    file, library = read.file, workspace._library
    if read.error is not None:
        library.note(file, read.stamp, read.error)
        return []
    digests = tuple(unpack_digest(page.digest) for page in read.pages)
    fingerprints = tuple(page.fingerprint for page in digests)
    library.note(file, read.stamp, fingerprints)
    if workspace.is_corrected(file, fingerprints):
        with suppress(WorkspaceError):
            workspace.pages(file)
    else:
        workspace.catalogue.take(file, digests)
    keys = tuple(page.key for page in read.pages)
    return [KeptFile(file.key, library.asked or "", read.settled, keys, read.pages)]
