"""A durable TinyDB: a JSON file that any TinyDB opens, a journal beside it, a lock; it knows no records."""

from reader.store.database import Database, open_database
from reader.store.errors import Finding, StoreError
from reader.store.format import FORMAT

__all__ = ["FORMAT", "Database", "Finding", "StoreError", "open_database"]
