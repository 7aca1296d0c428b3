"""Corrections: records of what was said of rows, and the rows found again when the text has changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations import (
    Correction,
    RecordError,
    correction_from_record,
    correction_to_record,
    make_correction,
    replay,
)
from reader.pages import parse
from reader.pages.model import Fix
from tests.pages.press import WORDS, column, loose, newspaper_pages

PAGE = loose(
    "春天新修十二条乡村道路", column([f"清河日报3月1日讯（记者 周小禾）{words}。" for words in WORDS[:4]])
)
page = parse(PAGE)
FILLED = [row.number for row in page.rows if row.flow.text]
fixes = st.builds(
    lambda rows, body: Fix("headline", tuple(sorted(rows)), body=body),
    st.sets(st.sampled_from(FILLED), min_size=1, max_size=4),
    st.sampled_from(FILLED),
)


@given(fixes)
def test_a_fix_comes_back_from_its_record(fix: Fix) -> None:
    correction = make_correction(page, fix, "程")
    assert correction_from_record(correction_to_record(correction)) == correction
    assert replay(page, correction) == (fix, "stable")


@settings(deadline=None)
@given(fixes, st.lists(st.sampled_from(WORDS), max_size=3), st.integers(0, 2))
def test_rows_are_found_again_after_rows_were_put_in(fix: Fix, before: list[str], blanks: int) -> None:
    text = "".join(f"{words[::-1]}\n" for words in before) + "\n" * blanks + PAGE
    moved = len(before) + blanks
    found, status = replay(parse(text), make_correction(page, fix, "程"))
    if not moved:
        assert (found, status) == (fix, "stable")
        return
    assert status == "moved"
    assert found == Fix("headline", tuple(row + moved for row in fix.rows), body=(fix.body or 0) + moved)


def test_rows_that_are_gone_are_lost() -> None:
    correction = make_correction(page, Fix("role", (FILLED[3],), "furniture"), "程")
    other = parse(loose("另一天的另一版", column(["这里讲的完全是别的事情，没有一行相同。"])))
    assert replay(other, correction) == (None, "lost")
    of_page = make_correction(page, Fix("paper", value="澜江日报"), "程")
    assert replay(other, of_page) == (Fix("paper", value="澜江日报"), "moved")


@settings(deadline=None)
@given(newspaper_pages, st.data())
def test_any_row_of_any_page_can_be_named(text: str, data: st.DataObject) -> None:
    some = parse(text)
    rows = [row.number for row in some.rows if row.flow.text]
    if rows:
        fix = Fix("role", (data.draw(st.sampled_from(rows)),), "body")
        assert replay(some, make_correction(some, fix, "程")) == (fix, "stable")


@pytest.mark.parametrize(
    "broken",
    [
        {"about": "mood"},
        {"rows": None},
        {"rows": [{"range": [3, 1]}]},
        {"rows": [{"range": ["0", 1]}]},
        {"rows": [7]},
        {"body": []},
        {"id": "1"},
        {"value": 5},
    ],
)
def test_what_is_no_record_is_refused(broken: dict[str, object]) -> None:
    record = correction_to_record(make_correction(page, Fix("role", (FILLED[0],), "body"), "程"))
    with pytest.raises(RecordError):
        correction_from_record({**record, **broken})


def test_fields_of_a_newer_version_are_kept() -> None:
    record = correction_to_record(make_correction(page, Fix("role", (FILLED[0],), "body"), "程"))
    read = correction_from_record({**record, "why": "看错了"})
    assert isinstance(read, Correction)
    assert correction_to_record(read)["why"] == "看错了"
