"""The sample pages' database as two readers and an office would leave it: tags, comments, and what came of proposals.

It is made through the workspace, with a clock and chance of our own, so that it is the same each time.
"""

from __future__ import annotations

import os
import random
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from reader.annotations import Entry, Target, ids
from reader.config.language import choose, current
from reader.workspace import Workspace
from reader.workspace.ledger import LedgerImport

NAME = "annotations.json"
OFFICE, READER = "沈案", "林评"

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

TAGS = {
    LIFT: ("民生/居住",), MEALS: ("民生/养老",), SCHOOL: ("乡村振兴",), CARBON: ("营商环境", "绿色低碳"), NAPS: ("民生/教育",),
    NIGHT: ("民生/出行",), BAMBOO: ("乡村振兴",), WORKERS: ("民生/就业",), RESCUE: ("应急",), WATER: ("乡村振兴", "民生/用水"),
    SHOPS: ("营商环境", "民生/消费"), POST: ("乡村振兴",),
}  # fmt: skip

LEDGERS = (
    ("npc", "人大代表建议交办清单.csv", "2026-03-10", (
        ("编号", "标题", "领衔代表", "主办单位", "会办单位", "交办日期"),
        ("2026-031", f"关于{BAMBOO}的建议", "祁念慈", "市文化和旅游局", "市财政局", "2026-03-09"),
        ("2026-032", WORKERS, "汤敬之", "市人力资源和社会保障局", "", "2026-03-09"),
        ("2026-033", f"关于{RESCUE}的建议", "段云起", "市应急管理局", "", "2026-03-10"),
        ("2026-034", "关于望澜渡口试开夜航的建议", "周渡", "市交通运输局", "", "2026-03-10"),
    )),
    ("cppcc", "政协提案立案清单.csv", "2026-03-16", (
        ("提案号", "案由", "提案人", "主办单位", "立案日期", "交办日期", "办理期限"),
        ("0107", f"关于{WATER}的提案", "陆知微", "市水务局", "2026-03-12", "2026-03-16", ""),
        ("0108", f"关于{SHOPS}的提案", "纪如松", "市商务局、市城市管理局", "2026-03-12", "2026-03-16", "2026-05-15"),
        ("0109", f"关于{POST}的提案", "罗江月", "市交通运输局", "2026-03-12", "2026-03-31", ""),
    )),
)  # fmt: skip

Step = tuple[str, str, str, Mapping[str, str], str, int]
"""Day, scheme, title, what is registered, why, and the measure it is about (0: the whole)."""

STEPS: tuple[Step, ...] = (
    ("2026-03-03", "column", LIFT, {"stage": "assigned", "lead_units": "市住房和城乡建设局"}, "", 0),
    ("2026-03-03", "column", MEALS, {"stage": "assigned", "lead_units": "市民政局"}, "", 0),
    ("2026-03-03", "column", SCHOOL, {"stage": "assigned", "lead_units": "市农业农村局"}, "", 0),
    ("2026-03-03", "column", CARBON, {"stage": "assigned", "lead_units": "市生态环境局"}, "", 0),
    ("2026-03-03", "column", NIGHT, {"stage": "collected"}, "", 0),
    ("2026-03-16", "npc", WORKERS, {"stage": "returned"}, "零工市场由市住建部门牵头", 0),
    ("2026-03-20", "npc", WORKERS, {"stage": "assigned", "lead_units": "市住房和城乡建设局"}, "", 0),
    ("2026-04-02", "column", NAPS, {"stage": "assigned", "lead_units": "市教育局"}, "", 0),
    ("2026-04-08", "npc", BAMBOO, {"support_opinion": "given"}, "", 0),
    ("2026-04-20", "column", LIFT, {"stage": "answered"}, "", 0),
    ("2026-04-20", "column", LIFT, {"outcome": "adopted"}, "", 1),
    ("2026-04-20", "column", LIFT, {"outcome": "adopted"}, "", 2),
    ("2026-04-20", "column", LIFT, {"outcome": "planned"}, "", 3),
    ("2026-04-20", "column", LIFT, {"outcome": "declined"}, "管护费用由业主协商，不宜统一规定", 4),
    ("2026-04-25", "column", LIFT, {"satisfaction": "satisfied", "score": "4.5"}, "", 0),
    ("2026-05-28", "column", SCHOOL, {"extension": "granted"}, "先在两个村试点", 0),
    ("2026-05-30", "column", MEALS, {"stage": "answered", "outcome": "partly"}, "", 0),
    ("2026-06-01", "npc", BAMBOO, {"stage": "answered", "outcome": "B", "answer_number": "澜文旅函〔2026〕18号"}, "", 0),
    ("2026-06-05", "column", MEALS, {"satisfaction": "dissatisfied"}, "只说研究，没有时间表", 0),
    ("2026-06-08", "column", MEALS, {"stage": "handling"}, "", 0),
    ("2026-06-10", "column", NAPS, {"stage": "answered", "outcome": "noted"}, "", 0),
    ("2026-06-15", "cppcc", WATER, {"stage": "answered", "outcome": "B", "public": "full"}, "", 0),
    ("2026-06-18", "npc", WORKERS, {"stage": "answered", "outcome": "A"}, "", 0),
    ("2026-06-20", "cppcc", WATER, {"satisfaction": "fairly"}, "", 0),
    ("2026-06-25", "npc", WORKERS, {"satisfaction": "satisfied"}, "", 0),
    ("2026-07-01", "column", MEALS, {"stage": "answered", "outcome": "adopted"}, "", 0),
    ("2026-07-03", "column", MEALS, {"satisfaction": "satisfied"}, "", 0),
)  # fmt: skip

COMMENTS = (
    (LIFT, 3, "迁改费用怎么分摊？清单里没有说。", "答复里写明了：政府、管线单位、业主各三分之一。"),
    (MEALS, 0, "可与“长者食堂”并案答复。", ""),
    (WATER, 2, "跨村统管的先例在石渡县，可附上。", "已联系，材料下周到。"),
)
RESOLVED = LIFT


class Clock:
    """What time it is: it is set, and goes on a little each time it is asked."""

    def __init__(self) -> None:
        """Start before all."""
        self._moment = datetime(2026, 3, 2, tzinfo=UTC)
        self._chance = random.Random(20260302)  # the day of the first sample page

    def set(self, day: str) -> None:
        """Make it nine in the morning of a day (UTC), unless it is later already."""
        self._moment = max(self._moment, datetime.fromisoformat(f"{day}T09:00:00+00:00"))

    def now(self, _zone: object = None) -> datetime:
        """Return this moment."""
        self._moment += timedelta(milliseconds=7)
        return self._moment

    def time_ns(self) -> int:
        """Return this moment in nanoseconds."""
        return int(self.now().timestamp() * 1000) * 1_000_000

    def urandom(self, size: int) -> bytes:
        """Return the next bytes of chance."""
        return self._chance.randbytes(size)


def database(files: Mapping[str, bytes]) -> bytes:
    """Return the database of the sample files, by their names."""
    with tempfile.TemporaryDirectory() as scratch, _alone(scratch):
        folder = Path(scratch, "sample_docs")
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        clock = Clock()
        with _clock(clock):
            _tags_and_comments(folder, clock)
            _handling(folder, clock)
        data = (folder / NAME).read_bytes()
    # How often it was written meanwhile is a matter of speed.
    return re.sub(rb'"generation": \d+', b'"generation": 1', data, count=1)


def _tags_and_comments(folder: Path, clock: Clock) -> None:
    with _open(folder, READER) as workspace:
        clock.set("2026-03-07")
        for title, names in TAGS.items():
            workspace.tag(_target(workspace, title), names).result()
        for title, measure, text, answer in COMMENTS:
            before = set(workspace.snapshot.annotations)
            workspace.comment(_target(workspace, title, measure), text).result()
            if answer:
                (head,) = set(workspace.snapshot.annotations) - before
                workspace.reply(head, answer).result()
                if title == RESOLVED:
                    workspace.resolve(head, True).result()


def _handling(folder: Path, clock: Clock) -> None:
    with _open(folder, OFFICE) as workspace:
        for day, register in sorted((*_ledgers(workspace), *_steps(workspace)), key=lambda each: each[0]):
            clock.set(day)
            register()
        clock.set("2026-07-10")
        wrong = next(each for each in workspace.handling.all() if each.spot.article.title == BAMBOO).values[
            "outcome"
        ]
        workspace.handling.correct(wrong.id, Entry("npc", "outcome", "A", "2026-06-01", "复函原件")).result()


def _ledgers(workspace: Workspace) -> Iterator[tuple[str, Any]]:
    def take(scheme: str, name: str, day: str, rows: tuple[tuple[str, ...], ...]) -> None:
        data = "".join(",".join(row) + "\n" for row in rows).encode()
        ledger = LedgerImport(workspace, data, name, scheme)
        plan = ledger.plan(date.fromisoformat(day))
        if plan.mistakes:
            raise ValueError(plan.mistakes)
        ledger.commit(plan).result()

    for scheme, name, day, rows in LEDGERS:
        yield day, lambda given=(scheme, name, day, rows): take(*given)


def _steps(workspace: Workspace) -> Iterator[tuple[str, Any]]:
    def register(
        day: str, scheme: str, title: str, said: Mapping[str, str], reason: str, measure: int
    ) -> None:
        target = _target(workspace, title, measure)
        wishes = [(target, Entry(scheme, field, value, day, "", reason)) for field, value in said.items()]
        workspace.handling.register(wishes).result()

    for step in STEPS:
        yield step[0], lambda given=step: register(*given)


def _target(workspace: Workspace, title: str, measure: int = 0) -> Target:
    spot = next(spot for spot in workspace.catalogue.spots(workspace.files) if spot.article.title == title)
    page = workspace.pages(spot.file)[spot.page.number - 1]
    article = page.article(spot.article.id)
    if article is None:
        raise ValueError(title)
    if not measure:
        return workspace.target_article(page, article)
    outermost = [each for each in article.measures if each.level == 0]
    return workspace.target_measure(page, article, outermost[measure - 1])


@contextmanager
def _open(folder: Path, creator: str) -> Iterator[Workspace]:
    workspace = Workspace.open([folder], creator=creator)
    try:
        workspace.survey()
        yield workspace
    finally:
        workspace.close()


@contextmanager
def _alone(scratch: str) -> Iterator[None]:
    """Keep configuration and reading state of whoever builds out of it, and its language."""
    names = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XIANCE_DB", "XIANCE_TODAY")
    before, language = {name: os.environ.get(name) for name in names}, current()
    for name in names:
        os.environ.pop(name, None)
    os.environ |= {name: f"{scratch}/{name}" for name in names[:3]}
    choose("zh")
    try:
        yield
    finally:
        choose(language)
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


@contextmanager
def _clock(clock: Clock) -> Iterator[None]:
    """Have ids and times made by a clock."""
    module: Any = ids
    before = {name: getattr(module, name) for name in ("os", "time", "datetime", "_last")}
    module.os, module.time, module.datetime = clock, clock, SimpleNamespace(now=clock.now)
    module._last = 0
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)
