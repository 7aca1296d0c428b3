"""An office follows the sample proposals for five months: its ledgers, what it registers, and what comes of that by hand.

One story, told twice: by the interface (`tests/cli/test_handling_story`) and at the keyboard (`tests/pty/test_handling`).
All tables here were computed with a calendar and a pencil; none is the program's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from tinydb import TinyDB

from reader.workspace.rates import Rate

OFFICE = "沈案"
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
MEASURES = ("列明“一张摸底清单”", "细化“一张协商清单”", "统筹“一张迁改清单”", "落实“一张管护清单”")
"""Those of LIFT, in their order."""

# -- ledgers, as other offices write them

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


def npc_ledger(folder: Path) -> Path:
    """Write the deputies' ledger, in GB18030; return where it is."""
    path = folder / "人大.csv"
    path.write_bytes("".join(",".join(row) + "\r\n" for row in NPC).encode("gb18030"))
    return path


def cppcc_ledger(folder: Path) -> Path:
    """Write the committee's workbook; return where it is."""
    path = folder / "政协.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("立案")
        for number, row in enumerate(CPPCC):
            sheet.write_row(number, 0, row)
    return path


def updated_ledger() -> bytes:
    """Return how the deputies' ledger goes on, in UTF-16 with tabs."""
    return "".join("\t".join(row) + "\n" for row in UPDATED).encode("utf-16")


# -- what the office registers by itself


@dataclass(frozen=True, slots=True)
class Step:
    """What is registered of a proposal at once: values by field, of the whole or of the measure with a label.

    With `corrects` the value takes the place of that (field, value, day).
    """

    scheme: str
    title: str
    day: str
    said: Mapping[str, str]
    reason: str = ""
    measure: str = ""
    corrects: tuple[str, str, str] | None = None


MARCH = (
    Step("column", LIFT, "2026-03-03", {"lead_units": "市住建局", "stage": "assigned"}),
    Step("column", MEALS, "2026-03-03", {"lead_units": "市民政局", "stage": "assigned"}),
    Step("column", SCHOOL, "2026-03-03", {"lead_units": "市农业农村局", "stage": "assigned"}),
    Step("column", CARBON, "2026-03-03", {"lead_units": "市生态环境局", "stage": "assigned"}),
    Step("column", NIGHT, "2026-03-03", {"stage": "collected"}),
    Step("cppcc", POST, "2026-03-02", {"stage": "proposed"}),
)  # fmt: skip
APRIL = (
    Step("column", NAPS, "2026-04-02", {"lead_units": "市教育局", "stage": "assigned"}),
    Step("npc", WORKERS, "2026-03-16", {"stage": "returned"}, "不属本局职责"),
    Step("npc", WORKERS, "2026-03-20", {"lead_units": "市住建局", "stage": "assigned"}),
)  # fmt: skip
JUNE = (
    Step("column", LIFT, "2026-04-20", {"stage": "answered"}),
    Step("column", LIFT, "2026-04-20", {"outcome": "adopted"}, measure=MEASURES[0]),
    Step("column", LIFT, "2026-04-20", {"outcome": "adopted"}, measure=MEASURES[1]),
    Step("column", LIFT, "2026-04-20", {"outcome": "planned"}, measure=MEASURES[2]),
    Step("column", LIFT, "2026-04-20", {"outcome": "declined"}, "现阶段条件不具备", MEASURES[3]),
    Step("column", LIFT, "2026-04-25", {"satisfaction": "satisfied"}),
    Step("npc", BAMBOO, "2026-04-20", {"support_opinion": "given"}),
    Step("column", SCHOOL, "2026-05-28", {"extension": "granted"}, "需要试点"),
    Step("column", MEALS, "2026-05-30", {"stage": "answered", "outcome": "adopted"}),
    Step("npc", BAMBOO, "2026-06-01", {"stage": "answered", "outcome": "B"}),
    Step("column", MEALS, "2026-06-05", {"satisfaction": "dissatisfied"}, "只说研究，没有时间表"),
    Step("column", MEALS, "2026-06-08", {"stage": "handling"}),
    Step("column", NAPS, "2026-06-10", {"stage": "answered", "outcome": "noted"}),
    Step("column", LIFT, "2026-04-21", {"stage": "answered"}, corrects=("stage", "answered", "2026-04-20")),
)  # fmt: skip
JULY = (
    Step("npc", WORKERS, "2026-06-18", {"stage": "answered", "outcome": "B"}),
    Step("npc", WORKERS, "2026-06-25", {"satisfaction": "dissatisfied"}, "工伤保险只字未提"),
    Step("npc", WORKERS, "2026-06-28", {"stage": "rework"}),
    Step("cppcc", WATER, "2026-06-15", {"stage": "answered", "outcome": "B"}),
    Step("cppcc", WATER, "2026-06-20", {"satisfaction": "fairly"}),
    Step("column", MEALS, "2026-07-01", {"stage": "answered"}),
)  # fmt: skip
AUGUST = (
    Step("npc", WORKERS, "2026-07-08", {"stage": "answered", "outcome": "A"}),
    Step("npc", WORKERS, "2026-07-10", {"satisfaction": "satisfied"}),
    Step("column", MEALS, "2026-07-03", {"satisfaction": "satisfied"}),
    Step("npc", BAMBOO, "2026-06-01", {"outcome": "A"}, corrects=("outcome", "B", "2026-06-01")),
)  # fmt: skip

# -- what is in the database then

Noted = tuple[str, str, str, str, str, str, str, tuple[str, str, str] | None]
"""Title, measure, scheme, field, value, day, reason, and what it takes the place of: field, value, day."""


def _rows(scheme: str, rows: Iterable[tuple[str, Mapping[str, str], str]]) -> list[Noted]:
    return [
        (title, "", scheme, name, value, day, "", None)
        for title, said, day in rows
        for name, value in said.items()
    ]


NPC_NOTED = _rows("npc", (
    (BAMBOO, {"number": "N1", "lead_units": "市文旅局", "support_units": "市财政局", "stage": "assigned"}, "2026-03-09"),
    (WORKERS, {"number": "N2", "lead_units": "市人社局", "stage": "assigned"}, "2026-03-09"),
    (RESCUE, {"number": "N3", "lead_units": "市应急局", "stage": "assigned"}, "2026-03-10"),
    (FERRY, {"number": "N4", "lead_units": "市交通局", "stage": "assigned"}, "2026-03-10"),
))  # fmt: skip
CPPCC_NOTED = _rows("cppcc", (
    (WATER, {"stage": "filed"}, "2026-03-12"),
    (WATER, {"number": "T1", "lead_units": "市水务局", "stage": "assigned"}, "2026-03-16"),
    (SHOPS, {"stage": "filed"}, "2026-03-12"),
    (SHOPS, {"number": "T2", "lead_units": "市商务局、市城管局", "stage": "assigned", "due": "2026-05-15"}, "2026-03-16"),
    (POST, {"stage": "filed"}, "2026-03-12"),
    (POST, {"number": "T3", "lead_units": "市交通局", "stage": "assigned"}, "2026-03-31"),
))  # fmt: skip
UPDATED_NOTED = _rows("npc", (
    (FERRY, {"stage": "answered", "outcome": "A", "satisfaction": "satisfied"}, "2026-05-29"),
))  # fmt: skip


def noted(steps: Iterable[Step]) -> list[Noted]:
    """Return what steps leave in the database."""
    return [
        (step.title, step.measure, step.scheme, name, value, step.day, step.reason, step.corrects)
        for step in steps
        for name, value in step.said.items()
    ]


def log(database: Path) -> list[Noted]:
    """Return what is in a database, sorted, read as anybody with plain TinyDB would; corrected entries are there, too."""
    with TinyDB(database, access_mode="r") as db:
        documents = {each["id"]: each for each in db.table("annotations").all() if not each.get("deleted")}

    def row(document: Mapping[str, Any]) -> Noted:
        target, entry = document["target"], document["entry"]
        old = documents[entry["corrects"]]["entry"] if entry["corrects"] else None
        corrects = (old["field"], old["value"], old["date"]) if old is not None else None
        what = (entry["scheme"], entry["field"], entry["value"], entry["date"], entry["reason"])
        return target["title"], target["measure"], *what, corrects

    return in_order(row(each) for each in documents.values() if each.get("entry"))


def in_order(rows: Iterable[Noted]) -> list[Noted]:
    """Return entries in an order that says nothing of when they were made."""
    return sorted(rows, key=lambda row: (*row[:7], row[7] or ()))


# -- what is due: days left, day, deadline, number or title, units

Due = tuple[int, str, str, str, str]

DUE: Mapping[str, list[Due]] = {
    "2026-04-10": [
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
    ],
    "2026-06-10": [
        (-26, "2026-05-15", "answer", "T2", "市商务局、市城管局"),
        (-7, "2026-06-03", "answer", CARBON, "市生态环境局"),
        (0, "2026-06-10", "answer", "N3", "市应急局"),
        (6, "2026-06-16", "answer", "T1", "市水务局"),
        (10, "2026-06-20", "answer", "N2", "市住建局"),
        (20, "2026-06-30", "answer", "T3", "市交通局"),
        (25, "2026-07-05", "reanswer", MEALS, "市民政局"),
        (85, "2026-09-03", "answer", SCHOOL, "市农业农村局"),
    ],
    "2026-07-01": [
        (-47, "2026-05-15", "answer", "T2", "市商务局、市城管局"),
        (-28, "2026-06-03", "answer", CARBON, "市生态环境局"),
        (-21, "2026-06-10", "answer", "N3", "市应急局"),
        (-1, "2026-06-30", "answer", "T3", "市交通局"),
        (24, "2026-07-25", "reanswer", "N2", "市住建局"),
        (64, "2026-09-03", "answer", SCHOOL, "市农业农村局"),
    ],
    "2026-08-01": [
        (-78, "2026-05-15", "answer", "T2", "市商务局、市城管局"),
        (-59, "2026-06-03", "answer", CARBON, "市生态环境局"),
        (-52, "2026-06-10", "answer", "N3", "市应急局"),
        (-32, "2026-06-30", "answer", "T3", "市交通局"),
        (33, "2026-09-03", "answer", SCHOOL, "市农业农村局"),
    ],
}  # fmt: skip


NUMBERED = {
    "N1": BAMBOO, "N2": WORKERS, "N3": RESCUE, "N4": FERRY, "T1": WATER, "T2": SHOPS, "T3": POST,
}  # fmt: skip


def due_row(found: Mapping[str, Any]) -> Due:
    """Return what an object of `xiance due --json` says."""
    name = found["number"] or found["title"]
    return found["days_left"], found["due"], found["deadline"], name, found["units"]


# -- rates, as of a day; the counts are assigned, answered, evaluated, satisfied, decided, adopted

RATES: Mapping[tuple[str, str], list[Rate]] = {
    ("all", "2026-04-10"): [Rate("", 12, 0, 0, 0, 0, 0)],
    ("all", "2026-06-10"): [Rate("", 12, 5, 3, 2, 8, 5)],
    ("all", "2026-07-01"): [Rate("", 12, 7, 5, 3, 10, 5)],
    ("all", "2026-08-01"): [Rate("", 12, 7, 5, 5, 10, 6)],
    ("month", "2026-06-10"): [Rate("2026-03", 11, 4, 3, 2, 7, 5), Rate("2026-04", 1, 1, 0, 0, 1, 0)],
    ("scheme", "2026-08-01"): [
        Rate("column", 5, 3, 2, 2, 6, 3),
        Rate("npc", 4, 3, 2, 2, 3, 3),
        Rate("cppcc", 3, 1, 1, 1, 1, 0),
    ],
    ("unit", "2026-08-01"): [
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
    ],
}  # fmt: skip


RATES_THEN: Mapping[str, Rate] = {
    "2026-04-10": Rate("", 12, 0, 0, 0, 0, 0),
    "2026-06-10": Rate("", 12, 5, 3, 2, 8, 4),
    "2026-07-01": Rate("", 12, 7, 5, 3, 10, 4),
    "2026-08-01": Rate("", 12, 7, 5, 5, 10, 6),
}
"""Those of all on the days themselves: what came of BAMBOO was put right in August only."""


def by_value(found: Iterable[Rate]) -> Mapping[str, Rate]:
    """Return rates by what they are of: their order is no matter here."""
    return {rate.value: rate for rate in found}
