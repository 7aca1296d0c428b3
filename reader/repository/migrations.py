"""Older formats of the database into today's, one step after the other; each step is a pure function of all tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Tables = dict[str, dict[str, dict[str, Any]]]
Step = Callable[[Tables], Tables]


def _to_2(tables: Tables) -> Tables:
    """Return the tables of format 1 as those of format 2: the journal came beside them, they stayed as they were."""
    return tables


# From which format each step leads to the next.
MIGRATIONS: Mapping[int, Step] = {1: _to_2}


def migrated(tables: Tables, version: int, steps: Mapping[int, Step] = MIGRATIONS) -> tuple[Tables, int]:
    """Return the tables of a format as those of the last one that steps lead to, and its number."""
    while version in steps:
        tables = steps[version](tables)
        version += 1
    return tables, version
