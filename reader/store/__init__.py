"""A durable TinyDB: one JSON file that any TinyDB opens, rewritten atomically under a lock; it knows no records."""

from reader.store.database import Database, open_database
from reader.store.errors import StoreError
from reader.store.format import FORMAT

__all__ = ["FORMAT", "Database", "StoreError", "open_database"]
