"""The sheets of annotations, proposals, measures, tags and links: their columns, and which of them an export is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from reader.annotations.model import Target
from reader.annotations.schemes import Scheme
from reader.config.language import N_, _
from reader.exchange.model import ExchangeError, LinkEnd, LinkNote, Options
from reader.exchange.tables import (
    LEDGER,
    RATES,
    AnnotationRow,
    Column,
    ProposalRow,
    Said,
    Sheet,
    article_of,
)
from reader.pages.model import Article, Source


def _picked(sheet: Sheet, columns: Sequence[str]) -> tuple[Column, ...]:
    by_id = {column.id: column for column in sheet.columns}
    return tuple(by_id[name] for name in dict.fromkeys(columns) if name in by_id)


# -- values


def _context(row: AnnotationRow) -> str:
    target = row.record.annotation.target
    return f"{target.prefix}【{target.exact}】{target.suffix}" if target.level in ("span", "measure") else ""


def _ranges(row: AnnotationRow) -> str:
    """The ranges as JSON, which no spreadsheet takes for a date or a time."""
    return json.dumps(row.record.annotation.target.ranges, separators=(",", ":"))


def _title(row: AnnotationRow) -> str:
    article = article_of(row.record)
    return article.title if article else row.record.annotation.target.title


def _kind(row: AnnotationRow) -> str:
    article = article_of(row.record)
    return article.kind if article else ""


def _author(article: Article | None) -> str:
    return article.byline.author if article and article.byline else ""


def _affiliation(article: Article | None) -> str:
    return article.byline.affiliation if article and article.byline else ""


def _measures(row: ProposalRow) -> str:
    return "\n".join(
        "\N{IDEOGRAPHIC SPACE}" * measure.level + f"{measure.label} {measure.text}"
        for measure in row.record.article.measures
    )


def _tags(said: Said) -> str:
    return _(", ").join(said.tags)


def _comments(said: Said) -> str:
    return "\n".join(said.comments)


def _entries(said: Said) -> str:
    named = ((*said.words[each.id], each.entry.date) for each in said.entries.values())
    return "\n".join(_("{}: {}").format(name, f"{value} {date}".rstrip()) for name, value, date in named)


def _entry(name: str) -> Callable[[AnnotationRow], str]:
    def value(row: AnnotationRow) -> str:
        entry = row.record.annotation.entry
        return str(getattr(entry, name)) if entry else ""

    return value


def _source(source: Callable[[Any], Source]) -> tuple[Column, ...]:
    return (
        Column("paper", N_("Paper"), lambda row: source(row).paper),
        Column("date", N_("Date"), lambda row: source(row).date, "day"),
        Column("page_no", N_("Newspaper page"), lambda row: source(row).page_no),
    )


def _byline(article: Callable[[Any], Article | None]) -> tuple[Column, ...]:
    return (
        Column("author", N_("Author"), lambda row: _author(article(row))),
        Column("affiliation", N_("Affiliation"), lambda row: _affiliation(article(row))),
    )


def _of_said() -> tuple[Column, ...]:
    return (
        Column("tags", N_("Tags"), lambda row: _tags(row.said)),
        Column("entries", N_("Handling entries"), lambda row: _entries(row.said)),
        Column("comments", N_("Comments"), lambda row: _comments(row.said)),
    )


def _of_file() -> tuple[Column, ...]:
    return (
        Column("file", N_("File"), lambda row: row.record.path),
        Column("page", N_("Page in the file"), lambda row: row.record.page.number, "number"),
        Column("id", N_("Id"), lambda row: row.record.article.id),
    )


_HERE = (
    *(N_("Paper"), N_("Date"), N_("Newspaper page"), N_("Title"), N_("What it is on"), N_("Quote")),
    *(N_("File"), N_("Page in the file"), N_("Id of the article")),
)
_THERE = (
    *(N_("Other paper"), N_("Other date"), N_("Other newspaper page"), N_("Other title")),
    *(N_("What the other is on"), N_("Other quote"), N_("Other file"), N_("Page in the other file")),
    N_("Id of the other article"),
)


def _of_end(number: int) -> tuple[Column, ...]:
    """The columns of an end of a link: the source's (0) or the target's (1)."""
    headers, prefix = (_THERE, "to_") if number else (_HERE, "")

    def end(note: LinkNote) -> LinkEnd:
        return note.ends[number]

    def target(note: LinkNote) -> Target:
        return note.link.ends[number]

    def quoted(note: LinkNote) -> str:
        return target(note).exact if target(note).level in ("measure", "span") else ""

    return (
        Column(f"{prefix}paper", headers[0], lambda note: end(note).source.paper),
        Column(f"{prefix}date", headers[1], lambda note: end(note).source.date, "day"),
        Column(f"{prefix}page_no", headers[2], lambda note: end(note).source.page_no),
        Column(f"{prefix}title", headers[3], lambda note: end(note).title or target(note).title),
        Column(f"{prefix}level", headers[4], lambda note: target(note).level, "code"),
        Column(f"{prefix}quote", headers[5], quoted),
        Column(f"{prefix}file", headers[6], lambda note: end(note).path),
        Column(f"{prefix}page", headers[7], lambda note: end(note).page, "number"),
        Column(f"{prefix}article", headers[8], lambda note: end(note).article),
    )


SHEETS = {
    sheet.id: sheet
    for sheet in (
        Sheet(
            "proposals",
            N_("Proposals"),
            (
                *_source(lambda row: row.record.page.source),
                Column("title", N_("Title"), lambda row: row.record.article.title),
                *_byline(lambda row: row.record.article),
                _of_said()[0],
                Column(
                    "measure_count",
                    N_("Number of measures"),
                    lambda row: len(row.record.article.measures),
                    "number",
                ),
                Column("measures", N_("Measures as numbered"), _measures),
                *_of_said()[1:],
                *_of_file(),
            ),
        ),
        Sheet(
            "measures",
            N_("Measures"),
            (
                Column("title", N_("Proposal"), lambda row: row.record.article.title),
                Column("label", N_("Measure number"), lambda row: row.measure.label),
                Column("level", N_("Level"), lambda row: row.measure.level + 1, "number"),
                Column("text", N_("Measure"), lambda row: row.measure.text),
                *_of_said(),
                *_byline(lambda row: row.record.article),
                *_source(lambda row: row.record.page.source),
                *_of_file(),
            ),
        ),
        Sheet(
            "annotations",
            N_("Annotations"),
            (
                Column("tag", N_("Tag name"), lambda row: row.tag),
                Column("quote", N_("Quote"), lambda row: row.record.annotation.target.exact),
                Column("context", N_("Context"), _context),
                Column("comment", N_("Comment"), lambda row: row.record.annotation.comment),
                Column("title", N_("Title"), _title),
                Column("kind", N_("Kind"), _kind, "code"),
                *_byline(lambda row: article_of(row.record)),
                Column("measure", N_("Measure"), lambda row: row.record.annotation.target.measure),
                Column("level", N_("What it is on"), lambda row: row.record.annotation.target.level, "code"),
                *_source(lambda row: row.record.source),
                Column("entry_field", N_("Field"), _entry("field")),
                Column("entry_value", N_("Value"), _entry("value")),
                Column("entry_date", N_("Date of handling"), _entry("date"), "day"),
                Column("entry_source", N_("Evidence"), _entry("source")),
                Column("entry_reason", N_("Reason"), _entry("reason")),
                Column("entry_scheme", N_("Scheme"), _entry("scheme")),
                Column("reply_to", N_("Reply to"), lambda row: row.record.annotation.reply_to or ""),
                Column("resolved", N_("Resolved"), lambda row: row.record.annotation.resolved, "flag"),
                Column("creator", N_("By"), lambda row: row.record.annotation.creator),
                Column("created", N_("Created"), lambda row: row.record.annotation.created, "moment"),
                Column("modified", N_("Modified"), lambda row: row.record.annotation.modified, "moment"),
                Column("file", N_("File"), lambda row: row.record.path),
                Column("page", N_("Page in the file"), lambda row: row.record.number, "number"),
                Column("ranges", N_("Place in the page"), _ranges),
                Column(
                    "fingerprint", N_("Fingerprint"), lambda row: row.record.annotation.target.fingerprint
                ),
                Column("id", N_("Id"), lambda row: row.record.annotation.id),
            ),
        ),
        Sheet(
            "tags",
            N_("Tags"),
            (
                Column("tag", N_("Tag name"), lambda use: use.tag.name),
                Column("annotations", N_("Number of annotations"), lambda use: use.annotations, "number"),
                Column("articles", N_("Number of articles"), lambda use: len(use.articles), "number"),
                Column("proposals", N_("Number of proposals"), lambda use: len(use.proposals), "number"),
                Column("measures", N_("Number of measures"), lambda use: len(use.measures), "number"),
                Column("description", N_("Description"), lambda use: use.tag.description),
            ),
        ),
        Sheet(
            "links",
            N_("Links"),
            (
                *_of_end(0)[:6],
                Column("link", N_("Relation"), lambda note: note.link.kind, "code"),
                *_of_end(1)[:6],
                Column("comment", N_("Comment"), lambda note: note.link.comment),
                Column("creator", N_("By"), lambda note: note.link.creator),
                Column("created", N_("Created"), lambda note: note.link.created, "moment"),
                Column("modified", N_("Modified"), lambda note: note.link.modified, "moment"),
                *_of_end(0)[6:],
                *_of_end(1)[6:],
                Column("id", N_("Id"), lambda note: note.link.id),
            ),
        ),
    )
}
"""The sheets by id, in the order of a workbook, but for the ledger and the rates, which come last."""


def chosen(options: Options, schemes: Sequence[Scheme] = (), *, default: str = "") -> list[Sheet]:
    """Return the sheets an export is asked for, each with the columns asked for.

    Without a sheet it is the `default` one, else all; of several sheets each has those of the columns that it knows,
    and one that knows none is left out. The ledger has the fields of the `schemes` in use; without any it and the rates
    are left out unless they are asked for. Raises ExchangeError `sheet_unknown` (params `sheet`, `known`),
    `column_unknown` (params `column`, `known`).
    """
    name = options.sheet or default
    known_sheets = dict(SHEETS)
    if schemes or name == LEDGER:
        from reader.exchange.ledger.sheet import sheet

        known_sheets[LEDGER] = sheet(schemes)
    if schemes or name == RATES:
        from reader.exchange import rates

        known_sheets[RATES] = rates.sheet()
    if name and name not in known_sheets:
        raise ExchangeError("sheet_unknown", sheet=name, known=", ".join((*SHEETS, LEDGER, RATES)))
    sheets = [known_sheets[name]] if name else list(known_sheets.values())
    if not options.columns:
        return sheets
    known = {column.id: None for sheet in sheets for column in sheet.columns}
    for column in options.columns:
        if column not in known:
            raise ExchangeError("column_unknown", column=column, known=", ".join(known))
    found = [Sheet(sheet.id, sheet.title, _picked(sheet, options.columns)) for sheet in sheets]
    return [sheet for sheet in found if sheet.columns]
