"""The overview's filter says of rows what the contents' filter says of their facts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.annotations import Entry
from reader.annotations.handling import WHOLE, Registered
from reader.annotations.schemes import STAGE
from reader.config.schemes import load_schemes
from reader.tui.filtering import Filter, Term
from reader.tui.sieve import Behind, facts_of, sifted
from reader.workspace.handling import Handled
from reader.workspace.proposals import Row
from tests.tui.test_filtering import terms
from tests.workspace.rows import row, rows

READ = "2/1"
tags = st.builds(Term, st.just("tag"), st.sampled_from(("民生", "民生/居住", "医疗", "民")))


@given(rows, st.lists(terms | tags, max_size=3), st.none() | st.sets(st.integers(0, 30)))
def test_rows_are_let_through_as_their_facts_are(
    found: list[Row], wanted: list[Term], numbers: set[int] | None
) -> None:
    filter_ = Filter(tuple(wanted))
    behind = None if numbers is None else Behind("", frozenset(f"{number:012x}/1" for number in numbers))
    let = sifted(found, filter_, behind, is_read)
    assert [*map(id, let)] == [
        id(each)
        for each in found
        if filter_.matches(facts_of(each, is_read)) and (behind is None or each.id in behind.ids)
    ]


def is_read(article: str) -> bool:
    return article.endswith(READ)


def test_a_stage_is_told_by_each_rows_own_schemes() -> None:
    schemes = load_schemes()

    def at(number: int, scheme: str, stage: str) -> Row:
        entry = Entry(scheme, STAGE, stage, "2026-03-01")
        bare, own = row(number), schemes.get(scheme)
        handled = Handled(bare.spot, own, (Registered(f"e{number}", WHOLE, "t", entry),))
        return replace(bare, handled=handled)

    stages = [
        ("npc", "answered"),
        ("column", "answered"),
        ("npc", "assigned"),
        ("npc", "answered"),
        ("npc", "x"),
    ]
    found = [row(0), *(at(number, *each) for number, each in enumerate(stages, 1))]
    for typed, numbers in (("Answered", [1, 2, 4]), ("交办", [3]), ("x", [5]), ("没有", [])):
        filter_ = Filter((Term("stage", typed),))
        let = sifted(found, filter_, None, is_read)
        assert let == [found[number] for number in numbers]
        assert let == [each for each in found if filter_.matches(facts_of(each, is_read))]
