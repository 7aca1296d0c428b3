"""A quote with its source, as it leaves the program: whose it is, in what, where it was printed. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import groupby

from reader.annotations import Target
from reader.config.language import _, ngettext
from reader.pages.model import Article, Page
from reader.tui.outline import Ref, source_words


def quoted(target: Target, ref: Ref) -> str:
    """Return what a target is about – of an article its title – and in a second row where it stands."""
    whole = target.level == "article"
    text = target.title if whole and target.title else target.exact
    title = f"《{target.title}》" if target.title and not whole else ""
    who = people(ref.article) if ref.article is not None else ""
    source = source_words(ref.page.source, ref.file.label)
    where = _("{}, {}").format(source, row_words(ref.page, target.ranges))
    return f"{text}\n——{who}{title}{where}\n"


def people(article: Article) -> str:
    """Return who an article is from: its byline's names, else its reporters."""
    byline = article.byline
    named = " ".join(filter(None, (byline.affiliation, byline.author))) if byline else ""
    return named or "、".join(article.reporters)


def row_words(page: Page, ranges: tuple[tuple[int, int], ...]) -> str:
    """Return the rows of a page that ranges of its text lie on, neighbours as one: `rows 12–14, 30`."""
    starts = [row.start for row in page.rows]
    found: set[int] = set()
    for start, end in ranges:
        first = max(0, bisect_right(starts, start) - 1)
        last = max(first + 1, bisect_left(starts, end))
        found.update(row.number for row in page.rows[first:last] if row.flow.text)
    runs = [
        [number for _index, number in run]
        for _key, run in groupby(enumerate(sorted(found)), lambda pair: pair[1] - pair[0])
    ]
    shown = _(", ").join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return ngettext("row {}", "rows {}", len(found)).format(shown)
