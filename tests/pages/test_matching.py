"""Which headline belongs to which body: bigrams, and the assignment against brute force."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.pages.matching import Bodies, assign, bigrams


def total(gains: list[list[float]], columns: tuple[int | None, ...] | list[int | None]) -> float:
    return sum(gains[row][column] for row, column in enumerate(columns) if column is not None)


def brute_force(gains: list[list[float]]) -> float:
    """Return the best sum over all assignments."""
    width = len(gains[0]) if gains else 0
    choices = product([None, *range(width)], repeat=len(gains))
    return max(
        (
            total(gains, way)
            for way in choices
            if len({c for c in way if c is not None}) == len(way) - way.count(None)
        ),
        default=0.0,
    )


@st.composite
def matrices(draw: st.DrawFn) -> list[list[float]]:
    width = draw(st.integers(1, 4))
    values = st.integers(-8, 16).map(lambda number: number / 8)
    return draw(st.lists(st.lists(values, min_size=width, max_size=width), max_size=5))


@settings(deadline=None)
@given(matrices())
def test_assignment_is_best_and_one_to_one(gains: list[list[float]]) -> None:
    found = assign(gains)
    taken = [column for column in found if column is not None]
    assert len(found) == len(gains)
    assert len(taken) == len(set(taken))
    assert all(gains[row][column] > 0 for row, column in enumerate(found) if column is not None)
    assert total(gains, found) == pytest.approx(brute_force(gains))


def test_assignment_of_nothing() -> None:
    assert assign([]) == []
    assert assign([[], []]) == [None, None]


def test_bigrams_leave_marks_out_and_keep_numbers_whole() -> None:
    assert bigrams("修路310公里，GDP增") == ["修路", "路310", "310公", "公里", "里GDP", "GDP增"]
    assert bigrams("路") == ["路"]
    assert bigrams("，。") == []


def test_rare_pairs_weigh_more() -> None:
    bodies = Bodies(["全县修路", "全县点灯", "全县通水"])
    assert bodies.score(["修路"], 0) > bodies.score(["全县"], 0) > 0
    assert bodies.share(bigrams("修路"), 0) == pytest.approx(1.0)
    assert bodies.share(bigrams("修路"), 1) == 0
    assert bodies.share([], 0) == 0
