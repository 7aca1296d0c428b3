"""Rates and deadlines against what a person counts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations import Entry
from reader.annotations.handling import Registered, standing
from reader.annotations.schemes import Field, Scheme, Value, Words
from reader.config.schemes import load_schemes
from reader.workspace import WorkspaceError
from reader.workspace.due import due_list
from reader.workspace.rates import Case, Rate, rates
from tests.workspace.conftest import Opener
from tests.workspace.test_ledger import FERRY, LIBRARY, table, take

NPC = load_schemes(Path("/nonexistent")).known["npc"]


def case(*said: tuple[str, str, str], tags: tuple[str, ...] = (), scheme: Scheme = NPC) -> Case:
    """A case; a field with a colon is on the measure that is named after it."""
    log = []
    for number, (name, value, day) in enumerate(said):
        field, _colon, measure = name.partition(":")
        log.append(
            Registered(
                f"{number:04}", measure, f"2026-01-01T{number:04}", Entry(scheme.id, field, value, day)
            )
        )
    return Case(scheme, standing(log), tags)


ANSWERED = case(
    ("stage", "assigned", "2026-03-02"),
    ("lead_units", "市交通局、市财政局", "2026-03-02"),
    ("stage", "answered", "2026-05-20"),
    ("outcome", "D", "2026-05-20"),
    ("outcome:一是", "A", "2026-05-20"),
    ("outcome:二是", "B", "2026-05-20"),
    ("satisfaction", "dissatisfied", "2026-05-25"),
    tags=("民生/出行", "水运"),
)
WAITING = case(
    ("stage", "assigned", "2026-04-01"), ("lead_units", "市交通局", "2026-04-01"), tags=("民生/养老",)
)
FILED = case(("stage", "proposed", "2026-03-01"))
CASES = [ANSWERED, WAITING, FILED]


def test_measures_count_where_they_have_outcomes_and_the_whole_where_they_have_none() -> None:
    assert rates(CASES) == [Rate("", 2, 1, 1, 0, 2, 1)]
    whole = case(("stage", "assigned", "2026-03-02"), ("outcome", "A", "2026-05-20"))
    assert rates([whole]) == [Rate("", 1, 0, 0, 0, 1, 1)]


def test_a_rate_of_nothing_is_none() -> None:
    (found,) = rates([WAITING])
    assert (found.answer_rate, found.satisfaction_rate, found.adoption_rate) == (0.0, None, None)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("unit", [Rate("市交通局", 2, 1, 1, 0, 2, 1), Rate("市财政局", 1, 1, 1, 0, 2, 1)]),
        ("tag", [Rate("民生/出行", 1, 1, 1, 0, 2, 1), Rate("民生/养老", 1), Rate("水运", 1, 1, 1, 0, 2, 1)]),
        ("group", [Rate("民生", 2, 1, 1, 0, 2, 1), Rate("水运", 1, 1, 1, 0, 2, 1)]),
        ("month", [Rate("2026-03", 1, 1, 1, 0, 2, 1), Rate("2026-04", 1)]),
        ("scheme", [Rate("npc", 2, 1, 1, 0, 2, 1)]),
        ("field:outcome", [Rate("D", 1, 1, 1, 0, 2, 1), Rate("", 1)]),
    ],
)
def test_every_side(by: str, expected: list[Rate]) -> None:
    assert rates(CASES, by) == expected


def test_what_is_dated_later_does_not_count_yet() -> None:
    assert rates(CASES, as_of=date(2026, 3, 1)) == []
    assert rates(CASES, as_of=date(2026, 3, 31)) == [Rate("", 1, 0, 0, 0, 0, 0)]
    assert rates(CASES, as_of=date(2026, 5, 20)) == [Rate("", 2, 1, 0, 0, 2, 1)]


def test_a_side_that_there_is_not() -> None:
    for by in ("", "field:", "weather"):
        with pytest.raises(WorkspaceError, match="side_unknown"):
            rates(CASES, by)


def test_a_scheme_that_does_not_assign_counts_from_its_first_stage() -> None:
    stage = Field("stage", Words("环节"), "choice", frozenset({"article"}), (Value("begun", Words("开始")),))
    own = Scheme("own", Words("自己的"), (stage,))
    assert rates([case(("stage", "begun", "2026-02-02"), scheme=own)], "month") == [Rate("2026-02", 1)]


SAID = st.sampled_from(
    [("stage", value.id) for value in NPC.by_id["stage"].values]
    + [("outcome", letter) for letter in "ABCD"]
    + [("satisfaction", verdict) for verdict in ("satisfied", "dissatisfied")]
)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.lists(st.lists(st.tuples(SAID, DAYS), max_size=8), max_size=6), DAYS)
def test_counts_are_those_of_a_plain_reading(
    logs: list[list[tuple[tuple[str, str], date]]], as_of: date
) -> None:
    counted = [0] * 6
    for log in logs:
        past = sorted(
            ((day, number, said) for number, (said, day) in enumerate(log) if day <= as_of),
            key=lambda each: each[:2],
        )
        stages = [value for _day, _number, (field, value) in past if field == "stage"]
        verdicts = [value for _day, _number, (field, value) in past if field == "satisfaction"]
        outcomes = [value for _day, _number, (field, value) in past if field == "outcome"]
        assigned = "assigned" in stages
        counted[0] += assigned
        counted[1] += assigned and bool({"answered", "tracking", "closed"} & set(stages))
        counted[2] += bool(verdicts)
        counted[3] += verdicts[-1:] == ["satisfied"]
        counted[4] += bool(outcomes)
        counted[5] += outcomes[-1:] == ["A"]
    cases = [case(*((field, value, day.isoformat()) for (field, value), day in log)) for log in logs]
    found = rates(cases, as_of=as_of)
    assert found == ([Rate("", *counted)] if any(counted) else [])


def test_what_is_due_by_its_day(opening: Opener) -> None:
    workspace = opening()
    take(workspace, table((*LIBRARY[:5], "", "", ""), FERRY))
    now = date(2026, 5, 30)
    (found,) = due_list(workspace.handling.all(), now)
    assert (found.left(now), found.clock.due, found.units, found.deadline.id) == (
        3,
        date(2026, 6, 2),
        "市文旅局",
        "answer",
    )
    assert due_list(workspace.handling.all(), now, within=2) == []
    assert due_list(workspace.handling.all(), now + timedelta(days=40), within=2) == [found]
