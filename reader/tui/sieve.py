"""Which rows of the overview a filter lets through: the contents' terms, asked of digests, many at once. Pure.

A word is sought in what is called: title, author, affiliation and paper, for rows have no text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader.text import fold
from reader.tui.filtering import ArticleFacts, Filter, Term
from reader.workspace.proposals import Row
from reader.workspace.standing import stage_names

Test = Callable[[Row], bool]
IsRead = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Behind:
    """What is behind a number of the statistics: articles by their ids, and what the number is called."""

    words: str
    ids: frozenset[str]


def facts_of(row: Row, is_read: IsRead) -> ArticleFacts:
    """Return what a filter asks of a row."""
    article = row.spot.article
    people = (article.author, *article.reporters, *article.correspondents)
    return ArticleFacts(
        text=row.words,
        kind=article.kind,
        tags=row.tags,
        authors=tuple(filter(None, people)),
        affiliation=article.affiliation,
        unread=not is_read(row.id),
        untagged=not row.mine,
        doubt=bool(article.doubts),
        stages=stage_names(row.handled) if row.handled is not None else (),
    )


def sieve(filter_: Filter, is_read: IsRead) -> Test:
    """Return what says whether a row matches, as `filter_.matches` says it of its facts, at less cost."""
    tests = [_test(term, is_read) for term in filter_.terms]
    if len(tests) == 1:
        return tests[0]
    return lambda row: all(test(row) for test in tests)


def sifted(rows: Sequence[Row], filter_: Filter, behind: Behind | None, is_read: IsRead) -> Sequence[Row]:
    """Return the rows that a filter lets through and that are behind a number, if one is given."""
    found = rows
    if behind is not None:
        ids = behind.ids
        found = [row for row in found if row.spot.article.id in ids]
    if filter_:
        test = sieve(filter_, is_read)
        found = [row for row in found if test(row)]
    return found


def _test(term: Term, is_read: IsRead) -> Test:
    wanted, value = fold(term.value), term.value
    tests: dict[str, Test] = {
        "word": lambda row: wanted in row.words,
        "kind": lambda row: row.spot.article.kind == value,
        "tag": lambda row: bool(row.tags) and _tagged(row.tags, wanted),
        "author": lambda row: _written(row, wanted),
        "affiliation": lambda row: wanted in fold(row.spot.article.affiliation),
        "unread": lambda row: not is_read(row.spot.article.id),
        "untagged": lambda row: not row.mine,
        "doubt": lambda row: row.spot.article.doubts > 0,
        "stage": _at_stage(wanted),
    }
    return tests[term.sort]


def _tagged(tags: Sequence[str], wanted: str) -> bool:
    return any(tag == wanted or tag.startswith(wanted + "/") for tag in map(fold, tags))


def _at_stage(wanted: str) -> Test:
    """Return the test for a stage; of the few stages that schemes have each is looked at once."""
    known: dict[tuple[tuple[str, ...], str], bool] = {}

    def test(row: Row) -> bool:
        handled = row.handled
        if handled is None:
            return False
        key = tuple(each.id for each in handled.schemes), handled.stage
        if key not in known:
            known[key] = any(wanted in fold(name) for name in stage_names(handled))
        return known[key]

    return test


def _written(row: Row, wanted: str) -> bool:
    article = row.spot.article
    people = (article.author, *article.reporters, *article.correspondents)
    return any(wanted in fold(name) for name in people if name)
