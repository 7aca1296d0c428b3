"""Every export is read again by somebody else's parser."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config.language import choose
from reader.exchange import Draft, ExchangeError, Export, Record, read, save, write
from tests.exchange.records import records


def written(format_name: str, given_records: list[Record]) -> str:
    out = io.BytesIO()
    write(format_name, Export(given_records), out)
    return out.getvalue().decode()


def test_jsonl_is_json_a_line() -> None:
    lines = [json.loads(line) for line in written("jsonl", records()).splitlines()]
    assert lines[0] == {"format": "xiance.annotations/1", "unit": "code points"}
    assert sorted(line["tag"]["name"] for line in lines if "tag" in line) == ["公共文化", "夜经济"]
    annotations = [line for line in lines if "annotation" in line]
    assert len(annotations) == 4
    assert {line["page"] for line in annotations} == {1}
    spans = [
        line["annotation"]["target"]
        for line in annotations
        if line["annotation"]["target"]["level"] == "span"
    ]
    assert [target["exact"] for target in spans] == ["延长开馆时间"]


def test_jsonl_comes_back_whole() -> None:
    given_records = records()
    text = written("jsonl", given_records)
    drafts = [found for found in read("jsonl", io.BytesIO(text.encode())) if isinstance(found, Draft)]
    assert {draft.annotation.id: draft.annotation for draft in drafts} == {
        record.annotation.id: record.annotation for record in given_records
    }
    assert {tag.id: tag for draft in drafts for tag in draft.tags} == {
        tag.id: tag for record in given_records for tag in record.tags
    }
    assert written("jsonl", list(reversed(given_records))) == text


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_comment_survives_jsonl(comment: str) -> None:
    text = written("jsonl", records(comment))
    found = list(read("jsonl", io.BytesIO(text.encode())))
    assert comment in {item.annotation.comment for item in found if isinstance(item, Draft)}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{}", "import_foreign"),
        (b"not json", "import_foreign"),
        (b'{"format": "xiance.annotations/2"}', "import_newer"),
        (b'{"format": "xiance.annotations/1"}\n{"annotation": {}}', "import_broken_line"),
        (b'{"format": "xiance.annotations/1"}\n\xff\xfe', "import_broken_line"),
        (b'{"format": "xiance.annotations/1"}\n{"annotation"', "import_broken_line"),
    ],
)
def test_what_is_no_jsonl_of_ours_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ExchangeError) as raised:
        list(read("jsonl", io.BytesIO(data), path="x.jsonl"))
    assert raised.value.code == code
    assert raised.value.params["path"] == "x.jsonl"


def test_markdown_has_quotes_beside_comments() -> None:
    choose("zh")
    try:
        text = written("markdown", records("**好**\n<script>"))
    finally:
        choose("en")
    assert "让图书馆开到夜里" in text
    assert "> 一是延长开馆时间" in text
    assert "公共文化" in text
    assert "<script>" not in text


def test_document_text_is_no_markup() -> None:
    text = written("markdown", records(names=("*粗* [a](b)", "#号")))
    assert "\\*粗\\*" in text
    assert "[a](b)" not in text


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ExchangeError) as raised:
        write("wordstar", Export([]), io.BytesIO())
    assert raised.value.code == "format_unknown"


def test_saving_replaces_nothing_unasked(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("mine")
    with pytest.raises(ExchangeError) as raised:
        save("jsonl", Export(records()), path)
    assert raised.value.code == "export_exists"
    assert path.read_text() == "mine"
    save("jsonl", Export(records()), path, force=True)
    assert path.read_text("utf-8").startswith('{"format"')
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_export_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("mine")

    def failing() -> Iterator[Record]:
        yield records()[0]
        raise RuntimeError("on the way")

    with pytest.raises(RuntimeError):
        save("jsonl", Export(failing()), path, force=True)
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_saving_where_there_is_no_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError) as raised:
        save("csv", Export(records()), tmp_path / "none" / "out.csv")
    assert raised.value.code == "export_unwritable"
