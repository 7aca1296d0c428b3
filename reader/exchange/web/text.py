"""Articles with their highlights, and beside each paragraph the threads that begin in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from reader.annotations.model import Tag
from reader.config.language import _
from reader.exchange.model import Record
from reader.exchange.report import (
    Group,
    LinkLine,
    Links,
    Section,
    Thread,
    about_of,
    entry_of,
    local,
    origin,
    page_name,
    title_of,
)
from reader.exchange.setting import HEADING, Piece, pieces, touched, whole
from reader.exchange.texts import STEERS

NESTED = 8
"""So many highlights over one another are drawn, the shortest; browsers stop at some hundreds."""
_NO_CHARACTERS = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_Spans = dict[int, list[tuple[int, int, int, str]]]
"""By block: start, end, number and classes of what is highlighted."""


def plain(text: str) -> str:
    """Return a text of a document's or a person's as HTML shows it: no markup, no steering characters."""
    if not text.isprintable():  # most are, and this is asked of every piece
        text = _NO_CHARACTERS.sub("", STEERS.sub("", text))
    return escape(text)


class Writer:
    """Sets sections one after the other, and counts what it sets.

    `contents` are the sections' and articles' anchors and titles, with how deep they are; `tags` are those used, by
    id, and `used` says on how many annotations (an annotation counts once, though it stand under several tags).
    """

    def __init__(self, links: Links, *, by_tag: bool) -> None:
        """Start at the first section."""
        self._links = links
        self.contents: list[tuple[int, str, str]] = []
        self.tags: dict[str, Tag] = {}
        self.used: Counter[str] = Counter()
        self._by_tag = by_tag
        self._seen: set[str] = set()
        self._number = 0

    @property
    def count(self) -> int:
        """How many annotations have been set."""
        return len(self._seen)

    def section(self, section: Section) -> Iterator[str]:
        """Yield a section's HTML."""
        if self._by_tag:
            title = section.tag.name if section.tag else _("Without a tag")
        else:
            title = page_name(section.groups[0])
        anchor = self._enter(1, title)
        yield f'<section id="{anchor}" aria-labelledby="{anchor}h"><h2 id="{anchor}h">{plain(title)}</h2>\n'
        for group in section.groups:
            yield from self._group(group)
        yield "</section>\n"

    def _group(self, group: Group) -> Iterator[str]:
        title = title_of(group)
        anchor = self._enter(2, title)
        yield f'<article id="{anchor}" lang="zh-CN">\n'
        if group.article is not None:
            chosen = touched(group.threads) if self._by_tag else None
            yield from self._rows(list(pieces(group.article, chosen)), group.threads)
        else:
            yield from self._rows([Piece("title", ((HEADING, title),))], self._of_all(group))
            if group.about == "loose":
                for thread in group.threads:
                    yield from self._rows([Piece("quote", ((0, thread.quote),))], (thread,), everywhere=True)
        for line in self._links.of(group):
            yield _link(line)
        source = origin(group.source) or page_name(group)
        if self._by_tag or group.article is not None:
            yield f'<p class="source">{plain(source)}</p>'
        yield "</article>\n"

    def rest(self) -> Iterator[str]:
        """Yield the links that no article told."""
        rest = self._links.rest()
        if not rest:
            return
        title = _("Links")
        anchor = self._enter(1, title)
        yield f'<section id="{anchor}" aria-labelledby="{anchor}h"><h2 id="{anchor}h">{plain(title)}</h2>\n'
        for source, line in rest:
            yield f"<p>{plain(source)}</p>{_link(line)}"
        yield "</section>\n"

    def _of_all(self, group: Group) -> tuple[Thread, ...]:
        return group.threads if group.about == "page" else ()

    def _enter(self, depth: int, title: str) -> str:
        anchor = f"s{len(self.contents)}"
        self.contents.append((depth, anchor, title))
        return anchor

    def _rows(
        self, setting: Sequence[Piece], threads: Iterable[Thread], *, everywhere: bool = False
    ) -> Iterator[str]:
        place = {key: row for row, piece in enumerate(setting) for key, _text in piece.blocks}
        title = next((row for row, piece in enumerate(setting) if piece.role == "title"), 0)
        notes: dict[int, list[str]] = defaultdict(list)
        spans: _Spans = defaultdict(list)
        ends: dict[tuple[int, int], list[int]] = defaultdict(list)
        for thread in threads:
            self._number += 1
            record, number = thread.head, self._number
            row = title
            if everywhere:
                spans[0].append((0, len(thread.quote), number, _class(record)))
                ends[0, len(thread.quote)].append(number)
            elif not whole(record):
                row = place[record.spans[0].block]
                for span in record.spans:
                    spans[span.block].append((span.start, span.end, number, _class(record)))
                ends[record.spans[-1].block, record.spans[-1].end].append(number)
            notes[row].append(self._note(thread, number))
        for row, piece in enumerate(setting):
            text = "".join(_marked(key, text, spans.get(key, []), ends) for key, text in piece.blocks)
            element = "h3" if piece.role == "title" else "p"
            beside = f'<div class="notes">{"".join(notes[row])}</div>' if row in notes else ""
            yield f'<div class="row"><{element} class="text {piece.role}">{text}</{element}>{beside}</div>\n'

    def _note(self, thread: Thread, number: int) -> str:
        record = thread.head
        records = (record, *thread.replies)
        for each in records:
            if each.annotation.id not in self._seen:
                self._seen.add(each.annotation.id)
                self.tags.update((tag.id, tag) for tag in each.tags)
                self.used.update(tag.id for tag in each.tags)
        names = " ".join(dict.fromkeys(plain(tag.id) for each in records for tag in each.tags))
        quote = f"<p><q>{plain(thread.quote)}</q></p>" if thread.quote else ""
        replies = "".join(
            f'<div class="reply{_resolved(reply)}">{_said(reply)}</div>' for reply in thread.replies
        )
        link = f'<a class="number" href="#m{number}">{number}</a>' if not whole(record) else ""
        return (
            f'<div class="note {_class(record)}{_resolved(record)}" id="n{number}" role="note" '
            f'data-n="{number}" data-tags="{names}" data-count="{len(records)}">'
            f"{_said(record, link, quote)}{replies}</div>"
        )


def _link(line: LinkLine) -> str:
    said = f" · {plain(line.comment)}" if line.comment else ""
    return f'<p class="link"><b>{plain(line.relation)}</b> {plain(line.other)}{said}</p>\n'


def _resolved(record: Record) -> str:
    return " resolved" if record.annotation.resolved else ""


def _marked(
    key: int, text: str, spans: list[tuple[int, int, int, str]], ends: dict[tuple[int, int], list[int]]
) -> str:
    """Return a block's text with its highlights one in another, and behind the last of an annotation its number."""
    if not spans:
        return plain(text)
    starting: dict[int, list[tuple[int, int, int, str]]] = defaultdict(list)
    cuts = {0, len(text)}
    for span in spans:
        starting[span[0]].append(span)
        cuts.update(span[:2])
    open_spans: list[tuple[int, int, int, str]] = []
    out: list[str] = []
    offsets = sorted(cuts)
    for offset, until in zip(offsets, [*offsets[1:], len(text)], strict=True):
        numbers = ends.get((key, offset), ())
        out.extend(
            f'<sup data-n="{number}" id="m{number}"><a href="#n{number}">{number}</a></sup>'
            for number in numbers
        )
        open_spans = [span for span in open_spans if span[1] > offset] + starting.get(offset, [])
        if offset == until:
            continue
        over = sorted(open_spans, key=lambda span: (span[0] - span[1], span[2]))[-NESTED:]
        deepest = len(over) - 1
        out.extend(
            f'<mark class="{look} d{deepest - depth}" data-n="{number}">'
            for depth, (_start, _end, number, look) in enumerate(over)
        )
        out.append(plain(text[offset:until]))
        out.append("</mark>" * len(over))
    return "".join(out)


def _said(record: Record, link: str = "", quote: str = "") -> str:
    annotation = record.annotation
    who = (
        f"{plain(about_of(record))} · <b>{plain(annotation.creator)}</b> · {plain(local(annotation.created))}"
    )
    tags = " ".join(f'<span class="tag c{tag.color}">{plain(tag.name)}</span>' for tag in record.tags)
    entry = f"<p>{plain(entry_of(record, annotation.entry))}</p>" if annotation.entry else ""
    said = f'<p class="said">{plain(annotation.comment)}</p>' if annotation.comment else ""
    return (
        f'<p class="who">{link}{who}</p>{quote}'
        + (f'<p class="tags">{tags}</p>' if tags else "")
        + entry
        + said
    )


def _class(record: Record) -> str:
    return f"c{record.tags[0].color}" if record.tags else "cn"
