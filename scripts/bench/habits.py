"""The same pages as other extractors would have written them: what a page's blanks and spaces are is their habit."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

Truth = Mapping[str, Any]
_SPACE = re.compile(r"[\s▲△▼]")
# Between characters that are no Latin letters or digits.
_SPACED = re.compile(r"(?<=[^\x00-\x7f])[ \u3000\u00a0]+(?=[^\x00-\x7f])")


def as_given(text: str, truth: Truth) -> str:
    """Return the page as it is."""
    return text


def no_blank_rows(text: str, truth: Truth) -> str:
    """Return the page without its blank rows."""
    return "\n".join(row for row in text.split("\n") if row.strip()) + "\n"


def blank_between_paragraphs(text: str, truth: Truth) -> str:
    """Return the page with a blank row after each paragraph and wherever another part begins, and none elsewhere."""
    rows = text.split("\n")
    ends = _paragraph_ends(truth)
    parts = {line["row"]: (line["article"], line["role"]) for line in truth["line_truth"]}
    numbers = [number for number, row in enumerate(rows, 1) if row.strip()]
    found: list[str] = []
    for number, following in itertools.pairwise([*numbers, 0]):
        found.append(rows[number - 1])
        if number in ends or parts.get(number) != parts.get(following):
            found.append("")
    return "\n".join(found) + "\n"


def no_inner_spaces(text: str, truth: Truth) -> str:
    """Return the page without indents and without spaces between Chinese characters."""
    return "\n".join(_SPACED.sub("", row.strip()) for row in text.split("\n"))


def form_feed_at_the_end(text: str, truth: Truth) -> str:
    """Return the page with a form feed after it, as `pdftotext` ends one."""
    return text.rstrip("\n") + "\n\f"


HABITS: dict[str, Callable[[str, Truth], str]] = {
    "as given": as_given,
    "no blank rows": no_blank_rows,
    "blank rows between paragraphs": blank_between_paragraphs,
    "no indents, no letter-spacing": no_inner_spaces,
    "a form feed at the end": form_feed_at_the_end,
}


def _paragraph_ends(truth: Truth) -> set[int]:
    """Return the rows that a paragraph ends with, by the lengths of rows and paragraphs."""
    texts = {line["row"]: line["text"] for line in truth["line_truth"]}
    ends: set[int] = set()
    for article in truth["articles"]:
        lengths = set(itertools.accumulate(len(_bare(paragraph)) for paragraph in article["paragraphs"]))
        reached = 0
        for row in article["body_rows"]:
            reached += len(_bare(texts.get(row, "")))
            if reached in lengths:
                ends.add(row)
    return ends


def _bare(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))
