"""Bars: as long as their share, to an eighth of a cell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.text import bar, cell_width, count_ambiguous

EIGHTHS = " ▏▎▍▌▋▊▉█"


@given(st.integers(0, 500), st.integers(1, 500), st.integers(1, 60))
def test_a_bar_is_as_long_as_its_share(part: int, whole: int, width: int) -> None:
    drawn = bar(min(part, whole), whole, width)
    eighths = sum(map(EIGHTHS.index, drawn))
    assert cell_width(drawn) <= width
    assert eighths == 0 if part == 0 else abs(eighths - max(1, 8 * width * min(part, whole) / whole)) <= 0.5


@given(st.integers(0, 500), st.integers(1, 500), st.integers(1, 60))
def test_where_blocks_are_wide_it_is_of_plain_cells(part: int, whole: int, width: int) -> None:
    count_ambiguous(wide=True)
    try:
        drawn = bar(min(part, whole), whole, width)
        assert set(drawn) <= {"="} and len(drawn) == cell_width(drawn) <= width
        assert bool(drawn) == bool(part)
    finally:
        count_ambiguous(wide=False)


def test_nothing_of_nothing() -> None:
    assert bar(0, 0, 10) == bar(3, 0, 10) == bar(3, 5, 0) == ""
