"""What the tables that xlsx and csv write are made of: what their rows are about, in order. Pure.

What stands in a row is what the export says: tags, comments and entries of a proposal or a measure are those of the
annotations that are exported, in text order, each named once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from reader.annotations.handling import WHOLE, Registered, standing
from reader.annotations.model import Tag
from reader.annotations.ranges import measure_carets
from reader.annotations.schemes import Scheme
from reader.config.language import N_, _
from reader.config.wording import STEERING
from reader.exchange.model import (
    ArticleRecord,
    Export,
    Record,
)
from reader.pages.model import PROPOSALS, Article, Measure

Sort = Literal["text", "number", "amount", "share", "day", "moment", "flag", "code"]
Value = str | int | float | bool

MESSAGES = {
    "proposal": N_("proposal"),
    "news": N_("news"),
    "continuation": N_("continuation"),
    "notice": N_("notice"),
    "record": N_("ledger"),
    "page": N_("page"),
    "article": N_("article"),
    "measure": N_("measure"),
    "span": N_("passage"),
    "same": N_("the same text"),
    "answer": N_("answered by"),
}
"""What codes are called; a table for people shows this, one for programs the code."""

LEDGER = "ledger"
"""The id of the sheet whose columns are those of the handling schemes in use (`reader.exchange.ledger.sheet`)."""
RATES = "rates"
"""The id of the sheet of rates (`reader.exchange.rates`)."""
_APART = {"links", LEDGER, RATES}
"""Sheets that say nothing of annotations."""
_STEERING = re.compile(
    "[" + "".join(re.escape(chr(code)) for code in STEERING if chr(code) not in "\t\n") + "]"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its id, its heading (an English message) and the value it takes from what a row is about.

    `sort` says what the value is: a `day` is an ISO date or empty, a `moment` an ISO time, a `code` is one of MESSAGES
    or empty; an `amount` is a number, or a text where there is none; a `share` is a part of 1, or empty.
    """

    id: str
    header: str
    value: Callable[[Any], Value]
    sort: Sort = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its id, its name (an English message) and its columns in order."""

    id: str
    title: str
    columns: tuple[Column, ...]


@dataclass(slots=True)
class Said:
    """What the annotations on something say together."""

    tags: dict[str, None] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    log: list[Registered] = field(default_factory=list)
    words: dict[str, tuple[str, str]] = field(default_factory=dict)
    """What the fields and values of the entries are called, by the ids of their annotations."""

    @property
    def entries(self) -> dict[tuple[str, str], Registered]:
        """The latest entry of each scheme's fields, without those that others correct."""
        return {(each.entry.scheme, each.entry.field): each for each in standing(self.log)}

    def add(self, record: Record) -> None:
        """Take an annotation in."""
        annotation = record.annotation
        self.tags.update((tag.name, None) for tag in record.tags)
        if annotation.comment:
            self.comments.append(_("{}: {}").format(annotation.creator, annotation.comment))
        entry, target = annotation.entry, annotation.target
        if entry is not None:
            subject = target.measure if target.level == "measure" else WHOLE
            self.log.append(Registered(annotation.id, subject, annotation.created, entry))
            self.words[annotation.id] = (record.entry[0] or entry.field, record.entry[1] or entry.value)


@dataclass(slots=True)
class TagUse:
    """A tag with what it is on: counts and the ids of what was counted."""

    tag: Tag
    annotations: int = 0
    articles: set[str] = field(default_factory=set)
    proposals: set[str] = field(default_factory=set)
    measures: set[tuple[str, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class AnnotationRow:
    """An annotation and one of its tags."""

    record: Record
    tag: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal and what is said of it, its measures and passages included."""

    record: ArticleRecord
    said: Said


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure of a proposal and what is said of it and of passages in it."""

    record: ArticleRecord
    measure: Measure
    said: Said


@dataclass(slots=True)
class Summary:
    """What all annotations say, by article (its id), by measure (and its index there) and by tag (its name)."""

    articles: dict[str, Said] = field(default_factory=dict)
    measures: dict[tuple[str, int], Said] = field(default_factory=dict)
    tags: dict[str, TagUse] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        """Take an annotation in."""
        article = article_of(record)
        measure = measure_of(record)
        if article is not None:
            self.articles.setdefault(article.id, Said()).add(record)
            if measure is not None:
                self.measures.setdefault((article.id, measure), Said()).add(record)
        for tag in record.tags:
            use = self.tags.setdefault(tag.name, TagUse(tag))
            use.annotations += 1
            if article is not None:
                use.articles.add(article.id)
                if article.kind in PROPOSALS:
                    use.proposals.add(article.id)
                if measure is not None:
                    use.measures.add((article.id, measure))


def article_of(record: Record) -> Article | None:
    """Return the article that an annotation is on; what is said of a whole page is said of none."""
    return None if record.annotation.target.level == "page" else record.article


def measure_of(record: Record) -> int | None:
    """Return the index of the innermost measure that holds all that a record is about; None if none does."""
    article = record.article
    if article is None or not article.measures or not record.spans:
        return None
    if record.annotation.target.level not in ("measure", "span"):
        return None
    first, last = record.spans[0], record.spans[-1]
    start, end = (first.block, first.start), (last.block, last.end)
    found, least = None, None
    for index, measure in enumerate(article.measures):
        here = measure_carets(article, measure)
        if here[0] <= start and end <= here[1]:
            inner = (-here[0].block, -here[0].offset, here[1])
            if least is None or inner <= least:
                found, least = index, inner
    return found


def items(export: Export, sheets: Iterable[Sheet]) -> Iterator[tuple[str, Any]]:
    """Yield what the rows of some sheets are about, each with its sheet's id; each sheet's rows in their order.

    Records and articles are gone through once, and only what is summed up is kept. Comments with characters that no
    cell keeps are counted as the export's losses (`characters`).
    """
    wanted = {sheet.id for sheet in sheets}
    summary = Summary()
    sums = wanted - {"annotations", *_APART}
    for record in export.records if wanted - _APART else ():
        if sums:
            summary.add(record)
        if _STEERING.search(record.annotation.comment):
            export.losses["characters"] += 1
        if "annotations" in wanted:
            for name in [tag.name for tag in record.tags] or [""]:
                yield "annotations", AnnotationRow(record, name)
    if wanted == {"tags"}:
        export.losses.clear()  # no comment stands there, and every description
    logs = dict(export.handled) if LEDGER in wanted else {}
    for item in export.articles if wanted & {"proposals", "measures", LEDGER} else ():
        article = item.article
        if article.id in logs:
            line = _ledger_line(item, logs[article.id], export.schemes)
            if line is not None:
                yield LEDGER, line
        if article.kind not in PROPOSALS:
            continue
        if "proposals" in wanted:
            yield "proposals", ProposalRow(item, summary.articles.get(article.id) or Said())
        if "measures" in wanted:
            for index, measure in enumerate(article.measures):
                said = summary.measures.get((article.id, index)) or Said()
                yield "measures", MeasureRow(item, measure, said)
    if "tags" in wanted:
        for use in sorted(summary.tags.values(), key=lambda use: (-use.annotations, use.tag.name)):
            yield "tags", use
    if "links" in wanted:
        for note in sorted(export.links, key=lambda each: (each.ends[0].source.date, each.link.id)):
            if _STEERING.search(note.link.comment):
                export.losses["characters"] += 1
            yield "links", note
    for line in export.rates if RATES in wanted else ():
        yield RATES, line


def _ledger_line(item: ArticleRecord, log: Sequence[Registered], schemes: Sequence[Scheme]) -> Any:
    from reader.exchange.ledger.sheet import line_of

    return line_of(item, log, schemes)


def plain(text: str) -> str:
    """Return text without control characters other than tabs and line feeds; other line ends become line feeds."""
    if not _STEERING.search(text):
        return text
    return _STEERING.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
