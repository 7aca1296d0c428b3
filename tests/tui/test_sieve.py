"""The overview's filter says of rows what the contents' filter says of their facts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.tui.filtering import Filter, Term
from reader.tui.sieve import Behind, facts_of, sifted
from reader.workspace.proposals import Row
from tests.tui.test_filtering import terms
from tests.workspace.rows import rows

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
