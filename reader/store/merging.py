"""Taking over what another program wrote, a document at a time."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from reader.store.format import META, Document, MutableTables, Tables, same

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Merged:
    """Our tables with theirs taken over; `count` of their changes were, `conflicts` contradicted ours and were not."""

    tables: MutableTables
    count: int
    conflicts: int


def merge(
    ours: Tables, theirs: Tables, base: Tables | None, touched: Set[Key], inserted: Set[Key] = frozenset()
) -> Merged:
    """Return our tables with what they changed since `base`.

    `touched` is what we changed since then. Where both changed a document, ours stays, and it is a conflict unless
    they are alike; where both inserted one under the same id, theirs gets the next free id. Without a base, what
    we touched is taken for unchanged by them, but for what we `inserted`.
    """
    tables = {name: dict(table) for name, table in ours.items()}
    count = conflicts = 0
    for name, key in _keys(tables, theirs):
        if name == META:
            continue
        mine, other = _at(ours, name, key), _at(theirs, name, key)
        if _alike(mine, other):
            continue
        if (name, key) not in touched:
            _set(tables, name, key, other)
            count += 1
            continue
        unchanged = None if (name, key) in inserted else other
        before = unchanged if base is None else _at(base, name, key)
        if _alike(before, other):
            continue
        if before is None and mine is not None and other is not None:
            # Two that counted up to the same number: `max + 1`, as TinyDB does.
            free = max(int(number) for number in (*tables[name], *ours[name], *theirs[name])) + 1
            _set(tables, name, str(free), other)
            count += 1
        else:
            conflicts += 1
    for name, table in theirs.items():
        if not table and name not in tables:
            tables[name] = {}
    return Merged(tables, count, conflicts)


def _keys(ours: Tables, theirs: Tables) -> Iterator[Key]:
    for name in [*ours, *(name for name in theirs if name not in ours)]:
        mine, others = ours.get(name, {}), theirs.get(name, {})
        yield from [(name, key) for key in mine]
        yield from [(name, key) for key in others if key not in mine]


def _at(tables: Tables, name: str, key: str) -> Document | None:
    return tables.get(name, {}).get(key)


def _alike(one: Document | None, other: Document | None) -> bool:
    return one is other or same(one, other)


def _set(tables: MutableTables, name: str, key: str, document: Document | None) -> None:
    if document is None:
        tables[name].pop(key, None)
    else:
        tables.setdefault(name, {})[key] = document
