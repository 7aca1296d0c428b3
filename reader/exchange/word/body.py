"""The text of a document with the ranges of its comments.

Ranges begin and end at places of the text, whatever paragraphs and runs lie between them, so that they may lie over
one another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from reader.config.language import _, ngettext
from reader.exchange.model import Record
from reader.exchange.report import Group, Section, Thread, origin, page_name, title_of
from reader.exchange.setting import GAP, HEADING, Piece, Place, between, pieces, stretch, touched, whole
from reader.exchange.word import styles
from reader.exchange.word.comments import Comments
from reader.exchange.word.xml import clean, filled, paragraph, run

_LOOK = {
    "page": styles.PAGE,
    "kicker": styles.KICKER,
    "title": styles.HEADLINE,
    "subtitle": styles.SUBTITLE,
    "byline": styles.BYLINE,
    "mark": styles.BODY,
    "paragraph": styles.BODY,
    "gap": styles.GAP,
    "quote": styles.QUOTE,
}
_Marks = dict[Place, tuple[list[str], list[str]]]
"""By place what ends there and what begins there, as XML."""


def section(found: Section, comments: Comments, *, by_tag: bool) -> Iterator[str]:
    """Yield the paragraphs of a section."""
    if by_tag:
        name = found.tag.name if found.tag else _("Without a tag")
        count = ngettext("{} annotation", "{} annotations", found.count).format(found.count)
        yield paragraph(run(f"{name} ({count})"), styles.PAGE)
    else:
        about_page = [group for group in found.groups if group.about == "page"]
        threads = about_page[0].threads if about_page else ()
        yield from _set([Piece("page", ((HEADING, page_name(found.groups[0])),))], threads, comments)
    for group in found.groups:
        if group.about == "article":
            yield from _article(group, comments, by_tag=by_tag)
        elif group.about == "loose":
            yield from _loose(group, comments)
        elif by_tag:
            yield from _set([Piece("title", ((HEADING, page_name(group)),))], group.threads, comments)


def _article(group: Group, comments: Comments, *, by_tag: bool) -> Iterator[str]:
    """Yield an article, or only its headline and the paragraphs that have something, then where it was printed."""
    article = group.article
    assert article is not None
    chosen = touched(group.threads) if by_tag else None
    yield from _set(list(pieces(article, chosen)), group.threads, comments)
    yield paragraph(run(origin(group.source) or page_name(group)), styles.SOURCE)


def _loose(group: Group, comments: Comments) -> Iterator[str]:
    """Yield what is in no article: each quote, and its comments on all of it."""
    yield paragraph(run(title_of(group)), styles.HEADLINE)
    for thread in group.threads:
        lines = [line for line in thread.quote.split("\n") if clean(line).strip()] or [GAP]
        yield from _set(
            [Piece("quote", ((key, line),)) for key, line in enumerate(lines)], (thread,), comments
        )


def _set(setting: Sequence[Piece], threads: Iterable[Thread], comments: Comments) -> Iterator[str]:
    """Yield paragraphs with their comments."""
    texts = {key: filled(text) for piece in setting for key, text in piece.blocks}
    order = list(texts)
    marks: _Marks = defaultdict(lambda: ([], []))
    for thread in threads:
        start, end = _range(thread.head, setting, order, texts)
        passage = between(order, texts, start, end)
        number, above, bookmark = comments.add(thread.head, passage)
        opened, closed = [_start(number, bookmark)], [_end(number, bookmark)]
        for reply in thread.replies:
            number, _para, bookmark = comments.add(reply, passage, above)
            opened.append(_start(number, bookmark))
            closed.append(_end(number, bookmark))
        marks[start][1].append("".join(opened))
        marks[end][0].append("".join(closed))
    cuts: dict[int, set[int]] = defaultdict(set)
    for key, offset in marks:
        cuts[key].add(offset)
    for piece in setting:
        content = "".join(
            part for key, _text in piece.blocks for part in _runs(key, texts[key], cuts[key], marks)
        )
        yield paragraph(content, _LOOK[piece.role])


def _runs(key: int, text: str, cuts: set[int], marks: _Marks) -> Iterator[str]:
    offsets = sorted({0, len(text), *cuts})
    for index, offset in enumerate(offsets):
        ends, starts = marks.get((key, offset), ((), ()))
        yield from ends
        yield from starts
        if index + 1 < len(offsets):
            yield run(text[offset : offsets[index + 1]])


def _range(
    record: Record, setting: Sequence[Piece], order: Sequence[int], texts: dict[int, str]
) -> tuple[Place, Place]:
    """Return where a comment begins and ends: on the title for whole articles and pages, on all of a loose quote."""
    if setting[0].role == "quote":
        return (order[0], 0), (order[-1], len(texts[order[-1]]))
    if whole(record):
        blocks = next(piece for piece in setting if piece.role in ("title", "page")).blocks
        return (blocks[0][0], 0), (blocks[-1][0], len(texts[blocks[-1][0]]))
    return stretch(record, order, texts)


def _start(number: int, bookmark: str) -> str:
    mark = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark}"/>' if bookmark else ""
    return f'{mark}<w:commentRangeStart w:id="{number}"/>'


def _end(number: int, bookmark: str) -> str:
    mark = f'<w:bookmarkEnd w:id="{number}"/>' if bookmark else ""
    reference = f'<w:r><w:rPr><w:rStyle w:val="{styles.REFERENCE}"/></w:rPr><w:commentReference w:id="{number}"/></w:r>'
    return f'<w:commentRangeEnd w:id="{number}"/>{reference}{mark}'
