"""The tables of proposals, measures, annotations and tags: what stands in them, and csv of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.model import Entry
from reader.config.language import _, choose
from reader.exchange import ExchangeError, Export, Options, Record, write
from reader.exchange.csv import cell
from reader.exchange.sheets import SHEETS
from reader.exchange.tables import Said, items, measure_of, plain
from tests.exchange.records import page, records
from tests.exchange.rich import any_records, rich, shown


def table(
    sheet: str = "", columns: tuple[str, ...] = (), *, export: Export | None = None
) -> list[dict[str, str]]:
    """Return a written table's rows by column id."""
    out = io.BytesIO()
    given_export = export or rich()
    write("csv", replace(given_export, options=Options(sheet, columns)), out)
    text = out.getvalue().decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    found = SHEETS[sheet or "annotations"].columns
    ids = list(columns) or [column.id for column in found]
    headers = {column.id: column.header for column in found}
    assert head == [_(headers[name]) for name in ids]
    return [dict(zip(ids, row, strict=True)) for row in rows]


@pytest.fixture
def chinese() -> Iterator[None]:
    choose("zh")
    yield
    choose("en")


def neutral(text: str) -> str:
    """Return a cell without the apostrophe that keeps it from being a formula."""
    return text[1:] if text.startswith("'") and text[1:].lstrip().startswith(tuple("=+-@＝＋－＠")) else text


def test_csv_is_made_for_excel() -> None:
    out = io.BytesIO()
    write("csv", rich(), out)
    data = out.getvalue()
    assert data.startswith(b"\xef\xbb\xbfTag name,Quote,")
    rows = data.decode("utf-8-sig").split("\r\n")
    assert rows[-1] == ""
    assert not any("\r" in row for row in rows)


def test_annotations_have_a_row_each_and_tag() -> None:
    rows = table()
    expected = [
        (record.annotation.id, name)
        for record in rich().records
        for name in [tag.name for tag in record.tags] or [""]
    ]
    assert [(row["id"], neutral(row["tag"])) for row in rows] == expected
    by_id = {record.annotation.id: record for record in rich().records}
    for row in rows:
        annotation = by_id[row["id"]].annotation
        assert neutral(row["quote"]) == annotation.target.exact
        assert neutral(row["comment"]) == plain(annotation.comment)
        assert row["level"] == annotation.target.level
        assert row["reply_to"] == (annotation.reply_to or "")
        assert row["resolved"] == ("true" if annotation.resolved else "false")
        assert (row["created"], row["creator"]) == (annotation.created, annotation.creator)
        assert json.loads(row["ranges"]) == [list(span) for span in annotation.target.ranges]
        entry = annotation.entry
        assert (row["entry_field"], row["entry_value"], neutral(row["entry_reason"])) == (
            (entry.field, entry.value, entry.reason) if entry else ("", "", "")
        )


def test_whole_pages_are_in_no_article() -> None:
    (row, *_others) = [row for row in table() if row["level"] == "page"]
    assert (row["title"], row["kind"], row["author"]) == ("", "", "")
    assert "整版都好" not in "".join(row["comments"] for row in table("proposals"))


def test_all_proposals_have_a_row() -> None:
    rows = table("proposals")
    proposals = [item.article for item in rich().articles if item.article.kind == "proposal"]
    assert [row["id"] for row in rows] == [article.id for article in proposals]
    first = rows[0]
    assert (first["title"], first["author"], first["affiliation"]) == (
        "让图书馆开到夜里",
        "顾晚晴",
        "桐湾区读书会",
    )
    assert (first["paper"], first["date"], first["page_no"]) == ("桐湾日报", "2026-01-05", "2")
    assert first["measure_count"] == "3"
    assert first["measures"].split("\n")[1].startswith("二是 把座位放到网上预约")
    assert first["entries"].split("\n") == ["stage: handling 2026-01-06", "outcome: partly 2026-01-06"]
    assert "analyst: 钱从哪里来？\n苏禾 <suhe@example.org>: 财政出一半" in first["comments"]
    on_it = [
        record
        for record in rich().records
        if record.article is proposals[0] and record.annotation.target.level != "page"
    ]
    assert set(first["tags"].split(", ")) == {tag.name for record in on_it for tag in record.tags}


def test_untagged_proposals_are_there_too() -> None:
    rows = table("proposals", export=Export((), rich().articles))
    assert [row["tags"] + row["comments"] + row["entries"] for row in rows] == ["", "", ""]
    assert len(table("measures", export=Export((), rich().articles))) == 8


def test_measures_have_a_row_each_with_what_is_on_them() -> None:
    rows = table("measures")
    measures = [measure for item in rich().articles for measure in item.article.measures]
    assert [(row["label"], row["text"]) for row in rows] == [
        (measure.label, measure.text) for measure in measures
    ]
    assert "钱从哪里来？" in rows[0]["comments"]
    assert "钱从哪里来？" not in rows[1]["comments"]
    assert {row["level"] for row in rows} == {"1"}


def test_what_is_on_a_measure_is_found_by_its_characters() -> None:
    for record in rich().records:
        index = measure_of(record)
        article = record.article
        if record.annotation.target.level == "measure":
            assert article is not None
            assert index is not None
            assert article.measures[index].label == record.annotation.target.measure
        if record.annotation.target.level in ("page", "article"):
            assert index is None
        if record.annotation.target.level == "span" and index is not None:
            assert article is not None
            measure = article.measures[index]
            words = article.paragraphs[measure.paragraph].flow.text[measure.start : measure.end]
            assert shown(record) in words


def test_a_measure_within_another_counts_for_itself() -> None:
    record = next(
        record for record in rich().records if record.annotation.target.level == "measure" and record.article
    )
    article = record.article
    assert article is not None
    inner = article.measures[0]
    outer = replace(inner, label="第一", last_paragraph=article.measures[1].last_paragraph)
    outer = replace(outer, end=article.measures[1].end)
    nested = replace(article, measures=(outer, *article.measures))
    assert measure_of(replace(record, article=nested)) == 1
    assert measure_of(replace(record, article=replace(article, measures=(*article.measures, outer)))) == 0


def test_tags_are_counted() -> None:
    rows = table("tags")
    counted = {neutral(row["tag"]): row for row in rows}
    assert [int(row["annotations"]) for row in rows] == sorted(
        (int(row["annotations"]) for row in rows), reverse=True
    )
    name = "公共文化"
    on = [record for record in rich().records if name in {tag.name for tag in record.tags}]
    placed = [record for record in on if record.article and record.annotation.target.level != "page"]
    row = counted[name]
    assert int(row["annotations"]) == len(on)
    assert int(row["articles"]) == len({record.article.id for record in placed if record.article})
    assert int(row["proposals"]) == 3
    assert counted["民生/老人"]["description"] == "给老人办的事"


def test_the_latest_entry_of_a_field_counts() -> None:
    base = records()[0]

    def said(date: str, created: str, value: str) -> Record:
        entry = Entry("column", "stage", value, date)
        return replace(base, annotation=replace(base.annotation, created=created, entry=entry))

    moments = [
        said("2026-02-02", "2026-02-03T00:00:00Z", "later"),
        said("2026-02-02", "2026-02-02T00:00:00Z", "sooner"),
        said("2026-01-01", "2026-03-01T00:00:00Z", "before"),
    ]
    for order in (moments, moments[::-1]):
        known = Said()
        for record in order:
            known.add(record)
        assert [each.entry.value for each in known.entries.values()] == ["later"]


def test_records_are_gone_through_once() -> None:
    passes = 0

    class Counted:
        def __iter__(self) -> Iterator[Record]:
            nonlocal passes
            passes += 1
            return iter(rich().records)

    found = list(items(Export(Counted(), rich().articles), SHEETS.values()))
    assert passes == 1
    assert {name for name, _item in found} == set(SHEETS) - {"links"}


def test_columns_are_chosen() -> None:
    rows = table("annotations", ("comment", "tag"))
    assert list(rows[0]) == ["comment", "tag"]
    assert [tuple(row.values()) for row in rows] == [(row["comment"], row["tag"]) for row in table()]


@pytest.mark.parametrize(
    ("options", "code", "known"),
    [
        (Options("stages"), "sheet_unknown", "proposals, measures, annotations, tags"),
        (Options("tags", ("tag", "quote")), "column_unknown", "tag, annotations, articles"),
        (Options(columns=("label",)), "column_unknown", "tag, quote, context"),
    ],
)
def test_unknown_sheets_and_columns_are_named(options: Options, code: str, known: str) -> None:
    out = io.BytesIO()
    with pytest.raises(ExchangeError) as raised:
        write("csv", replace(rich(), options=options), out)
    assert raised.value.code == code
    assert raised.value.params["known"].startswith(known)
    assert out.getvalue() == b""


def test_headings_are_in_the_language(chinese: None) -> None:
    out = io.BytesIO()
    write("csv", replace(rich(), options=Options("proposals")), out)
    head = out.getvalue().decode("utf-8-sig").split("\r\n")[0]
    assert head.startswith("报名,日期,版次,标题,作者,单位,标签,措施数,措施内容,办理登记,批注")


def test_ids_of_columns_stand_once() -> None:
    for sheet in SHEETS.values():
        assert len({column.id for column in sheet.columns}) == len(sheet.columns)
        headers = [_(column.header) for column in sheet.columns]
        assert len(set(headers)) == len(headers)


@given(st.text(max_size=40))
def test_no_cell_is_a_formula(text: str) -> None:
    assert not cell(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert neutral(cell(text)) in (plain(text), plain(text)[1:])


def test_csv_runs_no_formula() -> None:
    comments = {row["comment"] for row in table()}
    assert {"'=1+1", "'@SUM(1,2)", "'-cmd|' /C calc'!A0", "'+86 10 1234"} <= comments
    assert not {"=1+1", "@SUM(1,2)"} & comments


@settings(deadline=None)
@given(any_records())
def test_any_records_make_a_table(given_records: tuple[Record, ...]) -> None:
    for sheet in SHEETS:
        rows = table(sheet, export=Export(given_records))
        if sheet == "annotations":
            assert len(rows) == sum(len(record.tags) or 1 for record in given_records)


def test_characters_that_no_cell_keeps_are_counted() -> None:
    steering = [
        record for record in rich().records if plain(record.annotation.comment) != record.annotation.comment
    ]
    assert steering
    for given_records, count in ((rich().records, len(steering)), (records("fine"), 0)):
        losses = write("csv", Export(given_records), io.BytesIO())
        assert losses.get("characters", 0) == count


def test_a_table_of_tags_loses_nothing() -> None:
    for name in ("csv", "xlsx"):
        assert write(name, replace(rich(), options=Options("tags")), io.BytesIO()) == {}
    assert "tag_details" in write("csv", replace(rich(), options=Options("proposals")), io.BytesIO())


def test_the_parse_of_the_samples_has_measures() -> None:
    assert [measure.label for measure in page().articles[0].measures] == ["一是", "二是"]
