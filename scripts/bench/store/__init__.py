"""The store against bare files, SQLite and stock TinyDB, by turns in the same run, so that a noisy machine hits all alike."""
