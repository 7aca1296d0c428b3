"""What an open folder is; the one object that the command line and the terminal talk to."""

from reader.workspace.catalogue import Catalogue, Spot
from reader.workspace.halves import Half
from reader.workspace.model import (
    Event,
    Filters,
    Imported,
    Listed,
    Notice,
    Placed,
    Replayed,
    SourceFile,
    WorkspaceError,
)
from reader.workspace.state import ReadingState
from reader.workspace.workspace import Workspace

__all__ = [
    "Catalogue",
    "Event",
    "Filters",
    "Half",
    "Imported",
    "Listed",
    "Notice",
    "Placed",
    "ReadingState",
    "Replayed",
    "SourceFile",
    "Spot",
    "Workspace",
    "WorkspaceError",
]
