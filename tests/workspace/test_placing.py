"""Which annotations are on which text: the index follows the records at the cost of what changed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.annotations import Annotation, Target
from reader.pages.model import Source
from reader.repository import PageRecord, Snapshot
from reader.repository.versions import Versioned
from reader.workspace.placing import Placing, by_fingerprint

TEXTS = ("a", "b", "c")
steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "edit", "delete", "restore", "move", "remove", "nothing"]),
        st.integers(0, 20),
        st.sampled_from(TEXTS),
    ),
    max_size=12,
)


def annotation(number: int, text: str) -> Annotation:
    return Annotation(f"id{number}", Target(text, ((0, 2),), "是的", "", "", "article"), "me", "t", "t")


def start(count: int) -> Snapshot:
    held = (annotation(number, TEXTS[number % 3]) for number in range(count))
    pages = {text: PageRecord(text, f"{text}.txt", 1, Source(), "t") for text in TEXTS}
    return Snapshot(annotations=Versioned({each.id: each for each in held}), pages=Versioned(pages))


def after(snapshot: Snapshot, step: tuple[str, int, str]) -> Snapshot:
    """Return what the records are after a step on one of them."""
    what, number, text = step
    held = list(snapshot.annotations.values())
    if what == "add" or not held:
        new = annotation(1000 + len(held) + number, text)
        return replace(snapshot, annotations=snapshot.annotations.changed({new.id: new}))
    one = held[number % len(held)]
    possible: dict[str, dict[str, Annotation | None]] = {
        "edit": {one.id: replace(one, comment=f"{one.comment}.")},
        "delete": {one.id: replace(one, deleted="t")},
        "restore": {one.id: replace(one, deleted=None)},
        "move": {one.id: replace(one, target=replace(one.target, fingerprint=text))},
        "remove": {one.id: None},
    }
    return replace(snapshot, annotations=snapshot.annotations.changed(possible.get(what, {})))


@given(st.integers(0, 9), steps)
def test_the_index_is_the_same_however_it_came_about(count: int, wanted: list[tuple[str, int, str]]) -> None:
    snapshot, placing = start(count), Placing()
    for step in [("nothing", 0, "a"), *wanted]:
        snapshot = after(snapshot, step)
        right = by_fingerprint(snapshot.annotations.values())
        assert placing.notes(snapshot) == right
        by_text, by_place = placing.counts(snapshot, str.upper)
        assert by_text == {text: len(found) for text, found in right.items()}
        assert by_place == {(f"{text.upper()}.TXT", 1): {text: len(found)} for text, found in right.items()}


def test_what_did_not_change_is_the_same_list_and_the_same_count() -> None:
    snapshot, placing = start(9), Placing()
    before, counted = dict(placing.notes(snapshot)), placing.counts(snapshot, str)
    same = replace(snapshot, annotations=snapshot.annotations.changed({}))
    assert placing.counts(same, str)[0] is counted[0]
    notes = placing.notes(after(same, ("add", 1, "b")))
    assert notes["a"] is before["a"] and notes["c"] is before["c"]
    assert len(notes["b"]) == len(before["b"]) + 1
    assert placing.counts(snapshot, str)[0] == counted[0]
