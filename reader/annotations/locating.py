"""Where an annotation shows: the article that holds its rows now, and the characters there."""

from __future__ import annotations

from dataclasses import dataclass

from reader.annotations.model import Target
from reader.annotations.ranges import BlockSpan
from reader.pages.model import Article, Page


@dataclass(frozen=True, slots=True)
class Location:
    """The article that shows a target (None: it is in no article, 未归篇) and its spans in reading order."""

    article: Article | None
    spans: tuple[BlockSpan, ...] = ()


def locate(page: Page, target: Target) -> Location:
    """Return where a target shows on a page that has its fingerprint.

    Of several articles that hold parts of it the one that holds most counts.
    """
    best: Article | None = None
    found: tuple[BlockSpan, ...] = ()
    most = 0
    for article in page.articles:
        spans = _spans(article, target)
        held = sum(span.end - span.start for span in spans)
        if held > most:
            best, found, most = article, spans, held
    return Location(best, found)


def _spans(article: Article, target: Target) -> tuple[BlockSpan, ...]:
    if not target.ranges:
        return ()
    lowest = min(start for start, _ in target.ranges)
    highest = max(end for _, end in target.ranges)
    spans: list[BlockSpan] = []
    for number, block in enumerate(article.blocks):
        flow = block.flow
        if not flow.text or flow.offsets[-1] < lowest or flow.offsets[0] >= highest:
            continue
        for start, end in target.ranges:
            first, last = flow.display(start), flow.display(end)
            if first < last:
                spans.append(BlockSpan(number, first, last))
    return tuple(sorted(spans))
