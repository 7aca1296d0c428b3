"""The ledger as a table: a row a handled proposal, in the words of its scheme, so that it can be read back. Pure.

Its columns are the fields of all schemes that are in use; a row has values where its own scheme has the field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from reader.annotations.handling import WHOLE, Clock, Registered, clocks, due, values
from reader.annotations.schemes import NUMBER, STAGE, Field, Scheme, number_of
from reader.config.clock import today
from reader.config.language import N_, _
from reader.config.schemes.wording import said
from reader.exchange.ledger.cells import words_of
from reader.exchange.model import ArticleRecord
from reader.exchange.tables import LEDGER, Column, Sheet, Sort, Value
from reader.pages.digest import name_of

DATED = ("assigned", "answered")
"""The stages whose days have a column."""


@dataclass(frozen=True)
class LedgerLine:
    """A handled proposal: its scheme, and the entries on it that count, in order."""

    record: ArticleRecord
    scheme: Scheme
    log: Sequence[Registered]

    @cached_property
    def values(self) -> dict[str, str]:
        """The value of each field on the whole."""
        own = [each for each in self.log if each.entry.scheme == self.scheme.id]
        return {name: each.entry.value for name, each in values(own).items()}

    @cached_property
    def due(self) -> Clock | None:
        """The deadline that runs out first."""
        return due(clocks(self.scheme, self.log))

    def day(self, stage: str) -> str:
        """Return the day of a stage, the last time it came; empty if it never did."""
        days = [
            each.entry.date
            for each in self.log
            if (each.subject, each.entry.scheme) == (WHOLE, self.scheme.id)
            and (each.entry.field, each.entry.value) == (STAGE, stage)
        ]
        return days[-1] if days else ""


def line_of(record: ArticleRecord, log: Sequence[Registered], schemes: Iterable[Scheme]) -> LedgerLine | None:
    """Return an article's row by the scheme of the entry made last; None without entries, or of a scheme not given."""
    last = max(log, key=lambda each: (each.created, each.id), default=None)
    scheme = next((each for each in schemes if last is not None and each.id == last.entry.scheme), None)
    return LedgerLine(record, scheme, log) if scheme is not None else None


def sheet(schemes: Sequence[Scheme]) -> Sheet:
    """Return the table for the schemes in use."""
    fields: dict[str, Field] = {}
    for scheme in schemes:
        for field in scheme.fields:
            if "article" in field.on:
                fields.setdefault(field.id, field)
    fields.pop(NUMBER, None)
    plain = (
        Column("number", N_("Number"), lambda line: line.values.get(NUMBER, "")),
        Column("title", N_("Title"), _title),
        Column("author", N_("Author"), lambda line: _byline(line)[0]),
        Column("affiliation", N_("Affiliation"), lambda line: _byline(line)[1]),
    )
    after = (
        *(column for stage in DATED for column in _dated(stage, schemes)),
        Column(
            "due_on", N_("Next deadline"), lambda line: line.due.due.isoformat() if line.due else "", "day"
        ),
        Column("days_left", N_("Days left"), _left, "amount"),
        Column("scheme", N_("Handling scheme"), lambda line: said(line.scheme.label) or line.scheme.id),
        Column("file", N_("File"), lambda line: line.record.path),
        Column("page", N_("Page in the file"), lambda line: line.record.page.number, "number"),
        Column("article", N_("Article id"), lambda line: line.record.article.id),
    )
    taken = {column.id for column in (*plain, *after)}
    named = (_field(field, f"field:{name}" if name in taken else name) for name, field in fields.items())
    return Sheet(LEDGER, N_("Ledger"), (*plain, *named, *after))


def _field(field: Field, column: str) -> Column:
    sorts: dict[str, Sort] = {"date": "day", "number": "amount", "score": "amount"}

    def value(line: LedgerLine) -> Value:
        own, text = line.scheme.by_id.get(field.id), line.values.get(field.id, "")
        if own is None or not text:
            return ""
        number = number_of(text) if own.type in ("number", "score") else None
        if number is not None and float(f"{number:.15g}") == number:
            return number
        return words_of(own, text)

    return Column(column, said(field.label) or field.id, value, sorts.get(field.type, "text"))


def _dated(stage: str, schemes: Sequence[Scheme]) -> Iterable[Column]:
    """Yield the column of a stage's days, called as the first scheme that has it calls it."""
    for scheme in schemes:
        field = scheme.by_id.get(STAGE)
        value = field.value(stage) if field is not None else None
        if value is not None:
            yield Column(stage, _("{} on").format(said(value.label) or value.id), _day_of(stage), "day")
            return


def _day_of(stage: str) -> Callable[[LedgerLine], Value]:
    return lambda line: line.day(stage)


def _title(line: LedgerLine) -> str:
    return name_of(line.record.article)


def _byline(line: LedgerLine) -> tuple[str, str]:
    byline = line.record.article.byline
    return (byline.author, byline.affiliation) if byline is not None else ("", "")


def _left(line: LedgerLine) -> Value:
    return line.due.left(today()) if line.due is not None else ""
