"""What is searched for: words and fields that must all hold, how they are typed, and what holds of a text. Pure.

Everything is compared folded: width, case and traditional forms do not matter. A word is any run of characters; it is
found wherever it stands, in a headline, a paragraph, a comment or a quote, but never over two of them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reader.text import fold

Sort = Literal["word", "title", "author", "affiliation", "tag", "comment", "kind", "stage", "date", "paper"]
FIELDS: dict[str, Sort] = {
    "title": "title",
    "author": "author",
    "affiliation": "affiliation",
    "tag": "tag",
    "comment": "comment",
    "kind": "kind",
    "stage": "stage",
    "date": "date",
    "paper": "paper",
    "标题": "title",
    "作者": "author",
    "单位": "affiliation",
    "标签": "tag",
    "批注": "comment",
    "体裁": "kind",
    "环节": "stage",
    "日期": "date",
    "报名": "paper",
}
KINDS = {
    "proposal": "proposal",
    "news": "news",
    "continuation": "continuation",
    "notice": "notice",
    "record": "record",
    "建议": "proposal",
    "消息": "news",
    "转版稿": "continuation",
    "启事": "notice",
    "台账": "record",
}

_SPACE = re.compile(r"\s+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""What bytes of a command line that are no characters come as; no text has them."""
_FIELD = re.compile(rf"([A-Za-z_]+|{'|'.join(name for name in FIELDS if not name.isascii())})[:：]")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_QUOTES = '"\N{FULLWIDTH QUOTATION MARK}'
_MINUS = "-\N{FULLWIDTH HYPHEN-MINUS}"


class QueryError(Exception):
    """A query means nothing; `code` and `params` are for `reader.config.wording`.

    `query_field` (params field, known), `query_value` (nothing after a field's colon; param field), `query_kind`
    (params value, known), `query_date` (param value), `query_empty`.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Facts:
    """What a query asks of an article; `title` has its headline's parts on a line each, `text` these and all it says.

    `date` is ISO 8601; the annotations on it say `comments`, `tags` and `stages` (what values of entries are called) about `quotes`.
    """

    title: str = ""
    text: str = ""
    authors: str = ""
    affiliation: str = ""
    kind: str = ""
    date: str = ""
    paper: str = ""
    comments: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One thing an article must have, or with `negated` must not have. `value` is folded.

    A kind's value is its code; a date's is its first day, up to and with the day `until`, both ISO 8601.
    """

    sort: Sort
    value: str
    negated: bool = False
    until: str = ""

    def holds(self, facts: Facts) -> bool:
        """Say whether it holds of an article."""
        return self._has(facts) is not self.negated

    def _has(self, facts: Facts) -> bool:
        if self.sort == "kind":
            return facts.kind == self.value
        if self.sort == "date":
            return bool(facts.date) and self.value <= facts.date <= self.until
        return any(self.value in fold(text) for text in _asked(self.sort, facts))


@dataclass(frozen=True, slots=True)
class Query:
    """Terms that must all hold."""

    terms: tuple[Term, ...]

    def holds(self, facts: Facts) -> bool:
        """Say whether an article is wanted: the plain way, by which the index is judged."""
        return all(term.holds(facts) for term in self.terms)

    def values(self, *sorts: Sort, negated: bool = False) -> tuple[str, ...]:
        """Return the values of terms of some sorts, in order."""
        return tuple(term.value for term in self.terms if term.sort in sorts and term.negated is negated)

    @property
    def marked(self) -> tuple[str, ...]:
        """What is found in the text itself, and marked there."""
        return self.values("word", "title")


def parse(typed: str) -> Query:
    """Return the query that was typed. Raises QueryError."""
    terms = tuple(_term(*piece) for piece in _pieces(_SPACE.sub(" ", _SURROGATE.sub("\ufffd", typed))))
    if not terms:
        raise QueryError("query_empty")
    return Query(terms)


def _asked(sort: Sort, facts: Facts) -> Iterator[str]:
    if sort == "word":
        yield facts.text
        yield from facts.comments
        yield from facts.quotes
    elif sort == "title":
        yield facts.title
    elif sort == "author":
        yield facts.authors
    elif sort == "affiliation":
        yield facts.affiliation
    elif sort == "paper":
        yield facts.paper
    elif sort == "tag":
        yield from facts.tags
    elif sort == "comment":
        yield from facts.comments
    elif sort == "stage":
        yield from facts.stages


def _pieces(typed: str) -> Iterator[tuple[str, str, bool]]:
    """Yield field (empty for a word), value, and whether it is negated."""
    at = 0
    while at < len(typed):
        if typed[at] == " ":
            at += 1
            continue
        negated = typed[at] in _MINUS and typed[at + 1 : at + 2] not in ("", " ")
        at += negated
        named = _FIELD.match(typed, at)
        at = named.end() if named else at
        if typed[at : at + 1] and typed[at] in _QUOTES:
            end = next((i for i in range(at + 1, len(typed)) if typed[i] in _QUOTES), len(typed))
            value, at = typed[at + 1 : end], end + 1
        else:
            end = typed.find(" ", at)
            end = len(typed) if end < 0 else end
            value, at = typed[at:end], end
        if named or value:
            yield (named[1] if named else ""), value, negated


def _term(field: str, value: str, negated: bool) -> Term:
    if not field:
        return Term("word", fold(value), negated)
    sort = FIELDS.get(field.lower())
    if sort is None:
        known = " ".join(f"{name}:" for name in FIELDS if name.isascii())
        raise QueryError("query_field", field=field, known=known)
    if not value.strip():
        raise QueryError("query_value", field=field)
    if sort == "kind":
        kind = KINDS.get(fold(value))
        if kind is None:
            raise QueryError("query_kind", value=value, known=" ".join(KINDS))
        return Term(sort, kind, negated)
    if sort == "date":
        return Term(sort, *_days(fold(value), negated))
    return Term(sort, fold(value), negated)


def _days(value: str, negated: bool) -> tuple[str, bool, str]:
    """Return the first day, whether it is negated, and the last day of `2024`, `2024-02`, `2024-02..2024-03`, `2024..`."""
    low, dots, high = value.partition("..")
    first = _day(low, value, last=False) if low or not dots else "0000-00-00"
    until = _day(high if dots else low, value, last=True) if high or not dots else "9999-99-99"
    if dots and not (low or high):
        raise QueryError("query_date", value=value)
    return first, negated, until


def _day(said: str, value: str, *, last: bool) -> str:
    found = _DAY.fullmatch(said) if said.isascii() else None
    if found is None:
        raise QueryError("query_date", value=value)
    year = int(found[1])
    month = int(found[2] or (12 if last else 1))
    if not (1 <= month <= 12 and year):
        raise QueryError("query_date", value=value)
    days = monthrange(year, month)[1]
    day = int(found[3] or (days if last else 1))
    if not 1 <= day <= days:
        raise QueryError("query_date", value=value)
    return f"{year:04}-{month:02}-{day:02}"
