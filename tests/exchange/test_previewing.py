"""The beginning of an export, before it is written."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from reader.exchange import Export, Record, known, write
from reader.exchange.previewing import preview
from tests.exchange.records import records

TEXT = [name for name, form in known().items() if form.kind == "text"]


@pytest.mark.parametrize("name", TEXT)
def test_a_text_begins_as_it_will_be_written(name: str) -> None:
    given, out = records()[:1], io.BytesIO()
    write(name, Export(given), out)
    whole = [line for line in out.getvalue().decode("utf-8-sig").splitlines() if line.strip()]
    shown = preview(name, Export(given), 3)
    assert 1 <= len(shown) <= 3
    assert all(line.startswith(beginning) for line, beginning in zip(whole, shown, strict=False))


def test_no_more_is_read_than_is_shown() -> None:
    def endless() -> Iterator[Record]:
        for number in count(1):
            yield from (replace(record, number=number) for record in records())

    assert len(preview("jsonl", Export(endless()), 3)) == 3


def test_what_is_no_text_shows_quotes_tags_and_comments() -> None:
    lines = preview("docx", Export(records("先看\n这里", ("夜经济",))), 2)
    assert len(lines) == 2
    assert "#夜经济" in lines[0]
    assert lines[1].endswith("先看 这里")
