"""An office's ledger into records: its rows matched to articles, and only what is news registered. See `importing`."""

from reader.workspace.ledger.importing import LedgerImport, Plan

__all__ = ["LedgerImport", "Plan"]
