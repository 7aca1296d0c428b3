"""Where a page was printed: from the file's name, then from what its head and foot say, then from datelines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from reader.pages.model import Source

_PAPER = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:日报|晚报|早报|晨报|时报|商报|都市报|政协报|法治报|报)(?![\u4e00-\u9fff])"
)
_DATE = re.compile(r"(?<!\d)(\d{4})\s?[-_./年]?\s?(\d{1,2})\s?[-_./月]?\s?(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
_PAGE = re.compile(
    r"(?:^|[-_\s第·])(?:[pP]\s?)?([A-D]?\d{1,3})\s?版|(?:^|[-_\s])[pP](\d{1,3})(?![\w])|第\s?([A-D]?\d{1,3})\s?版"
)
_DATELINE_PAPER = re.compile(r"^([\u4e00-\u9fff]{2,8}(?:日报|晚报|早报|晨报|时报|商报|都市报))")
_DATED_PAGE = re.compile(r"第\s?([A-D]?\d{1,3})\s?版|(?<![\dA-Z])([A-D]\d{1,2})(?!\d)|(?<!\d)(\d{1,3})\s?版")
_HEAD_PAGE = re.compile(r"(?:^|[^\d])([A-D]?\d{1,3})\s?(?:版|$)")


def source_of_name(name: str) -> Source:
    """Return what a file's name tells (`某某日报2024-03-01_02版.txt`, `20240301-p2.txt`); empty where it tells nothing."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)
    paper = _PAPER.search(stem)
    day = _date(stem)
    rest = _DATE.sub(" ", _COMPACT.sub(" ", stem))
    page = _PAGE.search(rest)
    number = next((part for part in page.groups() if part), "") if page else ""
    found = Source(paper[0] if paper else "", day, number.lstrip("0") or number)
    evidence = "filename" if found.paper or found.date or found.page_no else ""
    return Source(found.paper, found.date, found.page_no, evidence)


def find_source(name: str, furniture: Iterable[str], leads: Iterable[str]) -> Source:
    """Return a page's source; `evidence` is the weakest kind that was needed."""
    known = source_of_name(name)
    paper, day, number, evidence = known.paper, known.date, known.page_no, known.evidence
    for row in furniture:
        head = (_PAPER.search(row), _date(row), _HEAD_PAGE.search(_DATE.sub(" ", row)))
        if not paper and head[0]:
            paper, evidence = head[0][0], "header"
        if not day and head[1]:
            day, evidence = head[1], "header"
        if not number and head[2] and len(row) <= 16 and not head[1]:
            number, evidence = head[2][1].lstrip("0"), "header"
        elif not number and head[1] and (dated := _DATED_PAGE.search(_DATE.sub(" ", row))):
            number, evidence = next(filter(None, dated.groups())).lstrip("0"), "header"
    if not paper:
        papers = Counter(filter(None, map(dateline_paper, leads)))
        if papers:
            paper, evidence = papers.most_common(1)[0][0], "dateline"
    return Source(paper, day, number, evidence)


def dateline_paper(lead: str) -> str:
    """Return the paper that a story's first row names as its own (某某日报3月1日讯), empty if none."""
    match = _DATELINE_PAPER.match(lead)
    return match[1] if match else ""


def _date(text: str) -> str:
    for pattern in (_DATE, _COMPACT):
        for match in pattern.finditer(text):
            try:
                return date(*map(int, match.groups())).isoformat()
            except ValueError:
                continue
    return ""
