"""Decisions on thin evidence as doubts, each with what settles it; what the reader has said is beyond doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.pages.drafts import Body, Drafts, Lack
from reader.pages.headlines import Group
from reader.pages.model import Article, Doubt, Fix
from reader.pages.source import dateline_paper

SURE = 0.6
"""Share by which the datelines' paper must lead for the page's to be sure: two votes and no other."""
THIN, MADE, REFUSED = 0.87, 0.98, 0.95
"""Margins below which a headline's place, an article's start and a start refused are doubts.

Chosen on the trade-offs that `scripts/bench/doubts.py` prints.
"""


def doubts(drafts: Drafts, index: int, group: Group | None) -> tuple[Doubt, ...]:
    """Return the doubts about a body, by its number, and its headline."""
    body = drafts.bodies[index]
    found: list[Doubt] = []
    if group is not None and group.margin < THIN:
        found.append(_headline(drafts, body, group))
    if group is None and body.lack is not None and index not in drafts.claimed():
        found.append(_lack(body, body.lack))
    found += _boundaries(drafts, body)
    if body.column is not None and body.byline is None and _row(body) - 1 not in drafts.said.kinds:
        header = drafts.columns[body.column].header
        if header is not None:
            keep, take = (Fix("kind", (_row(body),), kind) for kind in ("proposal", "news"))
            found.append(Doubt("kind", 0.0, header.text, header.index + 1, keep, take))
    return tuple(found)


def _row(body: Body) -> int:
    return body.paragraphs[0][0].index + 1


def _headline(drafts: Drafts, body: Body, group: Group) -> Doubt:
    rows = tuple(line.index + 1 for line in group.lines)
    rival = None if group.rival is None else _row(drafts.bodies[group.rival])
    keep, take = (Fix("headline", rows, body=row) for row in (_row(body), rival))
    return Doubt("headline", group.margin, group.instead, rows[0], keep, take)


def _lack(body: Body, lack: Lack) -> Doubt:
    rows = tuple(line.index + 1 for line in lack.lines)
    none, this = Fix("headline", (), body=_row(body)), Fix("headline", rows, body=_row(body))
    return Doubt("lack", lack.margin, lack.instead, _row(body), none, this)


def _boundaries(drafts: Drafts, body: Body) -> Iterator[Doubt]:
    for edge in body.boundaries:
        if edge.margin >= (MADE if edge.made else REFUSED) or edge.line.index in drafts.said.starts:
            continue
        row = edge.line.index + 1
        split, join = (Fix("start", (row,), value) for value in ("split", "join"))
        keep, take = (split, join) if edge.made else (join, split)
        yield Doubt("boundary", edge.margin, edge.instead, row, keep, take)


def doubt_paper(articles: tuple[Article, ...], leads: Sequence[str], paper: str) -> tuple[Article, ...]:
    """Give the first article of the paper that datelines named a doubt, if few named it or some named another."""
    votes = Counter(filter(None, map(dateline_paper, leads)))
    others = [(count, other) for other, count in votes.items() if other != paper]
    count, other = max(others, default=(0, ""))
    margin = (votes[paper] - count) / (sum(votes.values()) + 1)
    if margin >= SURE:
        return articles
    first = next(i for i, lead in enumerate(leads) if dateline_paper(lead) == paper)
    article = articles[first]
    row = article.paragraphs[0].rows[0] if article.paragraphs else None
    keep, take = (Fix("paper", value=name) for name in (paper, other))
    doubtful = replace(article, doubts=(*article.doubts, Doubt("date", margin, other, row, keep, take)))
    return (*articles[:first], doubtful, *articles[first + 1 :])
