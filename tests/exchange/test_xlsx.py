"""Workbooks are read again by openpyxl."""

from __future__ import annotations

import gc
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.config.language import choose
from reader.exchange import ExchangeError, Export, Options, Record, save, write, xlsx
from reader.exchange.sheets import SHEETS
from reader.exchange.tables import MESSAGES, items, plain
from tests.exchange.records import records
from tests.exchange.rich import any_records, rich

openpyxl = pytest.importorskip("openpyxl")


def written(export: Export) -> bytes:
    out = io.BytesIO()
    write("xlsx", export, out)
    return out.getvalue()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=False)


def told(value: object) -> object:
    """Return a cell's value as Excel reads it: `_x005F_` is an underscore that is none of an escape (ECMA-376, ST_Xstring)."""
    return re.sub("_x005F_(?=x[0-9A-Fa-f]{4}_)", "_", value) if isinstance(value, str) else value


@pytest.fixture
def chinese() -> Iterator[None]:
    choose("zh")
    yield
    choose("en")


def expected(value: object, sort: str) -> object:
    if sort in ("day", "moment") and value:
        moment = datetime.fromisoformat(str(value))
        return moment.astimezone().replace(tzinfo=None) if sort == "moment" else moment
    if sort == "code" and value:
        return MESSAGES[str(value)]
    if isinstance(value, str):
        return plain(value) or None
    return value


def test_every_value_is_there() -> None:
    book = opened(written(rich()))
    assert book.sheetnames == ["Proposals", "Measures", "Annotations", "Tags"]
    rows: dict[str, list[list[object]]] = {name: [] for name in SHEETS}
    for name, item in items(rich(), SHEETS.values()):
        rows[name].append([expected(column.value(item), column.sort) for column in SHEETS[name].columns])
    for sheet, page in zip([SHEETS[name] for name in rows if name != "links"], book, strict=True):
        head, *found = page.iter_rows(values_only=True)
        assert list(head) == [column.header for column in sheet.columns]
        assert len(found) == len(rows[sheet.id])
        for got, wanted in zip(found, rows[sheet.id], strict=True):
            for value, want in zip(got, wanted, strict=True):
                if isinstance(want, datetime):
                    assert abs((value - want).total_seconds()) < 0.001
                else:
                    assert value == want
                    assert type(value) is type(want)


def test_it_is_made_to_be_read() -> None:
    for page in opened(written(rich())):
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref == page.dimensions
        assert page["A1"].font.b
        assert page["A2"].alignment.wrap_text
        assert page.page_setup.orientation == "landscape"
        assert page.print_title_rows == "$1:$1"
        widths = [page.column_dimensions[cell.column_letter].width for cell in page[1]]
        assert all(8 <= width <= 45 for width in widths)


def test_rows_are_as_tall_as_their_texts() -> None:
    page = opened(written(Export(records("字" * 100 + "\n1\n2\n3"), options=Options("annotations"))))[
        "Annotations"
    ]
    comments = {row[3].value: page.row_dimensions[row[3].row].height for row in page.iter_rows(min_row=2)}
    tall = next(height for text, height in comments.items() if text and text.startswith("字"))
    assert tall == 15.75 * (5 + 3)
    assert comments["同意"] < tall
    whole = opened(written(Export(records("字" * 9_000), options=Options("annotations"))))["Annotations"]
    assert max(line.height for line in whole.row_dimensions.values()) == 315


def test_full_width_characters_count_two(chinese: None) -> None:
    page = opened(written(replace(rich(), options=Options("proposals"))))["建议一览"]
    titles = {cell.value: cell.column_letter for cell in page[1]}
    longest = max(len(row.value) for row in page[titles["标题"]])
    assert page.column_dimensions[titles["标题"]].width >= 2 * longest
    assert page.column_dimensions[titles["版次"]].width < 12


def test_nothing_is_a_formula() -> None:
    data = written(rich())
    cells = [cell for page in opened(data) for row in page for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n", "d", "b"}
    running = [
        cell for cell in cells if cell.data_type == "s" and cell.value.startswith(("=", "+", "-", "@", "＝"))
    ]
    assert len(running) > 20
    assert all(cell.quotePrefix for cell in running)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())
        assert not any("externalLink" in name or "hyperlink" in name for name in package.namelist())


def test_ids_stay_text_and_dates_are_dates() -> None:
    page = opened(written(rich()))["Annotations"]
    columns = {cell.value: cell.column for cell in page[1]}
    for row in page.iter_rows(min_row=2):
        assert isinstance(row[columns["Id"] - 1].value, str)
        assert isinstance(row[columns["Newspaper page"] - 1].value, str)
        assert row[columns["Date"] - 1].number_format == "yyyy-mm-dd"
        assert row[columns["Created"] - 1].is_date


@pytest.mark.parametrize(
    "comment",
    [
        "<r>a & b</r>",
        "<r><t>x</t></r>",
        "_x000D_",
        "_x005F_x000D_",
        " a\n ",
        "a\tb",
        "]]>",
        "x" * 32_767,
        "😀",
    ],
)
def test_texts_that_look_like_markup_stay_text(comment: str) -> None:
    page = opened(written(replace(Export(records(comment)), options=Options("annotations", ("comment",)))))
    assert comment in {told(row[0]) for row in page["Annotations"].iter_rows(values_only=True)}


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=60))
def test_any_comment_is_a_cell(comment: str) -> None:
    export = Export(records(comment), options=Options("annotations", ("comment",)))
    values = {told(row[0]) for row in opened(written(export))["Annotations"].iter_rows(values_only=True)}
    shown, cut = xlsx.fitting(comment)
    assert not cut
    assert (shown or None) in values


@settings(deadline=None, max_examples=40)
@given(any_records())
def test_any_records_make_a_workbook(given_records: tuple[Record, ...]) -> None:
    page = opened(written(Export(given_records)))["Annotations"]
    assert page.max_row == 1 + sum(len(record.tags) or 1 for record in given_records)


@pytest.mark.parametrize("char", ["字", "𠮷"])
def test_what_no_cell_holds_is_cut_and_counted(char: str) -> None:
    export = Export(records(char * 40_000), options=Options("annotations"))
    out = io.BytesIO()
    assert write("xlsx", export, out) == {"cut": 1}
    page = opened(out.getvalue())["Annotations"]
    (long,) = [
        cell.value for row in page for cell in row if isinstance(cell.value, str) and char * 99 in cell.value
    ]
    assert 32_766 <= len(long.encode("utf-16-le")) // 2 <= 32_767
    assert long == char * (len(long) - 1) + "…"
    assert write("xlsx", Export(records()), io.BytesIO()) == {}


def test_one_sheet_or_some_columns() -> None:
    assert opened(written(replace(rich(), options=Options("measures")))).sheetnames == ["Measures"]
    book = opened(written(replace(rich(), options=Options(columns=("title", "tags")))))
    assert book.sheetnames == ["Proposals", "Measures", "Annotations"]
    assert [cell.value for cell in book["Proposals"][1]] == ["Title", "Tags"]
    assert [cell.value for cell in book["Annotations"][1]] == ["Title"]
    with pytest.raises(ExchangeError) as raised:
        written(replace(rich(), options=Options(columns=("titel",))))
    assert raised.value.code == "column_unknown"


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS", 100)
    with pytest.raises(ExchangeError) as raised:
        written(rich())
    assert raised.value.code == "rows_too_many"
    assert raised.value.params["sheet"] == "Annotations"


def test_the_same_export_gives_the_same_bytes() -> None:
    assert written(rich()) == written(rich())


def test_days_that_excel_cannot_count_stay_text() -> None:
    given_records = [
        replace(record, source=replace(record.source, date=date))
        for record, date in zip(records(), ("1899-12-31", "1900-03-01", "", "2026-02-30"), strict=True)
    ]
    page = opened(written(Export(given_records, options=Options("annotations", ("date", "id")))))[
        "Annotations"
    ]
    values = {row[1]: row[0] for row in page.iter_rows(min_row=2, values_only=True)}
    assert [values[record.annotation.id] for record in given_records] == [
        "1899-12-31",
        datetime(1900, 3, 1),
        None,
        "2026-02-30",
    ]


def test_a_cancelled_export_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))

    def cancelled() -> Iterator[Record]:
        yield from list(rich().records)[:50]
        assert list(scratch.rglob("*"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save("xlsx", Export(cancelled(), rich().articles), tmp_path / "out.xlsx")
    assert list(tmp_path.rglob("*")) == [scratch]


@pytest.mark.parametrize("room", [0, 20_000])
def test_a_full_disk_is_said_and_nothing_more(room: int, recwarn: pytest.WarningsRecorder) -> None:
    class Full(io.BytesIO):
        def write(self, data: Any) -> int:
            if self.tell() >= room:
                raise OSError(28, "No space left on device")
            return super().write(data)

    with pytest.raises(OSError, match="No space left"):
        write("xlsx", rich(), Full())
    gc.collect()
    assert not [warning.message for warning in recwarn]


def test_times_are_the_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2026, 1, 5, 12, 30, tzinfo=UTC).astimezone().replace(tzinfo=None)
    record = replace(
        records()[0], annotation=replace(records()[0].annotation, created="2026-01-05T12:30:00.000000Z")
    )
    page = opened(written(Export([record], options=Options("annotations", ("created",)))))["Annotations"]
    assert page["A2"].value == moment
