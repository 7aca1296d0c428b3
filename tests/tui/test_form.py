"""What the form makes of what is filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations import Entry, Target
from reader.annotations.handling import Registered
from reader.annotations.schemes import Field, Scheme, Words
from reader.config.schemes import load_schemes
from reader.tui.form import (
    DATE,
    EVIDENCE,
    REASON,
    SAVE,
    SOURCE,
    About,
    Form,
    Option,
    Row,
    common,
)
from reader.tui.formwords import asked_for
from reader.tui.offices import being_typed, completed, units_of

KNOWN = load_schemes(Path("/nonexistent")).known
NPC, COLUMN = KNOWN["npc"], KNOWN["column"]
NOW = date(2026, 11, 26)
WHOLE = Target("f" * 64, ((0, 9),), "全文", "", "", "article", "f/1", "夜班公交")
FIRST = replace(WHOLE, level="measure", measure="一是")
OTHER = replace(WHOLE, article="f/2", title="社区食堂")


def about(*targets: Target, schemes: tuple[Scheme, ...] = (NPC,), log: tuple[Registered, ...] = ()) -> About:
    used = schemes * len(targets) if len(schemes) == 1 else schemes
    sources = tuple(f"松江时报 {number}" for number, _ in enumerate(targets, 1))
    return About("words", targets, used, sources, log)


def form(*abouts: About) -> Form:
    return Form(abouts or (about(WHOLE),), NOW)


def said(form: Form) -> list[tuple[str, str, str]]:
    return [(entry.field, entry.value, entry.reason) for _target, entry in form.entries()]


def test_an_entry_has_today_and_the_pages_source() -> None:
    filled = form()
    filled.put("stage", "assigned")
    assert filled.entries() == [(WHOLE, Entry("npc", "stage", "assigned", "2026-11-26", "松江时报 1"))]


def test_days_are_written_in_full_whatever_was_typed() -> None:
    filled = form()
    filled.put(DATE, "3月2日")
    filled.put("due", "6-2")
    assert [(entry.value, entry.date) for _target, entry in filled.entries()] == [
        ("2026-06-02", "2026-03-02")
    ]
    assert (filled.shown(DATE), filled.shown("due")) == ("2026-03-02", "2026-06-02")


def test_fields_come_in_the_schemes_order() -> None:
    filled = form()
    for name, value in (("satisfaction", "satisfied"), ("number", "17"), ("stage", "answered")):
        filled.put(name, value)
    assert [name for name, _value, _reason in said(filled)] == ["number", "stage", "satisfaction"]


def test_several_units_are_told_apart_by_one_mark() -> None:
    filled = form()
    filled.put("support_units", "市交通局, 市公交集团；市交通局")
    assert said(filled) == [("support_units", "市交通局、市公交集团", "")]


def test_an_empty_text_takes_a_field_out() -> None:
    filled = form()
    filled.put("number", "17")
    assert filled.changed
    filled.put("number", " ")
    assert (filled.changed, filled.entries()) == (False, [])


def test_a_reason_is_wanted_where_a_value_needs_one_and_goes_with_that_alone() -> None:
    filled = form()
    filled.put("number", "17")
    filled.put("outcome", "D")
    assert filled.wrong(REASON) and filled.first_wrong() == (0, REASON) and filled.needs_reason("outcome")
    filled.put(REASON, "不属职责")
    assert filled.first_wrong() is None
    assert said(filled) == [("number", "17", ""), ("outcome", "D", "不属职责")]


def test_a_reason_that_no_value_needs_goes_with_all() -> None:
    filled = form()
    filled.put("stage", "assigned")
    filled.put("number", "17")
    filled.put(REASON, "会议纪要")
    assert [reason for _name, _value, reason in said(filled)] == ["会议纪要"] * 2


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        (DATE, "三月", "a date is written like 2026-03-02"),
        ("due", "不久", "a date is written like 2026-03-02"),
        ("stage", "没有的", "this is none of the values there are"),
    ],
)
def test_what_is_wrong_is_said_of_its_row(key: str, text: str, words: str) -> None:
    filled = form()
    filled.put(key, text)
    assert filled.wrong(key) == words
    assert filled.first_wrong() == (0, key)


@pytest.mark.parametrize(
    ("text", "words"), [("很好", "a number is needed here"), ("6", "the number is outside 0–5"), ("４", "")]
)
def test_a_score_has_bounds(text: str, words: str) -> None:
    filled = form(about(WHOLE, schemes=(COLUMN,)))
    filled.put("score", text)
    assert filled.wrong("score") == words
    if not words:
        assert said(filled) == [("score", "4", "")]


def test_a_measure_has_the_fields_that_may_stand_on_it_and_what_is_filled_in_for_each_stays() -> None:
    filled = form(about(FIRST), about(WHOLE))
    assert [row.key for row in filled.rows()] == [DATE, SOURCE, REASON, "outcome", SAVE]
    filled.put("outcome", "A")
    assert filled.shift(1) and not filled.shift(1)
    assert filled.text("outcome") == ""
    filled.put("stage", "answered")
    assert [(target.level, entry.value) for target, entry in filled.entries()] == [
        ("measure", "A"),
        ("article", "answered"),
    ]


def test_several_proposals_get_the_same_each_with_its_own_source_and_scheme() -> None:
    filled = form(about(WHOLE, OTHER, schemes=(NPC, COLUMN)))
    assert filled.shown(SOURCE) == "each page's own"
    filled.put("stage", "assigned")
    assert [(target.title, entry.scheme, entry.source) for target, entry in filled.entries()] == [
        ("夜班公交", "npc", "松江时报 1"),
        ("社区食堂", "column", "松江时报 2"),
    ]
    filled.put(SOURCE, "市府办〔2026〕12号")
    assert {entry.source for _target, entry in filled.entries()} == {"市府办〔2026〕12号"}


def test_several_schemes_have_in_common_what_each_of_them_offers() -> None:
    found = {each.id: each for each in common((NPC, COLUMN))}
    assert set(found) == {"number", "lead_units", "due", "stage", "extension", "satisfaction"}
    assert {each.id for each in found["stage"].values} == {"assigned", "handling", "answered"}
    assert [each.id for each in common((NPC, NPC))] == [each.id for each in NPC.fields]


def test_another_scheme_takes_nothing_out_for_good() -> None:
    filled = form()
    filled.put("supervisor", "林木")
    filled.put("number", "17")
    filled.use(COLUMN)
    assert said(filled) == [("number", "17", "")] and filled.entries()[0][1].scheme == "column"
    filled.use(NPC)
    assert [name for name, _value, _reason in said(filled)] == ["number", "supervisor"]


def test_an_unusual_order_is_a_hint_and_no_refusal() -> None:
    log = (Registered("1", "", "t", Entry("npc", "stage", "assigned", "2026-03-02")),)
    filled = form(about(WHOLE, log=log))
    filled.put("stage", "tracking")
    assert filled.unusual("stage") == "unusual here: it mostly comes after Answered"
    assert filled.first_wrong() is None and not filled.refused()
    filled.put("stage", "handling")
    assert filled.unusual("stage") == ""


def test_what_is_registered_shows_beside_its_field() -> None:
    log = (
        Registered("1", "", "t1", Entry("npc", "stage", "assigned", "2026-03-02")),
        Registered("2", "一是", "t2", Entry("npc", "outcome", "B", "2026-05-20")),
    )
    rows = {row.key: row.now for row in form(about(WHOLE, log=log)).rows()}
    assert (rows["stage"], rows["outcome"]) == ("Assigned · 2026-03-02", "")
    rows = {row.key: row.now for row in form(about(FIRST, log=log)).rows()}
    assert rows["outcome"] == "B Being solved or planned · 2026-05-20"


def correction(entry: Entry, scheme: Scheme = NPC) -> Form:
    return Form((about(WHOLE, schemes=(scheme,)),), NOW, corrects=Registered("1", "", "t", entry))


def test_a_correction_is_about_one_field_and_starts_with_what_is_there() -> None:
    old = Entry("npc", "outcome", "C", "2026-05-20", "答复函", "经费不足")
    filled = correction(old)
    assert [row.key for row in filled.rows()] == [DATE, SOURCE, REASON, "outcome", SAVE]
    assert (filled.changed, filled.entries()) == (False, [(WHOLE, old)])
    filled.put(DATE, "2026-5-19")
    assert filled.entries() == [(WHOLE, replace(old, date="2026-05-19"))]


def test_a_value_that_is_offered_no_more_may_stay_when_its_date_is_corrected() -> None:
    filled = correction(Entry("npc", "outcome", "E", "2026-05-20"))
    filled.put(DATE, "2026-5-19")
    assert filled.first_wrong() is None and not filled.refused()
    filled.put("outcome", "F")
    assert filled.first_wrong() == (0, "outcome")


def test_evidence_is_a_link_by_its_words() -> None:
    filled = Form((about(WHOLE),), NOW, links=(Option("L1", "《夜班公交上线》"),))
    filled.put(EVIDENCE, "L1")
    filled.put("stage", "answered")
    assert filled.shown(EVIDENCE) == "《夜班公交上线》"
    assert [entry.evidence for _target, entry in filled.entries()] == ["L1"]


def test_units_are_completed_one_at_a_time_and_known_ones_come_by_use() -> None:
    assert being_typed("市交通局、市公") == "市公"
    assert completed("市交通局、市公", "市公交集团") == "市交通局、市公交集团"
    assert completed("市公", "市公交集团") == "市公交集团"
    entries = [Entry("npc", "lead_units", value, "") for value in ("甲局、乙局", "乙局")]
    assert units_of(iter(entries), ["lead_units", "by"]) == {
        "lead_units": ["乙局", "甲局"],
        "by": ["乙局", "甲局"],
    }


def test_units_of_other_fields_come_after_those_of_the_field_itself() -> None:
    said = (("by", "丙局"), ("lead_units", "甲局、乙局"), ("lead_units", "乙局"), ("number", "17"))
    entries = [Entry("npc", name, value, "") for name, value in said]
    assert units_of(iter(entries), ["by"], ["lead_units", "by"]) == {"by": ["丙局", "乙局", "甲局"]}


@pytest.mark.parametrize(
    ("key", "text", "step", "day"),
    [
        (DATE, "2026-11-26", -1, "2026-11-25"),
        (DATE, "3月1日", -1, "2026-02-28"),
        (DATE, "没有这天", -1, "2026-11-26"),
        (DATE, "9999-12-31", 1, "9999-12-31"),
        ("due", "", 1, "2026-11-26"),
        ("due", "12-31", 1, "2027-01-01"),
    ],
)
def test_the_day_beside_the_one_filled_in(key: str, text: str, step: int, day: str) -> None:
    filled = form()
    filled.put(key, text)
    assert filled.day_beside(key, step) == day


def test_a_source_that_was_given_at_first_is_known_from_one_that_was_written() -> None:
    filled = form()
    assert filled.given(SOURCE) and not filled.given(REASON)
    filled.put(SOURCE, "市政办函〔2026〕3号")
    assert not filled.given(SOURCE)


@pytest.mark.parametrize(
    ("least", "most", "unit", "asked"),
    [
        ("", "", "", "a number"),
        ("0", "", "万元", "a number, 0 or more (万元)"),
        ("", "9", "", "a number, 9 or less"),
        ("1", "5", "", "a number from 1 to 5"),
    ],
)
def test_a_number_is_asked_for_with_its_bounds(least: str, most: str, unit: str, asked: str) -> None:
    field = Field("cost", Words("经费", "Cost"), "number", frozenset({"article"}), unit=Words(unit, unit))
    field = replace(field, least=float(least or "-inf"), most=float(most or "inf"))
    assert asked_for(Row("cost", "number", "Cost"), field) == asked


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"head": 1, "wishes": []}', '{"head": {}, "wishes": [[1]]}']
)
def test_a_draft_that_cannot_be_read_fills_nothing_in(text: str) -> None:
    filled = form()
    assert not filled.take_draft(text) and not filled.changed


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
KEYS = st.sampled_from([DATE, SOURCE, REASON, *(field.id for field in NPC.fields), "outcome"])


@given(st.lists(st.tuples(st.booleans(), KEYS, TEXTS), max_size=12))
def test_a_draft_brings_back_all_that_was_filled_in(steps: list[tuple[bool, str, str]]) -> None:
    filled = form(about(FIRST), about(WHOLE))
    for larger, key, text in steps:
        filled.at = int(larger)
        if key in filled.head or key in [each.id for each in filled.fields()]:
            filled.put(key, text)
    again = form(about(FIRST), about(WHOLE))
    again.take_draft(filled.draft())
    assert (again.head, again.wishes) == (filled.head, filled.wishes)
    if filled.first_wrong() is None:
        assert not filled.refused()
        assert all(entry.value and entry.date for _target, entry in filled.entries())
