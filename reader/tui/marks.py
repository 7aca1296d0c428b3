"""What lies on an article's text: its annotations and doubts as highlights. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reader.annotations import Tag
from reader.pages.model import Article, Block, Doubt
from reader.tui.highlights import BlockSpan, Highlight
from reader.workspace import Placed

DOUBT = "doubt"
"""The id of highlights that are no annotation."""


def highlights(placed: Iterable[Placed], tags: Mapping[str, Tag], held: str) -> Iterator[Highlight]:
    """Yield the highlights of annotations: colour on a passage, a bar beside what is larger, marks for comments.

    `held` is the id of the annotation in hand. Answers show with what they answer. The layer rule: what is longer lies
    below what is shorter, so that a passage within another is seen; of equals the later one is the upper one.
    """
    for item in sorted((item for item in placed if not item.annotation.reply_to), key=_depth):
        annotation = item.annotation
        level = annotation.target.level
        spans: tuple[BlockSpan, ...] = tuple(item.location.spans)
        if level == "article":
            spans = spans[:1]  # its title says enough
        current = annotation.id == held
        colors = [tags[tag].color for tag in annotation.tags if tag in tags]
        extent = "text" if level == "span" else "margin"
        if colors:
            yield Highlight(annotation.id, spans, colors[0], "tag", extent, current)  # type: ignore[arg-type]
        if annotation.comment or not colors:
            yield Highlight(annotation.id, spans, 0, "comment", extent, current)  # type: ignore[arg-type]


def _depth(item: Placed) -> tuple[bool, int]:
    return item.annotation.target.level == "span", -sum(end - start for _, start, end in item.location.spans)


def doubts(article: Article, blocks: tuple[Block, ...]) -> Iterator[Highlight]:
    """Yield the highlights of an article's doubts: beside the paragraph of their row, else beside the headline."""
    for doubt in article.doubts:
        number = doubtful_block(article, blocks, doubt)
        if number < len(blocks):
            spans = ((number, 0, max(1, len(blocks[number].flow.text))),)
            yield Highlight(DOUBT, spans, 0, "doubt", "margin")


def doubtful_block(article: Article, blocks: tuple[Block, ...], doubt: Doubt) -> int:
    """Return the number of the block a doubt shows at."""
    for number, block in enumerate(blocks):
        if block.paragraph is not None and doubt.row in article.paragraphs[block.paragraph].rows:
            return number
    return 0
