"""Notices of every usual sort on invented pages, beside news and proposals: found whole, titled, and told from news."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reader.pages import parse
from reader.pages.model import Article
from scripts.bench.habits import HABITS
from scripts.bench.scoring import score, shared
from tests.samples.test_invented import grams, shared_pages, words
from tests.samples.truth import bare

FOLDER = Path(__file__).with_name("notices")
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
SHARED = shared()


@cache
def truth(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found


@cache
def articles(name: str) -> dict[str, Article]:
    """Return a page's articles by their headlines, all rows."""
    page = parse((FOLDER / f"{name}.txt").read_text("utf-8"), name=f"{name}.txt")
    return {bare("".join(row.flow.text for row in article.headline)): article for article in page.articles}


def test_there_are_notices_of_all_sorts() -> None:
    kinds = [article["kind"] for name in NAMES for article in truth(name)["articles"]]
    assert len(NAMES) >= 6
    assert kinds.count("notice") >= 40
    assert kinds.count("news") >= 15
    assert kinds.count("proposal") >= 2


@pytest.mark.parametrize("name", NAMES)
def test_titles_and_kinds(name: str) -> None:
    found = {headline: article.kind for headline, article in articles(name).items()}
    assert found == {bare("".join(a["title_lines"])): a["kind"] for a in truth(name)["articles"]}


@pytest.mark.parametrize("name", NAMES)
def test_texts_signatures_and_numbered_items(name: str) -> None:
    for expected in truth(name)["articles"]:
        article = articles(name)[bare("".join(expected["title_lines"]))]
        shown = [bare(paragraph.flow.text) for paragraph in article.paragraphs]
        assert shown == list(map(bare, expected["paragraphs"])), expected["title"]
        measures = [(measure.label, measure.text) for measure in article.measures]
        assert measures == [(one["label"], one["text"]) for one in expected["measures"]], expected["title"]


@pytest.mark.skipif(
    SHARED is None, reason="no shared bench: set XIANCE_SHARED, or put `shared` beside the repo"
)
def test_the_scorer_agrees() -> None:
    assert SHARED is not None
    found = score(FOLDER, SHARED)[""]
    assert found["art_f1"] >= 0.98
    assert found["head_assign"] >= 0.98
    assert found["kind_acc"] >= 0.98
    assert found["para_f1"] >= 0.98
    assert found["measure_f1"] == 1
    assert found["cer"] <= 0.01


def test_the_pages_are_our_own_words() -> None:
    theirs: set[str] = set()
    for path in shared_pages().glob("*/*.txt"):
        theirs |= grams(words(path.read_text("utf-8")))
    for name in NAMES:
        assert not grams(words((FOLDER / f"{name}.txt").read_text("utf-8"))) & theirs, name


@pytest.mark.skipif(
    SHARED is None, reason="no shared bench: set XIANCE_SHARED, or put `shared` beside the repo"
)
@pytest.mark.parametrize("habit", sorted(HABITS))
def test_other_extractors_blank_rows_cost_little(habit: str) -> None:
    assert SHARED is not None
    assert score(FOLDER, SHARED, HABITS[habit])[""]["art_f1"] >= 0.96
