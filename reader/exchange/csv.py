"""One table for Excel, WPS and scripts: a row for each annotation and each of its tags, or another sheet.

UTF-8 with a byte order mark (Excel takes it for the system's encoding otherwise), CRLF (RFC 4180). A cell that a
spreadsheet could take for a formula gets an apostrophe in front (OWASP, "CSV Injection"); control characters other
than tabs and line breaks are left out. An annotation without tags has one row with an empty tag. Codes, dates and
times stand as they are stored.
"""

from __future__ import annotations

import csv
from typing import Any, BinaryIO

from reader.config.language import _
from reader.exchange.model import Export
from reader.exchange.sheets import chosen
from reader.exchange.tables import Column, Value, items, plain
from reader.exchange.texts import utf8

FORMULA = tuple("=+-@＝＋－＠")


def write(export: Export, out: BinaryIO) -> None:
    """Write the table. Raises ExchangeError `sheet_unknown`, `column_unknown`."""
    (sheet,) = chosen(export.options, export.schemes, default="annotations")
    with utf8(out) as text:
        text.write("\N{BYTE ORDER MARK}")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([_(column.header) for column in sheet.columns])
        writer.writerows(
            [_cell(column, item) for column in sheet.columns] for _id, item in items(export, (sheet,))
        )


def _cell(column: Column, item: Any) -> str:
    """Return what a column says of a row's item: a share with four places."""
    value = column.value(item)
    return f"{value:.4f}" if column.sort == "share" and not isinstance(value, str) else cell(value)


def cell(value: Value) -> str:
    """Return text that a spreadsheet shows and does not run."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    clean = plain(value)
    return "'" + clean if clean.lstrip().startswith(FORMULA) else clean
