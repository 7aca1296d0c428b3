"""What reports for people are set from: sections (a page, a tag), in them groups (an article), in them threads.

By article a section is a page, and one page is held at a time. By tag a section is a tag, and all records are held.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

from reader.annotations.model import Entry, Tag
from reader.annotations.ranges import BlockSpan
from reader.config.language import N_, _
from reader.exchange.model import Export, LinkNote, Record
from reader.pages.model import Article, Source

ABOUT = {
    "page": N_("on the page"),
    "article": N_("on the article"),
    "measure": N_("on the measure"),
    "span": N_("on this passage"),
}
About = Literal["page", "article", "loose"]
_ORDER: dict[About, int] = {"page": 0, "article": 1, "loose": 2}


@dataclass(frozen=True, slots=True)
class Thread:
    """An annotation and the replies to it, and to those, by time.

    A reply whose head is not in the same group is the head of its own thread.
    """

    head: Record
    replies: tuple[Record, ...]

    @property
    def quote(self) -> str:
        """What is quoted beside it: nothing where it is about all that stands above it."""
        target = self.head.annotation.target
        whole = target.level == "page" or (target.level == "article" and self.head.article is not None)
        return "" if whole else target.exact


@dataclass(frozen=True, slots=True)
class Group:
    """The threads on one article, on a page as a whole (`page`), or on what is in no article (`loose`).

    `article` is None unless `about` is `article`. Threads come in the order of the article's characters, those on
    all of it first.
    """

    about: About
    article: Article | None
    path: str
    number: int
    source: Source
    threads: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A page's groups, or a tag's; `tag` is None for pages and for what has no tag."""

    tag: Tag | None
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many annotations it has, replies among them."""
        return sum(1 + len(thread.replies) for group in self.groups for thread in group.threads)


def sections(export: Export, forbidden: re.Pattern[str]) -> Iterator[Section]:
    """Yield what the export's options ask for; comments that have forbidden characters count as `characters` lost."""
    records = _counted(export, forbidden)
    return _by_tag(records) if export.options.by == "tag" else _by_page(records)


def _counted(export: Export, forbidden: re.Pattern[str]) -> Iterator[Record]:
    for record in export.records:
        if forbidden.search(record.annotation.comment):
            export.losses["characters"] += 1
        yield record


def _by_page(records: Iterable[Record]) -> Iterator[Section]:
    for _place, on_page in groupby(records, key=lambda record: (record.path, record.number)):
        yield Section(None, tuple(_groups(on_page)))


def _by_tag(records: Iterable[Record]) -> Iterator[Section]:
    """Yield tags by name; under each what has it, with all replies, then what has no tag.

    A reply with a tag of its own stands under that tag too if what it answers does not.
    """
    held = {record.annotation.id: record for record in records}
    tags = {tag.id: tag for record in held.values() for tag in record.tags}
    chosen: dict[str | None, dict[str, Record]] = {
        tag.id: {} for tag in sorted(tags.values(), key=lambda tag: (tag.name, tag.id))
    }
    chosen[None] = {}
    replies: dict[str, list[Record]] = {}
    for key, record in held.items():
        root = _root(record, held)
        if root is not record:
            replies.setdefault(root.annotation.id, []).append(record)
        for tag in record.tags:
            chosen[tag.id][key] = record
        if root is record and not record.tags:
            chosen[None][key] = record
    for tag_id, members in chosen.items():
        for head in list(members):
            members.update((record.annotation.id, record) for record in replies.get(head, ()))
        if members:
            yield Section(tags[tag_id] if tag_id else None, tuple(_groups(members.values())))


def _groups(records: Iterable[Record]) -> list[Group]:
    """Return groups in the order of files and pages as given; in a page as it prints the bodies."""
    places: dict[tuple[str, int], int] = {}
    found: dict[tuple[int, int, int, str], list[Record]] = {}
    for record in records:
        page = places.setdefault((record.path, record.number), len(places))
        article = record.article
        about = _about(record)
        row = int(article.id.rpartition("/")[2]) if article and about == "article" else 0
        key = page, _ORDER[about], row, article.id if article and about == "article" else ""
        found.setdefault(key, []).append(record)
    return [_group(found[key]) for key in sorted(found)]


def _about(record: Record) -> About:
    if record.annotation.target.level == "page":
        return "page"
    return "article" if record.article is not None else "loose"


def _group(records: list[Record]) -> Group:
    first, about = records[0], _about(records[0])
    article = first.article if about == "article" else None
    return Group(about, article, first.path, first.number, first.source, tuple(_threads(records)))


def _threads(records: list[Record]) -> list[Thread]:
    known = {record.annotation.id: record for record in records}
    heads: list[Record] = []
    replies: dict[str, list[Record]] = {}
    for record in records:
        root = _root(record, known)
        if root is record:
            heads.append(record)
        else:
            replies.setdefault(root.annotation.id, []).append(record)
    return [
        Thread(head, tuple(sorted(replies.get(head.annotation.id, ()), key=_moment)))
        for head in sorted(heads, key=_position)
    ]


def _root(record: Record, known: dict[str, Record]) -> Record:
    """Return what a reply answers in the end, as far as it is known; of a circle of replies the least id."""
    seen = {record.annotation.id: record}
    while (above := known.get(record.annotation.reply_to or "")) is not None:
        if above.annotation.id in seen:
            return seen[min(seen)]
        record = seen[above.annotation.id] = above
    return record


def _moment(record: Record) -> tuple[str, str]:
    return record.annotation.created, record.annotation.id


def _position(record: Record) -> tuple[bool, BlockSpan, tuple[str, int, int, str]]:
    first = record.spans[0] if record.spans else BlockSpan(-1, 0, 0)
    return record.annotation.target.level in ("measure", "span"), first, record.place


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link as one of its articles tells it: what the other end is, where that is, and what is said of the link."""

    relation: str
    other: str
    comment: str


class Links:
    """The links of an export by the articles they begin or end in; those that no article told are told at the end."""

    def __init__(self, export: Export) -> None:
        """Go through the links once."""
        self._notes = sorted(export.links, key=lambda note: (note.ends[1].source.date, note.link.id))
        self._told: set[str] = set()
        self._lines: dict[str, list[tuple[str, LinkLine]]] = {}
        for note in self._notes:
            for here in (0, 1):
                line = _link_line(note, here)
                self._lines.setdefault(note.ends[here].article, []).append((note.link.id, line))

    def of(self, group: Group) -> list[LinkLine]:
        """Return the lines of a group's article; they are told then."""
        lines = self._lines.get(group.article.id, []) if group.article is not None else []
        self._told.update(key for key, _line in lines)
        return [line for _key, line in lines]

    def rest(self) -> list[tuple[str, LinkLine]]:
        """Return what was not told, each with what its source is called."""
        left = (note for note in self._notes if note.link.id not in self._told)
        return [(_end_words(note, 0), _link_line(note, 0)) for note in left]


def _link_line(note: LinkNote, here: int) -> LinkLine:
    answer = _("answers") if here else _("answered by")
    relation = _("the same text") if note.link.kind == "same" else answer
    return LinkLine(relation, _end_words(note, 1 - here), note.link.comment)


def _end_words(note: LinkNote, which: int) -> str:
    end, target = note.ends[which], note.link.ends[which]
    title = end.title or target.title
    quoted = target.exact if target.level in ("measure", "span") else ""
    named = f"《{title}》" if title else ""
    quote = f"“{' '.join(quoted.split())}”" if quoted else ""
    return " ".join(filter(None, (named + quote, origin(end.source) or end.path)))


# -- words


def page_name(group: Group) -> str:
    """Return paper, date and page number, and the file."""
    name = f"{group.path} ({group.number})" if group.number > 1 else group.path
    return " · ".join(part for part in (origin(group.source), name) if part) or _("Page not at hand")


def origin(source: Source) -> str:
    """Return paper, date and page number, what is known of them."""
    page_no = _("page {}").format(source.page_no) if source.page_no else ""
    return " ".join(part for part in (source.paper, source.date, page_no) if part)


def title_of(group: Group) -> str:
    """Return the article's title, or what the group is about instead."""
    if group.article is not None:
        return group.article.title or _("Without a title")
    return _("On the page") if group.about == "page" else _("In no article")


def byline_of(article: Article | None) -> str:
    """Return affiliation and author, or nothing."""
    byline = article.byline if article else None
    return f"{byline.affiliation} {byline.author}".strip() if byline else ""


def about_of(record: Record) -> str:
    """Return what an annotation is about, in words, and whether it is resolved."""
    annotation = record.annotation
    about = _("reply") if annotation.reply_to else _(ABOUT[annotation.target.level])
    if not annotation.resolved:
        return about
    resolved = _("resolved")
    return f"{about} ({resolved})"


def entry_of(record: Record, entry: Entry) -> str:
    """Return a record's entry on one line: field, value, date, source, reason."""
    said = " · ".join(part for part in (entry.date, entry.source, entry.reason) if part)
    field, value = record.entry
    return f"{field or entry.field}: {value or entry.value}" + (f" ({said})" if said else "")


def local(moment: str) -> str:
    """Return a stored moment as the reader's clock shows it."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return moment
