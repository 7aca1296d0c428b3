"""Links as records."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations import Link, RecordError, link_from_record, link_to_record
from tests.annotations.test_records import identifiers, targets, texts

any_link = st.builds(
    Link,
    id=identifiers,
    kind=st.sampled_from(("same", "answer")),
    source=targets,
    target=targets,
    creator=texts,
    created=texts,
    modified=texts,
    comment=texts,
    deleted=st.none() | texts,
    extra=st.dictionaries(st.just("later"), texts | st.integers()),
)


@given(any_link)
def test_links_come_back_from_json(link: Link) -> None:
    assert link_from_record(json.loads(json.dumps(link_to_record(link)))) == link


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "1"),
        ("kind", "quotes"),
        ("source", None),
        ("target", {"level": "span"}),
        ("comment", 3),
        ("deleted", 1),
    ],
)
@given(link=any_link)
def test_what_is_no_link_is_refused_by_the_field(field: str, value: Any, link: Link) -> None:
    with pytest.raises(RecordError) as raised:
        link_from_record({**link_to_record(link), field: value})
    assert raised.value.params["field"].startswith(field) or field == "target"
