"""A table for Excel, WPS and scripts: a row for each annotation and each of its tags.

UTF-8 with a byte order mark (Excel takes it for the system's encoding otherwise), CRLF (RFC 4180). A cell that a
spreadsheet could take for a formula gets an apostrophe in front (OWASP, "CSV Injection"); control characters other
than line breaks are left out. An annotation without tags has one row with an empty tag.
"""

from __future__ import annotations

import csv
from typing import BinaryIO

from reader.config.wording import STEERING
from reader.exchange.model import Export, Record
from reader.exchange.texts import utf8

COLUMNS = (
    "tag", "quote", "context", "comment", "title", "kind", "author", "affiliation", "measure", "level",
    "paper", "date", "page_no", "reply_to", "resolved", "creator", "created", "modified", "file", "page", "id",
)  # fmt: skip

FORMULA = tuple("=+-@＝＋－＠")
REMOVED = dict.fromkeys(code for code in STEERING if chr(code) != "\n")


def write(export: Export, out: BinaryIO) -> None:
    """Write the table."""
    with utf8(out) as text:
        text.write("\N{BYTE ORDER MARK}")
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
        writer.writeheader()
        for record in sorted(export.records, key=lambda record: record.place):
            row = _row(record)
            for name in [tag.name for tag in record.tags] or [""]:
                writer.writerow({column: cell(value) for column, value in {**row, "tag": name}.items()})


def _row(record: Record) -> dict[str, str]:
    annotation, article = record.annotation, record.article
    target, byline = annotation.target, article.byline if article else None
    return {
        "quote": target.exact,
        "context": f"{target.prefix}【{target.exact}】{target.suffix}"
        if target.level in ("span", "measure")
        else "",
        "comment": annotation.comment,
        "title": article.title if article else target.title,
        "kind": article.kind if article else "",
        "author": byline.author if byline else "",
        "affiliation": byline.affiliation if byline else "",
        "measure": target.measure,
        "level": target.level,
        "paper": record.source.paper,
        "date": record.source.date,
        "page_no": record.source.page_no,
        "reply_to": annotation.reply_to or "",
        "resolved": "true" if annotation.resolved else "false",
        "creator": annotation.creator,
        "created": annotation.created,
        "modified": annotation.modified,
        "file": record.path,
        "page": str(record.number),
        "id": annotation.id,
    }


def cell(text: str) -> str:
    """Return text that a spreadsheet shows and does not run."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").translate(REMOVED)
    return "'" + clean if clean.lstrip().startswith(FORMULA) else clean
