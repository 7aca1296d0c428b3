"""What a reader says of rows holds on the parse, whatever the rows are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.pages import parse
from reader.pages.model import Article, Fix, Page
from tests.pages.invariants import check, rows_of
from tests.pages.press import WORDS, column, loose, newspaper_pages

FIRST = "清河日报3月1日讯（记者 周小禾）全市今年春天新修了十二条乡村道路，" + "，".join(WORDS[1:4]) + "。"
SECOND = "清河日报3月1日讯（记者 林可）果园装上了喷灌设备省下一半的人工，" + "，".join(WORDS[5:8]) + "。"
PAGE = loose(
    "春天新修十二条乡村道路",
    column([FIRST, WORDS[0] + "。", WORDS[1] + "。"]),
    "果园装上喷灌设备",
    column([SECOND, WORDS[6] + "。"]),
)


def row(text: str, words: str) -> int:
    """The number of the first row that begins with some words."""
    return next(number for number, line in enumerate(text.split("\n"), 1) if line.startswith(words))


def of_row(page: Page, number: int) -> Article | None:
    """The article that shows a row."""
    return next((article for article in page.articles if number in rows_of(article)), None)


def body_rows(article: Article) -> list[int]:
    return [number for paragraph in article.paragraphs for number in paragraph.rows]


def test_as_it_is_without_fixes() -> None:
    assert [article.title for article in parse(PAGE).articles] == [
        "春天新修十二条乡村道路",
        "果园装上喷灌设备",
    ]


def test_split_and_join() -> None:
    at = row(PAGE, WORDS[1][:8])
    split = parse(PAGE, fixes=[Fix("start", (at,), "split")])
    assert [body_rows(article)[0] for article in split.articles].count(at) == 1
    assert len(split.articles) == 3
    joined = parse(PAGE, fixes=[Fix("start", (at,), "split"), Fix("start", (at,), "join")])
    assert len(joined.articles) == 2


def test_join_over_a_headline_makes_one_story() -> None:
    at = row(PAGE, "清河日报3月1日讯（记者 林")
    page = parse(PAGE, fixes=[Fix("start", (at,), "join")])
    assert len(page.articles) == 1
    assert at in body_rows(page.articles[0])
    apart = parse(PAGE, fixes=[Fix("start", (at,), "join"), Fix("headline", (row(PAGE, "果园装上喷"),))])
    assert [item.role for item in apart.unplaced] == ["headline"]
    assert len(apart.articles) == 1


def test_headlines_change_places() -> None:
    first, second = row(PAGE, "春天"), row(PAGE, "果园装上喷")
    bodies = row(PAGE, "清河日报3月1日讯（记者 周"), row(PAGE, "清河日报3月1日讯（记者 林")
    page = parse(PAGE, fixes=[Fix("headline", (first,), body=bodies[1])])
    assert of_row(page, bodies[1]) is of_row(page, first)
    both = parse(
        PAGE, fixes=[Fix("headline", (first,), body=bodies[1]), Fix("headline", (second,), body=bodies[0])]
    )
    assert [article.title for article in both.articles] == ["果园装上喷灌设备", "春天新修十二条乡村道路"]


def test_a_headline_of_no_article() -> None:
    at = row(PAGE, "果园装上喷")
    page = parse(PAGE, fixes=[Fix("headline", (at,))])
    assert [article.title for article in page.articles] == ["春天新修十二条乡村道路", ""]
    assert [(item.role, item.rows) for item in page.unplaced] == [("headline", (at,))]


def test_parts_kind_and_source() -> None:
    at = row(PAGE, "果园装上喷")
    page = parse(
        PAGE,
        fixes=[
            Fix("part", (at,), "kicker"),
            Fix("kind", (at,), "proposal"),
            Fix("paper", value="澜江日报"),
            Fix("date", value="2026-03-02"),
            Fix("page_no", value="A3"),
        ],
    )
    assert page.articles[1].part("kicker") == ("果园装上喷灌设备",)
    assert page.articles[1].kind == "proposal"
    source = page.source
    assert (source.paper, source.date, source.page_no, source.evidence) == (
        "澜江日报",
        "2026-03-02",
        "A3",
        "reader",
    )


def test_what_was_said_is_beyond_doubt() -> None:
    doubtful = [article for article in parse(PAGE).articles for doubt in article.doubts if doubt.keep]
    for article in doubtful:
        for doubt in article.doubts:
            for fix in filter(None, (doubt.keep, doubt.take)):
                page = parse(PAGE, fixes=[fix])
                left = [(d.about, d.row) for a in page.articles for d in a.doubts]
                assert (doubt.about, doubt.row) not in left


def test_fixes_without_sense_are_nothing() -> None:
    senseless = [
        Fix("role", (1,), "poem"),
        Fix("role", (), "headline"),
        Fix("start", (3,), "perhaps"),
        Fix("kind", (1,), "fairy tale"),
        Fix("part", (999,), "kicker"),
        Fix("headline", (999,), body=1),
    ]
    assert parse(PAGE, fixes=senseless).articles == parse(PAGE).articles


numbers = st.integers(1, 40)
fixes = st.lists(
    st.one_of(
        st.builds(
            Fix,
            st.just("role"),
            st.tuples(numbers),
            st.sampled_from(("headline", "byline", "body", "furniture")),
        ),
        st.builds(Fix, st.just("start"), st.tuples(numbers), st.sampled_from(("split", "join"))),
        st.builds(Fix, st.just("headline"), st.tuples(numbers), st.just(""), st.none() | numbers),
        st.builds(Fix, st.just("part"), st.tuples(numbers), st.sampled_from(("kicker", "title", "subtitle"))),
        st.builds(Fix, st.just("kind"), st.tuples(numbers), st.sampled_from(("proposal", "news", "notice"))),
    ),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(newspaper_pages, fixes)
def test_what_is_said_holds_and_nothing_is_lost(text: str, said: list[Fix]) -> None:
    page = check(text, said)
    last: dict[int, Fix] = {}
    for fix in said:
        if fix.about in ("role", "start", "headline"):
            last[fix.rows[0]] = fix
    for number, fix in last.items():
        if number > len(page.rows) or not page.rows[number - 1].flow.text:
            continue
        article = of_row(page, number)
        unplaced = next((item for item in page.unplaced if number in item.rows), None)
        if article is None and unplaced is None:  # the row is nothing but an article's mark
            assert "版" in page.rows[number - 1].flow.text
            continue
        if fix.about == "role" and fix.value == "furniture":
            assert unplaced is not None and unplaced.role == "furniture"
        elif fix.about == "role" and fix.value == "body":
            assert article is not None and number in body_rows(article)
        elif fix.about == "role" and fix.value == "byline":
            signed = article is not None and article.byline is not None and article.byline.row == number
            assert signed or (unplaced is not None and unplaced.role == "byline")
        elif fix.about == "start":
            assert article is not None and number in body_rows(article)
            if fix.value == "split":
                assert body_rows(article)[0] == number
        elif fix.about == "headline" and fix.body is not None:
            wanted = of_row(page, fix.body)
            if wanted is not None and fix.body in body_rows(wanted):
                assert number in {row.row for row in wanted.headline}
