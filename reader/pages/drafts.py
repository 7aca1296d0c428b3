"""Labelled rows to drafts of articles: bodies in printed order and the runs of headline rows between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reader.pages import cues
from reader.pages.constraints import Constraints
from reader.pages.rows import Line
from reader.pages.segments import Label, Labelled

MOST_BODIES, CHUNK = 60, 30
"""Bodies of the fullest page that is read as a whole, and about how many a chunk has where there are more."""
MOST_ROWS = 5000
SEARCHED = 10
"""Chunks in which stories without a dateline are searched for: a whole newspaper's."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """An article's start that was made (`made`) or refused at a line within a body, though by little.

    `instead` is what it would follow otherwise (a start made) or the row it would begin with (a start refused).
    `margin` is how sure that is, 0 (a toss-up) to 1.
    """

    margin: float
    instead: str
    line: Line
    made: bool


@dataclass(frozen=True, slots=True)
class Lack:
    """That a story has no headline: the likeliest of the page is `instead`, made of `lines`."""

    margin: float
    instead: str
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Body:
    """A body: its paragraphs as lists of lines; what was printed before it that is surely its own."""

    paragraphs: list[list[Line]]
    byline: Line | None = None
    mark: Line | None = None
    column: int | None = None
    continued: bool = False
    boundaries: list[Boundary] = field(default_factory=list)
    lack: Lack | None = None

    @property
    def text(self) -> str:
        """All its rows in one string."""
        return "".join(line.text for paragraph in self.paragraphs for line in paragraph)


@dataclass(slots=True)
class Run:
    """Headline rows with no body row between them, and the bodies (by index) printed just before and after."""

    lines: list[Line]
    before: int | None = None
    after: int | None = None
    bound: int | None = None
    """The body whose byline follows the run: its last rows are that body's headline."""


@dataclass(slots=True)
class ColumnDraft:
    """A column of proposals: its header and credit rows, as far as they were found."""

    header: Line | None = None
    credit: Line | None = None


@dataclass(slots=True)
class Noise:
    """Rows in no article."""

    role: Literal["header", "credit", "furniture", "caption", "headline", "byline"]
    lines: list[Line]


@dataclass(slots=True)
class Drafts:
    """What the rows of a page became."""

    bodies: list[Body] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    columns: list[ColumnDraft] = field(default_factory=list)
    noise: list[Noise] = field(default_factory=list)
    said: Constraints = field(default_factory=Constraints)

    def claimed(self) -> set[int]:
        """Return the bodies whose headline the reader named."""
        wanted = self.said.claimed
        return {
            number
            for number, body in enumerate(self.bodies)
            if wanted and any(line.index in wanted for lines in body.paragraphs for line in lines)
        }


def chunks(labelled: Sequence[Labelled]) -> Iterator[Sequence[Labelled]]:
    """Cut a page of more stories than any newspaper page has, so that what compares all with all stays cheap.

    A chunk ends before a headline or column header that follows a body; where none comes, before a story's first row.
    """
    start = bodies = 0
    if sum(item.label == "lead" for item in labelled) <= MOST_BODIES and len(labelled) <= MOST_ROWS:
        yield labelled
        return
    last: Label = "lead"
    for position, item in enumerate(labelled):
        turn = item.label in ("headline", "header") and last not in ("headline", "header", "byline", "mark")
        forced = item.label == "lead" and bodies >= 2 * CHUNK and last not in ("byline", "mark")
        if (turn and (bodies >= CHUNK or position - start >= MOST_ROWS)) or forced:
            yield labelled[start:position]
            start, bodies = position, 0
        bodies += item.label == "lead"
        last = item.label
    yield labelled[start:]


def gather(labelled: Sequence[Labelled], tight: bool, said: Constraints | None = None) -> Drafts:
    """Return the drafts of labelled rows; `tight` says that adjacency means something on the page.

    Headline rows that the reader gave to an article, or to none, are in no run.
    """
    gatherer = _Gatherer(tight, said or Constraints())
    for item in labelled:
        gatherer.take(item)
    return gatherer.finish()


class _Gatherer:
    def __init__(self, tight: bool, said: Constraints) -> None:
        self.tight = tight
        self.drafts = Drafts(said=said)
        self.run: Run | None = None
        self.byline: Line | None = None
        self.mark: Line | None = None
        self.caption: Noise | None = None
        self.column: int | None = None
        self.last: Line | None = None

    def take(self, item: Labelled) -> None:
        self._take(item.line, item.label)
        self.last = item.line

    def _take(self, line: Line, label: Label) -> None:
        if label != "caption+":
            self.caption = None
        if label == "headline":
            if line.index not in self.drafts.said.pins:
                self._headline(line)
        elif label == "lead" or (label in _BODY and not self.drafts.bodies):
            self._lead(line)
        elif label in (*_BODY, "tail", "signature"):
            self._go_on()
            paragraphs = self.drafts.bodies[-1].paragraphs
            if label in ("paragraph", "signature"):
                paragraphs.append([line])
            else:
                paragraphs[-1].append(line)
        elif label == "byline":
            self._give_up(self.byline)
            self.byline = line
        elif label == "mark":
            self._give_up(self.mark)
            self.mark = line
        else:
            self._noise(line, label)

    def _headline(self, line: Line) -> None:
        if self.run is None:
            self.run = Run([], before=len(self.drafts.bodies) - 1 if self.drafts.bodies else None)
            self.drafts.runs.append(self.run)
        self.run.lines.append(line)

    def _go_on(self) -> None:
        """A body goes on after what the reader said stands in it: what seemed to lead to another leads to none."""
        self._give_up(self.byline)
        self._give_up(self.mark)
        self.run = self.byline = self.mark = None

    def _lead(self, line: Line) -> None:
        body = Body([[line]], byline=self.byline, mark=self.mark)
        index = len(self.drafts.bodies)
        marked = cues.MARK.match(line.text)
        body.continued = self.mark is not None or (marked is not None and marked["verb"] != "下转")
        self._entitle(line)
        if self.run is not None:
            self._cut_notice(body, line)
            self.run.after = index
            if self.byline is not None:
                self.run.bound = index
        if body.continued or cues.is_dateline(line.text):
            self.column = None
        if self.column is not None or (self.byline is not None and cues.byline_parts(self.byline.text)):
            if self.column is None:
                self.drafts.columns.append(ColumnDraft())
                self.column = len(self.drafts.columns) - 1
            body.column = self.column
        self.drafts.bodies.append(body)
        self.run = self.byline = self.mark = None

    def _entitle(self, line: Line) -> None:
        """What looks like a section's name is a notice's title if its text follows and no other title does (公告)."""
        noise = self.drafts.noise[-1] if self.drafts.noise else None
        if noise is None or self.run or noise.role != "furniture" or noise.lines[-1] is not self.last:
            return
        if cues.is_notice_title(noise.lines[-1].text) and not cues.is_dateline(line.text):
            self.drafts.noise.pop()
            self._headline(noise.lines[-1])

    def _cut_notice(self, body: Body, line: Line) -> None:
        """A notice's short title right above its text is that text's, whatever the rows above it speak of."""
        assert self.run is not None
        last = self.run.lines[-1]
        if (
            body.byline
            or body.continued
            or cues.is_dateline(line.text)
            or not cues.is_notice_title(last.text)
        ):
            return
        rows = self.run.lines
        count = 2 if len(rows) > 1 and last.above and cues.begins_notice_title(rows[-2].text) else 1
        if len(rows) > count and not (self.tight and last.above):
            self.run.lines = rows[:-count]
            self.run = Run(rows[-count:], before=self.run.before)
            self.drafts.runs.append(self.run)
        if len(self.run.lines) == count:
            self.run.bound = len(self.drafts.bodies)

    def _noise(self, line: Line, label: str) -> None:
        if label == "header":
            self.run = None
            self.drafts.columns.append(ColumnDraft(header=line))
            self.column = len(self.drafts.columns) - 1
        elif label == "credit" and self.column is not None:
            self.drafts.columns[self.column].credit = line
            self.column = None
        elif label == "caption+" and self.caption is not None:
            self.caption.lines.append(line)
            return
        role: Literal["header", "credit", "furniture", "caption"] = (
            "caption" if label.startswith("caption") else label  # type: ignore[assignment]
        )
        noise = Noise(role, [line])
        self.drafts.noise.append(noise)
        self.caption = noise if role == "caption" else None

    def finish(self) -> Drafts:
        self._give_up(self.byline)
        self._give_up(self.mark)
        return self.drafts

    def _give_up(self, line: Line | None) -> None:
        """Keep a byline or mark that no body followed."""
        if line is not None:
            self.drafts.noise.append(Noise("byline", [line]))


_BODY = ("paragraph", "more")


_ENUMERATION = re.compile(
    r"^(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]{1,3}[，,、：:是]|[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．])"
)


def is_enumerated(text: str) -> bool:
    """Say whether a paragraph begins with a number of a list."""
    return _ENUMERATION.match(text) is not None
