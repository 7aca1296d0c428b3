from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations import (
    Annotation,
    Entry,
    RecordError,
    Tag,
    Target,
    from_record,
    id_to_int,
    int_to_id,
    new_id,
    now,
    tag_from_record,
    tag_to_record,
    to_record,
)

texts = st.text(max_size=8)
some_ranges = st.lists(
    st.tuples(st.integers(0, 99), st.integers(1, 9)).map(lambda pair: (pair[0], sum(pair))), max_size=3
).map(tuple)
targets = st.builds(
    Target,
    texts,
    some_ranges,
    texts,
    texts,
    texts,
    st.sampled_from(("page", "article", "measure", "span")),
    texts,
    texts,
    texts,
)
identifiers = st.uuids().map(str)
any_annotation = st.builds(
    Annotation,
    id=identifiers,
    target=targets,
    creator=texts,
    created=texts,
    modified=texts,
    tags=st.lists(identifiers, max_size=3).map(tuple),
    comment=texts,
    reply_to=st.none() | identifiers,
    resolved=st.booleans(),
    entry=st.none() | st.builds(Entry, texts, texts, texts, texts, texts, texts),
    deleted=st.none() | texts,
    extra=st.dictionaries(st.just("later"), texts | st.integers()),
)


@given(any_annotation)
def test_annotations_come_back_from_json(annotation: Annotation) -> None:
    assert from_record(json.loads(json.dumps(to_record(annotation)))) == annotation


def test_tags_come_back_from_json() -> None:
    tag = Tag(new_id(), "民生/出行", 4, "a", now(), now(), "说明", extra={"later": 1})
    assert tag_from_record(json.loads(json.dumps(tag_to_record(tag)))) == tag


def record() -> dict[str, Any]:
    target = Target("f", ((0, 2),), "甲乙", "", "", "span")
    return to_record(Annotation(new_id(), target, "a", now(), now()))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "1"),
        ("id", None),
        ("creator", 1),
        ("tags", "x"),
        ("tags", [1]),
        ("resolved", "yes"),
        ("entry", []),
        ("target", None),
        ("reply_to", 5),
        ("deleted", False),
    ],
)
def test_what_is_no_record_says_which_field(field: str, value: object) -> None:
    with pytest.raises(RecordError) as raised:
        from_record({**record(), field: value})
    assert raised.value.params["field"].startswith(field)


@pytest.mark.parametrize(
    "value", [[[2, 1]], [[-1, 2]], [[1]], [["a", "b"]], [[True, 2]], "x", None, [[1, 1]]]
)
def test_ranges_must_be_ranges(value: object) -> None:
    broken = record()
    broken["target"] = {**broken["target"], "ranges": value}
    with pytest.raises(RecordError):
        from_record(broken)


def test_ids_rise_and_are_version_7() -> None:
    made = [new_id() for _ in range(2000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {uuid.UUID(one).version for one in made} == {7}
    assert {uuid.UUID(one).variant for one in made} == {uuid.RFC_4122}
    assert int_to_id(id_to_int(made[0])) == made[0]


def test_only_canonical_ids_are_ids() -> None:
    identifier = new_id()
    for wrong in (identifier.upper(), identifier.replace("-", ""), "", f"{{{identifier}}}"):
        if wrong != identifier:
            with pytest.raises(ValueError, match=r"."):
                id_to_int(wrong)


def test_times_are_utc_to_the_microsecond() -> None:
    moment = now()
    assert len(moment) == len("2026-01-05T08:00:00.000000Z")
    assert moment.endswith("Z")


def test_records_are_not_changed_in_place() -> None:
    before = from_record(record())
    after = replace(before, comment="新")
    assert (before.comment, after.comment) == ("", "新")
