"""What crosses the border between records and files: records to write, drafts read, and how either fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from reader.annotations.corrections import Correction
from reader.annotations.handling import Registered
from reader.annotations.links import Link
from reader.annotations.model import Annotation, Tag
from reader.annotations.ranges import BlockSpan
from reader.annotations.schemes import Scheme
from reader.pages.model import Article, Page, Source


class ExchangeError(Exception):
    """A file that cannot be read or written as its format; `code` and `params` are for `reader.config.wording`.

    Codes: `import_foreign`, `import_newer`, `import_broken` (params `path`, `detail`, and `line` where there are
    lines), `import_unreadable` (the format is one we only write), `export_exists`, `export_unwritable`,
    `export_folder` (a format of several files needs a folder to be named), `export_database`, `export_source` (the
    file is the database, or a page), `format_unknown`; of tables `sheet_unknown`, `column_unknown`, `rows_too_many`.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Draft:
    """An annotation as a file tells it, not yet anchored to a page here.

    `annotation` keeps the id, creator and times of the file (formats without them make new ones); its `tags` are
    ids of `tags`, whose names count when merging: the same name here is the same tag. `path` and `page` (from 1,
    within the file; 0 unknown) say where it was when exported: a first place to look, no more.

    A file need not know who or when: an empty `creator`, `created` or `modified` is whoever imports it, then. The
    id must be the same each time the file is read, for a second import to find it. `ranges` may be empty where a
    file knows the quote only.
    """

    annotation: Annotation
    tags: tuple[Tag, ...] = ()
    path: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """A correction of a page in an export's scope, or in a file that was read; `path` and `page` as in `Draft`."""

    correction: Correction
    path: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class LinkEnd:
    """Where an end of a link is; `path` and `page` as in `Draft`, `article` is an id, as far as any of it is known."""

    path: str = ""
    page: int = 0
    source: Source = field(default_factory=Source)
    article: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class LinkNote:
    """A link in an export's scope, or in a file that was read, with where its ends are: its source's first."""

    link: Link
    ends: tuple[LinkEnd, LinkEnd]


Found = Draft | Tag | CorrectionNote | LinkNote
"""What reading a file yields: annotations, tags that need not be on any, corrections, links."""


@dataclass(frozen=True, slots=True)
class Record:
    """An annotation with what a file says around it.

    `tags` are the records of its tags, in its order. `path` is how the file is named to people and `number` the
    page's number within it. `source` is the page's; `article` is the article that holds it now, None for 未归篇 and
    for annotations whose page cannot be read here; `spans` are the characters of `article.blocks` it is about.
    `entry` is what its entry's field and value are called; empty where they are told as they are stored.
    """

    annotation: Annotation
    tags: tuple[Tag, ...]
    path: str
    number: int
    source: Source
    article: Article | None
    spans: tuple[BlockSpan, ...] = ()
    entry: tuple[str, str] = ("", "")

    @property
    def place(self) -> tuple[str, int, int, str]:
        """What records are ordered by: file, page, position, id."""
        ranges = self.annotation.target.ranges
        return self.path, self.number, ranges[0][0] if ranges else 0, self.annotation.id


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article in the scope of an export, annotated or not; `path` is how its file is named to people."""

    article: Article
    page: Page
    path: str


@dataclass(frozen=True, slots=True)
class RateLine:
    """The rates of one value of what they are told by, both in words.

    `numbers` are the counts and the rates from 0 to 1, as `reader.exchange.rates` has them in order; None where there
    is nothing to count. They are those at the end of the day `as_of` (ISO).
    """

    by: str
    value: str
    numbers: tuple[int | float | None, ...]
    as_of: str


@dataclass(frozen=True, slots=True)
class Options:
    """What a format may be asked for; formats without a choice ignore it.

    `sheet` is a table's id, `columns` are ids of its columns in the order wanted (empty: the format's own), `by` is
    what a report is set by, `as_of` the day at whose end rates are told (None: as of all entries).
    """

    sheet: str = ""
    columns: tuple[str, ...] = ()
    by: Literal["article", "tag"] = "article"
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be written.

    `records` go file by file, page by page, in text order, those whose page is not at hand last; `articles` in the
    order of their pages. Both can be gone through again, and may raise what the caller put into them to cancel.
    Where nothing is filtered, `tags` are all there are, by name, and `corrections` those of the pages in scope. `links`
    are all there are then; where only some articles are wanted, those that begin or end in one of them. `schemes` are
    the handling schemes of the library's entries, `handled` the articles in scope with the entries that count on each,
    whatever of them is among the `records`, `rates` those of the proposals in scope.

    A format counts in `losses` what it could not hold, by code (`reader.exchange.losses`); codes that stand in its
    `Format.losses` and are among `losses.OCCURS` are counted for it.
    """

    records: Iterable[Record]
    articles: Iterable[ArticleRecord] = ()
    options: Options = Options()
    tags: Iterable[Tag] = ()
    corrections: Iterable[CorrectionNote] = ()
    links: Iterable[LinkNote] = ()
    losses: Counter[str] = field(default_factory=Counter, compare=False)
    schemes: Sequence[Scheme] = ()
    handled: Iterable[tuple[str, Sequence[Registered]]] = ()
    rates: Iterable[RateLine] = ()
