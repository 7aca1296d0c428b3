"""Few numbers a text, by which every long shared passage is found."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.text.winnowing import GRAM, GUARANTEE, RUN, WINDOW, letters, passages, winnow

CHARACTERS = "的一是在不了有和人这中大为上个国我以要他"
some = st.text(CHARACTERS, max_size=200)
"""Of few characters, so that chance repeats occur too."""


@given(some, some, some, some, st.text(CHARACTERS, min_size=GUARANTEE, max_size=120))
def test_a_shared_passage_of_the_guaranteed_length_is_always_found(
    a: str, b: str, c: str, d: str, shared: str
) -> None:
    assert {*winnow(a + shared + b)} & {*winnow(c + shared + d)}


@given(some, some)
def test_texts_without_a_run_in_common_share_no_number(a: str, b: str) -> None:
    other = "".join(chr(ord(char) + 1) for char in b)
    if not {a[at : at + GRAM] for at in range(len(a))} & {other[at : at + GRAM] for at in range(len(other))}:
        assert not {*winnow(a)} & {*winnow(other)}


@given(st.text(CHARACTERS, min_size=600, max_size=900))
def test_few_numbers_are_kept_and_always_the_same_ones(text: str) -> None:
    kept = winnow(text)
    assert kept == winnow(text)
    assert list(kept) == sorted(set(kept))
    assert len(kept) <= 4 * len(text) / (WINDOW + 1)


def test_a_text_has_as_many_as_it_has_room_for() -> None:
    assert not winnow("短" * (GRAM - 1))
    assert len(winnow("不长也不短的一句话有十六个字才行呢对吧")) == 1


@given(some, some)
def test_passages_are_all_runs_that_stand_in_both(a: str, b: str) -> None:
    covered = {at for start, end in passages(a, b) for at in range(start, end)}
    wanted = {
        at
        for first in range(len(a) - RUN + 1)
        if a[first : first + RUN] in b
        for at in range(first, first + RUN)
    }
    assert covered == wanted
    spans = passages(a, b)
    assert all(one[1] < other[0] for one, other in pairwise(spans))


def test_marks_spaces_width_and_tradition_do_not_count() -> None:
    assert letters("一、ＡＩ 養老，\n12 所") == "一ai养老12所"


@given(st.text(max_size=60))
def test_any_text_has_numbers(text: str) -> None:
    winnow(letters(text))
    winnow(text + "\ud800")
