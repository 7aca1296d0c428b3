"""An office follows the sample proposals for five months: ledgers, stages, corrections, an answer that did not satisfy.

What is due and what it came to is compared at three dates with tables computed by hand.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from reader.annotations import Entry, Target
from reader.workspace import Workspace
from reader.workspace.handling import Handled
from reader.workspace.rates import Rate, cases_of, rates
from tests.cli.test_cli import Shell, pages, shell

__all__ = ["pages", "shell"]

LIFT, MEALS, SCHOOL, CARBON, NAPS, NIGHT = (
    "以“四张清单”推动老旧小区加装电梯提速", "办好“邻里餐桌”助餐点", "让闲置村小校舍活起来",
    "为中小企业建“碳账户”让节能降耗换来真金白银", "推动中小学生午休从“趴睡”到“躺睡”", "给夜班人一条回家的路",
)  # fmt: skip
BAMBOO, WORKERS, RESCUE = (
    "擦亮竹编老手艺带动山区群众就近增收",
    "规范零工市场 护好打工人的汗水钱",
    "建设乡镇应急“半小时救援圈”",
)
WATER, SHOPS, POST = "给农村小水厂找个“好管家”", "扶持社区小店守住家门口的便利", "以邮路带货畅通农产品出村"
FERRY = "关于望澜渡口开夜航的建议"

NPC = [
    ["澜州市人大代表建议交办清单", "", "", "", "", ""],
    ["编号", "标题", "领衔代表", "主办单位", "会办单位", "交办日期"],
    ["N1", f"关于{BAMBOO}的建议", "祁念慈", "市文旅局", "市财政局", "2026年3月9日"],
    ["N2", WORKERS.replace(" ", "，"), "汤敬之", "市人社局", "", "2026.3.9"],
    ["N3", f"《{RESCUE}》", "段云起", "市应急局", "", "2026-03-10"],
    ["N4", FERRY, "周渡", "市交通局", "", "2026/3/10"],
]
CPPCC = [
    ["案号", "案由", "提案人", "主办单位", "立案日期", "交办日期", "办理期限"],
    ["T1", f"关于{WATER}的提案", "陆知微", "市水务局", date(2026, 3, 12), date(2026, 3, 16), None],
    ["T2", SHOPS, "纪如松", "市商务局、市城管局", date(2026, 3, 12), date(2026, 3, 16), date(2026, 5, 15)],
    ["T3", f"{POST}的提案", "罗江月", "市交通局", date(2026, 3, 12), date(2026, 3, 31), None],
]
UPDATED = [
    ["编号", "标题", "答复日期", "办理结果", "满意度"],
    ["N4", FERRY, "2026-05-29", "A", "满意"],
]

APRIL = [
    (-1, "2026-04-09", "support", "N1", "市财政局"),
    (35, "2026-05-15", "answer", "T2", "市商务局、市城管局"),
    (54, "2026-06-03", "answer", MEALS, "市民政局"),
    (54, "2026-06-03", "answer", SCHOOL, "市农业农村局"),
    (54, "2026-06-03", "answer", CARBON, "市生态环境局"),
    (54, "2026-06-03", "answer", LIFT, "市住建局"),
    (60, "2026-06-09", "answer", "N1", "市文旅局"),
    (61, "2026-06-10", "answer", "N3", "市应急局"),
    (61, "2026-06-10", "answer", "N4", "市交通局"),
    (67, "2026-06-16", "answer", "T1", "市水务局"),
    (71, "2026-06-20", "answer", "N2", "市住建局"),
    (81, "2026-06-30", "answer", "T3", "市交通局"),
    (83, "2026-07-02", "answer", NAPS, "市教育局"),
]
JUNE = [
    (-26, "2026-05-15", "answer", "T2", "市商务局、市城管局"),
    (-7, "2026-06-03", "answer", CARBON, "市生态环境局"),
    (0, "2026-06-10", "answer", "N3", "市应急局"),
    (6, "2026-06-16", "answer", "T1", "市水务局"),
    (10, "2026-06-20", "answer", "N2", "市住建局"),
    (20, "2026-06-30", "answer", "T3", "市交通局"),
    (25, "2026-07-05", "reanswer", MEALS, "市民政局"),
    (85, "2026-09-03", "answer", SCHOOL, "市农业农村局"),
]
AUGUST = [
    (-78, "2026-05-15", "answer", "T2", "市商务局、市城管局"),
    (-59, "2026-06-03", "answer", CARBON, "市生态环境局"),
    (-52, "2026-06-10", "answer", "N3", "市应急局"),
    (-32, "2026-06-30", "answer", "T3", "市交通局"),
    (33, "2026-09-03", "answer", SCHOOL, "市农业农村局"),
]


class Office:
    """The folder, its ledgers and what is registered by hand."""

    def __init__(self, shell: Shell, pages: Path) -> None:
        self.shell, self.pages = shell, pages

    @contextmanager
    def open(self) -> Iterator[Workspace]:
        workspace = Workspace.open([self.pages], creator="沈案")
        try:
            workspace.survey()
            yield workspace
        finally:
            workspace.close()

    def register(
        self, scheme: str, title: str, day: str, said: dict[str, str], reason: str = "", measure: int = -1
    ) -> None:
        with self.open() as workspace:
            target = _target(workspace, title, measure)
            wishes = [
                (target, Entry(scheme, field, value, day, "来信", reason)) for field, value in said.items()
            ]
            workspace.handling.register(wishes).result()

    def correct(self, title: str, field: str, value: str, day: str) -> None:
        with self.open() as workspace:
            old = _handled(workspace, title).values[field]
            workspace.handling.correct(old.id, Entry(old.entry.scheme, field, value, day, "更正")).result()

    def due(self, day: str, *more: str) -> list[tuple[int, str, str, str, str]]:
        done = self.shell.run("due", self.pages, "--json", *more, XIANCE_TODAY=day)
        assert (done.returncode, done.stderr) == (0, "")
        found = [json.loads(row) for row in done.stdout.splitlines()]
        return [
            (each["days_left"], each["due"], each["deadline"], each["number"] or each["title"], each["units"])
            for each in found
        ]

    def rates(self, by: str, day: str) -> list[Rate]:
        with self.open() as workspace:
            return rates(cases_of(workspace), by, date.fromisoformat(day))


def _target(workspace: Workspace, title: str, measure: int = -1) -> Target:
    spot = next(spot for spot in workspace.catalogue.spots(workspace.files) if spot.article.title == title)
    page = workspace.pages(spot.file)[spot.page.number - 1]
    article = page.article(spot.article.id)
    assert article is not None
    if measure < 0:
        return workspace.target_article(page, article)
    outer = [each for each in article.measures if each.level == 0]
    return workspace.target_measure(page, article, outer[measure])


def _handled(workspace: Workspace, title: str) -> Handled:
    found: Handled = next(each for each in workspace.handling.all() if each.spot.article.title == title)
    return found


@pytest.fixture
def office(shell: Shell, pages: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Office:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return Office(shell, pages)


def until_april(office: Office) -> None:
    """The column's proposals by hand, the deputies' from GB18030, the committee's from a workbook; one sent back."""
    shell, folder = office.shell, office.shell.folder
    (folder / "人大.csv").write_bytes("".join(",".join(row) + "\r\n" for row in NPC).encode("gb18030"))
    done = shell.run("import", "csv", folder / "人大.csv", office.pages, "--scheme", "npc")
    assert done.stderr == "xiance: 3 found, 1 without a text; 13 entries registered, 0 corrected\n"
    with xlsxwriter.Workbook(folder / "政协.xlsx", {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("立案")
        for number, row in enumerate(CPPCC):
            sheet.write_row(number, 0, row)
    done = shell.run("import", "xlsx", folder / "政协.xlsx", office.pages, "--scheme", "cppcc")
    assert done.stderr == "xiance: 3 found, 0 without a text; 13 entries registered, 0 corrected\n"
    units = {LIFT: "市住建局", MEALS: "市民政局", SCHOOL: "市农业农村局", CARBON: "市生态环境局"}
    for title, unit in units.items():
        office.register("column", title, "2026-03-03", {"stage": "assigned", "lead_units": unit})
    office.register("column", NIGHT, "2026-03-03", {"stage": "collected"})
    office.register("column", NAPS, "2026-04-02", {"stage": "assigned", "lead_units": "市教育局"})
    office.register("npc", WORKERS, "2026-03-16", {"stage": "returned"}, "不属本局职责")
    office.register("npc", WORKERS, "2026-03-20", {"stage": "assigned", "lead_units": "市住建局"})


def until_june(office: Office) -> None:
    """Answers, outcomes by measure, an extension, a ledger that goes on, and an answer that did not satisfy."""
    office.register("column", LIFT, "2026-04-20", {"stage": "answered"})
    for number, outcome in enumerate(("adopted", "adopted", "planned", "declined")):
        reason = "现阶段条件不具备" if outcome == "declined" else ""
        office.register("column", LIFT, "2026-04-20", {"outcome": outcome}, reason, measure=number)
    office.register("column", LIFT, "2026-04-25", {"satisfaction": "satisfied"})
    office.register("npc", BAMBOO, "2026-04-20", {"support_opinion": "given"})
    office.register("column", SCHOOL, "2026-05-28", {"extension": "granted"}, "需要试点")
    data = "".join("\t".join(row) + "\n" for row in UPDATED).encode("utf-16")
    done = office.shell.run("import", "csv", "-", office.pages, "--scheme", "npc", stdin=data)
    assert done.stderr == "xiance: 1 found, 0 without a text; 3 entries registered, 0 corrected\n"
    office.register("column", MEALS, "2026-05-30", {"stage": "answered", "outcome": "adopted"})
    office.register("npc", BAMBOO, "2026-06-01", {"stage": "answered", "outcome": "B"})
    office.register("column", MEALS, "2026-06-05", {"satisfaction": "dissatisfied"}, "只说研究，没有时间表")
    office.register("column", MEALS, "2026-06-08", {"stage": "handling"})
    office.register("column", NAPS, "2026-06-10", {"stage": "answered", "outcome": "noted"})
    office.correct(LIFT, "stage", "answered", "2026-04-21")


def until_august(office: Office) -> None:
    """The second answer, and an outcome that was put down wrongly."""
    office.register("npc", WORKERS, "2026-06-18", {"stage": "answered", "outcome": "A"})
    office.register("npc", WORKERS, "2026-06-25", {"satisfaction": "satisfied"})
    office.register("cppcc", WATER, "2026-06-15", {"stage": "answered", "outcome": "B"})
    office.register("cppcc", WATER, "2026-06-20", {"satisfaction": "fairly"})
    office.register("column", MEALS, "2026-07-01", {"stage": "answered"})
    office.register("column", MEALS, "2026-07-03", {"satisfaction": "satisfied"})
    office.correct(BAMBOO, "outcome", "A", "2026-06-01")


def test_five_months_of_an_office(office: Office) -> None:
    until_april(office)
    assert office.due("2026-04-10", "--all") == APRIL
    assert office.due("2026-04-10") == APRIL[:1]
    until_june(office)
    assert office.due("2026-06-10", "--all") == JUNE
    assert office.due("2026-06-10", "--days", "10") == JUNE[:5]
    until_august(office)
    assert office.due("2026-08-01", "--all") == AUGUST

    #                                             assigned answered evaluated satisfied decided adopted
    assert office.rates("all", "2026-04-10") == [Rate("", 12, 0, 0, 0, 0, 0)]
    assert office.rates("all", "2026-06-10") == [Rate("", 12, 5, 3, 2, 8, 5)]
    assert office.rates("all", "2026-08-01") == [Rate("", 12, 7, 5, 5, 10, 6)]
    assert office.rates("month", "2026-06-10") == [
        Rate("2026-03", 11, 4, 3, 2, 7, 5), Rate("2026-04", 1, 1, 0, 0, 1, 0),
    ]  # fmt: skip
    assert {rate.value: rate for rate in office.rates("unit", "2026-08-01")} == {
        rate.value: rate
        for rate in (
            Rate("市住建局", 2, 2, 2, 2, 5, 3),
            Rate("市民政局", 1, 1, 1, 1, 1, 1),
            Rate("市农业农村局", 1),
            Rate("市生态环境局", 1),
            Rate("市教育局", 1, 1, 0, 0, 1, 0),
            Rate("市文旅局", 1, 1, 0, 0, 1, 1),
            Rate("市应急局", 1),
            Rate("市交通局", 2, 1, 1, 1, 1, 1),
            Rate("市水务局", 1, 1, 1, 1, 1, 0),
            Rate("市商务局", 1),
            Rate("市城管局", 1),
        )
    }
    assert office.rates("scheme", "2026-08-01") == [
        Rate("column", 5, 3, 2, 2, 6, 3), Rate("npc", 4, 3, 2, 2, 3, 3), Rate("cppcc", 3, 1, 1, 1, 1, 0),
    ]  # fmt: skip
    assert office.rates("all", "2026-08-01")[0].answer_rate == 7 / 12

    check_round_trip(office)
    check_trace(office)


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


def check_trace(office: Office) -> None:
    """Both corrections left what they corrected; all is sound; one undo takes back the last."""
    with office.open() as workspace:
        entries = {each.id: each.entry for each in workspace.snapshot.annotations.values() if each.entry}
        corrected = [entries[entry.corrects] for entry in entries.values() if entry.corrects]
        assert [(each.field, each.value, each.date) for each in corrected] == [
            ("stage", "answered", "2026-04-20"), ("outcome", "B", "2026-06-01"),
        ]  # fmt: skip
        workspace.undo().result()
        assert _handled(workspace, BAMBOO).outcome == "B"
        workspace.redo().result()
    done = office.shell.run("check", office.pages)
    assert (done.returncode, done.stdout) == (0, "")
