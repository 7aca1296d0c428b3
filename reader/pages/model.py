"""What a parse yields: a page, its articles, and where every displayed character comes from.

All offsets are code points in `Page.text`, half-open; rows count from 1 within their page.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["proposal", "news", "continuation", "notice", "record"]
PARSED: tuple[Kind, ...] = ("proposal", "news", "continuation", "notice")
"""The kinds that the parse finds; a `record` is a proposal that is registered without its text."""
PROPOSALS: frozenset[Kind] = frozenset({"proposal", "record"})
"""The kinds of proposals."""
Part = Literal["kicker", "title", "subtitle"]
BlockRole = Literal["kicker", "title", "subtitle", "byline", "mark", "paragraph"]
Role = Literal["paragraph", "headline", "byline", "mark", "credit", "header", "caption", "furniture"]
Verb = Literal["紧接", "上接", "下转"]
FixAbout = Literal["role", "start", "headline", "part", "kind", "paper", "date", "page_no"]


@dataclass(frozen=True, slots=True)
class Flow:
    """Reflowed text and, for each of its characters, the code-point offset in `Page.text` it comes from.

    `offsets` is as long as `text` and strictly increasing; a character set by us (the space between two
    Latin words that a row break held apart) has the offset of that row break.
    """

    text: str
    offsets: array[int]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return the source range that display characters `start:end` (not empty) cover."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def display(self, offset: int) -> int:
        """Return the index of the first display character at or after a source offset (may be `len(text)`)."""
        return bisect_left(self.offsets, offset)


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader should know about a page, as a code (`control_removed`, `encoding_guessed` …)."""

    code: str
    row: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Fix:
    """What a reader says about a page: a constraint on its parse, kept whatever else changes.

    `rows` are row numbers within the page. By `about`, `value` is:
    `role` – the rows are `headline`, `byline`, `body` or `furniture`; `start` – an article begins at the row (`split`)
    or the one before goes on with it (`join`); `headline` – the rows are (part of) the headline of the article that
    has body row `body`, of none if that is None; without rows, that article has none; `part` – the rows are kicker, title or subtitle; `kind` – the article
    that has one of the rows is of that kind; `paper`, `date`, `page_no` – where the page was printed, without rows.
    """

    about: FixAbout
    rows: tuple[int, ...] = ()
    value: str = ""
    body: int | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A decision on thin evidence.

    `about` is `headline`, `boundary`, `kind`, `date` …; `margin` runs from 0 (a toss-up) to 1; `instead` is
    the runner-up in words from the page (a headline's text, a row's text); `row` is where it shows. `keep` and `take`
    settle it, for what was decided and for the runner-up.
    """

    about: str
    margin: float
    instead: str
    row: int | None = None
    keep: Fix | None = None
    take: Fix | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a page was printed; empty strings where unknown. `date` is ISO 8601.

    `evidence` is `filename`, `header`, `dateline` or empty: the weakest kind of evidence used; `reader` if the reader
    corrected any of it.
    """

    paper: str = ""
    date: str = ""
    page_no: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Continuation:
    """A mark such as （紧接1版②）; `section` is the letter of 下转B3版."""

    verb: Verb
    newspaper_page: int | None
    item: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class HeadlineRow:
    """One printed row of a headline."""

    part: Part
    row: int
    flow: Flow


@dataclass(frozen=True, slots=True)
class Byline:
    """A row naming who a proposal is from."""

    row: int
    flow: Flow
    affiliation: str
    author: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as an editor would set it; `rows` are its physical rows."""

    flow: Flow
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A numbered measure: from character `start` of paragraph `paragraph` to `end` (exclusive) of `last_paragraph`.

    `label` is the marker without punctuation; `text` is what follows the marker; `level` counts from 0, the outermost;
    `title` is the text's first sentence or heading, without its mark.
    """

    label: str
    text: str
    paragraph: int
    start: int
    last_paragraph: int
    end: int
    level: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of an article as it is shown, top to bottom. `paragraph` is its index in `Article.paragraphs`."""

    role: BlockRole
    flow: Flow
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A whole article. `id` is 12 hex digits of the page's fingerprint, a slash, and the first body row.

    `continuation` is its 上接 or 紧接, `turn` the 下转 its last paragraph ends with.
    """

    id: str
    kind: Kind
    column: int | None
    headline: tuple[HeadlineRow, ...]
    byline: Byline | None
    mark: Flow | None
    paragraphs: tuple[Paragraph, ...]
    measures: tuple[Measure, ...] = ()
    dateline: str = ""
    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    continuation: Continuation | None = None
    doubts: tuple[Doubt, ...] = ()
    turn: Continuation | None = None

    def part(self, part: Part) -> tuple[str, ...]:
        """Return the rows of one part of the headline, in printed order."""
        return tuple(row.flow.text for row in self.headline if row.part == part)

    @property
    def title(self) -> str:
        """The main title, its rows joined without a break."""
        return "".join(self.part("title"))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The article as it is shown: kicker, title, subtitle, byline, mark, then the paragraphs.

        A pure function of the article; callers that draw keep the result.
        """
        parts: tuple[Part, ...] = ("kicker", "title", "subtitle")
        blocks = [Block(part, row.flow) for part in parts for row in self.headline if row.part == part]
        if self.byline is not None:
            blocks.append(Block("byline", self.byline.flow))
        if self.mark is not None:
            blocks.append(Block("mark", self.mark))
        blocks.extend(Block("paragraph", paragraph.flow, i) for i, paragraph in enumerate(self.paragraphs))
        return tuple(blocks)


@dataclass(frozen=True, slots=True)
class Column:
    """A proposal column: its printed header and credit, and the ids of its articles in order."""

    id: int
    header: str
    credit: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Rows that belong to no article. `flow` is their text, rows joined by a line feed that has the break's offset."""

    rows: tuple[int, ...]
    role: Role
    flow: Flow


@dataclass(frozen=True, slots=True)
class Row:
    """One physical row: number, range in `Page.text` (without its line feed) and cleaned text with its offset map."""

    number: int
    start: int
    end: int
    flow: Flow


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Page:
    """One newspaper page. `number` counts from 1 within its file; `first_row` is its first row's number in the file."""

    text: str
    fingerprint: str
    number: int
    first_row: int
    source: Source
    rows: tuple[Row, ...]
    articles: tuple[Article, ...]
    columns: tuple[Column, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    notes: tuple[Note, ...] = ()
    fixes: tuple[Fix, ...] = ()
    """What the reader said of it that this parse kept to."""
    _by_id: dict[str, Article] = field(default_factory=dict, repr=False, compare=False)

    def article(self, article_id: str) -> Article | None:
        """Return the article of that id, or None."""
        if not self._by_id:
            self._by_id.update((article.id, article) for article in self.articles)
        return self._by_id.get(article_id)


def flow(text: str, offsets: Sequence[int]) -> Flow:
    """Make a `Flow` from any sequence of offsets."""
    return Flow(text, array("I", offsets))
