"""One thread writes; what people did shows at once, and is taken back with its text if it could not be saved."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import RLock, Thread
from time import monotonic

from reader.repository import Change, Receipt, Repository, RepositoryError, Snapshot
from reader.store import StoreError
from reader.workspace.changes import Build, apply
from reader.workspace.model import Event, Notice

Subscriber = Callable[[Event], None]

# Seconds after the last change before plain readers are shown it: with the look every two, five at the most.
QUIET = 2.5


@dataclass(slots=True, eq=False)
class _Pending:
    build: Build
    change: Change
    text: str


class Writer:
    """Owns the repository and its thread; `snapshot` is what is saved with what is being saved on top."""

    def __init__(self, repository: Repository | None, confirmed: Snapshot) -> None:
        """Take an open repository (None: nothing can be changed) and what it holds."""
        self._repository = repository
        self._lock = RLock()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="xiance-writer")
        self._confirmed = self._shown = confirmed
        self._pending: list[_Pending] = []
        self._waiting = 0
        self._stepping: Future[Receipt] | None = None
        self._looking = False
        self._told_of = len(repository.findings) if repository else 0
        self._checkpoint: Thread | None = None
        self._saved_at: float | None = None
        self.subscribers: list[Subscriber] = []

    @property
    def snapshot(self) -> Snapshot:
        """The records as the reader sees them."""
        return self._shown

    @property
    def waiting(self) -> int:
        """How many changes, undos and redos are not durable yet."""
        return self._waiting

    @property
    def unsaved(self) -> frozenset[str]:
        """The ids of records that are being saved."""
        pending = tuple(self._pending)  # in one go: a long change may hold the lock
        return frozenset(write.id for each in pending for write in each.change.writes)

    def change(self, build: Build, text: str = "") -> Future[Receipt | None]:
        """Show a change and save it in the background; `text` is what a failure hands back.

        A wish that changes nothing is fulfilled at once (None). Raises what `build` raises.
        """
        with self._lock:
            pending = _Pending(build, build(self._shown), text)
            shown = apply(self._shown, pending.change)
            if all(write.before == write.after for write in pending.change.writes):
                return _fulfilled()
            assert shown is not None  # it was built from what is shown
            self._shown = shown
            self._pending.append(pending)
            self._waiting += 1
            return self._thread.submit(self._save, pending)

    def step(self, step: Callable[[Repository], Receipt]) -> Future[Receipt]:
        """Undo or redo, after the changes before it."""
        with self._lock:
            self._waiting += 1
            self._stepping = self._thread.submit(self._step, step)
            return self._stepping

    @property
    def stepping(self) -> Future[Receipt] | None:
        """The last undo or redo, if it is still under way: only then is it known what it does."""
        step = self._stepping
        return None if step is None or step.done() else step

    def look(self) -> None:
        """Have the thread see whether others changed the file; told as an `external` event.

        While a change is being made that is left to the next look: nobody waits for a long one.
        """
        if not self._lock.acquire(blocking=False):
            return
        try:
            if self._looking or self._waiting or self._repository is None:
                return
            self._looking = True
            self._thread.submit(self._look)
        finally:
            self._lock.release()

    def close(self) -> None:
        """Save what is waiting, end the thread and let go of the file."""
        self._thread.shutdown(wait=True)
        if self._checkpoint is not None:
            self._checkpoint.join()
        if self._repository is not None:
            self._repository.close()

    def _save(self, pending: _Pending) -> Receipt | None:
        try:
            receipt = self._commit(pending)
        except BaseException as error:
            self._done(pending, None)
            self._tell(Event("failed", error, pending.text))
            raise
        self._saved_at = monotonic()
        self._done(pending, receipt.snapshot)
        self._tell(Event("saved"))
        return receipt

    def _commit(self, pending: _Pending) -> Receipt:
        assert self._repository is not None
        try:
            return self._repository.commit(pending.change)
        except RepositoryError as error:
            if error.code != "conflict":
                raise
        # Someone else, or a change before this one that failed: make the same wish of what is there now.
        pending.change = pending.build(self._repository.load())
        return self._repository.commit(pending.change)

    def _step(self, step: Callable[[Repository], Receipt]) -> Receipt:
        assert self._repository is not None
        try:
            receipt = step(self._repository)
        except BaseException as error:
            self._done(None, None)
            self._tell(Event("failed", error))
            raise
        self._saved_at = monotonic()
        self._done(None, receipt.snapshot)
        self._tell(Event("saved"))
        return receipt

    def _look(self) -> None:
        self._looking = False
        assert self._repository is not None
        try:
            fresh = self._repository.refresh()
        except Exception as error:
            self._tell(Event("failed", error))
            return
        if fresh is not None:
            with self._lock:
                self._confirmed = fresh
                self._show()
            self._tell(Event("external"))
        self._tell_findings()
        self._start_checkpoint()

    def _tell_findings(self) -> None:
        assert self._repository is not None
        findings = self._repository.findings
        for found in findings[self._told_of :]:
            self._tell(Event("found", notice=Notice(found.code, found.params)))
        if len(findings) > self._told_of and self._repository.writable:
            self._saved_at = self._saved_at or monotonic()  # what was found is to be mended
        self._told_of = len(findings)

    def _start_checkpoint(self) -> None:
        """Have the main file brought up to date, in a thread of its own: saving does not wait for it."""
        if self._saved_at is None or monotonic() - self._saved_at < QUIET:
            return
        if self._checkpoint is not None and self._checkpoint.is_alive():
            return
        self._saved_at = None
        self._checkpoint = Thread(target=self._make_checkpoint, name="xiance-checkpoint")
        self._checkpoint.start()

    def _make_checkpoint(self) -> None:
        assert self._repository is not None
        try:
            self._repository.checkpoint()
        except StoreError:  # nothing is lost, the journal has it: try again later
            self._saved_at = monotonic()

    def _done(self, pending: _Pending | None, confirmed: Snapshot | None) -> None:
        with self._lock:
            self._waiting -= 1
            if pending is not None:
                self._pending.remove(pending)
            if confirmed is not None:
                self._confirmed = confirmed
            self._show()

    def _show(self) -> None:
        """Put what is being saved on top of what is saved; what no longer fits is remade or left to its own saving."""
        shown = self._confirmed
        for pending in self._pending:
            layered = apply(shown, pending.change)
            if layered is None:
                try:
                    pending.change = pending.build(shown)
                    layered = apply(shown, pending.change)
                except Exception:  # its saving will fail and tell
                    layered = None
            shown = layered or shown
        self._shown = shown

    def _tell(self, event: Event) -> None:
        for subscriber in tuple(self.subscribers):
            subscriber(event)
        if not self._waiting:
            for subscriber in tuple(self.subscribers):
                subscriber(Event("idle"))


def _fulfilled() -> Future[Receipt | None]:
    future: Future[Receipt | None] = Future()
    future.set_result(None)
    return future


def undo(creator: str) -> Callable[[Repository], Receipt]:
    """Return the step that takes back a person's last change."""
    return lambda repository: repository.undo(creator)


def redo(creator: str) -> Callable[[Repository], Receipt]:
    """Return the step that makes a person's last undone change again."""
    return lambda repository: repository.redo(creator)
