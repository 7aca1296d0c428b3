"""An invented office's log: proposals on real pages and some without a text, by three schemes, written in few changes.

What is due is so by TODAY, which the bench has for the day it is.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from reader.annotations import Annotation, Entry, Target, new_id, now
from reader.config.schemes import load_schemes
from reader.pages.model import Source
from reader.repository import Change, Label, PageRecord, Write
from reader.workspace import Workspace
from reader.workspace.textless import KEY, target_of
from scripts.bench.overview.corpus import OFFICES, ON_A_PAGE, PLACES, WORDS, name_of, page_text

TODAY = date(2026, 6, 10)
CREATOR = "程"
SCHEMES = ("npc", "cppcc", "column")
TEXTLESS_SHARE = 0.4
"""Of the proposals so many have no text: an office's list names more than a paper prints."""
_AT_ONCE = 500
"""Proposals that one change registers, as an office's list would."""
Subject = tuple[Target, Sequence[Target]]
"""A proposal and its measures."""


_schemes = cache(load_schemes)


def handled_folder(folder: Path, proposals: int) -> Path:
    """Make a folder with so many proposals, each with its entries in the database there; return the folder."""
    folder.mkdir()
    choice = random.Random(proposals)
    bare = round(proposals * TEXTLESS_SHARE / ON_A_PAGE) * ON_A_PAGE
    for number in range((proposals - bare) // ON_A_PAGE):
        (folder / name_of(number)).write_text(page_text(number), "utf-8")
    workspace = Workspace.open([folder], creator=CREATOR)
    try:
        workspace.open_records()
        workspace.survey()
        records = [_record(number) for number in range(bare)]
        for at in range(0, bare, _AT_ONCE):
            some = records[at : at + _AT_ONCE]
            _write(workspace, choice, [(target_of(each), ()) for each in some], some)
        subjects = list(_subjects(workspace))
        for at in range(0, len(subjects), _AT_ONCE):
            _write(workspace, choice, subjects[at : at + _AT_ONCE], ())
    finally:
        workspace.close()
    return folder


def _record(number: int) -> PageRecord:
    title = f"关于{PLACES[number % 10]}{WORDS[number % 20]}和{WORDS[number % 7]}的建议{number}"
    office = PLACES[number % 10] + OFFICES[number % 9]
    return PageRecord(f"{KEY}{number:08x}", "", 0, Source(), now(), title, f"王小{number}", office)


def _subjects(workspace: Workspace) -> Iterator[Subject]:
    for file in workspace.files:
        for page in workspace.pages(file) if file.path is not None else ():
            for article in page.articles:
                measures = [workspace.target_measure(page, article, each) for each in article.measures]
                yield workspace.target_article(page, article), measures


def _write(
    workspace: Workspace, choice: random.Random, subjects: Sequence[Subject], records: Sequence[PageRecord]
) -> None:
    """Register on some proposals in one change, with the records of their pages."""
    moment = now()
    known = records or [
        workspace.page_record(each) for each in dict.fromkeys(target.fingerprint for target, _own in subjects)
    ]
    snapshot = workspace.snapshot
    writes = [
        Write("pages", each.fingerprint, None, each)
        for each in known
        if each.fingerprint not in snapshot.pages
    ]
    for number, subject in enumerate(subjects):
        for target, entry in _log(choice, subject, number):
            new = Annotation(new_id(), target, CREATOR, moment, moment, entry=entry)
            writes.append(Write("annotations", new.id, None, new))
    label = Label("registered_many", {"title": "", "count": str(len(subjects)), "fields": "1"})
    workspace.change(lambda _snapshot: Change(label, tuple(writes), CREATOR)).result()


def _log(choice: random.Random, subject: Subject, number: int) -> Iterator[tuple[Target, Entry]]:
    """Yield what was registered on a proposal: assigned up to a year ago, answered or not, judged or not."""
    whole, measures = subject
    scheme = choice.choice(SCHEMES)
    outcomes = [each.id for each in _schemes().get(scheme).by_id["outcome"].values]
    start = TODAY - timedelta(choice.randint(0, 365))

    def entry(field: str, value: str, days: int = 0, reason: str = "") -> Entry:
        return Entry(scheme, field, value, (start + timedelta(days)).isoformat(), "交办清单.xlsx", reason)

    yield whole, entry("number", f"{scheme[:1].upper()}{number:04}")
    yield whole, entry("lead_units", choice.choice(PLACES) + choice.choice(OFFICES))
    yield whole, entry("stage", "assigned")
    if scheme != "column" and choice.random() < 0.3:
        yield whole, entry("support_units", choice.choice(PLACES) + choice.choice(OFFICES))
    if choice.random() < 0.15:
        yield whole, entry("due", (start + timedelta(choice.randint(30, 200))).isoformat())
    if choice.random() < 0.2:
        yield whole, entry("extension", "granted", 60, "情况复杂")
    yield whole, entry("stage", "handling", choice.randint(1, 30))
    if choice.random() < 0.5:
        yield whole, entry("stage", "answered", choice.randint(40, 200))
        if choice.random() < 0.6:
            yield whole, entry("outcome", choice.choice(outcomes), 201, "条件已具备")
            return
    for measure in choice.sample(measures, choice.randint(0, min(2, len(measures)))):
        yield measure, entry("outcome", choice.choice(outcomes), 30, "逐条答复")
