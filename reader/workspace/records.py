"""The database's side of a workspace: repository, writer and placing, opened together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reader.repository import Repository
from reader.workspace.model import Event, Notice
from reader.workspace.placing import Placing
from reader.workspace.writer import Writer, load


class Records:
    """What a database holds and what may be done with it; one that cannot be read is shown empty and left alone."""

    def __init__(self, database: Path, subscribers: list[Callable[[Event], None]]) -> None:
        """Open the database."""
        repository = Repository(database)
        snapshot, failure = load(repository)
        notices: list[Notice] = []
        if failure is not None:
            params = {"path": str(database), "detail": str(failure), **getattr(failure, "params", {})}
            notices.append(Notice(getattr(failure, "code", "database_unreadable"), params))
        elif not repository.writable:
            notices.append(Notice("read_only_folder", {"path": str(database)}))
        if snapshot.problems:
            notices.append(
                Notice("records_damaged", {"path": str(database), "count": str(len(snapshot.problems))})
            )
        self.writable = failure is None and repository.writable
        self.notices = tuple(notices)
        self.placing = Placing()
        self.writer = Writer(repository, snapshot)
        self.writer.subscribers = subscribers
