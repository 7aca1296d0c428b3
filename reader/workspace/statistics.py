"""What many rows say together: counts by tag, author's affiliation, month and so on, cross tables, and how far review is.

Pure: rows in, numbers out. A row without a value is counted under the empty one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reader.workspace.model import WorkspaceError
from reader.workspace.ordering import fields_of, sorted_in_slices
from reader.workspace.proposals import Row
from reader.workspace.sides import FIELD

Values = Callable[[Row], tuple[str, ...]]
GROUP_SEPARATOR = "/"

SIDES = ("tag", "group", "affiliation", "author", "paper", "year", "month", "kind")
"""What rows are counted by, beside the fields of entries (`field:NAME`)."""
IN_TIME = ("year", "month")
"""Those whose values come in their own order, and not the commonest first."""


@dataclass(frozen=True, slots=True)
class Count:
    """A value and how many rows have it; the empty one is had by those without any."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Cross:
    """A table of two sides: `cells[i][j]` rows have the value of row `i` and that of column `j`."""

    rows: tuple[Count, ...]
    columns: tuple[Count, ...]
    cells: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Review:
    """How far review is: of `total` rows so many were read, have a tag, a comment, are dealt with."""

    total: int = 0
    read: int = 0
    tagged: int = 0
    commented: int = 0
    resolved: int = 0


def sides(rows: Sequence[Row]) -> list[str]:
    """Return what some rows can be counted by."""
    return [*SIDES, *(FIELD + name for name in fields_of(rows))]


def checked(side: str) -> str:
    """Return the name of what is counted by. Raises WorkspaceError `side_unknown` (params `side`, `known`)."""
    if side not in SIDES and not (side.startswith(FIELD) and side != FIELD):
        raise WorkspaceError("side_unknown", side=side, known=", ".join((*SIDES, FIELD + "…")))
    return side


def values_of(side: str) -> Values:
    """Return what gives a row's values of a side, each once."""
    if side.startswith(FIELD):
        name = side.removeprefix(FIELD)
        return lambda row: tuple(value for field, value in row.entries if field == name)
    found: dict[str, Values] = {
        "tag": lambda row: row.tags,
        "group": _groups,
        "affiliation": lambda row: (row.spot.article.affiliation,),
        "author": lambda row: (row.spot.article.author,),
        "paper": lambda row: (row.spot.page.source.paper,),
        "year": lambda row: (row.spot.page.source.date[:4],),
        "month": lambda row: (row.spot.page.source.date[:7],),
        "kind": lambda row: (row.spot.article.kind,),
    }
    return found[side]


def _groups(row: Row) -> tuple[str, ...]:
    """Return the outermost groups of a row's tags; a tag in no group is its own."""
    return tuple({tag.partition(GROUP_SEPARATOR)[0]: None for tag in row.tags})


def has(row: Row, side: str, value: str) -> bool:
    """Say whether a row is counted under a value."""
    return value in (values_of(side)(row) or ("",))


def count(rows: Iterable[Row], side: str) -> list[Count]:
    """Return how many rows have each value, the commonest first; of times the earliest; those without any last."""
    values = values_of(side)
    counts = Counter(value for row in rows for value in values(row) or ("",))
    return _ordered(counts, side)


def cross(rows: Iterable[Row], side: str, across: str) -> Cross:
    """Return how many rows have each two values of two sides, each side's in the order of `count`."""
    ours, theirs = values_of(side), values_of(across)
    left: Counter[str] = Counter()
    top: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for row in rows:
        mine, others = ours(row) or ("",), theirs(row) or ("",)
        left.update(mine)
        top.update(others)
        both.update((one, other) for one in mine for other in others)
    found, heads = _ordered(left, side), _ordered(top, across)
    cells = tuple(tuple(both[each.value, head.value] for head in heads) for each in found)
    return Cross(tuple(found), tuple(heads), cells)


def _ordered(counts: Counter[str], side: str) -> list[Count]:
    order = sorted_in_slices(list(counts), lambda value: value.encode("gb18030", "replace"))
    if side not in IN_TIME:
        order = sorted_in_slices(order, counts.__getitem__, backwards=True)
    named = [Count(value, counts[value]) for value in order if value]
    return [*named, Count("", counts[""])] if counts[""] else named


def review(rows: Iterable[Row], is_read: Callable[[str], bool]) -> Review:
    """Return how far review of some rows is; `is_read` says of an article's id whether it was read."""
    total = read = tagged = commented = resolved = 0
    for row in rows:
        total += 1
        read += is_read(row.id)
        if row.notes:
            tagged += bool(row.tags)
            commented += bool(row.comments)
            resolved += row.resolved
    return Review(total, read, tagged, commented, resolved)
