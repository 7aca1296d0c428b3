"""What a query finds in the search index, counted, and the first hits in order."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.index.grams import phrase, spelled
from reader.index.query import Query, Sort
from reader.index.tables import last_number

if TYPE_CHECKING:
    import sqlite3

RANKED = 20_000
"""Hits up to which the best come first; of more, the newest do."""
HEADLINE_WEIGHT = 100.0
"""How often a word in the headline counts; BM25 levels off, so that hardly any text outweighs it."""
_FEW = 1000
"""Hits up to which all are ranked at once."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found: how many articles, the ids of the first of them, best first, and counts by year and paper.

    An empty year or paper is one that is not known.
    """

    total: int
    ids: tuple[int, ...] = ()
    years: Mapping[str, int] = field(default_factory=dict)
    papers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles count besides what the query says of their texts, by number; `files` by key, None for all."""

    files: Collection[str] | None = None
    within: Collection[int] | None = None
    without: Collection[int] = frozenset()
    besides: Collection[int] = frozenset()


class Columns:
    """Of every article its file, day and paper, held in memory: hits are counted without asking for their rows."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self.files: dict[int, str] = dict(base.execute("SELECT id, key FROM files"))
        self.keys = frozenset(self.files.values())
        self.last = last = last_number(base)
        self.file, self.day = array("I", bytes(4 * (last + 1))), array("I", bytes(4 * (last + 1)))
        self._group = array("I", bytes(4 * (last + 1)))
        groups: dict[tuple[str, str], int] = {}
        self.ids: list[int] = []
        for number, file, date, paper in base.execute(
            "SELECT id, file, date, paper FROM articles ORDER BY id"
        ):
            self.ids.append(number)
            self.file[number] = file
            self.day[number] = _day(date)
            year = f"{self.day[number] // 10000:04}" if self.day[number] else ""
            self._group[number] = groups.setdefault((year, paper), len(groups))
        self._groups = list(groups)

    def newest(self, ids: Iterable[int]) -> list[int]:
        """Return some articles, the newest first: quick where they were put in day by day, as files are named."""
        return sorted(ids, key=self.day.__getitem__, reverse=True)

    def counts(self, ids: Sequence[int]) -> tuple[dict[str, int], dict[str, int]]:
        """Return how many of some articles are of which year and of which paper."""
        years: Counter[str] = Counter()
        papers: Counter[str] = Counter()
        for group, count in Counter(map(self._group.__getitem__, ids)).items():
            year, paper = self._groups[group]
            years[year] += count
            papers[paper] += count
        return dict(sorted(years.items())), dict(papers.most_common())


def _day(date: str) -> int:
    """Return 20240229 for 2024-02-29, 0 for what is no day."""
    digits = date.replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isascii() and digits.isdecimal() else 0


def find(base: sqlite3.Connection, columns: Columns, query: Query, scope: Scope, limit: int) -> Found:
    """Return what the query's terms on articles find, the first `limit` in order."""
    match = _match(query)
    ranked = _ranked(base, match, _FEW + 1) if match else []
    few = 0 < len(ranked) <= _FEW
    if few or not ranked:
        ids = [number for _rank, number in ranked] if match else None
    else:
        ids = _matching(base, match)
    matched = len(ids or ())
    for having in _singles(base, columns, query):
        ids = having if ids is None else _both(ids, having)
    ids = columns.ids if ids is None else ids
    allowed, barred = _allowed(base, query), _barred(base, columns, query)
    if allowed is not None:
        ids = [number for number in ids if number in allowed]
    if barred:
        ids = [number for number in ids if number not in barred]
    if scope.within is not None:
        ids = [number for number in ids if number in scope.within]
    if scope.besides:
        ids = [*ids, *sorted(set(scope.besides).difference(ids))]
    if scope.without:
        ids = [number for number in ids if number not in scope.without]
    if scope.files is not None and not columns.keys <= set(scope.files):
        opened = {number for number, key in columns.files.items() if key in scope.files}
        ids = [number for number in ids if columns.file[number] in opened]
    if few:
        best: Sequence[int] = ids[:limit]
    elif match and matched <= RANKED:
        best = _best(base, match, ids, matched, limit)
    else:
        best = _newest(base, query, columns, ids, limit)
    return Found(len(ids), tuple(best), *columns.counts(ids))


def _match(query: Query) -> str:
    """Return what FTS5 is asked; empty if it has no say."""
    wanted = [phrase(word) for word in query.values("word") if len(word) > 1]
    wanted += [f"head : {phrase(word)}" for word in query.values("title") if len(word) > 1]
    return " AND ".join(f"({term})" for term in wanted)


def _having(base: sqlite3.Connection, columns: Columns, character: str, *, head: bool) -> Iterator[int]:
    """Yield the articles that have a character, in their headline or anywhere."""
    sql = (
        "SELECT ids FROM steps CROSS JOIN characters USING (first) WHERE character = ? AND head = ?"
        " ORDER BY first"
    )
    ids = array("I", b"".join(row[0] for row in base.execute(sql, (spelled(character)[0], int(head)))))
    if len(columns.ids) == columns.last:
        return iter(ids)
    return (number for number in ids if columns.file[number])


def _matching(base: sqlite3.Connection, match: str) -> list[int]:
    return [row[0] for row in base.execute("SELECT rowid FROM grams WHERE grams MATCH ?", (match,))]


def _allowed(base: sqlite3.Connection, query: Query) -> set[int] | None:
    """Return the articles of which all holds that is asked of kinds, days and names; None if nothing is."""
    where: list[str] = []
    values: list[str] = []
    for term in query.terms:
        if term.sort in _TESTS:
            test, count = _TESTS[term.sort]
            where.append(f"NOT ({test})" if term.negated else test)
            values += (term.value, term.until)[:count]
    if not where:
        return None
    sql = f"SELECT id FROM articles WHERE {' AND '.join(where)}"  # noqa: S608 - tests of our own
    return {row[0] for row in base.execute(sql, values)}


_WHERE: tuple[tuple[Sort, str], ...] = (("word", ""), ("title", "head : "))
"""Where words of a sort are sought, as FTS5 says it."""


def _singles(base: sqlite3.Connection, columns: Columns, query: Query) -> list[list[int]]:
    """Return, for each word of one character, the articles that have it."""
    return [
        list(_having(base, columns, word, head=bool(column)))
        for sort, column in _WHERE
        for word in query.values(sort)
        if len(word) == 1
    ]


def _barred(base: sqlite3.Connection, columns: Columns, query: Query) -> set[int]:
    """Return the articles that say what must not be said."""
    barred: set[int] = set()
    for sort, column in _WHERE:
        for word in query.values(sort, negated=True):
            if len(word) == 1:
                barred.update(_having(base, columns, word, head=bool(column)))
            else:
                barred.update(_matching(base, column + phrase(word)))
    return barred


_TESTS = {
    "kind": ("kind = ?", 1),
    "date": ("date != '' AND date BETWEEN ? AND ?", 2),
    "author": ("instr(folded_authors, ?) > 0", 1),
    "affiliation": ("instr(folded_affiliation, ?) > 0", 1),
    "paper": ("instr(folded_paper, ?) > 0", 1),
}
"""How SQL tests what is asked by a field, and how many values that takes."""


def _ranked(base: sqlite3.Connection, match: str, most: int) -> list[tuple[float, int]]:
    """Return what matches with its rank, the best of all first; with more than `most` only so many of them.

    For ranks FTS5 seeks every phrase once more, so that it is first asked whether there is anything to be ranked.
    """
    first = base.execute("SELECT rowid FROM grams WHERE grams MATCH ? LIMIT 2", (match,)).fetchall()
    if len(first) < 2:
        return [(0.0, number) for (number,) in first]
    sql = "SELECT bm25(grams, ?, 1.0), rowid FROM grams WHERE grams MATCH ? LIMIT ?"
    return sorted(base.execute(sql, (HEADLINE_WEIGHT, match, most)))


def _both(ids: list[int], others: list[int]) -> list[int]:
    kept = set(others)
    return [number for number in ids if number in kept]


def _newest(
    base: sqlite3.Connection, query: Query, columns: Columns, ids: list[int], limit: int
) -> list[int]:
    """Return the newest hits, before them those that have a word of one character in their headline."""
    order: dict[int, None] = {}
    for word in query.values("word"):
        if len(word) == 1:
            heads = _both(ids, list(_having(base, columns, word, head=True)))
            order |= dict.fromkeys(columns.newest(heads)[:limit])
    if len(order) < limit:
        order |= dict.fromkeys(columns.newest(ids)[:limit])
    return list(order)[:limit]


def _best(base: sqlite3.Connection, match: str, ids: list[int], matched: int, limit: int) -> list[int]:
    """Return the first hits, the best by BM25, in which headlines outweigh the rest."""
    wanted = set(ids)
    sql = "SELECT rowid FROM grams WHERE grams MATCH ? ORDER BY bm25(grams, ?, 1.0) LIMIT ?"
    rows = base.execute(sql, (match, HEADLINE_WEIGHT, limit if len(ids) == matched else -1))
    order = dict.fromkeys(number for (number,) in rows if number in wanted)
    if len(order) < limit:
        order |= dict.fromkeys(ids)
    return list(order)[:limit]
