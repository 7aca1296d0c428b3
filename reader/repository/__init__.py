"""Records and their tables: loading, changing as a whole, undo and redo; every change with its event."""

from reader.repository.checking import Fault, faults, repairs
from reader.repository.model import (
    TEXTLESS,
    Change,
    Label,
    PageRecord,
    Problem,
    Receipt,
    Record,
    RepositoryError,
    Setting,
    Snapshot,
    TableName,
    Write,
)
from reader.repository.purging import Purge
from reader.repository.repository import EVENTS_KEPT, Repository
from reader.repository.versions import Versioned

__all__ = [
    "EVENTS_KEPT",
    "TEXTLESS",
    "Change",
    "Fault",
    "Label",
    "PageRecord",
    "Problem",
    "Purge",
    "Receipt",
    "Record",
    "Repository",
    "RepositoryError",
    "Setting",
    "Snapshot",
    "TableName",
    "Versioned",
    "Write",
    "faults",
    "repairs",
]
