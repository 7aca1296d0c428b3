"""The sample files are what the builder makes, and show every kind of damage they are there to show."""

from __future__ import annotations

import re
from itertools import groupby
from statistics import median

import pytest

from scripts.samples.__main__ import stale
from scripts.samples.handled import NAME
from tests.samples.truth import SAMPLES, TRUTH, SamplePage, bare, encoding, pages

PAGES = pages()
NAMES = [page.truth["page"] for page in PAGES]
HEADLINE = ("kicker", "main", "sub")
LETTER_SPACED = re.compile(r"(?:[\u4e00-\u9fff] ){4}[\u4e00-\u9fff]")


def test_files_are_what_the_builder_makes() -> None:
    assert stale() == []


def test_every_file_has_its_truth_and_nothing_else_lies_there() -> None:
    there = {path.name for path in SAMPLES.iterdir() if not path.name.startswith(f"{NAME}.")}
    assert there == {NAME, *(page.file for page in PAGES)}
    assert len({page.file for page in PAGES}) >= 8


def test_together_about_two_real_pages_long() -> None:
    assert 15_000 <= sum(len(page.text) for page in PAGES) <= 20_000


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_truth_rows_are_the_rows_of_the_text(page: SamplePage) -> None:
    placed = {record["row"]: record["text"] for record in page.truth["line_truth"]}
    there = {number: row for number, row in enumerate(page.rows, 1) if row}
    assert placed == there


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_an_article_is_its_rows(page: SamplePage) -> None:
    for article in page.truth["articles"]:
        rows = [page.rows[row - 1] for row in article["body_rows"]]
        mark = (article["continuation"] or {}).get("mark", "")
        printed = bare("".join(rows))
        if mark:
            printed = re.sub(rf"^▲*（{mark}）", "", printed)
        assert printed == bare(article["body"])
        headline = "".join(page.rows[row - 1] for row in article["headline_rows"])
        assert headline == "".join(article["title_lines"])
        assert article["body"] == "\n".join(article["paragraphs"])


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_a_measure_stands_in_its_paragraph_after_its_label(page: SamplePage) -> None:
    for article in page.truth["articles"]:
        for measure in article["measures"]:
            paragraph = article["paragraphs"][measure["paragraph"]]
            before, label, after = paragraph.partition(measure["label"])
            assert label
            assert after.lstrip("，、.：").startswith(measure["text"])
            assert not before or before[-1] in "。；："


def test_a_column_of_six_proposals_in_several_measure_styles() -> None:
    page = next(p for p in PAGES if any(len(c["article_ids"]) == 6 for c in p.truth["columns"]))
    (column,) = page.truth["columns"]
    assert column["header"].endswith("金点子摘登")
    assert column["credit"].endswith("整理）")
    proposals = [page.article(number) for number in column["article_ids"]]
    labels = {proposal["measures"][0]["label"] for proposal in proposals}
    assert {"一是", "（一）", "1", "第一", "列明“一张摸底清单”"} <= labels
    for proposal in proposals:
        (row,) = proposal["byline_rows"]
        assert page.rows[row - 1] == f"{proposal['affiliation']} {proposal['author']}"
    inline = [p for p in proposals if len({m["paragraph"] for m in p["measures"]}) == 1 < len(p["measures"])]
    assert inline


def test_news_with_kicker_title_and_subtitle() -> None:
    assert any(
        a["kind"] == "news" and a["kicker_lines"] and a["main_lines"] and a["sub_lines"]
        for page in PAGES
        for a in page.truth["articles"]
    )


def test_a_kicker_printed_after_its_title() -> None:
    assert any(
        a["kicker_lines"] and a["title_lines"] == a["main_lines"] + a["kicker_lines"]
        for page in PAGES
        for a in page.truth["articles"]
    )


def test_five_bodies_in_a_row_then_their_five_headlines() -> None:
    def shape(page: SamplePage) -> list[tuple[str, int]]:
        """Runs of body or headline rows, and how many articles each run holds."""
        placed = [r for r in page.truth["line_truth"] if r["article"]]
        runs = groupby(placed, key=lambda r: "head" if r["role"] in HEADLINE else "body")
        return [(role, len({r["article"] for r in run})) for role, run in runs]

    assert [("body", 5), ("head", 5)] in [shape(page) for page in PAGES]


def test_a_headline_after_its_body() -> None:
    after = [a for page in PAGES for a in page.truth["articles"] if a["placement"] == "after"]
    assert len(after) >= 3
    assert all(min(a["headline_rows"]) > max(a["body_rows"]) for a in after)


def test_continuations_answer_to_the_marks_of_their_first_halves() -> None:
    """Every 紧接/上接 of a date whose front page is here has its 下转 there, with the same item."""
    fronts = {(p.truth["date"], p.truth["page_no"]): p for p in PAGES}
    answered = 0
    for page in PAGES:
        for article in page.truth["articles"]:
            mark = article["continuation"]
            front = mark and fronts.get((page.truth["date"], str(mark["page"])))
            if not front:
                continue
            assert mark["verb"] in ("紧接", "上接")
            wanted = f"（下转{page.truth['page_no']}版{mark['item']}）"
            assert wanted in [a["tail"] for a in front.truth["articles"]]
            answered += 1
    assert answered >= 3
    marks = [r["text"] for p in PAGES for r in p.truth["line_truth"] if r["text"].startswith("▲")]
    assert any(text.endswith("）") for text in marks)
    assert any(not text.endswith("）") for text in marks)


def test_letter_spaced_rows_of_running_text() -> None:
    spaced = [
        record["text"]
        for page in PAGES
        for record in page.truth["line_truth"]
        if record["role"] == "body" and LETTER_SPACED.search(record["text"])
    ]
    assert len(spaced) >= 5
    assert any(text.startswith("会 议 审 议 了") for text in spaced)


def test_boxed_notices() -> None:
    notices = [a for page in PAGES for a in page.truth["articles"] if a["kind"] == "notice"]
    assert len(notices) >= 2
    assert {"公告", "启事"} == {bare(a["title"])[-2:] for a in notices}
    assert any(" " in a["title"] for a in notices)


def test_a_gb18030_file_with_crlf_rows() -> None:
    (file,) = {page.file for page in PAGES if encoding(page.file) != "utf-8"}
    data = (SAMPLES / file).read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 50


def test_a_file_of_two_pages() -> None:
    second = next(page for page in PAGES if page.number == 2)
    data = (SAMPLES / second.file).read_bytes()
    assert data.count(b"\f") == 2
    assert data.endswith(b"\f")
    assert (TRUTH / f"{second.file.removesuffix('.txt')}#2.json").exists()


def test_a_page_with_its_blank_rows_lost() -> None:
    lost = [page for page in PAGES if "" not in page.rows[:-1]]
    assert len(lost) == 1
    for page in PAGES:
        if page not in lost:
            assert page.rows[:-1].count("") >= len(page.rows) // 3


def em(row: str) -> float:
    """A row's width in em: ideographs 1, all else about a half."""
    return sum(1.0 if "\u4e00" <= char <= "\u9fff" else 0.5 for char in bare(row))


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_paragraphs_lost_their_indent(page: SamplePage) -> None:
    """No row begins with white space but a column's header; first rows are 2 em short of the others."""
    for record in page.truth["line_truth"]:
        assert record["role"] == "header" or record["text"] == record["text"].strip()
    gaps: list[float] = []
    for article in page.truth["articles"]:
        starts = {bare(paragraph)[:8] for paragraph in article["paragraphs"]}
        rows = [page.rows[row - 1] for row in article["body_rows"]]
        first = [i for i, row in enumerate(rows) if bare(row)[:8] in starts]
        last = [i - 1 for i in first if i] + [len(rows) - 1]
        full = [em(row) for i, row in enumerate(rows) if i not in first and i not in last]
        if full:
            gaps += [median(full) - em(rows[i]) for i in first if i not in last]
    assert 1.5 <= median(gaps) <= 2.5
