"""The database's side of a workspace: repository, writer and placing, opened together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reader.repository import Repository, Snapshot
from reader.store import StoreError
from reader.workspace.correcting import Correcting
from reader.workspace.lasting import Lasting
from reader.workspace.model import Event, Notice
from reader.workspace.placing import Placing
from reader.workspace.writer import Writer

# Why nothing can be saved, said already.
EXPLAINED = ("database_newer", "locks_unreliable")


class Records:
    """What a database holds and what may be done with it; one that cannot be read is shown empty and left alone."""

    def __init__(self, database: Path, subscribers: list[Callable[[Event], None]]) -> None:
        """Open the database. Never raises: a failure is a notice."""
        self.notices: tuple[Notice, ...] = ()
        self.writable = False
        self.placing = Placing()
        self.correcting = Correcting()
        repository, snapshot = None, Snapshot()
        try:
            with Lasting() as made:
                repository = Repository(database)
                snapshot = repository.load()
                made.count = len(snapshot.annotations)
            self.writable = repository.writable
            self.notices = tuple(Notice(found.code, found.params) for found in repository.findings)
        except StoreError as error:
            repository = None
            self.notices = (Notice(error.code, error.params),)
        else:
            if not self.writable and not any(notice.code in EXPLAINED for notice in self.notices):
                self.notices += (Notice("read_only_folder", {"path": str(database)}),)
            if snapshot.problems:
                count = str(len(snapshot.problems))
                self.notices += (Notice("records_damaged", {"path": str(database), "count": count}),)
        # Indexed here, before another thread can ask: they take no lock.
        self.placing.fingerprints(snapshot)
        self.correcting.any(snapshot)
        self.writer = Writer(repository, snapshot)
        self.writer.subscribers = subscribers
