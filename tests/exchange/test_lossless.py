"""What the two lossless formats write comes back equal, whatever the records hold."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations import Annotation, Tag, make_correction, make_link
from reader.exchange import CorrectionNote, Draft, Export, LinkEnd, LinkNote, Record, read, write
from reader.pages.model import Fix
from tests.annotations.test_links import any_link
from tests.exchange.rich import COLUMN, NEWS, any_records, pages, rich, tags

LOSSLESS = ("jsonl", "w3c")
any_end = st.builds(LinkEnd, st.text(max_size=6), st.integers(0, 9))
any_note = st.builds(LinkNote, any_link, st.tuples(any_end, any_end))


def written(name: str, export: Export) -> bytes:
    out = io.BytesIO()
    write(name, export, out)
    return out.getvalue()


def back(name: str, data: bytes) -> tuple[dict[str, Draft], dict[str, Tag]]:
    found = list(read(name, io.BytesIO(data), path="x"))
    drafts = {item.annotation.id: item for item in found if isinstance(item, Draft)}
    marks = {tag.id: tag for item in drafts.values() for tag in item.tags}
    return drafts, marks | {item.id: item for item in found if isinstance(item, Tag)}


def wanted(records: tuple[Record, ...]) -> dict[str, Annotation]:
    return {record.annotation.id: record.annotation for record in records}


@pytest.mark.parametrize("name", LOSSLESS)
@given(any_records())
@settings(deadline=None)
def test_any_record_comes_back_equal(name: str, records: tuple[Record, ...]) -> None:
    drafts, marks = back(name, written(name, Export(records)))
    assert {key: draft.annotation for key, draft in drafts.items()} == wanted(records)
    assert marks == {tag.id: tag for record in records for tag in record.tags}
    places = {record.annotation.id: (record.path, record.number) for record in records}
    assert {key: (draft.path, draft.page) for key, draft in drafts.items()} == places


@pytest.mark.parametrize("name", LOSSLESS)
def test_the_rich_export_comes_back_equal(name: str) -> None:
    export = rich()
    drafts, marks = back(name, written(name, export))
    assert {key: draft.annotation for key, draft in drafts.items()} == wanted(tuple(export.records))
    assert marks == {tag.id: tag for tag in tags()}
    assert not export.losses


@pytest.mark.parametrize("name", LOSSLESS)
def test_tags_that_are_on_nothing_come_along_where_all_are_exported(name: str) -> None:
    unused = replace(tags()[0], id=tags()[0].id.replace("0001-7", "0009-7"), name="没用过的")
    _drafts, marks = back(name, written(name, Export((), tags=(unused,))))
    assert marks == {unused.id: unused}


@pytest.mark.parametrize("name", LOSSLESS)
def test_the_same_records_give_the_same_bytes(name: str) -> None:
    records = list(rich().records)
    column = [record for record in records if record.path == COLUMN]
    others = [record for record in records if record.path != COLUMN]
    shuffled = Export([*reversed(column), *others])
    assert written(name, shuffled) == written(name, Export(records))


@pytest.mark.parametrize("name", LOSSLESS)
def test_a_change_of_one_comment_changes_one_line(name: str) -> None:
    records = list(rich().records)
    before = written(name, Export(records)).splitlines()
    at = next(index for index, record in enumerate(records) if record.annotation.comment)
    changed = replace(records[at].annotation, comment="换了")
    records[at] = replace(records[at], annotation=changed)
    after = written(name, Export(records)).splitlines()
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_jsonl_holds_corrections() -> None:
    page = pages()[COLUMN]
    correction = make_correction(page, Fix("kind", (7,), "news"), "analyst")
    note = CorrectionNote(correction, COLUMN, 1)
    found = list(read("jsonl", io.BytesIO(written("jsonl", Export((), corrections=(note,))))))
    assert found == [note]


@pytest.mark.parametrize("name", LOSSLESS)
@given(st.lists(any_note, max_size=4, unique_by=lambda note: note.link.id))
@settings(deadline=None)
def test_any_link_comes_back_equal(name: str, notes: list[LinkNote]) -> None:
    found = list(read(name, io.BytesIO(written(name, Export((), links=notes))), path="x"))
    assert found == sorted(notes, key=lambda note: note.link.id)


@pytest.mark.parametrize("name", LOSSLESS)
def test_links_stand_beside_everything_else(name: str) -> None:
    export = rich()
    (record, other) = list(export.records)[:2]
    link = make_link("answer", record.annotation.target, other.annotation.target, "analyst", "采纳了")
    note = LinkNote(link, (LinkEnd(COLUMN, 1), LinkEnd(COLUMN, 1)))
    data = written(name, replace(export, links=(note,)))
    assert [item for item in read(name, io.BytesIO(data), path="x") if isinstance(item, LinkNote)] == [note]
    assert back(name, data) == back(name, written(name, export))


def test_a_link_is_a_web_annotation_that_links() -> None:
    record, other = list(rich().records)[:2]
    link = make_link("answer", record.annotation.target, other.annotation.target, "analyst", "采纳了")
    note = LinkNote(link, (LinkEnd(COLUMN, 1), LinkEnd(NEWS, 2)))
    (item,) = json.loads(written("w3c", Export((), links=(note,))))["first"]["items"]
    assert item["motivation"] == "linking"
    assert item["target"][0]["source"]["xiance:path"] == COLUMN
    assert item["body"][0]["source"]["xiance:path"] == NEWS
    assert item["body"][-1]["value"] == "采纳了"
    exact = [each["exact"] for part in item["body"][:-1] for each in part["selector"] if "exact" in each]
    assert "\n".join(exact) == link.target.exact


def test_w3c_says_that_it_holds_no_corrections() -> None:
    page = pages()[COLUMN]
    note = CorrectionNote(make_correction(page, Fix("kind", (7,), "news"), "analyst"), COLUMN, 1)
    assert write("w3c", Export((), corrections=(note,)), io.BytesIO()) == {"corrections": 1}


def test_jsonl_puts_each_tag_before_what_has_it() -> None:
    known: set[str] = set()
    for line in written("jsonl", rich()).splitlines():
        value = json.loads(line)
        if "tag" in value:
            known.add(value["tag"]["id"])
        elif "annotation" in value:
            assert set(value["annotation"]["tags"]) <= known


def test_a_path_that_is_no_utf_8_survives(tmp_path: Path) -> None:
    record = replace(next(iter(rich().records)), path="a\udcff.txt")
    for name in LOSSLESS:
        drafts, _marks = back(name, written(name, Export([record])))
        assert [draft.path for draft in drafts.values()] == ["a\udcff.txt"]
