"""Articles as the texts that annotation tools show, with the characters that annotations are about. Pure.

A document is one article: its blocks – kicker, title, subtitle, byline, mark, paragraphs – a line each. Offsets are
half-open code points of that text; formats that count otherwise convert them. Only articles that are annotated make a
document. What is said of whole pages (`pages`) and what is in no article (`homeless`) has none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from reader.annotations.records import to_record
from reader.exchange.model import Export, Record
from reader.pages.model import Article, Block, Source

Range = tuple[int, int]
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation and the ranges of its document that it is about, in reading order; never empty.

    A range goes on from one line to the next where nothing lies between. What is said of a whole article stands on its
    main title, or on its first line if there is none.
    """

    record: Record
    ranges: tuple[Range, ...]

    @property
    def whole(self) -> bool:
        """Whether it is about the whole article."""
        return self.record.annotation.target.level == "article"


@dataclass(frozen=True, slots=True)
class Document:
    """An article's text with its annotations, in text order; `path` and `number` say on which page it is."""

    text: str
    marks: tuple[Mark, ...]
    article: Article
    path: str
    number: int
    source: Source

    def facts(self) -> dict[str, Any]:
        """Return what is known of the article, for formats that have room for it."""
        byline, source = self.article.byline, self.source
        return {
            "title": self.article.title,
            "kind": self.article.kind,
            "author": byline.author if byline else "",
            "affiliation": byline.affiliation if byline else "",
            "paper": source.paper,
            "date": source.date,
            "page_no": source.page_no,
            "file": self.path,
            "page": self.number,
            "article": self.article.id,
        }


def documents(export: Export) -> Iterator[Document]:
    """Yield the articles that have annotations, page by page; only one page's annotations are held at a time.

    What is said of whole pages is counted in the export's losses (`pages`), and what is about no character (`blank`).
    """
    for (path, number), on_page in groupby(export.records, key=lambda record: (record.path, record.number)):
        by_article: dict[str, tuple[Article, list[Record]]] = {}
        for record in on_page:
            if record.annotation.target.level == "page":
                export.losses["pages"] += 1
            elif record.article is not None:
                by_article.setdefault(record.article.id, (record.article, []))[1].append(record)
        for article, records in by_article.values():
            document = _document(article, records, path, number)
            if len(document.marks) < len(records):
                export.losses["blank"] += len(records) - len(document.marks)
            yield document


def described(record: Record) -> dict[str, Any]:
    """Return an annotation as our own format has it, with its tags by name and without its quote and context.

    `ranges` are those of the page, in code points of its text.
    """
    annotation = record.annotation
    entry = to_record(annotation)["entry"] if annotation.entry else None
    return {
        "id": annotation.id,
        "level": annotation.target.level,
        "measure": annotation.target.measure,
        "tags": [tag.name for tag in record.tags],
        "comment": annotation.comment,
        "reply_to": annotation.reply_to,
        "resolved": annotation.resolved,
        "entry": entry,
        "creator": annotation.creator,
        "created": annotation.created,
        "modified": annotation.modified,
        "fingerprint": annotation.target.fingerprint,
        "ranges": annotation.target.ranges,
    }


class Utf16:
    """Code points of a text as UTF-16 units, which JavaScript counts in."""

    def __init__(self, text: str) -> None:
        self._astral = [match.start() for match in _ASTRAL.finditer(text)]

    def __call__(self, offset: int) -> int:
        """Return where an offset in code points is in UTF-16 units."""
        return offset + bisect_left(self._astral, offset)


def _document(article: Article, records: Iterable[Record], path: str, number: int) -> Document:
    blocks = article.blocks
    starts = _starts(blocks)
    text = "\n".join(block.flow.text for block in blocks)
    marks = []
    source = Source()
    for record in records:
        source = record.source
        if record.annotation.target.level == "article":
            ranges: Iterable[Range] = _head(blocks, starts)
        else:
            ranges = (
                (starts[span.block] + span.start, starts[span.block] + span.end) for span in record.spans
            )
        marks.append(Mark(record, _joined(text, ranges)))
    return Document(text, tuple(mark for mark in marks if mark.ranges), article, path, number, source)


def _starts(blocks: Sequence[Block]) -> list[int]:
    starts, at = [], 0
    for block in blocks:
        starts.append(at)
        at += len(block.flow.text) + 1
    return starts


def _head(blocks: Sequence[Block], starts: Sequence[int]) -> Iterator[Range]:
    titles = [number for number, block in enumerate(blocks) if block.role == "title"] or [0]
    for number in titles:
        yield starts[number], starts[number] + len(blocks[number].flow.text)


def _joined(text: str, ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Return ranges as one where they touch, overlap or have just a line's end between them."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if start >= end:
            continue
        last = found[-1][1] if found else -1
        if found and (start <= last or (start == last + 1 and text[last] == "\n")):
            found[-1] = (found[-1][0], max(last, end))
        else:
            found.append((start, end))
    return tuple(found)
