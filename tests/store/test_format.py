"""The JSON of documents."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store import format
from reader.store.format import LONG, encode

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text() | st.integers() | st.none(), values, max_size=3), values, st.text())
def test_long_lists_are_written_as_json_writes_them(document: dict[Any, Any], value: Any, name: str) -> None:
    document[name] = [value] * (LONG + 1)
    assert encode(document) == json.dumps(document)


def test_what_is_no_json_is_refused_in_long_lists_too() -> None:
    for wrong, error in ((object(), TypeError), (float("nan"), ValueError)):
        with pytest.raises(error):
            encode({"n": [wrong] * (LONG + 1)})


tables = st.dictionaries(
    st.text(max_size=5) | st.sampled_from(["a: {", '"', "\\"]),
    st.dictionaries(
        st.integers(0, 99).map(str),
        st.dictionaries(
            st.text(max_size=3), values | st.sampled_from(["}\n", "},", '": {', "{\n"]), max_size=3
        ),
        max_size=6,
    ),
    max_size=3,
)


def read(data: bytes, most: int) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(format, "SLICE", most)
        return format._in_slices(data)


@given(tables, st.integers(0, 300))
def test_a_file_is_read_in_slices_as_json_reads_it(held: Any, most: int) -> None:
    written = b"".join(format.pieces({"_meta": {"1": {"format": 2}}, **held}))
    found = read(written, most)
    assert json.dumps(found) == json.dumps(json.loads(written))  # in the same order, too


@given(tables, st.integers(0, 60), st.data())
def test_what_is_laid_out_otherwise_is_read_alike_or_left_to_json(
    held: Any, most: int, data: st.DataObject
) -> None:
    written = b"".join(format.pieces({"_meta": {"1": {"format": 2}}, **held}))
    at = data.draw(st.integers(0, len(written)))
    gone = data.draw(st.integers(0, 3))
    new = data.draw(
        st.sampled_from([b"", b",", b"\n", b"}", b"{", b'"', b" ", b"},\n", b'\n"x": {\n', b"\xff"])
    )
    damaged = written[:at] + new + written[at + gone :]
    found = read(damaged, most)
    if found is not None:
        assert json.dumps(found) == json.dumps(json.loads(damaged))
