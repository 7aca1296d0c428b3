"""An office follows the sample proposals for five months: ledgers, stages, corrections, an answer that did not satisfy.

What is due and what it came to is compared at four dates with tables computed by hand (`tests/office`).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from reader.annotations import Entry, Target
from reader.workspace import Workspace
from reader.workspace.handling import Handled
from reader.workspace.rates import cases_of, rates
from tests import office as told
from tests.cli.test_cli import Shell, pages, shell
from tests.office import BAMBOO, DUE, FERRY, MEALS, OFFICE, RATES, Step

__all__ = ["pages", "shell"]


class Office:
    """The folder, and what is registered there by the interface."""

    def __init__(self, shell: Shell, pages: Path) -> None:
        self.shell, self.pages = shell, pages

    @contextmanager
    def open(self) -> Iterator[Workspace]:
        workspace = Workspace.open([self.pages], creator=OFFICE)
        try:
            workspace.survey()
            yield workspace
        finally:
            workspace.close()

    def take(self, steps: Iterable[Step]) -> None:
        """Carry out steps."""
        with self.open() as workspace:
            for step in steps:
                _take(workspace, step)

    def due(self, day: str, *more: str) -> list[told.Due]:
        done = self.shell.run("due", self.pages, "--json", *more, XIANCE_TODAY=day)
        assert (done.returncode, done.stderr) == (0, "")
        return [told.due_row(json.loads(row)) for row in done.stdout.splitlines()]


def _take(workspace: Workspace, step: Step) -> None:
    entries = [
        Entry(step.scheme, name, value, step.day, "来信", step.reason) for name, value in step.said.items()
    ]
    if step.corrects is None:
        target = _target(workspace, step.title, step.measure)
        workspace.handling.register([(target, entry) for entry in entries]).result()
    else:
        (entry,), old = entries, _handled(workspace, step.title).values[step.corrects[0]]
        workspace.handling.correct(old.id, entry).result()


def _target(workspace: Workspace, title: str, measure: str) -> Target:
    spot = next(spot for spot in workspace.catalogue.spots(workspace.files) if spot.article.title == title)
    page = workspace.pages(spot.file)[spot.page.number - 1]
    article = page.article(spot.article.id)
    assert article is not None
    if not measure:
        return workspace.target_article(page, article)
    found = next(each for each in article.measures if each.label == measure)
    return workspace.target_measure(page, article, found)


def _handled(workspace: Workspace, title: str) -> Handled:
    found: Handled = next(each for each in workspace.handling.all() if each.spot.article.title == title)
    return found


@pytest.fixture
def office(shell: Shell, pages: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Office:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return Office(shell, pages)


def take_ledgers(office: Office) -> None:
    """The deputies' from GB18030, the committee's from a workbook."""
    shell, folder = office.shell, office.shell.folder
    done = shell.run("import", "csv", told.npc_ledger(folder), office.pages, "--scheme", "npc")
    assert done.stderr == "xiance: 3 found, 1 without a text; 13 entries registered, 0 corrected\n"
    done = shell.run("import", "xlsx", told.cppcc_ledger(folder), office.pages, "--scheme", "cppcc")
    assert done.stderr == "xiance: 3 found, 0 without a text; 13 entries registered, 0 corrected\n"


def go_on_with_ledger(office: Office) -> None:
    """The deputies' once more, of the proposal that has no text."""
    data = told.updated_ledger()
    done = office.shell.run("import", "csv", "-", office.pages, "--scheme", "npc", stdin=data)
    assert done.stderr == "xiance: 1 found, 0 without a text; 3 entries registered, 0 corrected\n"


def test_five_months_of_an_office(office: Office) -> None:
    office.take(told.MARCH)
    take_ledgers(office)
    office.take(told.APRIL)
    assert office.due("2026-04-10", "--all") == DUE["2026-04-10"]
    assert office.due("2026-04-10") == DUE["2026-04-10"][:1]
    office.take(told.JUNE)
    go_on_with_ledger(office)
    assert office.due("2026-06-10", "--all") == DUE["2026-06-10"]
    assert office.due("2026-06-10", "--days", "10") == DUE["2026-06-10"][:5]
    office.take(told.JULY)
    assert office.due("2026-07-01", "--all") == DUE["2026-07-01"]
    office.take(told.AUGUST)
    assert office.due("2026-08-01", "--all") == DUE["2026-08-01"]

    with office.open() as workspace:
        cases = list(cases_of(workspace))
        found = {(by, day): rates(cases, by, date.fromisoformat(day)) for by, day in RATES}
    assert {key: told.by_value(rows) for key, rows in found.items()} == {
        key: told.by_value(rows) for key, rows in RATES.items()
    }
    for key in (("all", "2026-08-01"), ("month", "2026-06-10"), ("scheme", "2026-08-01")):
        assert found[key] == RATES[key]
    assert found["all", "2026-08-01"][0].answer_rate == 7 / 12

    check_round_trip(office)
    check_log(office)


def check_round_trip(office: Office) -> None:
    """What is exported is imported again without a change; the whole library's three schemes from one sheet."""
    shell, folder = office.shell, office.shell.folder
    before = (office.pages / "annotations.json").read_bytes()
    for name in ("csv", "xlsx"):
        path = folder / f"台账.{name}"
        assert shell.run("export", name, office.pages, "--sheet", "ledger", "-o", path).returncode == 0
        done = shell.run("import", name, path, office.pages)
        assert (done.returncode, done.stderr) == (
            0,
            "xiance: nothing new: 13 proposals are as the ledger says\n",
        )
    assert (office.pages / "annotations.json").read_bytes() == before
    rows = list(csv.DictReader(io.StringIO((folder / "台账.csv").read_text("utf-8-sig"))))
    told = {row["Title"]: row for row in rows}
    assert told[MEALS]["Answered on"] == "2026-07-01"
    assert told[FERRY]["File"] == "ledger"
    assert [row["Handling scheme"] for row in rows].count("CPPCC proposals") == 3


def check_log(office: Office) -> None:
    """All that was registered is there, and what was corrected; all is sound; one undo takes back the last."""
    steps = told.noted([*told.MARCH, *told.APRIL, *told.JUNE, *told.JULY, *told.AUGUST])
    every = told.in_order([*told.NPC_NOTED, *told.CPPCC_NOTED, *told.UPDATED_NOTED, *steps])
    assert told.log(office.pages / "annotations.json") == every
    with office.open() as workspace:
        workspace.undo().result()
        assert _handled(workspace, BAMBOO).outcome == "B"
        workspace.redo().result()
    assert told.log(office.pages / "annotations.json") == every
    done = office.shell.run("check", office.pages)
    assert (done.returncode, done.stdout) == (0, "")
