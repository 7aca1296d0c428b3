"""Proposals that are registered without their text, as pages of a file that is none: a headline row and a byline each.

What is known of them is in the database (`PageRecord` with a fingerprint of its own); the parse never sees them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reader.config.language import N_, _
from reader.pages.digest import PageDigest, digest
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
    """The pages of the records of a snapshot; remembers what it made of each. Safe to share between threads."""

    def __init__(self) -> None:
        """Start with nothing made."""
        self._made: tuple[object, tuple[Page, ...], tuple[PageDigest, ...]] = (None, (), ())
        self._known: Mapping[str, tuple[PageRecord, Page, PageDigest]] = {}
        self.file = SourceFile(KEY, None, _(LABEL))

    def pages(self, snapshot: Snapshot) -> tuple[Page, ...]:
        """Return a page a record, in the order in which they were made; the same tuple while the records are the same."""
        return self._of(snapshot)[1]

    def digests(self, snapshot: Snapshot) -> tuple[PageDigest, ...]:
        """Return the digests of these pages."""
        return self._of(snapshot)[2]

    def _of(self, snapshot: Snapshot) -> tuple[object, tuple[Page, ...], tuple[PageDigest, ...]]:
        made = self._made
        if made[0] is snapshot.pages:
            return made
        records = [record for key, record in snapshot.pages.items() if key.startswith(KEY)]
        known: dict[str, tuple[PageRecord, Page, PageDigest]] = {}
        for number, record in enumerate(sorted(records, key=lambda each: each.fingerprint), 1):
            before = self._known.get(record.fingerprint)
            if before is not None and before[0] is record and before[1].number == number:
                known[record.fingerprint] = before
            else:
                page = page_of(record, number)
                known[record.fingerprint] = record, page, digest(page)
        pages = tuple(page for _record, page, _digest in known.values())
        if len(pages) == len(made[1]) and all(a is b for a, b in zip(pages, made[1], strict=True)):
            made = snapshot.pages, made[1], made[2]
        else:
            made = snapshot.pages, pages, tuple(each for _record, _page, each in known.values())
        self._known, self._made = known, made
        return made


def page_of(record: PageRecord, number: int) -> Page:
    """Return the page of a record: its title is a headline row, its author the byline; without a title, its id stands there."""
    title = _line(record.title) or record.fingerprint
    affiliation, author = _line(record.affiliation), _line(record.author)
    byline = _BETWEEN.join(filter(None, (affiliation, author)))
    text = f"{title}\n{byline}\n" if byline else f"{title}\n"
    rows = [Row(1, 0, len(title), flow(title, range(len(title))))]
    if byline:
        start = len(title) + 1
        rows.append(Row(2, start, start + len(byline), flow(byline, range(start, start + len(byline)))))
    article = Article(
        id=f"{record.fingerprint[-12:]}/1",
        kind="record",
        column=None,
        headline=(HeadlineRow("title", 1, rows[0].flow),),
        byline=Byline(2, rows[1].flow, affiliation, author) if byline else None,
        mark=None,
        paragraphs=(),
    )
    return Page(text, record.fingerprint, number, 1, record.source, tuple(rows), (article,))


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


def _line(text: str) -> str:
    """Return a text as one row: white space within it is one space."""
    return " ".join(text.split())
