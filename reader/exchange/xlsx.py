"""A workbook for Excel and WPS: proposals, measures, annotations, tags, a sheet each; links, the ledger and rates where
there are any.

Every text is a cell of text and never a formula; one that looks like a formula also has the mark that an apostrophe
sets (`quotePrefix`), so that it stays text when it is edited. Dates are dates, times are local times as the screen
shows them. Characters that XML 1.0 or a cell cannot hold are left out; a text longer than a cell is cut, with … at its
end. Rows are written as they come and not kept. The same export gives the same bytes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO

from reader.config.language import _
from reader.exchange.csv import FORMULA
from reader.exchange.model import ExchangeError, Export
from reader.exchange.sheets import chosen
from reader.exchange.tables import MESSAGES, Column, Sheet, Value, items, plain
from reader.text import cell_width

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767
"""UTF-16 units that a cell holds (Excel specifications and limits)."""
ROWS = 1_048_576
"""Rows that a sheet holds, its heading included."""
_WIDEST, _NARROWEST, _ROOM = 44, 8, 3
"""Widths of columns in half-width characters, and what is left free for the filter's button."""
_LINE, _TALLEST, _SEEN = 15.75, 20, 1_000
"""A line's height in points, the most lines that a row shows, and the characters of a text from which that is seen."""
_SAMPLE = 500
"""Rows from which the widths of columns are taken."""
_EARLIEST = date(1900, 3, 1)
"""Before it Excel counts a day that never was."""
_UNFIT = re.compile("[\ud800-\udfff\ufffe\uffff]")

Formats = Mapping[str, "Format"]


def write(export: Export, out: BinaryIO) -> None:
    """Write the workbook; texts that had to be cut are counted as losses (`cut`).

    Raises ExchangeError `sheet_unknown`, `column_unknown`, `rows_too_many` (param `sheet`).
    """
    from xlsxwriter import Workbook

    sheets = chosen(export.options, export.schemes)
    if not export.options.sheet and next(iter(export.links), None) is None:
        sheets = [sheet for sheet in sheets if sheet.id != "links"]
    with TemporaryDirectory(prefix="xiance-") as folder:
        # Nothing is kept in memory but sums: each sheet's rows wait in a file of their own.
        book = Workbook(_Sink(out), {"constant_memory": True, "tmpdir": folder})
        try:
            formats = _formats(book)
            tables = {sheet.id: _Table(book, sheet, formats, export.losses) for sheet in sheets}
            for name, item in items(export, sheets):
                tables[name].add(item)
            for table in tables.values():
                table.finish()
            last = max((table.latest for table in tables.values()), default="")
            book.set_properties({"created": _moment(last) or datetime(2000, 1, 1), "comments": "xiance"})
            _close(book)
        finally:
            for sheet in book.worksheets():
                with suppress(OSError):
                    sheet.row_data_fh.close()


class _Table:
    """A sheet that is being filled.

    Its first rows wait until the columns' widths are known from them: a row's height must be said before it is
    written, for not every program sets it by itself.
    """

    def __init__(self, book: Workbook, sheet: Sheet, formats: Formats, losses: Counter[str]) -> None:
        self.latest = ""
        self._title = _(sheet.title)
        self._columns = sheet.columns
        self._page: Worksheet = book.add_worksheet(self._title[:31], worksheet_class=_plain_worksheet())
        self._writers = [_writer(self._page, column, formats, losses) for column in sheet.columns]
        self._header = formats["header"]
        self._waiting: list[list[Value]] = []
        self._widths: list[int] = []
        self._rows = 1

    def add(self, item: Any) -> None:
        """Write a row. Raises ExchangeError `rows_too_many`."""
        values = [column.value(item) for column in self._columns]
        if self._widths:
            self._write(values)
            return
        self._waiting.append(values)
        if len(self._waiting) == _SAMPLE:
            self._begin()

    def finish(self) -> None:
        """Write what is waiting and set what is known only then: the range of the filters."""
        if not self._widths:
            self._begin()
        self._page.autofilter(0, 0, self._rows - 1, len(self._columns) - 1)

    def _begin(self) -> None:
        page = self._page
        self._widths = [
            _width(column, [values[number] for values in self._waiting])
            for number, column in enumerate(self._columns)
        ]
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.set_row(0, 1.5 * _LINE)
        for number, (column, width) in enumerate(zip(self._columns, self._widths, strict=True)):
            page.set_column(number, number, width)
            page.write_string(0, number, _(column.header), self._header)
        for values in self._waiting:
            self._write(values)
        self._waiting.clear()

    def _write(self, values: list[Value]) -> None:
        row = self._rows
        if row >= ROWS:
            raise ExchangeError("rows_too_many", sheet=self._title)
        self._page.set_row(row, _LINE * self._lines(values))
        for number, (column, writer, value) in enumerate(
            zip(self._columns, self._writers, values, strict=True)
        ):
            writer(row, number, value)
            if column.sort == "moment":
                self.latest = max(self.latest, str(value))
        self._rows += 1

    def _lines(self, values: list[Value]) -> int:
        """Return how many lines a row needs, as far as a row may be tall."""
        most = 1
        for value, width in zip(values, self._widths, strict=True):
            if isinstance(value, str) and (2 * len(value) >= width or "\n" in value):
                # A line may break before its last character fits.
                lines = (-(-cell_width(line) // (width - 2)) or 1 for line in value[:_SEEN].split("\n"))
                most = max(most, sum(lines))
        return min(most, _TALLEST)


def _width(column: Column, values: list[Value]) -> int:
    """Return how wide a column is to be, in half-width characters."""
    if column.sort == "moment":
        return 17
    if column.sort == "share":
        values = []
    lines = (line for value in values for line in str(value)[:_SEEN].split("\n"))
    longest = max(map(cell_width, lines), default=0) + 2
    return min(_WIDEST, max(_NARROWEST, longest, cell_width(_(column.header)) + _ROOM))


def _formats(book: Workbook) -> Formats:
    body = {"valign": "top", "text_wrap": True}
    return {
        "header": book.add_format(
            {"bold": True, "bg_color": "#E6E0D0", "bottom": 1, "valign": "vcenter", "text_wrap": True}
        ),
        "text": book.add_format(body),
        "mark": book.add_format({**body, "align": "center"}),
        "formula": book.add_format({**body, "quote_prefix": True}),
        "share": book.add_format({**body, "align": "center", "num_format": "0.0%"}),
        "day": book.add_format({**body, "num_format": "yyyy-mm-dd", "align": "left"}),
        "moment": book.add_format({**body, "num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
    }


def _writer(
    page: Worksheet, column: Column, formats: Formats, losses: Counter[str]
) -> Callable[[int, int, Any], object]:
    """Return what writes a column's values."""

    def text(row: int, number: int, value: str) -> None:
        if value:
            shown, cut = fitting(value)
            look = "formula" if shown.lstrip().startswith(FORMULA) else "text"
            page.write_string(row, number, shown, formats[look])
            if cut:
                losses["cut"] += 1

    def day(row: int, number: int, value: str) -> None:
        found = _day(value)
        if found is None:
            text(row, number, value)
        else:
            page.write_datetime(row, number, found, formats["day"])

    def moment(row: int, number: int, value: str) -> None:
        found = _moment(value)
        if found is None:
            text(row, number, value)
        else:
            page.write_datetime(row, number, found, formats["moment"])

    def flag(row: int, number: int, value: bool) -> None:
        page.write_boolean(row, number, value, formats["mark"])

    def count(row: int, number: int, value: int) -> None:
        page.write_number(row, number, value, formats["mark"])

    def amount(row: int, number: int, value: float | str) -> None:
        if isinstance(value, str):
            text(row, number, value)
        else:
            page.write_number(row, number, value, formats["mark"])

    def share(row: int, number: int, value: float | str) -> None:
        if not isinstance(value, str):
            page.write_number(row, number, value, formats["share"])

    def code(row: int, number: int, value: str) -> None:
        text(row, number, _(MESSAGES[value]) if value in MESSAGES else value)

    writers: dict[str, Callable[[int, int, Any], object]] = {
        "text": text,
        "day": day,
        "moment": moment,
        "flag": flag,
        "number": count,
        "amount": amount,
        "share": share,
        "code": code,
    }
    return writers[column.sort]


def fitting(text: str) -> tuple[str, bool]:
    """Return what a cell can hold of a text, and whether it had to be cut for its length."""
    clean = plain(text)
    if _UNFIT.search(clean):
        clean = _UNFIT.sub("\N{REPLACEMENT CHARACTER}", clean)
    if len(clean) * 2 <= LONGEST or len(clean) + sum(char > "\uffff" for char in clean) <= LONGEST:
        return clean, False
    units = clean.encode("utf-16-le")[: 2 * (LONGEST - 1)]
    return units.decode("utf-16-le", "ignore") + "…", True


def _day(value: str) -> date | None:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if found >= _EARLIEST else None


def _moment(value: str) -> datetime | None:
    """Return a stored time as the clock here shows it."""
    try:
        found = datetime.fromisoformat(value)
        local = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone().replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None
    return local if local.date() >= _EARLIEST else None


def _plain_worksheet() -> type[Worksheet]:
    from xlsxwriter.worksheet import Worksheet

    class Plain(Worksheet):  # type: ignore[misc] # XlsxWriter is not typed
        """A sheet that takes no text for markup: XlsxWriter writes `<r>…</r>` into the file as it is."""

        def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
            self._xml_inline_string(string, True, attributes)

    return Plain


class _Sink:
    """A file that is not written to again once that failed: a ZipFile that is thrown away tries to end itself."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._failed = False
        self.tell, self.flush = out.tell, out.flush

    def write(self, data: bytes) -> int:
        """Write, until it fails."""
        if self._failed:
            return len(data)
        self._failed = True
        count = self._out.write(data)
        self._failed = False
        return count

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place, until writing fails."""
        return 0 if self._failed else self._out.seek(offset, whence)


def _close(book: Workbook) -> None:
    """Write the file; what the system refuses is an OSError."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
