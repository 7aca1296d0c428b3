"""An office follows the sample proposals for five months at the keyboard, the program started anew on each of five days.

What is due and what came of it are compared on four of the days with tables computed by hand (`tests/office`), and what is in
the database with what the interface makes of the same steps (`tests/cli/test_handling_story`).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields, replace
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.workspace.rates import Rate
from tests import office as told
from tests.office import DUE, MEALS, NAPS, NUMBERED, OFFICE, RATES, RATES_THEN, Step
from tests.pty.clerk import LETTER_FREE, Clerk
from tests.pty.conftest import Person

pytestmark = pytest.mark.pty

HIGH = (120, 72)
"""Columns and rows in which the contents and the cards show whole."""
ANSWER = "烟火气旺了投诉电话少了"
LETTER = "澜民函〔2026〕7号"


class Office:
    """The clerk's folder, and all that has been registered in it so far."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.noted: list[told.Noted] = []

    @contextmanager
    def sitting(self, day: str, steps: Sequence[Step]) -> Iterator[Clerk]:
        """Yield a clerk on a day; when she has left, the steps are all there, beside what was there before, and no more."""
        clerk = Clerk(self.person.start(size=HIGH, XIANCE_TODAY=day, XIANCE_USER=OFFICE), day)
        yield clerk
        clerk.leave()
        self.check(told.noted(steps))

    def check(self, news: Sequence[told.Noted]) -> None:
        """The database holds the news beside what it held before."""
        self.noted = told.in_order([*self.noted, *news])
        assert told.log(self.person.database) == self.noted

    def ask(self, *words: str | Path, day: str) -> str:
        """Return what a command prints on a day."""
        done = subprocess.run(
            [sys.executable, "-m", "reader", *map(str, words)],
            env=self.person.environment(XIANCE_TODAY=day),
            cwd=self.person.home,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def take(self, path: Path, scheme: str, news: Sequence[told.Noted], day: str) -> None:
        """Import a ledger at the terminal."""
        words = ("import", path.suffix[1:], path, self.person.pages, "--scheme", scheme)
        terminal = self.person.start(*words, XIANCE_TODAY=day, XIANCE_USER=OFFICE)
        assert terminal.wait_exit().code == 0
        assert f"新登记 {len(news)} 条" in terminal.text
        self.check(news)

    def check_tables(self, day: str) -> None:
        """What is due, and the rates, are those computed by hand."""
        due = self.ask("due", self.person.pages, "--all", "--json", day=day).splitlines()
        assert [told.due_row(json.loads(row)) for row in due] == DUE[day]
        assert self.rates("all", day, today=day) == [RATES_THEN[day]]

    def check_rates(self, today: str) -> None:
        """The rates as of every day of the tables are those computed by hand, whatever was put right since."""
        for (by, day), expected in RATES.items():
            assert told.by_value(self.rates(by, day, today=today)) == told.by_value(expected)

    def rates(self, by: str, day: str, *, today: str) -> list[Rate]:
        """Return rates as of the end of a day."""
        told_by = ("--rates", by, "--date", day, "--json")
        found = json.loads(self.ask("stats", self.person.pages, *told_by, day=today))["rates"]
        names = [each.name for each in fields(Rate)]
        return [Rate(**{name: each[name] for name in names}) for each in found]


def check_contents(clerk: Clerk, day: str) -> None:
    """The contents tell of each proposal the days left of what is due first."""
    first: dict[str, int] = {}
    for left, _day, _deadline, name, _units in DUE[day]:
        first.setdefault(NUMBERED.get(name, name), left)
    clerk.see_days_left({told.NIGHT: "", **{title: str(left) for title, left in first.items()}})


def check_statistics(clerk: Clerk, day: str, *, again: bool = False) -> None:
    """The statistics have the rates as their last side; `again`: it is the one that was looked at last."""
    clerk.press("gS")
    if not again:
        clerk.see(r"\A 统计 · 标签 · 13条建议")
        clerk.see(r"^ +（无） +13 ")
        clerk.press("B")
    clerk.see(r"\A 统计 · 办理指标 · ")
    clerk.see_counts("全部", list(asdict(RATES_THEN[day]).values())[1:])
    clerk.press("q")


def test_five_months_at_the_keyboard(person: Person) -> None:
    office = Office(person)
    in_march(office)
    office.take(told.npc_ledger(person.home), "npc", told.NPC_NOTED, "2026-03-11")
    office.take(told.cppcc_ledger(person.home), "cppcc", told.CPPCC_NOTED, "2026-04-01")
    in_april(office)
    office.check_tables("2026-04-10")
    path = person.home / "人大续.csv"
    path.write_bytes(told.updated_ledger())
    office.take(path, "npc", told.UPDATED_NOTED, "2026-05-29")
    in_june(office)
    office.check_tables("2026-06-10")
    in_july(office)
    office.check_tables("2026-07-01")
    in_august(office)
    office.check_tables("2026-08-01")
    office.check_rates("2026-08-01")
    check_evidence(person.database)


def in_march(office: Office) -> None:
    """Without a letter in 80 by 24: four are assigned at once, each to its unit; one becomes the committee's."""
    day = "2026-03-03"
    clerk = Clerk(office.person.start(size=(80, 24), XIANCE_TODAY=day, XIANCE_USER=OFFICE), day, LETTER_FREE)
    *assigned, collected, filed = told.MARCH
    clerk.press("<f5>")
    clerk.see(r"\A 总览 · 12条建议")
    clerk.press("<s-down>" * len(assigned) + "<f7>")
    clerk.see(f"│ {len(assigned)} 件建议：")
    clerk.press("2")
    clerk.save(1)
    clerk.see(f"^ 登记 · {len(assigned)} 件")
    clerk.terminal.wait_for(lambda text: len(re.findall(r"交办 +92 ", text)) == len(assigned))
    clerk.press("<f5>")
    for step in assigned:
        clerk.find(step.title)
        clerk.register(replace(step, said={"lead_units": step.said["lead_units"]}))
    clerk.find(collected.title)
    clerk.register(collected)
    clerk.find(filed.title)
    clerk.press("<f4>")
    clerk.see("─ 办理登记 · 报纸献策")
    clerk.press("<f5>")
    clerk.see("政协提案  只用于这里")
    clerk.press("<down><down><enter>")
    clerk.see("─ 办理登记 · 政协提案")
    clerk.press("1<pgup><c-u>昨天")
    clerk.save(1)
    clerk.leave()
    office.check(told.noted(told.MARCH))


def in_april(office: Office) -> None:
    """A proposal is sent back, with its reason, and goes to another unit."""
    with office.sitting("2026-04-10", told.APRIL) as clerk:
        for step in told.APRIL:
            clerk.find(step.title)
            clerk.register(step)
        check_contents(clerk, "2026-04-10")


def in_june(office: Office) -> None:
    """Answers, outcomes by measure – none without its reason –, an extension, one correction; the last step undone, redone."""
    day = "2026-06-10"
    *steps, correction = told.JUNE
    with office.sitting(day, told.JUNE) as clerk:
        title = ""
        for step in steps:
            if step.title != title:
                clerk.find(step.title)
            title = step.title
            if step.said == {"outcome": "declined"}:
                decline(clerk, step)
            else:
                clerk.register(step)
        assert title == NAPS
        clerk.see("留作参考")
        clerk.press("u")
        clerk.see("^ 撤销：")
        clerk.terminal.wait_for(lambda text: "留作参考" not in text)
        clerk.press("<c-r>")
        clerk.see("^ 重做：")
        clerk.see("留作参考")
        clerk.find(correction.title)
        clerk.see("4 措施：2 采纳、1 列入计划、1 未")
        clerk.correct("2026-04-20  环节", correction)
        check_contents(clerk, day)
        check_statistics(clerk, day)


def decline(clerk: Clerk, step: Step) -> None:
    """What is declined is not saved without a reason; the form asks for it."""
    clerk.begin(step)
    clerk.press("<c-s>")
    clerk.see(r"│  理由 +! 这一项要写明理由")
    clerk.press(step.reason)
    clerk.see(rf"│  理由 +{step.reason}")
    clerk.save(1)


def in_july(office: Office) -> None:
    """An answer that did not satisfy is worked on again; another one comes with its evidence, and a source of its own."""
    day = "2026-07-01"
    with office.sitting(day, told.JULY) as clerk:
        *steps, answer = told.JULY
        title = ""
        for step in steps:
            if step.title != title:
                clerk.find(step.title)
            title = step.title
            clerk.register(step)
        clerk.find(MEALS)
        clerk.link(ANSWER[:3])
        clerk.begin(answer)
        clerk.fill(answer, "依据", "<right>")
        clerk.fill(answer, "出处", "<c-u>" + LETTER)
        clerk.save(1)
        clerk.see(f"依据：《{ANSWER}》")
        clerk.see(LETTER)
        check_contents(clerk, day)


def in_august(office: Office) -> None:
    """The second answers satisfy; an outcome that was put down wrongly is put right."""
    day = "2026-08-01"
    *steps, correction = told.AUGUST
    with office.sitting(day, told.AUGUST) as clerk:
        for step in steps:
            clerk.find(step.title)
            clerk.register(step)
        clerk.find(correction.title)
        clerk.correct("2026-06-01  办理结果", correction)
        check_contents(clerk, day)
        check_statistics(clerk, day, again=True)


def check_evidence(database: Path) -> None:
    """The answer, and nothing else, names the link; its source was typed, those of others are their pages."""
    with TinyDB(database, access_mode="r") as db:
        (link,) = db.table("links").all()
        entries = [each["entry"] for each in db.table("annotations").all() if each.get("entry")]
    assert [(each["field"], each["date"]) for each in entries if each["evidence"] == link["id"]] == [
        ("stage", "2026-07-01")
    ]
    assert [each["evidence"] for each in entries if each["source"] == LETTER] == [link["id"]]
    assert "澜州日报 2026-03-02 第2版" in {each["source"] for each in entries}
