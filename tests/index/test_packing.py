"""Pages and digests come out of their bytes as they went in, and nothing else comes out of other bytes."""

from __future__ import annotations

import json
import random
import zlib
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.packing import PackingError, pack_digest, pack_page, unpack_digest, unpack_page
from reader.pages import parse
from reader.pages.digest import digest
from reader.pages.model import Fix, Note, Page
from scripts.bench.library.corpus import FIRST_DAY, PAPERS, SEED, page_text
from tests.pages.press import newspaper_pages


@cache
def corpus_page(number: int) -> Page:
    """Return a parsed page with all that is on a broadsheet."""
    text = page_text(random.Random(f"{SEED} {number}"), PAPERS[0], FIRST_DAY, number)
    return parse(text, name=f"清河日报2021-01-04_{number:02}版.txt", number=number, first_row=7)


@settings(deadline=None)
@given(newspaper_pages, st.integers(1, 3))
def test_any_page_comes_back(text: str, number: int) -> None:
    page = parse(text, name="清河日报2026-03-01_02版.txt", number=number, first_row=number)
    assert unpack_page(pack_page(page), text) == page
    kept = digest(page)
    assert unpack_digest(pack_digest(kept)) == kept


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_broadsheet_comes_back_with_what_was_said_of_it(number: int) -> None:
    page = corpus_page(number)
    assert {article.kind for article in page.articles} & {"proposal", "continuation", "news"}
    fixes = (
        Fix("kind", page.articles[0].paragraphs[0].rows[:1], "notice"),
        Fix("headline", (), "", page.articles[1].paragraphs[0].rows[0]),
        Fix("date", (), "2026-03-04"),
    )
    fixed = parse(page.text, number=number, notes=(Note("encoding_guessed", None, "gb18030"),), fixes=fixes)
    assert fixed.fixes
    for each in (page, fixed):
        again = unpack_page(pack_page(each), each.text)
        assert again == each
        assert [*map(type, again.rows)] == [*map(type, each.rows)]
        assert again.articles[0].paragraphs[0].flow.offsets.typecode == "I"


def test_what_many_articles_have_is_kept_once() -> None:
    one, other = (unpack_digest(pack_digest(digest(corpus_page(3)))) for _ in range(2))
    assert one.source.paper is other.source.paper
    assert one.articles[0].affiliation is other.articles[0].affiliation
    assert one.articles[0].name is one.articles[0].title


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_other_bytes_are_refused(data: st.DataObject) -> None:
    page = corpus_page(3)
    packed = bytearray(pack_page(page))
    for place in data.draw(st.lists(st.integers(0, len(packed) - 1), min_size=1, max_size=3)):
        packed[place] ^= data.draw(st.integers(1, 255))
    try:
        found = unpack_page(bytes(packed), page.text)
    except PackingError:
        return
    assert found == page  # the sum of the bytes was checked: nothing that counts was hit


@pytest.mark.parametrize("data", [b"", b"x", pack_page(corpus_page(1))[:-9], b"\x80\x04N."])
def test_what_is_cut_off_is_refused(data: bytes) -> None:
    with pytest.raises(PackingError):
        unpack_page(data, corpus_page(1).text)


def test_a_page_is_not_unpacked_with_another_text() -> None:
    page = corpus_page(1)
    with pytest.raises(PackingError):
        unpack_page(pack_page(page), page.text[:400])


@pytest.mark.parametrize("value", [None, 3, [], {}, [1] * 10, "text", [[[[]]]]])
def test_values_that_are_no_page_are_refused(value: object) -> None:
    data = zlib.compress(json.dumps(value).encode())
    with pytest.raises(PackingError):
        unpack_page(data, "")
    with pytest.raises(PackingError):
        unpack_digest(data)


def test_bytes_that_would_fill_the_memory_are_refused() -> None:
    with pytest.raises(PackingError):
        unpack_digest(zlib.compress(b"[" + b" " * (65 * 1024 * 1024)))


def test_pages_are_equal_whatever_they_know_of_their_articles() -> None:
    page = corpus_page(1)
    page.article(page.articles[0].id)
    assert replace(unpack_page(pack_page(page), page.text)) == page
