"""Highlights cut into runs, and found by row."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.tui.highlights import Highlight, HighlightKind, HighlightMap, Layered, sweep

KINDS: tuple[HighlightKind, ...] = ("doubt", "tag", "comment", "search", "selection")
HIGHLIGHTS = st.builds(
    Highlight,
    st.sampled_from("abcdef"),
    st.just(()),
    st.integers(0, 8),
    st.sampled_from(KINDS),
    current=st.booleans(),
)
SPANS = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60), HIGHLIGHTS), max_size=12)


@given(SPANS, st.integers(0, 50), st.integers(0, 50))
@settings(max_examples=300)
def test_runs_partition_the_row_and_hold_just_what_lies_there(
    spans: list[Layered], start: int, length: int
) -> None:
    end = start + length
    runs = sweep(spans, start, end)
    assert [i for run in runs for i in range(run.start, run.end)] == list(range(start, end))
    for run in runs:
        for i in range(run.start, run.end):
            assert set(run.layers) == {h for a, b, h in spans if a <= i < b}
        assert len(run.layers) == len(set(run.layers))
    assert all(a.layers != b.layers for a, b in pairwise(runs))


def test_the_selection_lies_over_all_and_the_later_over_the_earlier() -> None:
    selected = Highlight("", (), kind="selection")
    first, second = Highlight("1", (), color=1), Highlight("2", (), color=2)
    hit = Highlight("", (), kind="search")
    hand = Highlight("3", (), kind="doubt", current=True)
    (run,) = sweep([(0, 5, selected), (0, 5, hand), (0, 5, hit), (0, 5, first), (0, 5, second)], 0, 5)
    assert run.layers == (first, second, hit, hand, selected)


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(0, 40)), max_size=4), max_size=8),
    st.integers(0, 2),
    st.integers(0, 40),
    st.integers(1, 20),
)  # fmt: skip
@settings(max_examples=300)
def test_the_map_finds_every_span_that_touches_a_row(
    spans: list[list[tuple[int, int, int]]], block: int, start: int, length: int
) -> None:
    highlights = [Highlight(str(i), tuple(one)) for i, one in enumerate(spans)]
    end = start + length
    wanted = sorted(
        (h.id, a, b)
        for h in highlights
        for number, a, b in h.spans
        if number == block and a < b and a < end and b > start
    )
    found = HighlightMap(highlights).over(block, start, end)
    assert sorted((h.id, a, b) for a, b, h in found) == wanted
    assert [int(h.id) for _, _, h in found] == sorted(int(h.id) for _, _, h in found)
