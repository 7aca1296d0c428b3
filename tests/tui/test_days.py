"""Days as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.tui.days import day_in

NOW = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-3-2", "2026-03-02"),
        ("2026-03-02", "2026-03-02"),
        ("2026年3月2日", "2026-03-02"),
        ("２０２６－３－２", "2026-03-02"),
        ("2026/3/2", "2026-03-02"),
        ("20260302", "2026-03-02"),
        (" 3-2 ", "2026-03-02"),
        ("3月2日", "2026-03-02"),
        ("12-30", "2025-12-30"),
        ("11-26", "2026-11-26"),
        ("2-29", "2024-02-29"),
        ("+3", "2026-11-29"),
        ("-7", "2026-11-19"),
        ("－7天", "2026-11-19"),
        ("今天", "2026-11-26"),
        ("昨天", "2026-11-25"),
        ("yesterday", "2026-11-25"),
    ],
)
def test_what_is_typed_means_a_day(typed: str, meant: str) -> None:
    found = day_in(typed, NOW)
    assert found is not None and found.isoformat() == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [("3-2", "2027-03-02"), ("11-20", "2026-11-20"), ("6-1", "2026-06-01")]
)
def test_a_day_ahead_is_the_nearest(typed: str, meant: str) -> None:
    found = day_in(typed, NOW, ahead=True)
    assert found is not None and found.isoformat() == meant


@pytest.mark.parametrize(
    "typed", ["", "三月", "2026-13-1", "2026-02-30", "2-30", "3", "+", "+99999999", "9999-99-99"]
)
def test_what_is_no_day(typed: str) -> None:
    assert day_in(typed, NOW) is None


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.booleans())
def test_a_whole_day_is_itself_however_it_is_written(day: date, ahead: bool) -> None:
    for typed in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
    ):
        assert day_in(typed, NOW, ahead=ahead) == day


@given(st.dates(date(2019, 1, 1), date(2030, 12, 31)), st.integers(1, 12), st.integers(1, 28))
def test_a_day_without_a_year_has_been_and_not_a_year_ago(now: date, month: int, number: int) -> None:
    found = day_in(f"{month}-{number}", now)
    assert found is not None and found <= now and (now - found).days < 366
    near = day_in(f"{month}-{number}", now, ahead=True)
    assert near is not None and abs((near - now).days) <= 183


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_none(text: str) -> None:
    assert day_in(text, NOW) is None or isinstance(day_in(text, NOW), date)
