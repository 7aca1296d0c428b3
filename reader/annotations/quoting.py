"""Targets: ranges with the quote and the context that find them again when the page's text has changed."""

from __future__ import annotations

import reader.pages as pages
from reader.annotations.model import Level, Range, Target
from reader.pages.model import Article, Page
from reader.text import fold

CONTEXT = 32
"""Characters of context kept on each side, as the Web Annotation model's prefix and suffix."""
_REACH = 240
BREAK = "\n"
"""What stands between the texts of two ranges in a quote."""
_LEVEL = str.maketrans("“”‘’-\u00ad\u2010\u2011", "\"\"''    ")


def make_target(
    page: Page, article: Article | None, ranges: tuple[Range, ...], level: Level, *, measure: str = ""
) -> Target:
    """Return the target of ranges on a page; article and measure are hints for people."""
    return Target(
        fingerprint=page.fingerprint,
        ranges=ranges,
        exact=quote(page, ranges),
        prefix=_before(page, ranges),
        suffix=_after(page, ranges),
        level=level,
        article=article.id if article else "",
        title=article.title if article else "",
        measure=measure,
    )


def quote(page: Page, ranges: tuple[Range, ...]) -> str:
    """Return the reflowed text of ranges, whatever the parse made of them; a line feed between two ranges."""
    return BREAK.join(pages.reflow(page, start, end).text for start, end in ranges)


def alike(text: str) -> str:
    """Return a text of the same length with what the parse may set in one way or another made alike.

    Width, case, the turn of quotation marks; hyphens become spaces, for a divided word is shown without.
    """
    return fold(text).translate(_LEVEL)


def bare(text: str) -> str:
    """Return what counts when texts are compared: what is left of `alike` without white space."""
    return "".join(alike(text).split())


def _before(page: Page, ranges: tuple[Range, ...]) -> str:
    if not ranges:
        return ""
    start = ranges[0][0]
    return pages.reflow(page, max(0, start - _REACH), start).text[-CONTEXT:]


def _after(page: Page, ranges: tuple[Range, ...]) -> str:
    if not ranges:
        return ""
    end = ranges[-1][1]
    return pages.reflow(page, end, min(len(page.text), end + _REACH)).text[:CONTEXT]
