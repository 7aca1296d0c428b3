"""Filtering the contents: terms, how they are typed and completed, and the prompt that switches them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config.language import choose
from reader.text import cell_width
from reader.tui.filtering import KINDS, ArticleFacts, Filter, Offer, Term, completions, parse, toggles
from reader.tui.widgets.chips import Chips, chip_rows
from tests.tui.staging import Stage, staged

LAMP = ArticleFacts(
    "让社区卫生站夜里也亮灯\n一是排好一张夜班表。",
    "proposal",
    ("医疗/基层",),
    ("程以宁",),
    "松江大学",
    True,
    True,
)
ROOF = ArticleFacts(
    "给老城菜市场装上遮雨棚", "proposal", ("营商环境",), ("贺知远",), "柳堤区商务局", doubt=True
)
BRIDGE = ArticleFacts("柳堤大桥合龙\n全桥合龙", "news", (), ("安禾", "岑望"), "", unread=True, untagged=True)
ALL = (LAMP, ROOF, BRIDGE)

texts = st.text("社区灯棚桥商abＡ１ ", max_size=4)
terms = st.one_of(
    st.builds(Term, st.sampled_from(("word", "tag", "author", "affiliation", "stage")), texts),
    st.builds(Term, st.sampled_from(("unread", "untagged", "doubt"))),
    st.builds(Term, st.just("kind"), st.sampled_from(KINDS)),
)
articles = st.builds(
    ArticleFacts, texts, st.sampled_from(KINDS), st.tuples(texts), st.tuples(texts), texts,
    st.booleans(), st.booleans(), st.booleans(), st.tuples(texts, texts),
)  # fmt: skip


@given(st.lists(terms, max_size=5), st.lists(articles, max_size=5))
def test_all_terms_let_through_what_each_of_them_does(wanted: list[Term], shelf: list[ArticleFacts]) -> None:
    together = {number for number, facts in enumerate(shelf) if Filter(tuple(wanted)).matches(facts)}
    single = [{n for n, facts in enumerate(shelf) if Filter((term,)).matches(facts)} for term in wanted]
    assert together == set(range(len(shelf))).intersection(*single)


@given(st.lists(terms, max_size=4), terms)
def test_a_term_is_switched_on_and_off(wanted: list[Term], term: Term) -> None:
    before = Filter().also(wanted)
    assert (term in before.toggled(term).terms) != (term in before.terms)
    assert before.also(wanted) == before or any(each.sort == "kind" for each in wanted)
    assert sum(each.sort == "kind" for each in before.toggled(term).terms) <= 1


@given(st.text(max_size=20), st.lists(articles, max_size=3))
def test_anything_can_be_typed(typed: str, shelf: list[ArticleFacts]) -> None:
    for term in parse(typed):
        assert term.words
    for offer in completions(typed, Filter(), shelf):
        assert offer.count is not None and 0 <= offer.count <= len(shelf)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_terms_are_typed_in_either_language(language: str) -> None:
    choose(language)
    assert parse("地铁 #营商 未读 待核") == (
        Term("word", "地铁"), Term("tag", "营商"), Term("unread"), Term("doubt"),
    )  # fmt: skip
    assert parse("kind:建议 体裁：news 作者:程 affiliation:局") == (
        Term("kind", "proposal"), Term("kind", "news"), Term("author", "程"), Term("affiliation", "局"),
    )  # fmt: skip
    assert parse("stage:交办 环节：Answered") == (Term("stage", "交办"), Term("stage", "Answered"))
    assert parse("# 作者: ") == ()
    assert parse("kind:诗 untagged") == (Term("word", "kind:诗"), Term("untagged"))
    for term in (*parse("地铁 #营商 untagged doubt kind:notice 作者:程 单位:局 stage:交办"),):
        if term.sort != "kind":
            assert parse(term.words) == (term,)


def test_what_is_compared_is_folded_and_a_tag_holds_those_under_it() -> None:
    assert Term("word", "夜班錶").holds(LAMP) and not Term("word", "夜班车").holds(LAMP)
    assert Term("word", "遮雨棚").holds(ROOF)
    assert Term("word", "衛生站夜裡").holds(LAMP)
    assert Term("tag", "醫療").holds(LAMP) and not Term("tag", "医").holds(LAMP)
    assert Term("author", "岑").holds(BRIDGE) and Term("affiliation", "商務").holds(ROOF)


def test_a_stage_is_what_it_is_called_in_either_language_and_is_offered_as_it_is_shown() -> None:
    sent = ArticleFacts("桥", stages=("交办", "Assigned", "assigned"))
    for typed, holds in (("交", True), ("ASSIGNED", True), ("sign", True), ("答复", False)):
        assert Term("stage", typed).holds(sent) is holds
    assert not Term("stage", "交办").holds(LAMP)
    assert completions("stage:", Filter(), (LAMP, sent)) == [Offer(Term("stage", "交办"), 1)]
    assert completions("环节:assi", Filter(), (LAMP, sent)) == [Offer(Term("stage", "assi"), 1)]


def test_offers_count_what_would_match() -> None:
    offered = {offer.term: offer.count for offer in toggles(Filter((Term("kind", "proposal"),)), ALL)}
    assert offered[Term("unread")] == 1
    assert offered[Term("kind", "news")] == 1  # instead of proposals
    assert offered[Term("doubt")] == 1


def test_completions_begin_with_what_was_typed_and_know_tags_and_people() -> None:
    assert completions("柳堤", Filter(), ALL) == [
        Offer(Term("word", "柳堤"), 1),
        Offer(Term("affiliation", "柳堤区商务局"), 1),
    ]
    assert [offer.term.value for offer in completions("#", Filter(), ALL)] == ["医疗/基层", "营商环境"]
    assert completions("#没有", Filter(), ALL) == [Offer(Term("tag", "没有"), 0)]
    assert completions("unread 作者:", Filter(), ALL)[0] == Offer(Term("author", "程以宁"), 1)
    assert completions("unread ", Filter(), ALL) == []


@given(st.lists(st.text("地铁ab×", min_size=1, max_size=30), max_size=6), st.integers(8, 40))
def test_chips_fit_their_rows(words: list[str], width: int) -> None:
    rows = chip_rows(words, width)
    assert [number for row in rows for number, _text in row] == list(range(len(words)))
    for row in rows:
        assert sum(cell_width(text) for _number, text in row) + len(row) - 1 <= width


def shown(stage: Stage) -> list[str]:
    """Return the titles of the articles in the contents."""
    found = (stage.desk.shelf.find(key) for key in stage.desk.contents.keys)
    return [ref.article.title for ref in found if ref is not None and ref.article is not None]


def chips(stage: Stage) -> list[str]:
    """Return what the chips say."""
    return list(stage.desk.query_one(Chips)._words)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_contents_show_what_matches_and_moving_keeps_to_it(
    folder: Path, size: tuple[int, int]
) -> None:
    async with staged(folder, size) as stage:
        await stage.press("f", "2")
        assert stage.over == "FilterPrompt"
        assert shown(stage) == ["年底前通车", "多了三处饮水点"]  # at once
        await stage.press("enter")
        assert stage.over == ""
        assert chips(stage) == ["news"] and stage.desk.shelf.matching == "2/4"
        assert "filtered 2/4" in stage.header
        await stage.press("K")
        assert stage.title == "多了三处饮水点"
        await stage.press("J")
        assert stage.title == "多了三处饮水点" and "F shows all" in stage.message
        await stage.press("F")
        assert len(shown(stage)) == 4 and chips(stage) == []
        await stage.press("F")
        assert "nothing is filtered" in stage.message


async def test_terms_are_typed_completed_and_taken_back(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("t", "x", "enter")
        await stage.saved()
        await stage.press("f", "number_sign", "tab")
        assert chips(stage) == ["#x"]
        await stage.write("unread ")
        await stage.press("tab")
        assert chips(stage) == ["#x", "unread"]
        await stage.press("escape", "x", "1")
        assert chips(stage) == ["#x", "proposal"]
        await stage.press("slash")
        await stage.write("亮灯")
        await stage.press("enter")
        assert chips(stage) == ["#x", "proposal", "亮灯"] and shown(stage) == ["让社区卫生站夜里也亮灯"]
        await stage.press("f", "F", "o")
        await stage.write("商务")
        await stage.press("down", "enter")
        assert chips(stage) == ["affiliation:柳堤区商务局"]
        await stage.press("f", "F", "o")
        await stage.write("商务")
        await stage.press("enter")
        assert chips(stage) == ["affiliation:商务"]
        await stage.press("f", "x", "o")
        await stage.write("商务")
        await stage.press("down", "enter")
        assert chips(stage) == ["affiliation:柳堤区商务局"]
        await stage.press("f", "t", "n", "escape")
        assert chips(stage) == ["affiliation:柳堤区商务局"]


async def test_the_bar_switches_terms_and_an_input_method_begins_a_word(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("f", "j", "j", "j", "space")
        assert chips(stage) == ["proposal"]
        await stage.press("k", "k", "k", "space", "backspace")
        assert chips(stage) == ["proposal"]
        await stage.press("桥", "tab")
        assert chips(stage) == ["proposal", "桥"]
        await stage.press("tab", "F", "q")
        assert stage.over == "" and chips(stage) == []


async def test_nothing_matches_and_the_next_key_is_said(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("f", "slash")
        await stage.write("没有的字")
        await stage.press("enter")
        assert shown(stage) == [] and "F  show all" in stage.desk.contents.empty_text
        await stage.press("J")
        assert stage.title == "让社区卫生站夜里也亮灯"


async def test_a_click_takes_a_chip_out_and_tags_count_at_once(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("f", "t", "1", "enter")
        assert chips(stage) == ["untagged", "proposal"] and len(shown(stage)) == 2
        await stage.press("t", "x", "enter")
        await stage.saved()
        assert shown(stage) == ["给老城菜市场装上遮雨棚"]
        await stage.pilot.click(Chips, offset=(2, 0))
        await stage.pilot.pause()
        assert chips(stage) == ["proposal"] and len(shown(stage)) == 2
