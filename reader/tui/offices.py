"""Handling units that are typed one after the other in a row, and those that may be meant. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reader.annotations import Entry

_BETWEEN = re.compile(r"[、，,;；]")


def units_in(text: str) -> list[str]:
    """Return the units that a text names, each once."""
    return list(dict.fromkeys(part.strip() for part in _BETWEEN.split(text) if part.strip()))


def completed(typed: str, name: str) -> str:
    """Return a list of units with the last one, which is being typed, completed to a name."""
    last = [found.end() for found in _BETWEEN.finditer(typed)]
    return typed[: last[-1] if last else 0] + name


def being_typed(typed: str) -> str:
    """Return the last of several units that are being typed."""
    return _BETWEEN.split(typed)[-1].strip()


def units_of(
    entries: Iterator[Entry], wanted: Sequence[str], known: Sequence[str] = ()
) -> dict[str, list[str]]:
    """Return the units that may be meant in some fields: those their entries name, those of most entries first.

    After them come those that entries of other fields of units (`known`) name.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*wanted, *known)}
    for entry in entries:
        if entry.field in counts:
            counts[entry.field].update(units_in(entry.value))
    others = sum(counts.values(), Counter[str]())
    return {
        name: list(dict.fromkeys(unit for each in (counts[name], others) for unit, _n in each.most_common()))
        for name in wanted
    }
