"""Which headline belongs to which body: bigrams, the assignment and the path against brute force."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.pages.matching import Bodies, assign, best_path, bigrams


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


def worth(
    path: Sequence[int],
    values: Sequence[Sequence[float]],
    switches: Sequence[float],
    longest: int = 2,
    fine: float = 3.5,
) -> float:
    """Return what a path of labels is worth, counted out row by row."""
    total, length = 0.0, 0
    for row, label in enumerate(path):
        same = row > 0 and path[row - 1] == label
        length = length + 1 if same else 1
        total += values[row][label] - (switches[row] if row and not same else 0)
        total -= fine if length > longest else 0
    return total


@given(
    st.integers(1, 3).flatmap(
        lambda labels: st.lists(
            st.tuples(st.lists(st.integers(-9, 9), min_size=labels, max_size=labels), st.integers(0, 4)),
            min_size=1,
            max_size=6,
        )
    )
)
@settings(max_examples=150, deadline=None)
def test_the_best_path_is_the_best_of_all(rows: list[tuple[list[int], int]]) -> None:
    values, switches = [row for row, _ in rows], [switch for _, switch in rows]
    every = product(range(len(values[0])), repeat=len(rows))
    best = max(worth(path, values, switches) for path in every)
    assert worth(best_path(values, switches, longest=2, fine=3.5), values, switches) == pytest.approx(best)
