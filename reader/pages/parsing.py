"""The parse: a page's text to its articles. Pure and deterministic; never raises on any text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from reader.pages import cues
from reader.pages.decoding import fingerprint
from reader.pages.doubting import doubt_headlines
from reader.pages.drafts import SEARCHED, Body, Drafts, chunks, gather
from reader.pages.headlines import Group, parts, place_headlines
from reader.pages.joining import join
from reader.pages.measures import find_measures
from reader.pages.model import (
    Article,
    Byline,
    Column,
    Continuation,
    Doubt,
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
from reader.pages.segments import label_lines
from reader.pages.source import dateline_paper, find_source
from reader.pages.splitting import split_bodies

SURE = 0.6
"""Share by which the datelines' paper must lead for the page's to be sure: two votes and no other."""
THIN, MADE, REFUSED = 0.87, 0.98, 0.95
"""Margins below which a headline's place, an article's start and a start refused are doubts.

Chosen on the trade-offs that `scripts/bench/doubts.py` prints.
"""


def parse(
    text: str, *, name: str = "", number: int = 1, first_row: int = 1, notes: Sequence[Note] = ()
) -> Page:
    """Return the page of a text.

    `name` is the file's name (it may tell paper, date and page number); `number` counts the pages of the file from
    1; `first_row` is the number in the file of the page's first row; `notes` come from decoding.
    """
    rows, lines, row_notes = read_rows(text)
    tight = sum(line.below for line in lines) < 0.5 * len(lines)
    drafts, groups = _draft(lines, tight)
    if groups and not drafts.bodies:
        drafts, groups = one_story(drafts, groups), []
    mark = fingerprint(text)
    builder = _Builder(rows, drafts, groups, mark, tight)
    articles = tuple(builder.article(index) for index in range(len(drafts.bodies)))
    furniture = [noise.lines[0].text for noise in drafts.noise if noise.role == "furniture"]
    leads = [body.paragraphs[0][0].text for body in drafts.bodies]
    source = find_source(name, furniture, leads)
    if source.evidence == "dateline":
        articles = _doubt_paper(articles, leads, source.paper)
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
    )


def _draft(lines: Sequence[Line], tight: bool) -> tuple[Drafts, list[Group]]:
    """Return a page's drafts and headline groups, chunk by chunk with bodies and columns numbered on."""
    whole, groups = Drafts(), list[Group]()
    for number, chunk in enumerate(chunks(label_lines(lines))):
        drafts = gather(chunk, tight)
        placed = place_headlines(drafts, tight=tight)
        if number < SEARCHED:
            drafts, placed = split_bodies(drafts, placed, tight=tight)
        doubt_headlines(drafts, placed, tight=tight)
        for group in placed:
            group.body = None if group.body is None else group.body + len(whole.bodies)
        for body in drafts.bodies:
            body.column = None if body.column is None else body.column + len(whole.columns)
        groups += placed
        whole.bodies += drafts.bodies
        whole.columns += drafts.columns
        whole.noise += drafts.noise
    return whole, groups


def one_story(drafts: Drafts, groups: Sequence[Group]) -> Drafts:
    """Return drafts in which rows that only look like headlines are one story: what a page holds can be read."""
    lines = sorted((line for group in groups for line in group.lines), key=lambda line: line.index)
    return Drafts([Body([[line] for line in lines])], [], drafts.columns, drafts.noise)


class _Builder:
    def __init__(
        self, rows: tuple[Row, ...], drafts: Drafts, groups: Sequence[Group], mark: str, tight: bool
    ) -> None:
        self.rows, self.drafts, self.mark, self.tight = rows, drafts, mark, tight
        self.groups = {group.body: group for group in groups if group.body is not None}

    def article(self, index: int) -> Article:
        body = self.drafts.bodies[index]
        group = self.groups.get(index)
        mark, skip, continuation = self._mark(body)
        paragraphs = self._paragraphs(body, skip)
        texts = [paragraph.flow.text for paragraph in paragraphs]
        byline = self._byline(body)
        dateline = read_dateline(texts[0]) if texts else read_dateline("")
        kind = _kind(body, continuation, group, dateline.text)
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
            doubts=self._doubts(body, group),
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
            HeadlineRow(part, line.index + 1, self.rows[line.index].flow)
            for part, line in zip(found, group.lines, strict=True)
        )

    def _doubts(self, body: Body, group: Group | None) -> tuple[Doubt, ...]:
        found = []
        if group is not None and group.margin < THIN:
            found.append(Doubt("headline", group.margin, group.instead, group.lines[0].index + 1))
        if group is None and body.lack is not None:
            found.append(Doubt("headline", body.lack.margin, body.lack.instead, body.lack.line.index + 1))
        found += [
            Doubt("boundary", edge.margin, edge.instead, edge.line.index + 1)
            for edge in body.boundaries
            if edge.margin < (MADE if edge.made else REFUSED)
        ]
        if body.column is not None and body.byline is None:
            header = self.drafts.columns[body.column].header
            if header is not None:
                found.append(Doubt("kind", 0.0, header.text, header.index + 1))
        return tuple(found)


def _doubt_paper(articles: tuple[Article, ...], leads: Sequence[str], paper: str) -> tuple[Article, ...]:
    """Give the first article of the paper that datelines named a doubt, if few named it or some named another."""
    votes = Counter(filter(None, map(dateline_paper, leads)))
    others = [(count, other) for other, count in votes.items() if other != paper]
    count, other = max(others, default=(0, ""))
    margin = (votes[paper] - count) / (sum(votes.values()) + 1)
    if margin >= SURE:
        return articles
    first = next(i for i, lead in enumerate(leads) if dateline_paper(lead) == paper)
    article = articles[first]
    row = article.paragraphs[0].rows[0] if article.paragraphs else None
    doubtful = replace(article, doubts=(*article.doubts, Doubt("date", margin, other, row)))
    return (*articles[:first], doubtful, *articles[first + 1 :])


def _kind(body: Body, continuation: Continuation | None, group: Group | None, dateline: str) -> Kind:
    if continuation is not None:
        return "continuation"
    if body.column is not None:
        return "proposal"
    if not dateline and group is not None and len(group.text) <= 24 and cues.NOTICE.search(group.text):
        return "notice"
    return "news"


def _continuation(match: re.Match[str]) -> Continuation:
    place = cues.PLACE_PARTS.search(match["place"])
    digits = place["page"] if place else ""
    number = int(digits) if digits.isdecimal() else "零一二三四五六七八九十".find(digits)
    verb = match["verb"]
    assert verb in ("紧接", "上接", "下转")
    return Continuation(verb, number if number > 0 else None, place["item"] if place else "")  # type: ignore[arg-type]


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
