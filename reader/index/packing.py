"""Pages and digests as bytes: compact JSON, deflated. Nothing in them is ever run, whoever wrote them.

A flow is the runs of its page's text it consists of, with the few characters that are not the text's own; the text itself
is not stored, so that a page is unpacked with the text it was parsed from.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Callable, Sequence
from itertools import accumulate
from sys import intern
from typing import Any, TypeVar

from reader.pages.digest import ArticleDigest, PageDigest
from reader.pages.model import (
    Article,
    Byline,
    Column,
    Continuation,
    Doubt,
    Fix,
    Flow,
    HeadlineRow,
    Measure,
    Note,
    Page,
    Paragraph,
    Row,
    Source,
    Unplaced,
)

_T = TypeVar("_T")
_LEVEL = 1
_LARGEST = 64 * 1024 * 1024
"""Bytes that a packed thing may become: far more than the largest page does."""


class PackingError(ValueError):
    """These bytes are not what they should be."""


def pack_page(page: Page) -> bytes:
    """Return a page as bytes, without its text."""
    text = page.text
    return _deflated(
        [
            page.fingerprint,
            page.number,
            page.first_row,
            _source(page.source),
            [[row.number, row.start, row.end, _flow(text, row.flow)] for row in page.rows],
            [_article(text, article) for article in page.articles],
            [[column.id, column.header, column.credit, column.articles] for column in page.columns],
            [[item.rows, item.role, _flow(text, item.flow)] for item in page.unplaced],
            [[note.code, note.row, note.detail] for note in page.notes],
            [_fix(fix) for fix in page.fixes],
        ]
    )


def unpack_page(data: bytes, text: str) -> Page:
    """Return the page that was parsed from a text. Raises PackingError."""
    return _unpacked(data, lambda found: _read_page(found, text))


def pack_digest(digest: PageDigest) -> bytes:
    """Return a digest as bytes."""
    return _deflated(
        [
            digest.fingerprint,
            digest.number,
            _source(digest.source),
            digest.headers,
            [_article_digest(article) for article in digest.articles],
        ]
    )


def unpack_digest(data: bytes) -> PageDigest:
    """Return a digest; words that many articles have are the same objects. Raises PackingError."""
    return _unpacked(data, _read_digest)


def _deflated(value: object) -> bytes:
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode("ascii"), _LEVEL)


def _unpacked(data: bytes, read: Callable[[Any], _T]) -> _T:
    try:
        inflater = zlib.decompressobj()
        plain = inflater.decompress(data, _LARGEST)
        if not inflater.eof:
            raise PackingError("cut off")
        return read(json.loads(plain))
    except (
        zlib.error,
        ValueError,
        TypeError,
        LookupError,
        OverflowError,
        AttributeError,
        RecursionError,
    ) as error:
        raise PackingError(str(error)) from error


def _read_page(found: Any, text: str) -> Page:
    fingerprint, number, first_row, source, rows, articles, columns, unplaced, notes, fixes = found
    flows = _Flows(text)
    return Page(
        text=text,
        fingerprint=fingerprint,
        number=number,
        first_row=first_row,
        source=Source(*source),
        rows=tuple(Row(row, start, end, flows.read(packed)) for row, start, end, packed in rows),
        articles=tuple(_read_article(flows, article) for article in articles),
        columns=tuple(Column(key, header, credit, tuple(ids)) for key, header, credit, ids in columns),
        unplaced=tuple(Unplaced(tuple(own), role, flows.read(packed)) for own, role, packed in unplaced),
        notes=tuple(Note(*note) for note in notes),
        fixes=tuple(map(_read_fix, fixes)),
    )


def _article(text: str, article: Article) -> list[Any]:
    byline = article.byline
    return [
        article.id,
        article.kind,
        article.column,
        [[row.part, row.row, _flow(text, row.flow)] for row in article.headline],
        byline and [byline.row, _flow(text, byline.flow), byline.affiliation, byline.author],
        article.mark and _flow(text, article.mark),
        [[_flow(text, paragraph.flow), paragraph.rows] for paragraph in article.paragraphs],
        [_values(measure) for measure in article.measures],
        article.dateline,
        article.reporters,
        article.correspondents,
        article.continuation and _values(article.continuation),
        [
            [doubt.about, doubt.margin, doubt.instead, doubt.row, _fix(doubt.keep), _fix(doubt.take)]
            for doubt in article.doubts
        ],
        article.turn and _values(article.turn),
    ]


def _read_article(flows: _Flows, found: Any) -> Article:
    key, kind, column, headline, byline, mark, paragraphs, measures, dateline, reporters, *rest = found
    correspondents, continuation, doubts, turn = rest
    return Article(
        id=key,
        kind=kind,
        column=column,
        headline=tuple(HeadlineRow(part, row, flows.read(packed)) for part, row, packed in headline),
        byline=Byline(byline[0], flows.read(byline[1]), *byline[2:]) if byline else None,
        mark=flows.read(mark) if mark else None,
        paragraphs=tuple(Paragraph(flows.read(packed), tuple(rows)) for packed, rows in paragraphs),
        measures=tuple(Measure(*measure) for measure in measures),
        dateline=dateline,
        reporters=tuple(reporters),
        correspondents=tuple(correspondents),
        continuation=Continuation(*continuation) if continuation else None,
        doubts=tuple(
            Doubt(about, margin, instead, row, _read_fix(keep), _read_fix(take))
            for about, margin, instead, row, keep, take in doubts
        ),
        turn=Continuation(*turn) if turn else None,
    )


def _article_digest(article: ArticleDigest) -> list[Any]:
    spans = article.spans
    return [
        article.id,
        article.kind,
        article.column,
        article.title,
        "" if article.name == article.title else article.name,
        [spans[at] - (spans[at - 1] if at else 0) for at in range(len(spans))],
        article.affiliation,
        article.author,
        article.reporters,
        article.correspondents,
        article.measures,
        article.characters,
        article.doubts,
        article.continuation and _values(article.continuation),
        article.turn and _values(article.turn),
    ]


def _read_digest(found: Any) -> PageDigest:
    fingerprint, number, (paper, date, page_no, evidence), headers, articles = found
    source = Source(intern(paper), intern(date), intern(page_no), intern(evidence))
    digests = tuple(map(_read_article_digest, articles))
    return PageDigest(fingerprint, number, source, digests, tuple(map(intern, headers)))


def _read_article_digest(found: Any) -> ArticleDigest:
    key, kind, column, title, name, gaps, affiliation, author, reporters, correspondents, *rest = found
    measures, characters, doubts, continuation, turn = rest
    return ArticleDigest(
        id=key,
        kind=intern(kind),  # type: ignore[arg-type]  # it was one when it was packed
        column=column,
        title=title,
        name=name or title,
        spans=array("I", accumulate(gaps)),
        affiliation=intern(affiliation),
        author=author,
        reporters=tuple(reporters),
        correspondents=tuple(correspondents),
        measures=tuple(map(intern, measures)),
        characters=characters,
        doubts=doubts,
        continuation=Continuation(*continuation) if continuation else None,
        turn=Continuation(*turn) if turn else None,
    )


def _flow(text: str, flow: Flow) -> list[Any]:
    """Return a flow's runs as gaps and lengths by turns, and the characters of its own as places and a string."""
    runs: list[int] = []
    parts = []
    offsets, at, last = flow.offsets, 0, 0
    while at < len(offsets):
        start = offsets[at]
        end = _run_end(offsets, at)
        runs += (start - last, end - at)
        last = start + end - at
        parts.append(text[start:last])
        at = end
    plain = "".join(parts)
    if plain == flow.text:
        return runs
    own = [place for place, (ours, its) in enumerate(zip(flow.text, plain, strict=True)) if ours != its]
    return [runs, own, "".join(flow.text[place] for place in own)]


def _run_end(offsets: Sequence[int], start: int) -> int:
    """Return where the run of neighbours that begins at `start` ends. Offsets increase, so that halving finds it."""
    base = offsets[start] - start
    if offsets[-1] - base == len(offsets) - 1:
        return len(offsets)
    low, high = start, len(offsets) - 1
    step = 1
    while low + step < high and offsets[low + step] - base == low + step:
        low, step = low + step, 2 * step
    high = min(high, low + step)
    while low + 1 < high:
        middle = (low + high) // 2
        if offsets[middle] - base == middle:
            low = middle
        else:
            high = middle
    return high


class _Flows:
    """Reads the flows of a page."""

    def __init__(self, text: str) -> None:
        """Take the page's text."""
        self._text = text
        self._offsets = array("I", range(len(text)))

    def read(self, packed: list[Any]) -> Flow:
        """Return a flow. Raises ValueError for one that is not of the text."""
        runs, places, own = (packed, (), "") if not packed or isinstance(packed[0], int) else packed
        text, offsets = self._text, self._offsets
        if len(runs) == 2:  # most rows
            start, length = runs
            shown, found = text[start : start + length], offsets[start : start + length]
        else:
            parts, found, at, length = [], array("I"), 0, 0
            for gap, own_length in zip(runs[::2], runs[1::2], strict=True):
                start = at + gap
                at = start + own_length
                length += own_length
                parts.append(text[start:at])
                found += offsets[start:at]
            shown = "".join(parts)
        if len(found) != length:
            raise ValueError("of another text")
        if places:
            chars = list(shown)
            for place, char in zip(places, own, strict=True):
                chars[place] = char
            shown = "".join(chars)
        return Flow(shown, found)


def _source(source: Source) -> list[str]:
    return [source.paper, source.date, source.page_no, source.evidence]


def _fix(fix: Fix | None) -> list[Any] | None:
    return [fix.about, fix.rows, fix.value, fix.body] if fix else None


def _read_fix(found: Any) -> Any:
    return found and Fix(found[0], tuple(found[1]), *found[2:])


def _values(record: Continuation | Measure) -> list[Any]:
    return [getattr(record, name) for name in record.__slots__]
