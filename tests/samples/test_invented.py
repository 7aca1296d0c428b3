"""The samples are our own words: no paper of the shared pages is named, no phrase of theirs is repeated."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests.samples.truth import ROOT, pages

GRAM = 12


def shared_pages() -> Path:
    """Return the folder of the shared pages, or skip."""
    folder = Path(os.environ.get("XIANCE_SHARED", ROOT.parent / "shared")) / "bench" / "pages"
    if not folder.is_dir():
        pytest.skip("the shared bench pages are not here")
    return folder


def words(text: str) -> str:
    """Return a text without white space and punctuation."""
    return re.sub(r"[\s\W_]", "", text)


def grams(text: str) -> set[str]:
    """Return the runs of twelve characters."""
    return {text[i : i + GRAM] for i in range(len(text) - GRAM + 1)}


def test_no_phrase_of_the_shared_pages() -> None:
    theirs: set[str] = set()
    for path in shared_pages().glob("*/*.txt"):
        theirs |= grams(words(path.read_text("utf-8")))
    assert len(theirs) > 100_000
    for page in pages():
        assert not grams(words(page.text)) & theirs, page.file


def test_no_paper_of_the_shared_pages() -> None:
    papers: set[str] = set()
    for path in shared_pages().glob("*/*.json"):
        record = json.loads(path.read_text("utf-8"))
        papers.add(record.get("paper", ""))
        for article in record["articles"]:
            papers |= set(re.findall(r"^([\u4e00-\u9fff]{2,4}(?:日报|晚报))", article["dateline"]))
    papers -= {""}
    assert papers
    for page in pages():
        for paper in papers:
            assert paper not in page.file + page.text
