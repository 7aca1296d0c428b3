"""What may be thrown away and made again: SQLite files beside the work, in the cache folder."""
