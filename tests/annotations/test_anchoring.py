from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from reader.annotations import Caret, Target, anchor, make_target, quote, span_ranges
from reader.annotations.anchoring import SHORT
from tests.annotations.pages import ROWS, page

PAGE = page()
BODY = PAGE.articles[1]
FIRST = next(i for i, block in enumerate(BODY.blocks) if block.role == "paragraph")
TEXT = BODY.blocks[FIRST].flow.text


def target_of(start: int, end: int) -> Target:
    ranges = span_ranges(PAGE, BODY, Caret(FIRST, start), Caret(FIRST, end))
    return make_target(PAGE, BODY, ranges, "span")


def plain(text: str) -> str:
    return "".join(text.split())


def test_the_same_text_is_stable() -> None:
    target = target_of(3, 20)
    found = anchor([("here", PAGE)], target)
    assert (found.status, found.key, found.target) == ("stable", "here", target)


@given(st.integers(0, len(TEXT) - SHORT), st.integers(SHORT, 40), st.integers(8, 30))
def test_found_after_rows_were_broken_anew(start: int, length: int, width: int) -> None:
    target = target_of(start, min(len(TEXT), start + length))
    flat = [plain(row) for row in ROWS.split("\n\n")]
    again = "\n\n".join(row[i : i + width] for row in flat for i in range(0, max(1, len(row)), width))
    assume(again != ROWS)
    other = page(again)
    found = anchor([("there", other)], target)
    assert found.status in ("moved", "stable")
    assert found.target.fingerprint == other.fingerprint
    assert plain(quote(other, found.target.ranges)) == plain(target.exact)


@given(st.integers(0, len(TEXT) - 12), st.text("甲乙丙丁", min_size=1, max_size=30))
def test_found_when_rows_were_put_in_before(start: int, added: str) -> None:
    target = target_of(start, start + 12)
    other = page(f"{added}\n\n{ROWS}")
    found = anchor([("there", other)], target)
    assert found.status == "moved"
    assert plain(quote(other, found.target.ranges)) == plain(target.exact)


def test_found_with_other_widths() -> None:
    target = target_of(0, 30)
    other = page(ROWS.replace("1月5日", "１月５日"))
    found = anchor([("there", other)], target)
    assert found.status != "lost"
    assert "１月５日" in quote(other, found.target.ranges)


def test_found_when_a_few_characters_changed() -> None:
    target = target_of(0, len(TEXT))
    other = page(ROWS.replace("三条公交专线，把", "四条公交专线，将"))
    found = anchor([("there", other)], target)
    assert found.status == "moved"
    assert "四条公交专线" in plain(quote(other, found.target.ranges))


def test_a_short_quote_needs_its_context() -> None:
    start = TEXT.index("学校")
    target = target_of(start, start + 2)
    assert anchor([("there", page("某校学校放假。\n"))], target).status == "lost"
    moved = page("新的一行。\n\n" + ROWS)
    found = anchor([("there", moved)], target)
    assert found.status == "moved"
    assert quote(moved, found.target.ranges) == "学校"


def test_of_two_places_the_one_with_the_context_is_taken() -> None:
    start = TEXT.index("把地铁口、学校和菜市")
    target = target_of(start, start + 10)
    other = page("把地铁口、学校和菜市\n\n" + ROWS)
    found = anchor([("there", other)], target)
    assert found.target.ranges[0][0] > 12


def test_what_is_gone_is_lost_and_kept_as_it_was() -> None:
    target = target_of(0, 30)
    found = anchor([("there", page("完全不同的一版文字，没有相同的地方。\n"))], target)
    assert (found.status, found.key, found.target) == ("lost", None, target)
