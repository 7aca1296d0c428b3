"""The ledger written and read back: nothing changes, whatever the fields are and hold."""

from __future__ import annotations

import csv as csv_module
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from reader.annotations import Entry
from reader.annotations.handling import Registered, standing
from reader.annotations.schemes import Field, Scheme
from reader.config.language import choose
from reader.config.schemes import load_schemes
from reader.exchange import write
from reader.exchange.ledger import read_ledger
from reader.exchange.model import ArticleRecord, Export, Options
from reader.pages.model import Source
from reader.repository import PageRecord
from reader.workspace import Filters, Workspace
from reader.workspace.exporting import export_of
from reader.workspace.ledger import LedgerImport
from reader.workspace.ledger.differing import news
from reader.workspace.textless import page_of
from tests.workspace.conftest import Opener, first
from tests.workspace.test_ledger import FERRY, LIBRARY, TODAY, table, take

OWN = """
id = "own"
label = { zh = "自己的方案", en = "Own" }
[[field]]
id = "verdict"
label = { zh = "判断", en = "Verdict" }
type = "choice"
on = ["article", "measure"]
[[field.value]]
id = "good"
label = { zh = "可行", en = "Feasible" }
letter = "甲"
[[field.value]]
id = "twin"
label = { zh = "可行", en = "Feasible" }
[[field.value]]
id = "old"
label = { zh = "旧值", en = "Old" }
retired = true
[[field]]
id = "remark"
label = { zh = "说明", en = "Remark" }
type = "text"
[[field]]
id = "visited"
label = { zh = "走访日", en = "Visited" }
type = "date"
[[field]]
id = "units"
label = { zh = "单位们", en = "Units" }
type = "unit"
many = true
[[field]]
id = "cost"
label = { zh = "经费", en = "Cost" }
type = "number"
unit = { zh = "万元", en = "10,000 yuan" }
[[field]]
id = "title"
label = { zh = "打分", en = "Score given" }
type = "score"
least = 0
most = 10
[[field]]
id = "of_measures"
label = { zh = "只在措施", en = "Measures only" }
type = "score"
on = ["measure"]
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    choose("en")
    yield
    choose("en")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scheme:
    """A scheme with a field of every type, in a configuration of one's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "config" / "xiance" / "schemes"
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text(OWN, "utf-8")
    return load_schemes().known["own"]


VALUES = [
    ("verdict", "twin"), ("remark", "=1+1，含 公式"), ("visited", "2026-02-28"), ("units", "市交通局、市财政局"),
    ("cost", "3.50"), ("title", "9"),
]  # fmt: skip


def exported(workspace: Workspace, name: str) -> bytes:
    out = io.BytesIO()
    write(name, export_of(workspace, options=Options("ledger")), out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["xlsx", "csv"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_type_of_field_comes_back_as_it_went(
    opening: Opener, own: Scheme, name: str, lang: str
) -> None:
    choose(lang)
    workspace = opening()
    target = workspace.target_article(*first(workspace))
    entries = [Entry("own", field, value, "2026-02-01") for field, value in VALUES]
    entries.append(Entry("own", "gone", "无", "2026-02-01"))
    workspace.handling.register([(target, each) for each in entries]).result()
    data = exported(workspace, name)
    plan = LedgerImport(workspace, data, "台账", "own").plan(TODAY)
    assert (plan.matched, plan.textless, plan.new, plan.corrected, plan.mistakes) == (1, 0, 0, 0, ())
    fresh = read_ledger(data, "台账", own)
    assert {(each.field, each.value) for each in fresh.rows[0].said} == {
        *VALUES[:4], ("cost", "3.5"), VALUES[5],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["xlsx", "csv"])
def test_what_a_scheme_has_no_more_stays(opening: Opener, own: Scheme, name: str) -> None:
    workspace = opening()
    target = workspace.target_article(*first(workspace))
    stored = [
        ("verdict", "old"),
        ("verdict", "removed"),
        ("visited", "春天"),
        ("cost", "不少"),
        ("title", "99"),
    ]
    for entry in [
        Entry("own", field, value, f"2026-02-0{day}") for day, (field, value) in enumerate(stored, 1)
    ]:
        workspace.handling.register([(target, entry)]).result()
    plan = LedgerImport(workspace, exported(workspace, name), "台账", "own").plan(TODAY)
    assert (plan.matched, plan.new, plan.corrected, plan.mistakes) == (1, 0, 0, ())


@pytest.mark.parametrize("name", ["xlsx", "csv"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_three_schemes_stand_in_one_table_and_come_back(
    opening: Opener, own: Scheme, name: str, lang: str
) -> None:
    choose(lang)
    workspace = opening()
    take(workspace, table(LIBRARY, FERRY), "npc")
    cppcc = ("案号", "案由", "提案人", "承办单位", "立案日期", "交办日期", "结果")
    take(
        workspace,
        table(
            ("T1", "关于堤岸绿道的提案", "秦暮云", "市水务局", "2026-02-20", "2026-02-21", "A"), header=cppcc
        ),
        "cppcc",
    )
    judged = ("标题", "打分", "单位们", "说明")
    take(
        workspace,
        table(("关于旧衣箱的建议", "7.5", "市供销社；市城管局", "值得"), header=judged),
        "own",
        {"打分": "field:title"},
    )
    before = workspace.snapshot
    data = exported(workspace, name)
    plan = take(workspace, data, "column")
    assert (plan.matched, plan.textless, plan.new, plan.corrected, plan.mistakes) == (4, 0, 0, 0, ())
    assert dict(workspace.snapshot.annotations.items()) == dict(before.annotations.items())
    if name == "csv":
        assert take(workspace, data.replace(b"7.5", b"8"), "column").corrected == 1


def test_a_workbook_has_the_ledger_once_something_is_handled(
    opening: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIANCE_TODAY", "2026-05-30")
    choose("zh")
    workspace = opening()
    out = io.BytesIO()
    write("xlsx", export_of(workspace), out)
    assert "台账" not in load_workbook(out).sheetnames
    take(workspace, table(LIBRARY, FERRY))
    write("xlsx", export_of(workspace), out)
    page = load_workbook(out)["台账"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    told = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [(row["编号"], row["标题"], row["环节"], row["剩余天数"]) for row in told] == [
        ("001", "让图书馆开到夜里", "交办", 3),
        ("002", "关于渡口夜航的建议", "答复", None),
    ]
    assert told[1]["办理结果"] == "B 正在解决或列入计划"
    assert (told[1]["交办日期"].date(), told[1]["答复日期"].date()) == (date(2026, 3, 5), date(2026, 5, 20))
    assert told[0]["到期日"].date() == date(2026, 6, 2)
    assert (told[1]["文件"], told[0]["办理方案"]) == ("台账", "人大代表建议")


def test_entries_are_told_in_the_words_of_their_scheme(opening: Opener) -> None:
    choose("zh")
    workspace = opening()
    target = workspace.target_article(*first(workspace))
    for field, value in (("stage", "handling"), ("gone", "=1")):
        entry = Entry("npc", field, value, "2026-02-01")
        workspace.handling.register([(target, entry)]).result()
    out = io.BytesIO()
    write("csv", export_of(workspace, options=Options("proposals", ("entries",))), out)
    head, row = list(csv_module.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))
    assert (head, row) == (["办理登记"], ["环节：办理 2026-02-01\ngone：=1 2026-02-01"])
    out = io.BytesIO()
    write("markdown", export_of(workspace), out)
    assert "环节: 办理 (2026-02-01)" in out.getvalue().decode()


def test_columns_of_the_ledger_can_be_chosen(opening: Opener) -> None:
    choose("en")
    workspace = opening()
    take(workspace, table(FERRY))
    out = io.BytesIO()
    write("csv", export_of(workspace, options=Options("ledger", ("number", "stage", "days_left"))), out)
    rows = list(csv_module.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))
    assert rows == [["Number", "Stage", "Days left"], ["002", "Answered", ""]]


@pytest.mark.parametrize(
    ("filters", "number"),
    [
        (Filters(tags=("民生",)), ["001"]),
        (Filters(fields=(("stage", "answered"),)), ["002"]),
        (Filters(tags=("没有",)), []),
    ],
)
def test_a_filter_lets_whole_proposals_pass(opening: Opener, filters: Filters, number: list[str]) -> None:
    choose("en")
    workspace = opening()
    take(workspace, table(LIBRARY, FERRY))
    page, article = first(workspace)
    workspace.tag(workspace.target_article(page, article), ["民生"]).result()
    out = io.BytesIO()
    options = Options("ledger", ("number", "stage", "lead_units"))
    write("csv", export_of(workspace, filters, options), out)
    rows = list(csv_module.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))[1:]
    assert [row[0] for row in rows] == number
    assert all(all(row) for row in rows)  # whatever let it pass, all that is registered on it counts


# -- any values

SCHEMES = list(load_schemes(Path("/nonexistent")).known.values())
TEXT = st.text(max_size=12).filter(lambda text: bool(text.strip()))


def stored(field: Field) -> st.SearchStrategy[str]:
    """A value as a form would store it."""
    if field.type == "choice":
        return st.sampled_from([value.id for value in field.values])
    if field.type == "date":
        return st.dates(date(1800, 1, 1), date(2200, 1, 1)).map(date.isoformat)
    if field.type in ("number", "score"):
        return st.floats(max(field.least, -1e12), min(field.most, 1e12)).map(repr)
    return TEXT


@st.composite
def logs(draw: st.DrawFn) -> tuple[Scheme, list[Registered]]:
    scheme = draw(st.sampled_from(SCHEMES))
    fields = draw(st.lists(st.sampled_from(scheme.fields), min_size=1, max_size=8))
    days = st.dates(date(2026, 1, 1), date(2026, 4, 1)).map(date.isoformat)
    entries = [Entry(scheme.id, field.id, draw(stored(field)), draw(days)) for field in fields]
    return scheme, standing(
        [
            Registered(f"{number:04}", "", f"2026-05-01T{number:04}", each)
            for number, each in enumerate(entries)
        ]
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(logs(), st.sampled_from(["xlsx", "csv"]), st.sampled_from(["zh", "en"]))
def test_any_handling_comes_back_as_it_went(
    logged: tuple[Scheme, list[Registered]], name: str, lang: str
) -> None:
    choose(lang)
    scheme, log = logged
    record = PageRecord(
        "record:019d0000-0000-7000-8000-000000000001", "", 0, Source(), "", "关于渡口的建议", "甲", "乙"
    )
    page = page_of(record, 1)
    article = page.articles[0]
    export = Export(
        [],
        [ArticleRecord(article, page, "台账")],
        Options("ledger"),
        schemes=(scheme,),
        handled=[(article.id, log)],
    )
    out = io.BytesIO()
    write(name, export, out)
    ledger = read_ledger(out.getvalue(), "台账", scheme)
    assert ledger.mistakes == ()
    assert news(scheme, log, ledger.rows[0].said, "2026-06-01", "台账") == []
