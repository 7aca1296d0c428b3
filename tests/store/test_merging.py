"""Taking over what another program wrote, a document at a time."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reader.store.merging import merge


def table(**documents: Any) -> dict[str, dict[str, dict[str, Any]]]:
    """Return a table `t` of documents {"n": …} by id."""
    return {"t": {key[1:]: {"n": value} for key, value in documents.items()}}


def test_theirs_is_taken_where_we_changed_nothing() -> None:
    base = table(_1=1, _2=2, _3=3)
    merged = merge(base, table(_1=1, _2="new", _4=4), base, set())
    assert merged.tables == table(_1=1, _2="new", _4=4)
    assert (merged.count, merged.conflicts) == (3, 0)


def test_ours_stays_where_both_changed() -> None:
    base, ours = table(_1=1, _2=2, _3=3), table(_1="ours", _2=2)
    touched = {("t", "1"), ("t", "3")}
    merged = merge(ours, table(_1="theirs", _2=2, _3="theirs"), base, touched)
    assert merged.tables == ours
    assert (merged.count, merged.conflicts) == (0, 2)


def test_it_is_no_conflict_if_both_did_alike_or_they_did_nothing() -> None:
    base = table(_1=1, _2=2)
    merged = merge(table(_1="new", _2="ours"), table(_1="new", _2=2), base, {("t", "1"), ("t", "2")})
    assert merged.tables == table(_1="new", _2="ours")
    assert (merged.count, merged.conflicts) == (0, 0)


def test_two_that_counted_to_the_same_id_are_both_kept() -> None:
    merged = merge(table(_1=1, _2="ours"), table(_1=1, _2="theirs", _3=3), table(_1=1), {("t", "2")})
    assert merged.tables["t"]["2"] == {"n": "ours"}
    assert sorted(str(document["n"]) for document in merged.tables["t"].values()) == [
        "1",
        "3",
        "ours",
        "theirs",
    ]
    assert merged.conflicts == 0


def test_meta_is_never_theirs() -> None:
    ours: Any = {"_meta": {"1": {"format": 2}}}
    assert merge(ours, {"_meta": {"1": {"format": 99}}}, ours, set()).tables == ours


def test_true_is_not_one() -> None:
    base = table(_1=1)
    assert merge(base, table(_1=True), base, set()).count == 1


numbers = st.dictionaries(st.sampled_from("12345"), st.integers(0, 2).map(lambda n: {"n": n}))


@given(numbers, numbers, numbers)
def test_nothing_of_either_is_lost(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    touched = {("t", key) for key in base.keys() | ours.keys() if base.get(key) != ours.get(key)}
    merged = merge({"t": ours}, {"t": theirs}, {"t": base}, touched)
    left = merged.tables["t"]
    for key, document in ours.items():
        if ("t", key) in touched:
            assert left[key] == document
    for key in base.keys() | theirs.keys():
        if base.get(key) != theirs.get(key) and ("t", key) not in touched:
            assert left.get(key) == theirs.get(key)
    both = [key for key in ours.keys() & theirs.keys() if key not in base and ours[key] != theirs[key]]
    assert len(left) >= len(ours.keys() | theirs.keys()) - len(base) + len(both)
    for key in both:
        assert theirs[key] in left.values()
