"""A ledger on its way into the database: matched, planned, committed as a whole, and the second time nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations import Entry
from reader.annotations.handling import Registered, standing, values
from reader.config.schemes import load_schemes
from reader.exchange.ledger import LedgerRow, Said
from reader.exchange.ledger.cells import same
from reader.repository import TEXTLESS, faults
from reader.workspace import SourceFile, Spot, Workspace, WorkspaceError
from reader.workspace.handling import Handled
from reader.workspace.ledger import LedgerImport, Plan
from reader.workspace.ledger.differing import news
from reader.workspace.ledger.matching import Known, Matcher, core
from tests.annotations.pages import ROWS
from tests.workspace.conftest import Opener, first

NPC = load_schemes(Path("/nonexistent")).known["npc"]
TODAY = date(2026, 6, 1)
HEADER = ("编号", "标题", "代表", "主办单位", "交办日期", "答复日期", "办理结果", "满意度")
LIBRARY = ("001", "关于让图书馆开到夜里的建议", "顾晚晴", "市文旅局", "2026-03-02", "", "", "")
FERRY = ("002", "关于渡口夜航的建议", "江北辰", "市交通局", "2026-03-05", "2026-05-20", "B", "满意")


def table(*rows: Sequence[str], header: Sequence[str] = HEADER) -> bytes:
    return "".join(",".join(row) + "\n" for row in (header, *rows)).encode("utf-8-sig")


def take(
    workspace: Workspace,
    data: bytes,
    scheme: str = "npc",
    own: dict[str, str] | None = None,
    settled: dict[int, str] | None = None,
) -> Plan:
    """Import a ledger unless something is wrong with it; return what was planned."""
    ledger = LedgerImport(workspace, data, "清单.csv", scheme, own)
    plan = ledger.plan(TODAY, settled)
    if not plan.mistakes:
        ledger.commit(plan).result()
    return plan


def codes(plan: Plan) -> list[tuple[int, str]]:
    return [(mistake.row, mistake.code) for mistake in plan.mistakes]


def handled(workspace: Workspace) -> dict[str, Handled]:
    return {each.spot.article.title: each for each in workspace.handling.all()}


def test_a_row_finds_its_article_and_another_becomes_a_proposal_without_a_text(opening: Opener) -> None:
    workspace = opening()
    plan = take(workspace, table(LIBRARY, FERRY))
    assert (plan.matched, plan.textless, plan.new, plan.corrected) == (1, 1, 9, 0)
    found = handled(workspace)
    assert list(found) == ["让图书馆开到夜里", "关于渡口夜航的建议"]
    assert (found["让图书馆开到夜里"].number, found["让图书馆开到夜里"].stage) == ("001", "assigned")
    ferry = found["关于渡口夜航的建议"]
    assert (ferry.spot.article.kind, ferry.spot.article.author, ferry.spot.page.source.date) == (
        "record", "江北辰", "2026-03-05",
    )  # fmt: skip
    assert {name: (each.entry.value, each.entry.date) for name, each in ferry.values.items()} == {
        "number": ("002", "2026-03-05"),
        "stage": ("answered", "2026-05-20"),
        "lead_units": ("市交通局", "2026-03-05"),
        "outcome": ("B", "2026-05-20"),
        "satisfaction": ("satisfied", "2026-05-20"),
    }
    assert {each.entry.source for each in ferry.log} == {"清单.csv"}
    assert not faults(workspace.snapshot)


def test_the_second_time_nothing_changes_and_one_undo_takes_all_back(opening: Opener) -> None:
    workspace = opening()
    take(workspace, table(LIBRARY, FERRY))
    before = workspace.snapshot
    plan = take(workspace, table(LIBRARY, FERRY))
    assert (plan.matched, plan.new, plan.corrected) == (2, 0, 0)
    assert workspace.snapshot is before
    workspace.undo().result()
    assert not handled(workspace)
    assert [file.label for file in workspace.files if file.key == TEXTLESS] == []
    workspace.redo().result()
    assert len(handled(workspace)) == 2


def test_what_changed_is_registered_and_what_was_wrong_is_corrected(opening: Opener) -> None:
    workspace = opening()
    take(workspace, table(LIBRARY, FERRY))
    answered = ("001", "让图书馆开到夜里", "", "市教育局", "2026-03-02", "2026-05-11", "A类", "")
    plan = take(workspace, table(answered, FERRY))
    assert (plan.new, plan.corrected) == (2, 1)
    found = handled(workspace)["让图书馆开到夜里"]
    assert (found.stage, found.outcome, found.value("lead_units")) == ("answered", "A", "市教育局")
    assert found.values["lead_units"].entry.date == "2026-03-02"
    (wrong,) = [each for each in workspace.snapshot.annotations.values() if each.entry.value == "市文旅局"]
    assert found.values["lead_units"].entry.corrects == wrong.id


def test_a_day_that_was_wrong_is_corrected_until_something_came_of_it(opening: Opener) -> None:
    workspace = opening()
    take(workspace, table(FERRY[:5], header=HEADER[:5]))
    later = (*FERRY[:4], "2026-03-09")
    assert take(workspace, table(later, header=HEADER[:5])).corrected == 1
    assert take(workspace, table((*later, "2026-05-20", "B", "不满意"))).new == 3
    again = take(workspace, table((*later, "2026-06-15", "A", "满意")))
    assert (again.new, again.corrected) == (3, 0)
    log = handled(workspace)["关于渡口夜航的建议"].log
    assert [(each.entry.value, each.entry.date) for each in log if each.entry.field == "stage"] == [
        ("assigned", "2026-03-09"), ("answered", "2026-05-20"), ("answered", "2026-06-15"),
    ]  # fmt: skip


def test_proposals_without_a_text_are_tagged_commented_and_kept_over_a_restart(opening: Opener) -> None:
    workspace = opening()
    take(workspace, table(FERRY))
    file = workspace.files[-1]
    (page,) = workspace.pages(file)
    target = workspace.target_article(page, page.articles[0])
    workspace.tag(target, ["交通"]).result()
    workspace.comment(target, "盼早日通航").result()
    workspace.close()
    again = opening()
    again.open_records()
    listed = list(again.select())
    assert {each.location.article.title for each in listed if each.location.article} == {"关于渡口夜航的建议"}
    assert any(each.annotation.comment == "盼早日通航" and each.tags[0].name == "交通" for each in listed)
    assert {each.path_label for each in listed} == {"ledger"}


def test_files_are_the_same_until_there_are_such_proposals(opening: Opener) -> None:
    workspace = opening()
    before = workspace.files
    take(workspace, table(LIBRARY))
    assert workspace.files is before
    take(workspace, table(FERRY))
    assert workspace.files[:-1] == before
    assert workspace.files is workspace.files


def test_an_equal_title_is_decided_by_the_author_and_else_by_a_person(opening: Opener, folder: Path) -> None:
    (folder / "重名.txt").write_text(ROWS.replace("顾晚晴", "陆知微"), "utf-8")
    workspace = opening()
    plan = take(workspace, table(LIBRARY))
    assert (plan.matched, codes(plan)) == (1, [])
    workspace.undo().result()
    nameless, stranger = (*LIBRARY[:2], "", *LIBRARY[3:]), (*LIBRARY[:2], "沈麦", *LIBRARY[3:])
    for row in (nameless, stranger):
        plan = take(workspace, table(row, FERRY))
        assert codes(plan) == [(2, "ledger_ambiguous")]
        assert not handled(workspace)
    names = {each.article.author: each.article.id for each in workspace.catalogue.spots(workspace.files)}
    for author in ("顾晚晴", "陆知微"):
        assert names[author] in plan.mistakes[0].params["candidates"]
    assert take(workspace, table(nameless), settled={2: names["陆知微"]}).matched == 1
    assert next(iter(handled(workspace).values())).spot.article.author == "陆知微"
    workspace.undo().result()
    assert take(workspace, table(stranger), settled={2: "new"}).textless == 1
    assert take(workspace, table(stranger)).new == 0


def test_a_news_story_is_found_by_its_number_only(opening: Opener) -> None:
    workspace = opening()
    page, _article = first(workspace)
    news_story = page.articles[1]
    row = ("009", news_story.title, "", "市交通局", "2026-03-02", "", "", "")
    assert take(workspace, table(row)).textless == 1
    workspace.undo().result()
    target = workspace.target_article(page, news_story)
    workspace.handling.register([(target, Entry("npc", "number", "009", "2026-03-02"))]).result()
    assert take(workspace, table(row)).matched == 1


@pytest.mark.parametrize(
    ("rows", "settled", "expected"),
    [
        ([LIBRARY, (*LIBRARY[:4], "三月二日", "", "", "")], {}, [(3, "ledger_same"), (3, "ledger_date"), (3, "ledger_twice")]),
        ([LIBRARY, ("", *LIBRARY[1:])], {}, [(3, "ledger_same")]),
        ([FERRY, ("", *FERRY[1:])], {}, [(3, "ledger_same")]),
        ([(*FERRY[:6], "甲", "")], {}, [(2, "ledger_value")]),
        ([FERRY, ("", "", "某人", "", "", "", "", "")], {}, [(3, "ledger_nameless")]),
        ([FERRY], {2: "没有的稿件"}, [(2, "ledger_match_article")]),
        ([FERRY], {7: "new"}, [(7, "ledger_match_row")]),
    ],
)  # fmt: skip
def test_a_broken_ledger_imports_nothing_half(
    opening: Opener, rows: list[Sequence[str]], settled: dict[int, str], expected: list[tuple[int, str]]
) -> None:
    workspace = opening()
    before = workspace.snapshot
    plan = take(workspace, table(*rows), settled=settled)
    assert sorted(codes(plan)) == sorted(expected)
    assert workspace.snapshot is before


def test_what_was_said_of_columns_is_kept_with_the_header(opening: Opener) -> None:
    workspace = opening()
    header, row = ("件号", "题名", "谁办"), ("7", "关于渡口的建议", "市交通局")
    plan = take(
        workspace, table(row, header=header), own={"件号": "编号", "题名": "title", "谁办": "lead_units"}
    )
    assert (plan.textless, plan.new) == (1, 2)
    workspace.close()
    again = opening()
    ledger = LedgerImport(again, table((*row[:2], "市城管局"), header=header), "清单.csv")
    assert ledger.scheme.id == "npc"
    plan = ledger.plan(TODAY)
    assert [(each.field, each.value) for each in plan.rows[0].entries] == [("lead_units", "市城管局")]


def test_a_scheme_or_meaning_that_is_none_is_refused(opening: Opener) -> None:
    workspace = opening()
    with pytest.raises(WorkspaceError, match="scheme_absent"):
        LedgerImport(workspace, table(LIBRARY), "清单.csv", "没有")
    with pytest.raises(WorkspaceError, match="map_unknown"):
        LedgerImport(workspace, table(LIBRARY), "清单.csv", "npc", {"编号": "不知道"})
    with pytest.raises(WorkspaceError, match="map_absent"):
        LedgerImport(workspace, table(LIBRARY), "清单.csv", "npc", {"件号": "编号"})


def test_what_others_changed_meanwhile_is_not_written_over(opening: Opener) -> None:
    workspace = opening()
    ledger = LedgerImport(workspace, table(LIBRARY), "清单.csv", "npc")
    plan = ledger.plan(TODAY)
    workspace.tag(workspace.target_article(*first(workspace)), ["先"]).result()
    with pytest.raises(WorkspaceError, match="conflict"):
        ledger.commit(plan)


@pytest.mark.parametrize(
    "title",
    ["给老城菜市场装遮雨棚", "关于给老城菜市场装遮雨棚的建议", "《关于给老城菜市场装遮雨棚的提案》", "给 老城菜市场，装遮雨棚",
     "关于给老城菜市场装遮雨棚的几点建议"],
)  # fmt: skip
def test_titles_are_the_same_without_what_offices_put_around_them(title: str) -> None:
    assert core(title) == "给老城菜市场装遮雨棚"


def row(number: str, title: str, author: str) -> LedgerRow:
    return LedgerRow(2, number, title, author, "", (), "npc")


@given(st.text(max_size=12), st.text(max_size=6), st.text(max_size=4))
def test_every_proposal_is_found_by_what_it_is_called(title: str, author: str, number: str) -> None:
    log = (Registered("", "", "", Entry("npc", "number", number, "")),) if number else ()
    known = Known("k", title, author, log)
    matcher = Matcher([known, Known("other", title + "另一件", author)])
    assert matcher.match(row(number, title, author)) == [known]


# -- what is news in a row

DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1)).map(date.isoformat)
STAGES = st.sampled_from([value.id for value in NPC.by_id["stage"].values])
VALUES = st.one_of(
    st.tuples(st.just("stage"), STAGES),
    st.tuples(st.just("outcome"), st.sampled_from("ABCD")),
    st.tuples(st.just("satisfaction"), st.sampled_from(["satisfied", "fairly", "dissatisfied"])),
    st.tuples(st.just("lead_units"), st.sampled_from(["市交通局", "市交通局、市财政局", "市水务局"])),
    st.tuples(st.just("number"), st.sampled_from(["1", "2"])),
)
LOGS = st.lists(st.tuples(VALUES, DAYS), max_size=8)


@st.composite
def rows(draw: st.DrawFn) -> list[Said]:
    """What a row of a ledger may say: each stage's day, a stage without one, each other field once."""
    stages = draw(st.dictionaries(STAGES, DAYS, max_size=4))
    said = [Said("stage", stage, day) for stage, day in stages.items()]
    others = draw(
        st.lists(
            st.tuples(VALUES, st.one_of(st.just(""), DAYS)), max_size=5, unique_by=lambda each: each[0][0]
        )
    )
    for (field, value), day in others:
        if field != "stage":
            said.append(Said(field, value, day))
        elif value not in stages:
            said.append(Said(field, value))
    return said


def after(log: list[Registered], entries: list[Entry], at: int) -> list[Registered]:
    made = [
        Registered(f"{at:02}-{number:04}", "", f"2026-07-{at:02}", entry)
        for number, entry in enumerate(entries)
    ]
    return standing([*log, *made])


@settings(max_examples=300)
@given(LOGS, rows(), DAYS, DAYS)
def test_a_row_makes_itself_true_once(
    logged: list[tuple[tuple[str, str], str]], said: list[Said], day: str, next_day: str
) -> None:
    log = after([], [Entry("npc", field, value, when) for (field, value), when in logged], 1)
    found = news(NPC, log, said, day, "清单")
    assert len({entry.corrects for entry in found if entry.corrects}) == sum(bool(e.corrects) for e in found)
    everything = after(log, found, 2)
    assert news(NPC, everything, said, day, "清单") == []
    standing_now = {(each.entry.field, each.entry.value, each.entry.date) for each in everything}
    for each in said:
        if each.field == "stage" and each.date:
            assert ("stage", each.value, each.date) in standing_now
    if next_day >= day and all(each.date for each in said):
        assert news(NPC, everything, said, next_day, "清单") == []


@given(rows(), DAYS)
def test_on_an_empty_log_a_row_says_what_there_is(said: list[Said], day: str) -> None:
    found = values(after([], news(NPC, [], said, day, "清单"), 1))
    for each in said:
        if each.field != "stage":
            assert same(NPC.by_id[each.field], found[each.field].entry.value, each.value)
            assert found[each.field].entry.date == (each.date or day)


def test_what_is_not_changed_by_any_said_is_left() -> None:
    log = after([], [Entry("npc", "lead_units", "市交通局", "2026-01-05")], 1)
    assert news(NPC, log, [], "2026-02-01", "清单") == []
    (new,) = news(NPC, log, [Said("lead_units", "市水务局")], "2026-02-01", "清单")
    assert (new.value, new.date, new.corrects, new.source) == ("市水务局", "2026-02-01", "", "清单")


def test_spots_of_such_proposals_have_keys_of_their_own(opening: Opener) -> None:
    workspace = opening()
    take(workspace, table(FERRY, ("003", "关于设旧衣箱的建议", "纪如松", "", "", "", "", "")))
    spots: list[Spot] = list(workspace.catalogue.spots(workspace.files[-1:]))
    assert len({spot.key for spot in spots}) == 2
    assert [spot.page.number for spot in spots] == [1, 2]
    file: SourceFile = workspace.files[-1]
    assert workspace.fingerprints(file) == tuple(page.fingerprint for page in workspace.pages(file))
    for page in workspace.pages(file):
        (half,) = workspace.halves.of(page, page.articles[0])
        assert half.page is page
