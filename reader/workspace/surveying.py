"""Making every file known in the background, so that what asks of the whole library need not wait for it later."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

from reader.workspace.model import WorkspaceError

if TYPE_CHECKING:
    from reader.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a survey is: files done of all, those of them that could not be read, and seconds left if that is known."""

    done: int
    total: int
    failed: int
    seconds_left: float | None = None


class Survey:
    """Reads what the catalogue does not know yet, file by file. Each is started once."""

    def __init__(self, workspace: Workspace, tell: Callable[[Progress], object]) -> None:
        """Take the workspace; `tell` hears of progress, from another thread, the last time when all is done."""
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
        workspace, began = self._workspace, monotonic()
        total = len(workspace.files)
        unknown = [file for file in workspace.files if not workspace.catalogue.knows(file)]
        for count, file in enumerate(unknown, 1):
            if self._stopped.is_set():
                return
            with suppress(WorkspaceError):
                workspace.pages(file)
            left = (monotonic() - began) / count * (len(unknown) - count)
            done = total - len(unknown) + count
            self._tell(Progress(done, total, len(workspace.problems), left))
        if not unknown:
            self._tell(Progress(total, total, len(workspace.problems), 0.0))
