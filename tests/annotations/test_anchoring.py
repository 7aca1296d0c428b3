from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reader.annotations import Caret, Target, anchor, article_ranges, make_target, quote, span_ranges
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
    assert "1月5日" in quote(other, found.target.ranges)
    (start, end), *_ = found.target.ranges
    assert "１月５日" in other.text[start:end]


@pytest.mark.parametrize(
    ("printed", "stored", "shown"),
    [
        ("全年１２３个项目，增长５％。", "全年１２３个项目，增长５％。", "全年123个项目，增长5%。"),
        ('他说"好好修路"，众人叫好。', '他说"好好修路"，众人叫好。', "他说“好好修路”，众人叫好。"),
        ("系统(含新旧各款),今年上线。", "系统(含新旧各款),今年上线。", "系统（含新旧各款），今年上线。"),
        (
            "新的software develop-\n\nment平台上线。",
            "新的software develop-ment平台上线。",
            "新的software development平台上线。",
        ),
    ],
)
def test_quotes_stored_from_an_older_reflow_still_stand(printed: str, stored: str, shown: str) -> None:
    before, after = page(f"{printed}\n"), page(f"{printed}\n\n又添一行。\n")
    end = len(printed)
    assert quote(before, ((0, end),)) == shown
    target = replace(make_target(before, None, ((0, end),), "span"), exact=stored)
    assert anchor([("there", after)], target).status == "stable"
    moved = page(f"新的一行。\n\n{printed}\n")
    found = anchor([("there", moved)], target)
    assert (found.status, quote(moved, found.target.ranges)) == ("moved", shown)


def test_a_divided_word_is_one_range() -> None:
    text = "全市今年推广新的software develop-\n\nment平台，让各部门拿来办理各项事情\n\n而不必再多跑一趟，群众都说很方便好\n\n用。\n"
    article = page(text).articles[0]
    assert len(article.paragraphs) == 1
    ranges = article_ranges(page(text), article)
    assert ranges == ((0, len(text) - 1),)
    assert quote(page(text), ranges).startswith("全市今年推广新的software development平台，")


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
