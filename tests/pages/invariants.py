"""What must hold of a parsed page, whatever its text: every displayed character has a source, every row one place."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from reader.pages import page_object, parse
from reader.pages.characters import SPACES, folding
from reader.pages.model import Article, Fix, Flow, Page

HYPHENS = "\u00ad\u2010\u2011"
QUOTES = str.maketrans("“”‘’", "\"\"''")


def plain(char: str) -> str:
    """Return what a mark or figure is, whatever its width, and a quotation mark whatever its direction."""
    return unicodedata.normalize("NFKC", char).translate(QUOTES)


def flows(page: Page) -> Iterator[Flow]:
    """Yield every displayed text of a page."""
    for row in page.rows:
        yield row.flow
    for article in page.articles:
        for block in article.blocks:
            yield block.flow
    for item in page.unplaced:
        yield item.flow


def rows_of(article: Article) -> list[int]:
    """Return the rows whose text an article displays: headline, byline, mark and paragraphs."""
    byline = [article.byline.row] if article.byline else []
    return [
        *(row.row for row in article.headline),
        *byline,
        *(row for paragraph in article.paragraphs for row in paragraph.rows),
    ]


def check_sources(page: Page) -> None:
    """Raise AssertionError unless each displayed character comes from its place in the text."""
    table = folding()
    for flow in flows(page):
        assert len(flow.text) == len(flow.offsets)
        assert all(a < b for a, b in zip(flow.offsets, flow.offsets[1:], strict=False))
        for char, offset in zip(flow.text, flow.offsets, strict=True):
            source = page.text[offset]
            if source == "\n":
                assert char in " \n"
            elif source in SPACES:
                assert char in SPACES
            elif source in HYPHENS:
                assert char in (source, "-")
            else:
                assert plain(char) == plain(table.get(ord(source), source))


def check_places(page: Page) -> None:
    """Raise AssertionError unless each character of the rows is shown once, in an article or unplaced."""
    shown: Counter[int] = Counter()
    for flow in (*(b.flow for a in page.articles for b in a.blocks), *(u.flow for u in page.unplaced)):
        shown.update(offset for offset in flow.offsets if page.text[offset] not in SPACES | {"\n"})
    assert all(count == 1 for count in shown.values())
    expected = {
        offset
        for row in page.rows
        for char, offset in zip(row.flow.text, row.flow.offsets, strict=True)
        if char not in SPACES
    }
    for offset in expected - shown.keys():
        assert page.text[offset] in "▲△▼■◀▶" or _divides(page, offset)
    assert shown.keys() <= expected
    placed = [row for article in page.articles for row in rows_of(article)]
    placed += [row for item in page.unplaced for row in item.rows]
    assert len(placed) == len(set(placed))


def _divides(page: Page, offset: int) -> bool:
    """Say whether a hyphen ends its row after a Latin letter."""
    row = next(row for row in page.rows if row.start <= offset < row.end)
    last = row.flow.offsets[-1] == offset and row.flow.text[-2:-1].isascii()
    return last and row.flow.text[-2:-1].isalpha() and row.flow.text[-1] == "-"


def check_parts(page: Page) -> None:
    """Raise AssertionError unless ids, measures, doubts and columns fit together."""
    assert len({article.id for article in page.articles}) == len(page.articles)
    for article in page.articles:
        assert page.article(article.id) is article
        for measure in article.measures:
            first, last = article.paragraphs[measure.paragraph], article.paragraphs[measure.last_paragraph]
            assert first.flow.text.startswith(measure.label, measure.start)
            assert (measure.paragraph, measure.start) < (measure.last_paragraph, measure.end)
            assert measure.end <= len(last.flow.text)
        check_levels(article)
        for doubt in article.doubts:
            assert 0 <= doubt.margin <= 1
            assert doubt.row is None or 1 <= doubt.row <= len(page.rows)
    for number, column in enumerate(page.columns):
        assert column.id == number
        assert all(page.article(one) is not None for one in column.articles)
    json.dumps(page_object(page, "")).encode()


def check_levels(article: Article) -> None:
    """Raise AssertionError unless measures are in text order and each is within the one a level up."""
    above: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for measure in article.measures:
        start, end = (measure.paragraph, measure.start), (measure.last_paragraph, measure.end)
        assert measure.level <= len(above)
        if measure.level < len(above):
            assert above[measure.level][1] <= start
        above = above[: measure.level]
        assert all(low <= start and end <= high for low, high in above)
        above.append((start, end))


def check(text: str, fixes: Sequence[Fix] = ()) -> Page:
    """Parse a text and raise AssertionError unless all of it holds, and holds again."""
    page = parse(text, name="页.txt", fixes=fixes)
    assert page.text == text
    check_sources(page)
    check_places(page)
    check_parts(page)
    assert parse(text, name="页.txt", fixes=fixes) == page
    return page
