"""An office's own list of proposals (交办清单), from a workbook or a CSV file: rows of what is registered about each."""

from reader.exchange.ledger.grid import Grid, grids
from reader.exchange.ledger.heads import meaning_of
from reader.exchange.ledger.model import Ledger, LedgerRow, Mistake, Said
from reader.exchange.ledger.reading import read_ledger, signatures

__all__ = [
    "Grid",
    "Ledger",
    "LedgerRow",
    "Mistake",
    "Said",
    "grids",
    "meaning_of",
    "read_ledger",
    "signatures",
]
