"""Halves of stories: which are joined, and which are not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.pages import parse
from reader.pages.continuing import is_called, join_halves, running_measures
from reader.pages.measures import find_measures
from reader.pages.model import Article, Continuation, HeadlineRow, Page, Paragraph, Source, flow

BRIDGE = "澄江大桥的桥墩加固，由总工程师裴若水主持，潜水员每天下水两次。"
BRIDGE_ON = "裴若水说，桥墩加固之后，潜水员还要检查一遍澄江大桥的护栏。"
SCHOOL = "北坡小学的食堂换了灶台，校长柳三变和孩子们一起试菜。"
SCHOOL_ON = "柳三变把试菜的意见贴在食堂门口，灶台旁添了洗手池。"
PARK = "湿地公园来了一群白鹭，护鸟人每天清早数一遍。"
OTHER_ON = "会议还研究了其他事项。"


def article(
    number: int,
    *texts: str,
    mark: Continuation | None = None,
    turn: Continuation | None = None,
    title: str = "",
) -> Article:
    """Return an article of plain paragraphs."""
    return Article(
        id=f"a/{number}",
        kind="continuation" if mark else "news",
        column=None,
        headline=(HeadlineRow("title", 1, flow(title, range(len(title)))),) if title else (),
        byline=None,
        mark=None,
        paragraphs=tuple(Paragraph(flow(text, range(len(text))), (1,)) for text in texts),
        measures=find_measures(texts),
        continuation=mark,
        turn=turn,
    )


def page(*articles: Article) -> Page:
    """Return a page of articles."""
    return Page("", "f", 1, 1, Source(), (), articles)


def to(number: int | None, item: str = "", section: str = "") -> Continuation:
    """Return a 下转."""
    return Continuation("下转", number, item, section)


def of(number: int | None, item: str = "", section: str = "") -> Continuation:
    """Return a 上接."""
    return Continuation("上接", number, item, section)


def joined(*pages: tuple[str, Sequence[Article]]) -> set[tuple[tuple[int, str], ...]]:
    """Return the stories found."""
    return set(join_halves([(page_no, page(*articles)) for page_no, articles in pages]))


def test_items_join_whatever_the_texts_say() -> None:
    first = [article(1, SCHOOL, turn=to(2, "①")), article(2, BRIDGE, turn=to(2, "②"))]
    second = [article(3, SCHOOL_ON, mark=of(1, "②")), article(4, BRIDGE_ON, mark=of(1, "①"))]
    assert joined(("1", first), ("2", second)) == {((0, "a/1"), (1, "a/4")), ((0, "a/2"), (1, "a/3"))}


def test_a_number_beside_a_headline_is_an_item_too() -> None:
    first = [article(1, SCHOOL, title="食堂"), article(2, PARK, title="白鹭归来②")]
    assert joined(("1", first), ("2", [article(3, OTHER_ON, mark=of(1, "②"))])) == {((0, "a/2"), (1, "a/3"))}


def test_different_items_never_join() -> None:
    assert not joined(
        ("1", [article(1, BRIDGE, turn=to(2, "①"))]), ("2", [article(2, BRIDGE_ON, mark=of(1, "②"))])
    )


def test_the_only_turn_and_the_only_continuation_join() -> None:
    first = [article(1, BRIDGE, turn=to(2)), article(2, SCHOOL)]
    assert joined(("1", first), ("2", [article(3, OTHER_ON, mark=of(1))])) == {((0, "a/1"), (1, "a/3"))}


def test_without_items_what_the_texts_share_decides() -> None:
    first = [article(1, BRIDGE, turn=to(2)), article(2, SCHOOL, turn=to(2))]
    second = [article(3, SCHOOL_ON, mark=of(1)), article(4, BRIDGE_ON, mark=of(1))]
    assert joined(("1", first), ("2", second)) == {((0, "a/1"), (1, "a/4")), ((0, "a/2"), (1, "a/3"))}


def test_the_seam_decides_where_the_texts_share_nothing() -> None:
    first = [article(1, PARK, turn=to(2)), article(2, "下一步，市里将为护鸟人（下转2版）", turn=to(2))]
    second = [article(3, "，并发给望远镜。", mark=of(1)), article(4, OTHER_ON, mark=of(1))]
    assert joined(("1", first), ("2", second)) == {((0, "a/2"), (1, "a/3")), ((0, "a/1"), (1, "a/4"))}
    quoted = [article(1, PARK, turn=to(2)), article(2, "她说：“早上最好数。（下转2版）", turn=to(2))]
    spoken = [article(3, OTHER_ON, mark=of(1)), article(4, "傍晚就难了。”她说。", mark=of(1))]
    assert ((0, "a/2"), (1, "a/4")) in joined(("1", quoted), ("2", spoken))
    listed = [article(1, PARK, turn=to(2)), article(2, "一是清淤。", "二是补草。（下转2版）", turn=to(2))]
    on = [article(3, "三是立牌。", mark=of(1)), article(4, OTHER_ON, mark=of(1))]
    assert ((0, "a/2"), (1, "a/3")) in joined(("1", listed), ("2", on))


def test_at_last_their_order_decides() -> None:
    first = [article(1, PARK, turn=to(2)), article(2, SCHOOL, turn=to(2))]
    second = [article(3, "天晴了。", mark=of(1)), article(4, "下雨了。", mark=of(1))]
    assert joined(("1", first), ("2", second)) == {((0, "a/1"), (1, "a/3")), ((0, "a/2"), (1, "a/4"))}


def test_of_more_turns_than_continuations_none_joins_without_evidence() -> None:
    first = [article(1, BRIDGE, turn=to(2)), article(2, SCHOOL, turn=to(2))]
    assert not joined(("1", first), ("2", [article(3, "天晴了。", mark=of(1))]))
    found = joined(("1", first), ("2", [article(3, SCHOOL_ON, mark=of(1))]))
    assert found == {((0, "a/2"), (1, "a/3"))}


def test_an_article_without_a_turn_joins_only_by_its_text() -> None:
    first = [article(1, PARK), article(2, BRIDGE), article(3, SCHOOL)]
    assert joined(("1", first), ("2", [article(4, BRIDGE_ON, mark=of(1))])) == {((0, "a/2"), (1, "a/4"))}
    assert not joined(("1", first), ("2", [article(4, OTHER_ON, mark=of(1))]))


def test_a_story_may_run_over_three_pages() -> None:
    middle = article(2, BRIDGE_ON, mark=of(1), turn=to(3))
    pages = [("1", [article(1, BRIDGE, turn=to(2))]), ("3", [article(3, PARK, mark=of(2))]), ("2", [middle])]
    assert joined(*pages) == {((0, "a/1"), (2, "a/2"), (1, "a/3"))}


def test_copies_of_a_page_join_with_the_nearest() -> None:
    first, second = [article(1, BRIDGE, turn=to(2, "①"))], [article(2, BRIDGE_ON, mark=of(1, "①"))]
    pages = [("2", second), ("1", first), ("1", first), ("2", second)]
    assert joined(*pages) == {((1, "a/1"), (0, "a/2")), ((2, "a/1"), (3, "a/2"))}


def test_marks_that_lead_elsewhere_do_not_join() -> None:
    first = [article(1, BRIDGE, turn=to(3))]
    assert not joined(("1", first), ("2", [article(2, BRIDGE_ON, mark=of(1))]))
    assert not joined(("1", first), ("3", [article(2, BRIDGE_ON, mark=of(4))]))
    assert not joined(("", first), ("3", [article(2, BRIDGE_ON, mark=of(1))]))
    assert not joined(("1", [article(1, BRIDGE, turn=to(1)), article(2, BRIDGE_ON, mark=of(1))]))


def test_marks_in_a_circle_lead_nowhere() -> None:
    one = article(1, BRIDGE, mark=of(2), turn=to(2))
    other = article(2, BRIDGE_ON, mark=of(1), turn=to(1))
    assert not joined(("1", [one]), ("2", [other]))


@pytest.mark.parametrize(
    ("mark", "own", "page_no", "called"),
    [
        (to(2), "1", "2", True),
        (to(2), "1", "02", True),
        (to(2), "A01", "A02", True),
        (to(2), "A01", "B02", False),
        (to(2, section="B"), "A01", "B02", True),
        (to(2, section="B"), "1", "2", True),
        (to(2), "1", "12", False),
        (to(None), "1", "2", False),
        (to(2), "1", "", False),
    ],
)
def test_which_page_a_mark_names(mark: Continuation, own: str, page_no: str, called: bool) -> None:
    assert is_called(mark, own, page_no) is called


@pytest.mark.parametrize(
    ("printed", "number", "item", "section"),
    [("（下转2版②）", 2, "②", ""), ("（下转第十二版）", 12, "", ""), ("（下转B3版）▶", 3, "", "B")],
)
def test_a_turn_is_read_and_stays_in_the_text(printed: str, number: int, item: str, section: str) -> None:
    rows = ["澜州日报3月1日讯（记者 甲某某）今天的会议很短", "，大家很快就散了。", printed]
    (found,) = parse("\n".join(rows)).articles
    assert found.turn == Continuation("下转", number, item, section)
    assert found.paragraphs[-1].flow.text.endswith(printed)


def test_measures_run_on_over_the_seam() -> None:
    first, second = (
        article(1, "为此建议：", "一是清淤。", "二是补草。（下转2版）"),
        article(2, "三是立牌。", "谢谢。"),
    )
    assert [(each.label, each.paragraph) for each in running_measures((first, second))] == [
        ("一是", 1),
        ("二是", 2),
        ("三是", 3),
    ]


def test_lists_of_their_own_stay_as_they_are() -> None:
    first, second = (
        article(1, "一是清淤。二是补草。"),
        article(2, "先说这些。", "（一）立牌。", "（二）修路。"),
    )
    labels = [(each.label, each.paragraph, each.last_paragraph) for each in running_measures((first, second))]
    assert labels == [("一是", 0, 0), ("二是", 0, 0), ("（一）", 2, 2), ("（二）", 3, 3)]


ITEMS = st.sampled_from(["", "①", "②"])
NUMBERS = st.integers(1, 3)
MARKS = st.none() | st.builds(of, NUMBERS, ITEMS)
TURNS = st.none() | st.builds(to, NUMBERS, ITEMS)
TEXTS = st.sampled_from([BRIDGE, BRIDGE_ON, SCHOOL, SCHOOL_ON, PARK, OTHER_ON, "，", ""])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2", "3", "A1", ""]), st.lists(st.tuples(TEXTS, MARKS, TURNS), max_size=4)
        ),
        max_size=4,
    )
)
def test_no_article_is_in_two_stories(
    drawn: list[tuple[str, list[tuple[str, Continuation | None, Continuation | None]]]],
) -> None:
    pages = [
        (
            page_no,
            page(*(article(i, text, mark=mark, turn=turn) for i, (text, mark, turn) in enumerate(items))),
        )
        for page_no, items in drawn
    ]
    stories = join_halves(pages)
    places = [place for story in stories for place in story]
    assert len(places) == len(set(places))
    assert all(len(story) > 1 for story in stories)
    for story in stories:
        for (one, _), (number, tail) in pairwise(story):
            found = pages[number][1].article(tail)
            assert one != number
            assert found is not None and is_called(found.continuation, pages[number][0], pages[one][0])
