"""Articles as paragraphs to set, and which of their characters an annotation is on.

A place is a block's key and an offset in its text; an article's blocks have their numbers for keys, what is set
besides them has negative ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from reader.config.language import _
from reader.exchange.model import Record
from reader.exchange.report import Thread
from reader.pages.model import Article, BlockRole

Place = tuple[int, int]
HEADING = -1
"""The key of a heading that is no block of an article."""
GAP = "……"


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph: its role and its blocks' keys and texts. A title's rows are one paragraph."""

    role: BlockRole | Literal["gap", "quote", "page"]
    blocks: tuple[tuple[int, str], ...]


def pieces(article: Article, chosen: set[int] | None = None) -> Iterator[Piece]:
    """Yield an article's paragraphs, of the body only the chosen blocks, with gaps between; all if that is None."""
    blocks = article.blocks
    for key, block in enumerate(blocks):
        if block.role == "kicker":
            yield Piece("kicker", ((key, block.flow.text),))
    title = tuple((key, block.flow.text) for key, block in enumerate(blocks) if block.role == "title")
    yield Piece("title", title or ((HEADING, _("Without a title")),))
    gap = False
    for key, block in enumerate(blocks):
        if block.role in ("kicker", "title"):
            continue
        if chosen is not None and block.role in ("mark", "paragraph") and key not in chosen:
            gap = True
            continue
        if gap:
            yield Piece("gap", ((HEADING - 1 - key, GAP),))
            gap = False
        yield Piece(block.role, ((key, block.flow.text),))
    if gap:
        yield Piece("gap", ((HEADING - 1 - len(blocks), GAP),))


def touched(threads: Iterable[Thread]) -> set[int] | None:
    """Return the blocks that annotations are on; None for all, where one is on the whole article."""
    found: set[int] = set()
    for thread in threads:
        if whole(thread.head):
            return None
        found.update(span.block for span in thread.head.spans)
    return found


def whole(record: Record) -> bool:
    """Say whether an annotation is on all of its article or page, and not on characters of it."""
    return record.annotation.target.level in ("page", "article") or not record.spans


def stretch(record: Record, order: Sequence[int], texts: Mapping[int, str]) -> tuple[Place, Place]:
    """Return the first stretch of an annotation's characters that are set with nothing between them."""
    first, *others = record.spans
    end = first.block, first.end
    for span in others:
        if between(order, texts, end, (span.block, span.start)).strip():
            break
        end = max(end, (span.block, span.end), key=lambda place: (order.index(place[0]), place[1]))
    return (first.block, first.start), end


def between(order: Sequence[int], texts: Mapping[int, str], start: Place, end: Place) -> str:
    """Return the text from one place to another, `order` being the keys; nothing if they are the other way round."""
    first, last = order.index(start[0]), order.index(end[0])
    if first == last:
        return texts[start[0]][start[1] : end[1]]
    middle = (texts[key] for key in order[first + 1 : last])
    return "".join((texts[start[0]][start[1] :], *middle, texts[end[0]][: end[1]])) if first < last else ""
