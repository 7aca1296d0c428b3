"""The index and what is asked of it."""
