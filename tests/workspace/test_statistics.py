"""Counts and cross tables against counting by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config.schemes import load_schemes
from reader.workspace import WorkspaceError
from reader.workspace.proposals import Row
from reader.workspace.sides import SIDES as NAMED
from reader.workspace.sides import side_words, value_words
from reader.workspace.statistics import (
    SIDES,
    Review,
    checked,
    count,
    cross,
    has,
    review,
    sides,
    values_of,
)
from tests.workspace.rows import row, rows

any_side = st.sampled_from([*SIDES, "field:环节", "field:办理结果"])


@given(rows, any_side)
def test_each_row_is_counted_once_under_each_of_its_values(found: list[Row], side: str) -> None:
    counts = count(found, side)
    assert len({each.value for each in counts}) == len(counts)
    for each in counts:
        assert each.count == sum(has(row, side, each.value) for row in found) > 0
    values = {value for row in found for value in values_of(side)(row) or ("",)}
    assert {each.value for each in counts} == values
    assert [each.value for each in counts if not each.value] == [each.value for each in counts][-1:] * (
        "" in values
    )
    named = [each for each in counts if each.value]
    if side in ("month", "year"):
        assert [each.value for each in named] == sorted(each.value for each in named)
    else:
        assert [each.count for each in named] == sorted((each.count for each in named), reverse=True)


@given(rows, any_side, any_side)
def test_a_cross_table_is_what_is_counted_both_ways(found: list[Row], side: str, across: str) -> None:
    table = cross(found, side, across)
    assert list(table.rows) == count(found, side)
    assert list(table.columns) == count(found, across)
    for one, cells in zip(table.rows, table.cells, strict=True):
        for other, number in zip(table.columns, cells, strict=True):
            both = [row for row in found if has(row, side, one.value) and has(row, across, other.value)]
            assert number == len(both)


@given(rows)
def test_how_far_review_is(found: list[Row]) -> None:
    read = {each.id for each in found[::2]}
    done = review(found, read.__contains__)
    assert done == Review(
        len(found),
        sum(each.id in read for each in found),
        sum(bool(each.tags) for each in found),
        sum(any(note.comment for note in each.notes) for each in found),
        sum(bool(each.notes) and all(note.resolved for note in each.notes) for each in found),
    )


def test_what_there_is_to_count_by() -> None:
    assert sides([row(1)]) == [*SIDES]
    assert checked("field:环节") == "field:环节"
    for wrong in ("nix", "field:", ""):
        with pytest.raises(WorkspaceError) as caught:
            checked(wrong)
        assert caught.value.code == "side_unknown"


def test_every_side_has_a_name() -> None:
    assert NAMED.keys() == {*SIDES, "rates"}
    assert side_words("field:环节", ()) == "环节"
    assert value_words("kind", "news", ()) == "news"
    assert value_words("tag", "news", ()) == "news"
    assert value_words("tag", "", ()) == "(none)"
    assert value_words("tag", "a\x1bb", ()) == "a\N{REPLACEMENT CHARACTER}b"


def test_a_field_is_called_as_those_schemes_call_it_that_have_it() -> None:
    known = load_schemes(Path("/nonexistent")).known
    column, npc = known["column"], known["npc"]
    assert side_words("field:number", (npc,)) == "Number"
    assert side_words("field:lead_units", (column, npc)) == "Handled by/Lead unit"
    assert side_words("field:lead_units", (npc,)) == "Lead unit"
    assert value_words("field:stage", "assigned", (column, npc)) == "Assigned"
    assert value_words("field:stage", "proposed", (column, npc)) == "Proposed"
    assert value_words("field:stage", "春天", (column, npc)) == "春天"
    assert value_words("field:number", "17", (column, npc)) == "17"
    assert side_words("field:no\x1bne", (npc,)) == "no\N{REPLACEMENT CHARACTER}ne"
