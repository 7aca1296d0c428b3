"""What holds of any text: no error, a source for every displayed character, one place for every row."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.pages import DecodeError, decode, parse, reflow
from tests.pages.invariants import check
from tests.pages.press import newspaper_pages

texts = st.one_of(st.text(max_size=300), newspaper_pages)
sweep = settings(max_examples=150, deadline=None)
long_sweep = settings(max_examples=5000, deadline=None)


@sweep
@given(texts)
def test_any_text_parses(text: str) -> None:
    check(text)


@pytest.mark.slow
@long_sweep
@given(texts)
def test_any_text_parses_in_a_long_sweep(text: str) -> None:
    check(text)


def any_bytes() -> st.SearchStrategy[bytes]:
    """Bytes of any kind, and bytes of text with some of them gone wrong."""

    def damage(text: str, encoding: str, places: list[tuple[int, int]]) -> bytes:
        data = bytearray(text.encode(encoding, "replace"))
        for place, value in places:
            if data:
                data[place % len(data)] = value
        return bytes(data)

    places = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=4)
    encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030", "big5", "utf-32"])
    return st.one_of(st.binary(max_size=200), st.builds(damage, newspaper_pages, encodings, places))


@sweep
@given(any_bytes(), st.sampled_from([None, None, "gbk", "utf-8", "utf-16", "big5", "base64", "no-such"]))
def test_any_bytes_decode_or_say_why_not(data: bytes, encoding: str | None) -> None:
    try:
        decoded = decode(data, encoding)
    except DecodeError as error:
        assert error.code in {"pdf", "binary", "empty", "encoding", "encoding_unknown"}
        return
    assert decoded.texts
    assert len(decoded.texts) == len(decoded.first_rows)
    assert not any("\r" in text or "\f" in text for text in decoded.texts)
    for text in decoded.texts:
        parse(text)


@sweep
@given(texts, st.integers(0, 400), st.integers(0, 400))
def test_reflow_shows_its_range_and_nothing_else(text: str, start: int, length: int) -> None:
    page = parse(text)
    flow = reflow(page, start, start + length)
    assert all(start <= offset < start + length for offset in flow.offsets)
    whole = reflow(page, 0, len(text))
    inside = [(c, o) for c, o in zip(whole.text, whole.offsets, strict=True) if start <= o < start + length]
    assert list(zip(flow.text, flow.offsets, strict=True)) == inside
