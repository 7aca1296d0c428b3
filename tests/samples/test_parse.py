"""The parser reads the samples: every article, every headline on its own story, measures, bylines, columns, sources.

Two texts are the same here when they are equal without white space.
"""

from __future__ import annotations

from functools import cache

import pytest

from reader.pages import decode, parse
from reader.pages.continuing import join_halves
from reader.pages.model import Article, Page
from tests.samples.truth import SAMPLES, SamplePage, bare, pages

PAGES = pages()
NAMES = [page.truth["page"] for page in PAGES]


@cache
def parsed(file: str, number: int) -> Page:
    """Parse a page of a sample file from its bytes."""
    decoded = decode((SAMPLES / file).read_bytes())
    return parse(
        decoded.texts[number - 1], name=file, number=number, first_row=decoded.first_rows[number - 1]
    )


def body(article: Article) -> str:
    """Return an article's body without white space."""
    return bare("".join(paragraph.flow.text for paragraph in article.paragraphs))


def matched(page: SamplePage) -> list[tuple[dict[str, object], Article | None]]:
    """Pair each article of the truth with the parsed one of the same body, tail allowed."""
    by_body = {body(article): article for article in parsed(page.file, page.number).articles}
    return [
        (a, by_body.get(bare(a["body"])) or by_body.get(bare(a["body"] + a["tail"])))
        for a in page.truth["articles"]
    ]


def test_articles_are_found() -> None:
    right = there = made = 0
    missed: list[object] = []
    for page in PAGES:
        pairs = matched(page)
        there += len(pairs)
        made += len(parsed(page.file, page.number).articles)
        right += sum(1 for _, article in pairs if article)
        missed += [(page.truth["page"], truth["title"]) for truth, article in pairs if not article]
    assert 2 * right / (there + made) >= 0.95, missed


def test_headlines_stand_on_their_own_stories() -> None:
    wrong: list[object] = []
    for page in PAGES:
        for truth, article in matched(page):
            if article and truth["kind"] != "continuation":
                rows = sorted(row.row for row in article.headline)
                if rows != truth["headline_rows"]:
                    wrong.append(
                        (page.truth["page"], truth["title"], [r.flow.text for r in article.headline])
                    )
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_kinds(page: SamplePage) -> None:
    wrong = [(t["title"], t["kind"], a.kind) for t, a in matched(page) if a and a.kind != t["kind"]]
    assert wrong == []


@pytest.mark.parametrize("page", [p for p in PAGES if p.truth["columns"]], ids=lambda p: p.truth["page"])
def test_columns(page: SamplePage) -> None:
    found = parsed(page.file, page.number).columns
    assert [(c.header.strip(), bare(c.credit), len(c.articles)) for c in found] == [
        (c["header"], bare(c["credit"]), len(c["article_ids"])) for c in page.truth["columns"]
    ]


@pytest.mark.parametrize("page", [p for p in PAGES if p.truth["columns"]], ids=lambda p: p.truth["page"])
def test_proposals_have_their_bylines_and_measures(page: SamplePage) -> None:
    for truth, article in matched(page):
        if article and truth["kind"] == "proposal":
            assert article.byline is not None, truth["title"]
            assert (article.byline.affiliation, article.byline.author) == (
                truth["affiliation"],
                truth["author"],
            )
            expected = [(m["label"], bare(m["text"])) for m in truth["measures"]]  # type: ignore[attr-defined]
            assert [(m.label, bare(m.text)) for m in article.measures] == expected


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_paragraphs(page: SamplePage) -> None:
    for truth, article in matched(page):
        if article:
            found = [bare(paragraph.flow.text) for paragraph in article.paragraphs]
            tail = bare(
                str(truth["tail"])
            )  # a closing （下转…） or （记者…） may be kept, as with the scorer
            found = [text for text in [*found[:-1], found[-1].removesuffix(tail)] if text]
            assert found == [bare(p) for p in truth["paragraphs"]], truth["title"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_people_and_continuations(page: SamplePage) -> None:
    for truth, article in matched(page):
        if article:
            assert list(article.reporters) == truth["reporters"]
            assert list(article.correspondents) == truth["correspondents"]
            mark = truth["continuation"]
            if isinstance(mark, dict):
                assert article.continuation is not None
                assert article.continuation.verb == mark["verb"]
                assert article.continuation.newspaper_page == mark["page"]
                assert article.continuation.item == mark["item"]


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_source(page: SamplePage) -> None:
    source = parsed(page.file, page.number).source
    assert (source.paper, source.date, source.page_no) == (
        page.truth["paper"],
        page.truth["date"],
        page.truth["page_no"],
    )


def test_halves_are_joined_as_their_marks_say() -> None:
    issues: dict[tuple[str, str], list[SamplePage]] = {}
    for page in PAGES:
        source = parsed(page.file, page.number).source
        issues.setdefault((source.paper, source.date), []).append(page)
    found: set[tuple[str, str]] = set()
    wanted: set[tuple[str, str]] = set()
    for members in issues.values():
        read = [parsed(page.file, page.number) for page in members]
        for head, tail in join_halves([(page.source.page_no, page) for page in read]):
            one, two = read[head[0]].article(head[1]), read[tail[0]].article(tail[1])
            assert one is not None and two is not None
            found.add((bare(one.title), body(two)))
        told = [article for page in members for article in page.truth["articles"]]
        for first in told:
            for second in told:
                on = second["continuation"]
                if on and first["tail"].startswith("（下转") and on["item"] in first["tail"]:
                    wanted.add((bare(first["title"]), bare(second["body"])))
    assert found == wanted and len(wanted) == 3
