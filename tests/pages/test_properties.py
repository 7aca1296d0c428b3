"""What holds of any text: no error, a source for every displayed character, one place for every row."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.pages import DecodeError, decode, page_object, parse, reflow
from reader.pages.characters import SPACES, folding
from reader.pages.model import Article, Flow, Page
from tests.pages.press import newspaper_pages

texts = st.one_of(st.text(max_size=300), newspaper_pages)
sweep = settings(max_examples=150, deadline=None)
long_sweep = settings(max_examples=5000, deadline=None)


def flows(page: Page) -> Iterator[Flow]:
    """Yield every displayed text of a page."""
    for row in page.rows:
        yield row.flow
    for article in page.articles:
        for block in article.blocks:
            yield block.flow
    for item in page.unplaced:
        yield item.flow


def rows_of(article: Article) -> list[int]:
    """Return the rows whose text an article displays: headline, byline, mark and paragraphs."""
    byline = [article.byline.row] if article.byline else []
    return [
        *(row.row for row in article.headline),
        *byline,
        *(row for paragraph in article.paragraphs for row in paragraph.rows),
    ]


def check_sources(page: Page) -> None:
    table = folding()
    for flow in flows(page):
        assert len(flow.text) == len(flow.offsets)
        assert all(a < b for a, b in zip(flow.offsets, flow.offsets[1:], strict=False))
        for char, offset in zip(flow.text, flow.offsets, strict=True):
            source = page.text[offset]
            if source == "\n":
                assert char in " \n"
            elif source in SPACES:
                assert char in SPACES
            else:
                assert char == table.get(ord(source), source)


def check_places(page: Page) -> None:
    shown: Counter[int] = Counter()
    for flow in (*(b.flow for a in page.articles for b in a.blocks), *(u.flow for u in page.unplaced)):
        shown.update(offset for offset in flow.offsets if page.text[offset] not in SPACES | {"\n"})
    assert all(count == 1 for count in shown.values())
    expected = {
        offset
        for row in page.rows
        for char, offset in zip(row.flow.text, row.flow.offsets, strict=True)
        if char not in SPACES
    }
    assert {page.text[offset] for offset in expected - shown.keys()} <= set("▲△▼■◀▶")
    assert shown.keys() <= expected
    placed = [row for article in page.articles for row in rows_of(article)]
    placed += [row for item in page.unplaced for row in item.rows]
    assert len(placed) == len(set(placed))


def check_parts(page: Page) -> None:
    assert len({article.id for article in page.articles}) == len(page.articles)
    for article in page.articles:
        assert page.article(article.id) is article
        for measure in article.measures:
            first, last = article.paragraphs[measure.paragraph], article.paragraphs[measure.last_paragraph]
            assert first.flow.text.startswith(measure.label, measure.start)
            assert (measure.paragraph, measure.start) < (measure.last_paragraph, measure.end)
            assert measure.end <= len(last.flow.text)
        for doubt in article.doubts:
            assert 0 <= doubt.margin <= 1
            assert doubt.row is None or 1 <= doubt.row <= len(page.rows)
    for number, column in enumerate(page.columns):
        assert column.id == number
        assert all(page.article(one) is not None for one in column.articles)
    json.dumps(page_object(page, "")).encode()


def check(text: str) -> None:
    page = parse(text, name="页.txt")
    assert page.text == text
    check_sources(page)
    check_places(page)
    check_parts(page)
    assert parse(text, name="页.txt") == page


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
