"""The JSON of documents."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
