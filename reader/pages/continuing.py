"""Which second half goes on with which first half: 下转 and 上接 over the pages of one paper and date. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.pages.cues import TURN
from reader.pages.matching import Bodies, assign
from reader.pages.measures import find_measures
from reader.pages.model import Article, Continuation, Measure, Page

Place = tuple[int, str]
"""A page's number among those given, from 0, and an article's id."""

ALIKE = 0.03
"""Shared rare bigrams (share of the geometric mean of both bags) from which text alone joins a half to an article that
has no 下转. Measured on the 47 articles of the sample pages cut in two: half of the right pairs are so much alike."""
AHEAD = 1.6
"""How many times as alike as the runner-up it must be then; there the strongest wrong one was 1.5 times."""
TOLD = 0.015
"""The likeness that decides between several 下转 to the page; there six right pairs of seven had it."""

_PAGE_NO = re.compile(r"([A-Za-z]?)0*(\d+)")
_ITEM = re.compile(r"^[▲△▼■◀▶\s]*([①-⑳⓪])|([①-⑳⓪])[▲△▼■◀▶\s]*$")
_ENDS = "。！？…；：”’）」』"
_CLOSERS = "，。、；：！？…”’）」』》"
_QUOTES = re.compile("[“”]")


@dataclass(frozen=True, slots=True)
class _Part:
    """An article that may be a half: where it is, what its page is called, its number beside the mark or headline."""

    place: Place
    page_no: str
    article: Article
    item: str


def join_halves(pages: Sequence[tuple[str, Page]]) -> tuple[tuple[Place, ...], ...]:
    """Return the stories that run over several pages, each as its places in reading order.

    `pages` are of one paper and date, each with what it is called in print (`2`, `A02`; empty if unknown). Halves are
    joined one to one: by their marks and item numbers where these leave no choice, else by what their texts share, by
    how they fit at the seam, and by their order; not at all where nothing speaks for it.
    """
    tails = [
        _Part((number, article.id), page_no, article, article.continuation.item)
        for number, (page_no, page) in enumerate(pages)
        for article in page.articles
        if article.continuation is not None
    ]
    if not tails:
        return ()
    heads = [
        _Part((number, article.id), page_no, article, _item(article))
        for number, (page_no, page) in enumerate(pages)
        if any(is_called(tail.article.continuation, tail.page_no, page_no) for tail in tails)
        for article in page.articles
    ]
    following: dict[Place, Place] = {}
    left = _settle(heads, tails, following)
    if left:
        _weigh([head for head in heads if head.place not in following], left, following)
    return _chains(following)


def is_called(mark: Continuation | None, own: str, page_no: str) -> bool:
    """Say whether a page of that number is the one a mark on page `own` names; without a letter, one of its section."""
    said, here = _PAGE_NO.fullmatch(page_no), _PAGE_NO.fullmatch(own)
    if mark is None or said is None or int(said[2]) != mark.newspaper_page:
        return False
    section = mark.section or (here[1] if here else "")
    return not section or not said[1] or said[1].upper() == section.upper()


def running_measures(articles: Sequence[Article]) -> tuple[Measure, ...]:
    """Return the measures of halves read as one, paragraphs counted over all of them.

    Where numbers run on over a seam they are found over the whole, else in each half by itself.
    """
    found: tuple[Measure, ...] = articles[0].measures
    paragraphs = [paragraph.flow.text for paragraph in articles[0].paragraphs]
    for article in articles[1:]:
        seam = len(paragraphs)
        paragraphs += [paragraph.flow.text for paragraph in article.paragraphs]
        whole = find_measures(paragraphs)
        if _run_on(whole, seam):
            found = whole
        else:
            found += tuple(
                replace(each, paragraph=each.paragraph + seam, last_paragraph=each.last_paragraph + seam)
                for each in article.measures
            )
    return found


def _run_on(measures: Sequence[Measure], seam: int) -> bool:
    """Say whether measures of one level begin before a paragraph as well as in or after it."""
    before = {each.level for each in measures if each.paragraph < seam}
    return any(each.level in before for each in measures if each.paragraph >= seam)


def _settle(heads: Sequence[_Part], tails: Sequence[_Part], following: dict[Place, Place]) -> list[_Part]:
    """Join the halves whose marks leave no choice; return the second halves that are left."""
    offers = {tail.place: _marked([head for head in heads if _may(head, tail)], tail) for tail in tails}
    asked: dict[Place, int] = {}
    for offered in offers.values():
        for head in offered:
            asked[head.place] = asked.get(head.place, 0) + 1
    left = []
    for tail in tails:
        offered = offers[tail.place]
        if len(offered) == 1 and asked[offered[0].place] == 1:
            following[offered[0].place] = tail.place
        else:
            left.append(tail)
    return left


def _marked(heads: Sequence[_Part], tail: _Part) -> list[_Part]:
    """Return the heads that say they go on here: by the tail's item number, else by their 下转."""
    same = [head for head in heads if head.item and head.item == tail.item]
    return same or [head for head in heads if head.article.turn is not None]


def _may(head: _Part, tail: _Part) -> bool:
    """Say whether nothing in the marks forbids that a tail goes on with a head."""
    turn = head.article.turn
    return (
        head.place[0] != tail.place[0]
        and is_called(tail.article.continuation, tail.page_no, head.page_no)
        and (turn is None or is_called(turn, head.page_no, tail.page_no))
        and not (head.item and tail.item and head.item != tail.item)
    )


def _weigh(heads: Sequence[_Part], tails: Sequence[_Part], following: dict[Place, Place]) -> None:
    """Join the halves whose marks leave a choice, or say nothing."""
    bodies = Bodies([_text(part.article) for part in (*heads, *tails)])
    gains: list[list[float]] = []
    for row, tail in enumerate(tails, len(heads)):
        alike = [_alike(bodies, i, row) if _may(head, tail) else 0.0 for i, head in enumerate(heads)]
        gains.append(
            [
                _gain(heads, tails, i, row - len(heads), alike) if _may(head, tail) else 0.0
                for i, head in enumerate(heads)
            ]
        )
    for tail, column in zip(tails, assign(gains), strict=True):
        if column is not None:
            following[heads[column].place] = tail.place


def _gain(
    heads: Sequence[_Part], tails: Sequence[_Part], head_number: int, tail_number: int, alike: Sequence[float]
) -> float:
    """Return what speaks for a pair; 0 if that is not enough. A 下转 counts more than any likeness."""
    head, tail = heads[head_number], tails[tail_number]
    seam = _seam(head.article, tail.article)
    value = alike[head_number]
    fit = 10 * value + seam - 0.001 * abs(head.place[0] - tail.place[0])  # of copies of a page the nearest
    if head.item and head.item == tail.item:
        return 40 + fit
    if head.article.turn is None:
        second = max((other for i, other in enumerate(alike) if i != head_number), default=0.0)
        return 1 + fit if value >= ALIKE and value >= AHEAD * second and seam >= 0 else 0.0
    turning = [
        each for each in heads if each.place[0] == head.place[0] and each.article.turn and _may(each, tail)
    ]
    coming = [each for each in tails if each.place[0] == tail.place[0] and _may(head, each)]
    if len(turning) == len(coming):
        return 20 + fit - 0.01 * abs(turning.index(head) - coming.index(tail))
    return 20 + fit if value >= TOLD or seam > 0 else 0.0


def _alike(bodies: Bodies, one: int, other: int) -> float:
    first, second = bodies.bags[one], bodies.bags[other]
    size = math.sqrt(len(first) * len(second))
    return sum(bodies.rarity[pair] for pair in first & second) / size if size else 0.0


def _seam(head: Article, tail: Article) -> float:
    """Return how the end of one text and the beginning of another fit: 1 if they do, -1 if they cannot, else 0."""
    if not head.paragraphs or not tail.paragraphs:
        return 0.0
    before = TURN.sub("", head.paragraphs[-1].flow.text).rstrip()
    after = tail.paragraphs[0].flow.text.lstrip()
    texts = [paragraph.flow.text for article in (head, tail) for paragraph in article.paragraphs]
    if _run_on(find_measures(texts), len(head.paragraphs)):
        return 1.0
    quote = _QUOTES.search(after)
    if quote is not None and quote[0] == "”":
        return 1.0 if before.count("“") > before.count("”") else -1.0
    if after[:1] in _CLOSERS:
        return 1.0 if before[-1:] not in _ENDS else -1.0
    return 0.0


def _chains(following: dict[Place, Place]) -> tuple[tuple[Place, ...], ...]:
    reached = set(following.values())
    chains = []
    for first in sorted(following.keys() - reached):  # marks that lead in a circle lead nowhere
        chain = [first]
        while chain[-1] in following:
            chain.append(following[chain[-1]])
        chains.append(tuple(chain))
    return tuple(chains)


def _item(article: Article) -> str:
    """Return an article's number on its page: in its 下转, else beside its headline or at its end."""
    if article.turn is not None:
        return article.turn.item
    ends = [row.flow.text for row in article.headline]
    ends += [article.paragraphs[-1].flow.text] if article.paragraphs else []
    found = (_ITEM.search(text) for text in ends)
    return next((match[1] or match[2] for match in found if match), "")


def _text(article: Article) -> str:
    return article.title + "\n".join(paragraph.flow.text for paragraph in article.paragraphs)
