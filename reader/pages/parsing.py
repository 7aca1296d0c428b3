"""The parse: a page's text to its articles. Pure and deterministic; never raises on any text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.pages import cues
from reader.pages.constraints import Constraints
from reader.pages.decoding import fingerprint
from reader.pages.doubting import doubt_paper, doubts
from reader.pages.drafts import SEARCHED, Body, Drafts, chunks, gather
from reader.pages.headlines import Group, parts, pinned, place_headlines
from reader.pages.joining import join
from reader.pages.measures import find_measures, ordinal
from reader.pages.model import (
    Article,
    Byline,
    Column,
    Continuation,
    Fix,
    Flow,
    HeadlineRow,
    Kind,
    Note,
    Page,
    Paragraph,
    Role,
    Row,
    Unplaced,
)
from reader.pages.model import flow as make_flow
from reader.pages.people import read_dateline
from reader.pages.rows import Line, read_rows
from reader.pages.segments import is_tight, label_lines
from reader.pages.setting import set_paragraphs
from reader.pages.source import find_source
from reader.pages.splitting import split_bodies
from reader.pages.sureness import doubt_headlines


def parse(
    text: str,
    *,
    name: str = "",
    number: int = 1,
    first_row: int = 1,
    notes: Sequence[Note] = (),
    fixes: Sequence[Fix] = (),
) -> Page:
    """Return the page of a text.

    `name` is the file's name (it may tell paper, date and page number); `number` counts the pages of the file from
    1; `first_row` is the number in the file of the page's first row; `notes` come from decoding; `fixes` are what the
    reader said, in the order in which it was said, and hold.
    """
    rows, lines, row_notes = read_rows(text)
    tight = is_tight(lines)
    said = Constraints(fixes)
    drafts, groups = _draft(lines, tight, said)
    if groups and not drafts.bodies:
        drafts, groups = one_story(drafts, groups), []
    groups += pinned(lines, drafts)
    rows = set_paragraphs(rows, _wholes(drafts, groups))
    mark = fingerprint(text)
    builder = _Builder(rows, drafts, groups, mark, tight)
    articles = tuple(builder.article(index) for index in range(len(drafts.bodies)))
    furniture = [noise.lines[0].text for noise in drafts.noise if noise.role == "furniture"]
    leads = [body.paragraphs[0][0].text for body in drafts.bodies]
    source = said.source(find_source(name, furniture, leads))
    if source.evidence == "dateline":
        articles = doubt_paper(articles, leads, source.paper)
    return Page(
        text=text,
        fingerprint=mark,
        number=number,
        first_row=first_row,
        source=source,
        rows=rows,
        articles=articles,
        columns=_columns(drafts, articles),
        unplaced=_unplaced(rows, drafts, groups),
        notes=(*notes, *row_notes),
        fixes=tuple(fixes),
    )


def _draft(lines: Sequence[Line], tight: bool, said: Constraints) -> tuple[Drafts, list[Group]]:
    """Return a page's drafts and headline groups, chunk by chunk with bodies and columns numbered on."""
    whole, groups = Drafts(said=said), list[Group]()
    for number, chunk in enumerate(chunks(label_lines(lines, said))):
        drafts = gather(chunk, tight, said)
        placed = place_headlines(drafts, tight=tight)
        if number < SEARCHED:
            drafts, placed = split_bodies(drafts, placed, tight=tight)
        doubt_headlines(drafts, placed, tight=tight)
        for group in placed:
            group.body = None if group.body is None else group.body + len(whole.bodies)
            group.rival = None if group.rival is None else group.rival + len(whole.bodies)
        for body in drafts.bodies:
            body.column = None if body.column is None else body.column + len(whole.columns)
        groups += placed
        whole.bodies += drafts.bodies
        whole.columns += drafts.columns
        whole.noise += drafts.noise
    return whole, groups


def _wholes(drafts: Drafts, groups: Sequence[Group]) -> Iterator[list[int]]:
    """Yield the rows that are set as one: a paragraph's, a headline's, a caption's."""
    for body in drafts.bodies:
        yield from ([line.index for line in paragraph] for paragraph in body.paragraphs)
    yield from ([line.index for line in group.lines] for group in groups)
    yield from ([line.index for line in noise.lines] for noise in drafts.noise)


def one_story(drafts: Drafts, groups: Sequence[Group]) -> Drafts:
    """Return drafts in which rows that only look like headlines are one story: what a page holds can be read."""
    lines = sorted((line for group in groups for line in group.lines), key=lambda line: line.index)
    return replace(drafts, bodies=[Body([[line] for line in lines])], runs=[])


class _Builder:
    def __init__(
        self, rows: tuple[Row, ...], drafts: Drafts, groups: Sequence[Group], mark: str, tight: bool
    ) -> None:
        self.rows, self.drafts, self.mark, self.tight = rows, drafts, mark, tight
        self.said = drafts.said
        self.groups = {group.body: group for group in groups if group.body is not None}

    def article(self, index: int) -> Article:
        body = self.drafts.bodies[index]
        group = self.groups.get(index)
        mark, skip, continuation = self._mark(body)
        paragraphs = self._paragraphs(body, skip)
        texts = [paragraph.flow.text for paragraph in paragraphs]
        byline = self._byline(body)
        dateline = read_dateline(texts[0]) if texts else read_dateline("")
        kind = self._said_kind(body, group) or _kind(body, continuation, group, dateline.text, texts)
        return Article(
            id=f"{self.mark[:12]}/{body.paragraphs[0][0].index + 1}",
            kind=kind,
            column=body.column,
            headline=self._headline(group, body, kind),
            byline=byline,
            mark=mark,
            paragraphs=paragraphs,
            measures=find_measures(texts),
            dateline=dateline.text,
            reporters=dateline.reporters,
            correspondents=dateline.correspondents,
            continuation=continuation,
            doubts=doubts(self.drafts, index, group),
            turn=_turn(texts),
        )

    def _mark(self, body: Body) -> tuple[Flow | None, int, Continuation | None]:
        """Return the mark, how many characters of the first paragraph it takes, and what it says."""
        line = body.mark or body.paragraphs[0][0]
        match = cues.MARK.match(line.text)
        if match is None or match["verb"] == "下转":
            return None, 0, None
        flow = self.rows[line.index].flow
        start = re.search(r"[（(]", line.text).start()  # type: ignore[union-attr]  # MARK has one
        shown = Flow(flow.text[start : match.end()], flow.offsets[start : match.end()])
        return shown, 0 if body.mark else match.end(), _continuation(match)

    def _paragraphs(self, body: Body, skip: int) -> tuple[Paragraph, ...]:
        found = []
        for number, lines in enumerate(body.paragraphs):
            rows = [self.rows[line.index] for line in lines]
            flow = join(rows, skip=skip if number == 0 else 0)
            if flow.text or number:
                found.append(Paragraph(flow, tuple(row.number for row in rows)))
        return tuple(found)

    def _byline(self, body: Body) -> Byline | None:
        if body.byline is None:
            return None
        row = self.rows[body.byline.index]
        affiliation, author = cues.byline_parts(row.flow.text) or ("", row.flow.text)
        return Byline(row.number, row.flow, affiliation, author.replace(" ", "") if affiliation else author)

    def _headline(self, group: Group | None, body: Body, kind: Kind) -> tuple[HeadlineRow, ...]:
        if group is None:
            return ()
        found = parts(group.lines, body.text, proposal=kind == "proposal", tight=self.tight)
        return tuple(
            HeadlineRow(self.said.parts.get(line.index, part), line.index + 1, self.rows[line.index].flow)
            for part, line in zip(found, group.lines, strict=True)
        )

    def _said_kind(self, body: Body, group: Group | None) -> Kind | None:
        """Return the kind the reader gave to a row of an article."""
        if not self.said.kinds:
            return None
        lines = [line for paragraph in body.paragraphs for line in paragraph]
        lines += [*(group.lines if group else ()), *filter(None, (body.byline,))]
        return next((self.said.kinds[line.index] for line in lines if line.index in self.said.kinds), None)


def _kind(
    body: Body, continuation: Continuation | None, group: Group | None, dateline: str, texts: Sequence[str]
) -> Kind:
    if continuation is not None:
        return "continuation"
    if body.column is not None:
        return "proposal"
    if not dateline and group is not None and cues.is_notice(group.text, "\n".join(texts[-4:])):
        return "notice"
    return "news"


def _turn(paragraphs: Sequence[str]) -> Continuation | None:
    match = cues.TURN.search(paragraphs[-1]) if paragraphs else None
    return _continuation(match) if match else None


def _continuation(match: re.Match[str]) -> Continuation:
    place = cues.PLACE_PARTS.search(match["place"])
    assert place is not None  # both patterns end in one
    digits = place["page"]
    number = int(digits) if digits.isdecimal() else ordinal(digits)
    verb = match["verb"]
    assert verb in ("紧接", "上接", "下转")
    return Continuation(verb, number if number > 0 else None, place["item"], place["section"])  # type: ignore[arg-type]


def _columns(drafts: Drafts, articles: Sequence[Article]) -> tuple[Column, ...]:
    members: dict[int, list[str]] = {}
    for article in articles:
        if article.column is not None:
            members.setdefault(article.column, []).append(article.id)
    return tuple(
        Column(
            number,
            draft.header.text if draft.header else "",
            draft.credit.text if draft.credit else "",
            tuple(members.get(number, ())),
        )
        for number, draft in enumerate(drafts.columns)
    )


def _unplaced(rows: tuple[Row, ...], drafts: Drafts, groups: Sequence[Group]) -> tuple[Unplaced, ...]:
    found: list[tuple[Role, list[Line]]] = [(noise.role, noise.lines) for noise in drafts.noise]
    found += [("headline", group.lines) for group in groups if group.body is None]
    result = []
    for role, lines in sorted(found, key=lambda item: item[1][0].index):
        members = [rows[line.index] for line in lines]
        text: list[str] = []
        offsets: list[int] = []
        for position, row in enumerate(members):
            if position:
                text.append("\n")
                offsets.append(members[position - 1].end)
            text.append(row.flow.text)
            offsets.extend(row.flow.offsets)
        flow = make_flow("".join(text), offsets)
        result.append(Unplaced(tuple(row.number for row in members), role, flow))
    return tuple(result)
