"""An office's own list of proposals (交办清单), from a workbook or a CSV file: rows of what is registered about each."""

from reader.exchange.ledger.model import Ledger, LedgerRow, Mistake
from reader.exchange.ledger.reading import read_ledger

__all__ = ["Ledger", "LedgerRow", "Mistake", "read_ledger"]
