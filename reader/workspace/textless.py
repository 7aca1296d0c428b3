"""Proposals that are registered without their text, as pages of a file that is none: a headline row and a byline each.

What is known of them is in the database (`PageRecord` with a fingerprint of its own); the parse never sees them.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from operator import is_
from typing import TYPE_CHECKING

from reader.config.language import N_, _
from reader.pages.digest import ArticleDigest, PageDigest
from reader.pages.model import Article, Byline, HeadlineRow, Page, Row, Source, flow
from reader.workspace.model import SourceFile

if TYPE_CHECKING:
    from reader.annotations import Target
    from reader.repository import PageRecord, Snapshot

KEY = "record:"
"""The key of the file; the fingerprints of its pages begin with it, too (`reader.repository.TEXTLESS`)."""
LABEL = N_("ledger")
_BETWEEN = "\N{IDEOGRAPHIC SPACE}"


def is_textless(file: SourceFile) -> bool:
    """Say whether a file is the one of proposals without a text."""
    return file.key == KEY


class Textless:
    """The pages of the records of a snapshot, and sooner their digests, which cost a tenth; remembers both.

    Safe to share between threads.
    """

    def __init__(self) -> None:
        """Start with nothing made."""
        self._digested: tuple[object, tuple[PageDigest, ...]] = (None, ())
        self._known: Mapping[str, tuple[PageRecord, PageDigest]] = {}
        self._paged: tuple[tuple[PageDigest, ...], tuple[Page, ...]] = ((), ())
        self._pages: Mapping[str, tuple[PageDigest, Page]] = {}
        self.file = SourceFile(KEY, None, _(LABEL))

    def digests(self, snapshot: Snapshot) -> tuple[PageDigest, ...]:
        """Return the digest of a page a record, in the order in which they were made; the same tuple while they are the same."""
        seen, before = self._digested
        if seen is snapshot.pages:
            return before
        records = [record for key, record in snapshot.pages.items() if key.startswith(KEY)]
        known: dict[str, tuple[PageRecord, PageDigest]] = {}
        for number, record in enumerate(sorted(records, key=lambda each: each.fingerprint), 1):
            held = self._known.get(record.fingerprint)
            if held is None or held[0] is not record or held[1].number != number:
                held = record, digest_of(record, number)
            known[record.fingerprint] = held
        found = tuple(digest for _record, digest in known.values())
        if len(found) == len(before) and all(map(is_, found, before)):
            found = before
        self._known, self._digested = known, (snapshot.pages, found)
        return found

    def pages(self, snapshot: Snapshot) -> tuple[Page, ...]:
        """Return the pages themselves, likewise; thousands take a moment when they are made first."""
        digests, known = self.digests(snapshot), self._pages
        if self._paged[0] is digests:
            return self._paged[1]
        made: dict[str, tuple[PageDigest, Page]] = {}
        for each in digests:
            held = known.get(each.fingerprint)
            if held is None or held[0] is not each:
                held = each, page_of(snapshot.pages[each.fingerprint], each.number)
            made[each.fingerprint] = held
        pages = tuple(page for _digest, page in made.values())
        self._pages, self._paged = made, (digests, pages)
        return pages

    def paged(self, snapshot: Snapshot) -> bool:
        """Say whether the pages are made."""
        return self._paged[0] is self.digests(snapshot)


def page_of(record: PageRecord, number: int) -> Page:
    """Return the page of a record: its title is a headline row, its author the byline; without a title, its id stands there."""
    title = _line(record.title) or record.fingerprint
    affiliation, author, byline = _line(record.affiliation), _line(record.author), _byline(record)
    text = f"{title}\n{byline}\n" if byline else f"{title}\n"
    rows = [Row(1, 0, len(title), flow(title, range(len(title))))]
    if byline:
        start = len(title) + 1
        rows.append(Row(2, start, start + len(byline), flow(byline, range(start, start + len(byline)))))
    article = Article(
        id=_article_id(record),
        kind="record",
        column=None,
        headline=(HeadlineRow("title", 1, rows[0].flow),),
        byline=Byline(2, rows[1].flow, affiliation, author) if byline else None,
        mark=None,
        paragraphs=(),
    )
    return Page(text, record.fingerprint, number, 1, record.source, tuple(rows), (article,))


def digest_of(record: PageRecord, number: int) -> PageDigest:
    """Return the digest of a record's page, without making that."""
    title, byline = _line(record.title) or record.fingerprint, _byline(record)
    article = ArticleDigest(
        id=_article_id(record),
        kind="record",
        column=None,
        title=title,
        name=title,
        spans=array("I", (0, len(title) + bool(byline) + len(byline))),
        affiliation=_line(record.affiliation),
        author=_line(record.author),
    )
    return PageDigest(record.fingerprint, number, record.source, (article,))


def record_of(target: Target, moment: str) -> PageRecord | None:
    """Return the record of a proposal without a text from what a target on the whole of it quotes; None of any other.

    So an annotation that comes from another database brings its proposal along.
    """
    from reader.repository import PageRecord

    title, _break, byline = target.exact.partition("\n")
    if not target.fingerprint.startswith(KEY) or target.level != "article" or not title:
        return None
    affiliation, _space, author = byline.rpartition(_BETWEEN)
    return PageRecord(target.fingerprint, "", 0, Source(), moment, title, author, affiliation)


def target_of(record: PageRecord) -> Target:
    """Return the target of a record as a whole."""
    from reader.annotations import article_ranges, make_target

    page = page_of(record, 1)
    article = page.articles[0]
    return make_target(page, article, article_ranges(page, article), "article")


def _article_id(record: PageRecord) -> str:
    return f"{record.fingerprint[-12:]}/1"


def _byline(record: PageRecord) -> str:
    return _BETWEEN.join(filter(None, (_line(record.affiliation), _line(record.author))))


def _line(text: str) -> str:
    """Return a text as one row: white space within it is one space."""
    return " ".join(text.split())
