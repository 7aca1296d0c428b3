"""The columns of the overview, and rows put in order by several of them, in slices that never hold others up for long."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from reader.annotations.schemes import Scheme
from reader.config import clock
from reader.config.language import N_
from reader.config.schemes.wording import field_label
from reader.config.schemes.wording import value_words as field_value_words
from reader.workspace.model import WorkspaceError
from reader.workspace.proposals import Row
from reader.workspace.sides import FIELD, side_words

if TYPE_CHECKING:
    from reader.workspace.handling import Handled

Value = str | int
Order = tuple[tuple[str, bool], ...]
"""Columns by their ids, the first counts most; True: the last value comes first."""

SLICE = 2048
"""Rows that are sorted in one go: a sort lets no other thread run, and one that draws may have to wait for several."""
_MERGED = 3 * SLICE
"""Rows that are merged in one go, about: what is in order already is sorted quicker."""
_EVERY = 128
"""Of so many rows one is looked at, to cut the values into ranges."""
_LOOKED_AT = 1000
"""Values that are looked at, about, to see whether many are alike."""
_NUMBER = re.compile(r"\d+")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its id, its heading (an English message, or a field's own name) and the value it takes from a row.

    Numbers that a row does not have are empty.
    """

    id: str
    header: str
    value: Callable[[Row], Value]
    number: bool = False


def columns(
    is_read: Callable[[str], bool], fields: Sequence[str] = (), schemes: Sequence[Scheme] = ()
) -> dict[str, Column]:
    """Return all columns by their ids: those of every proposal, then one for each of some fields of entries.

    `is_read` says of an article's id whether it was read; fields are called as `schemes` call them.
    """
    from reader.workspace.standing import outcome_words, stage_words

    today = clock.today()

    def left(row: Row) -> Value:
        return (row.due - today).days if row.due is not None else ""

    def standing(words: Callable[[Handled], str]) -> Callable[[Row], str]:
        return lambda row: words(row.handled) if row.handled is not None else ""

    known = (
        Column("date", N_("Date"), lambda row: row.spot.page.source.date),
        Column("paper", N_("Paper"), lambda row: row.spot.page.source.paper),
        Column("page", N_("Page no."), lambda row: row.spot.page.source.page_no),
        Column("title", N_("Title"), lambda row: row.spot.article.name),
        Column("author", N_("Author"), lambda row: row.spot.article.author),
        Column("affiliation", N_("Affiliation"), lambda row: row.spot.article.affiliation),
        Column("measures", N_("Measures"), lambda row: len(row.spot.article.measures), number=True),
        Column("characters", N_("Characters"), lambda row: row.spot.article.characters, number=True),
        Column("tags", N_("Tags"), lambda row: "、".join(row.tags)),
        Column("comments", N_("Comments"), lambda row: row.comments, number=True),
        Column("entries", N_("Handling"), _entries),
        Column("stage", N_("Stage"), standing(stage_words)),
        Column("outcome", N_("Outcome"), standing(outcome_words)),
        Column("due", N_("Due"), lambda row: row.due.isoformat() if row.due else ""),
        Column("left", N_("Days left"), left, number=True),
        Column("doubts", N_("Doubts"), lambda row: row.spot.article.doubts, number=True),
        Column("read", N_("Read"), lambda row: int(is_read(row.id)), number=True),
        Column("copies", N_("Copies"), lambda row: row.copies, number=True),
        Column("file", N_("File"), lambda row: row.spot.file.label),
        Column("id", N_("Id"), lambda row: row.id),
        *(Column(FIELD + name, side_words(FIELD + name, schemes), _field(name)) for name in fields),
    )
    return {column.id: column for column in known}


def fields_of(rows: Sequence[Row]) -> list[str]:
    """Return the fields that entries of some rows have, the commonest first."""
    found: dict[str, int] = {}
    for row in rows:
        for name, _value in row.entries:
            found[name] = found.get(name, 0) + 1
    return sorted(found, key=lambda name: -found[name])


def _entries(row: Row) -> str:
    scheme = row.handled.scheme if row.handled is not None else None
    named = (
        (field_label(scheme, name) if scheme else name, _words(row, name, text)) for name, text in row.entries
    )
    return "；".join(f"{field}：{value}" for field, value in named)


def _field(name: str) -> Callable[[Row], str]:
    return lambda row: next((_words(row, field, text) for field, text in row.entries if field == name), "")


def _words(row: Row, field: str, text: str) -> str:
    return field_value_words(row.handled.scheme.by_id.get(field), text) if row.handled is not None else text


def parse_order(text: str, known: Mapping[str, Column]) -> Order:
    """Return the order of a typed list: `date,-measures`; `-` turns one round. Raises WorkspaceError `column_unknown`."""
    names = filter(None, (piece.strip() for piece in text.split(",")))
    return tuple((_known(name.removeprefix("-"), known), name.startswith("-")) for name in names)


def parse_columns(text: str, known: Mapping[str, Column]) -> tuple[str, ...]:
    """Return the columns of a typed list, each once. Raises WorkspaceError `column_unknown`."""
    names = filter(None, (piece.strip() for piece in text.split(",")))
    return tuple(dict.fromkeys(_known(name, known) for name in names))


def _known(name: str, known: Mapping[str, Column]) -> str:
    if name not in known and not name.startswith(FIELD):  # a field that nothing is entered in is empty
        raise WorkspaceError("column_unknown", column=name, known=", ".join(known))
    return name


def keys_of(column: Column, rows: Sequence[Row]) -> list[Any]:
    """Return what the rows are sorted by; None where there is nothing to sort by.

    Chinese comes in the order of GB 18030, which is that of pinyin for the characters that are common; the numbers in
    pages' names count as numbers.
    """
    return _keys(column, [column.value(row) for row in rows])


def _keys(column: Column, values: Sequence[Value]) -> list[Any]:
    if column.number:
        return [None if value == "" else value for value in values]
    if column.id == "page":
        return [_natural(str(value)) or None for value in values]
    return [key or None for key in _encoded([str(value) for value in values])]


def _encoded(texts: Sequence[str]) -> list[bytes]:
    """Return texts in GB 18030, many at once, which takes a third of the time; NUL is part of no character's bytes."""
    found: list[bytes] = []
    for at in range(0, len(texts), SLICE):
        some = texts[at : at + SLICE]
        keys = "\0".join(some).encode("gb18030", "replace").split(b"\0")
        found += keys if len(keys) == len(some) else [each.encode("gb18030", "replace") for each in some]
    return found


def _natural(text: str) -> bytes:
    return _NUMBER.sub(lambda found: found[0].zfill(6), text).encode("gb18030", "replace")


def arranged(rows: Sequence[Row], order: Order, known: Mapping[str, Column]) -> list[Row]:
    """Return rows in an order; those without a value come last, however it is turned; equal ones stay as they were."""
    found = list(rows)
    for name, backwards in reversed(order):
        column = known.get(name)
        if column is not None:
            grouped = _grouped(column, found, backwards=backwards) if _repeats(column, found) else None
            found = _sorted(column, found, backwards=backwards) if grouped is None else grouped
    return found


def _repeats(column: Column, rows: Sequence[Row]) -> bool:
    """Say whether many rows have the same value, as far as some of them show."""
    some = [column.value(row) for row in rows[:: max(1, len(rows) // _LOOKED_AT)]]
    return 2 * len(set(some)) < len(some)


def _grouped(column: Column, rows: Sequence[Row], *, backwards: bool) -> list[Row] | None:
    """Return rows in order: those of one value are put together, and the values sorted; None if some are as good as alike.

    That takes less than sorting where values are few.
    """
    value = column.value
    alike: defaultdict[Value, list[Row]] = defaultdict(list)
    for row in rows:
        alike[value(row)].append(row)
    groups: dict[Any, list[Row]] = dict(zip(_keys(column, list(alike)), alike.values(), strict=True))
    if len(groups) < len(alike):
        return None
    empty = groups.pop(None, [])
    keys = sorted_in_slices(list(groups), lambda key: key, backwards=backwards)
    return [row for key in keys for row in groups[key]] + empty


def _sorted(column: Column, rows: Sequence[Row], *, backwards: bool) -> list[Row]:
    """Return rows in order: each is sorted by itself."""
    keys = keys_of(column, rows)
    full, empty = list(range(len(rows))), []
    if None in keys:
        full = [place for place in full if keys[place] is not None]
        empty = [row for row, key in zip(rows, keys, strict=True) if key is None]
    return [rows[place] for place in sorted_in_slices(full, keys.__getitem__, backwards=backwards)] + empty


def sorted_in_slices(items: list[T], key: Callable[[T], Any], *, backwards: bool = False) -> list[T]:
    """Return what `sorted(items, key=key, reverse=backwards)` does; other threads get their turns meanwhile.

    Runs are sorted by themselves. Then, value range by value range, what the runs have of it is merged, which sorting
    does by itself with runs that are in order.
    """
    if backwards:  # equal ones stay in their order: turned round before and after
        return sorted_in_slices(items[::-1], key)[::-1]
    runs = [sorted(items[at : at + SLICE], key=key) for at in range(0, len(items), SLICE)]
    if len(runs) < 2:
        return runs[0] if runs else []
    merged: list[T] = []
    for part in _ranges(runs, key):
        merged += sorted(part, key=key)
    return merged


def _ranges(runs: Sequence[Sequence[T]], key: Callable[[T], Any]) -> Iterator[list[T]]:
    """Yield what sorted runs hold of one range of values after the other, some slices' worth each.

    Equal values are in one range, run after run.
    """
    sample = sorted(key(run[at]) for run in runs for at in range(_EVERY // 2, len(run), _EVERY))
    step = max(1, _MERGED // _EVERY)
    starts = [0] * len(runs)
    for splitter in sample[step::step]:
        part: list[T] = []
        for number, run in enumerate(runs):
            end = bisect_left(run, splitter, lo=starts[number], key=key)
            part += run[starts[number] : end]
            starts[number] = end
        yield part
    rest: list[T] = []
    for run, start in zip(runs, starts, strict=True):
        rest += run[start:]
    yield rest
