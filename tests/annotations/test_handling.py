"""What entries come to, against a plain reference that goes through the log day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations import Annotation, Entry, Target, new_id
from reader.annotations.handling import (
    Registered,
    changes_of,
    clocks,
    due,
    outcomes,
    registered,
    standing,
    unusual,
    values,
)
from reader.annotations.schemes import later
from reader.config.schemes import load_schemes

NPC = load_schemes().known["npc"]
COLUMN = load_schemes().known["column"]


def entry(field: str, value: str, day: str, **more: str) -> Entry:
    return Entry("npc", field, value, day, **more)


def log(*entries: Entry, subject: str = "") -> list[Registered]:
    return standing(
        [Registered(f"{i:04}", subject, f"2026-01-01T{i:06}Z", each) for i, each in enumerate(entries)]
    )


def only(found: Sequence[object]) -> object:
    (each,) = found
    return each


@pytest.mark.parametrize(
    ("start", "months", "days", "reached"),
    [
        ("2026-03-02", 3, 0, "2026-06-02"),
        ("2026-11-30", 3, 0, "2027-02-28"),
        ("2027-11-30", 3, 0, "2028-02-29"),
        ("2026-01-31", 1, 0, "2026-02-28"),
        ("2026-12-31", 6, 0, "2027-06-30"),
        ("2026-03-02", 0, 30, "2026-04-01"),
        ("9999-12-01", 3, 400, "9999-12-31"),
    ],
)
def test_months_are_the_calendars(start: str, months: int, days: int, reached: str) -> None:
    assert later(date.fromisoformat(start), months, days).isoformat() == reached


def test_the_value_of_the_latest_day_counts_and_of_one_day_the_one_made_last() -> None:
    found = values(
        log(
            entry("stage", "answered", "2026-05-20"),
            entry("stage", "assigned", "2026-03-02"),
            entry("outcome", "C", "2026-05-20", reason="经费"),
            entry("outcome", "B", "2026-05-20"),
        )
    )
    assert {name: each.entry.value for name, each in found.items()} == {"stage": "answered", "outcome": "B"}


def test_what_is_corrected_counts_no_more_and_its_trace_is_kept() -> None:
    first = Registered("a", "", "2026-06-01T1Z", entry("outcome", "A", "2026-05-20"))
    second = Registered("b", "", "2026-06-02T1Z", entry("outcome", "B", "2026-05-19", corrects="a"))
    third = Registered("c", "", "2026-06-03T1Z", entry("outcome", "B", "2026-05-18", corrects="b"))
    assert standing([third, first, second]) == [third]
    assert changes_of([third, first, second]) == {"b": [first], "c": [first, second]}
    circle = Registered("a", "", "2026-06-01T1Z", entry("outcome", "A", "2026-05-20", corrects="c"))
    assert changes_of([circle, second, third])["c"] == [circle, second]


def test_three_months_from_the_day_it_was_assigned() -> None:
    (clock,) = clocks(NPC, log(entry("stage", "assigned", "2026-03-02")))
    assert (clock.deadline, clock.due.isoformat(), clock.ended, clock.left(date(2026, 5, 30))) == (
        "answer", "2026-06-02", None, 3,
    )  # fmt: skip
    assert clock.left(date(2026, 6, 5)) == -3


def test_an_extension_counts_from_the_same_day() -> None:
    (clock,) = clocks(
        NPC,
        log(
            entry("stage", "assigned", "2026-03-02"),
            entry("extension", "granted", "2026-05-25", reason="需要试点"),
            entry("stage", "answered", "2026-08-30"),
        ),
    )
    assert (clock.due.isoformat(), clock.extended, clock.left(date(2027, 1, 1))) == ("2026-09-02", True, 3)


def test_a_day_that_is_said_counts_before_the_rule() -> None:
    (clock,) = clocks(
        NPC, log(entry("stage", "assigned", "2026-03-02"), entry("due", "2026-04-15", "2026-03-02"))
    )
    assert clock.due.isoformat() == "2026-04-15"


def test_co_handlers_have_a_month_if_there_are_any() -> None:
    assigned = entry("stage", "assigned", "2026-03-02")
    both = clocks(NPC, log(entry("support_units", "市林业局", "2026-03-02"), assigned))
    assert {clock.deadline: clock.due.isoformat() for clock in both} == {
        "answer": "2026-06-02",
        "support": "2026-04-02",
    }
    assert due(both) == both[0]
    assert both[0].deadline == "support"
    assert [clock.deadline for clock in clocks(NPC, log(assigned))] == ["answer"]


def test_what_is_sent_back_starts_anew_with_the_next_unit() -> None:
    first, second = clocks(
        NPC,
        log(
            entry("stage", "assigned", "2026-03-02"),
            entry("stage", "returned", "2026-03-09", reason="不属职责"),
            entry("stage", "assigned", "2026-03-12"),
        ),
    )
    assert (first.ended, second.start, second.due) == (date(2026, 3, 9), date(2026, 3, 12), date(2026, 6, 12))


def test_who_is_not_satisfied_is_answered_again() -> None:
    found = clocks(
        NPC,
        log(
            entry("stage", "assigned", "2026-03-02"),
            entry("stage", "answered", "2026-05-20"),
            entry("satisfaction", "dissatisfied", "2026-05-28", reason="没有答到点上"),
            entry("stage", "rework", "2026-05-30"),
        ),
    )
    again = due(found)
    assert again is not None
    assert (again.deadline, again.due.isoformat()) == ("reanswer", "2026-06-28")


def test_each_measure_has_an_outcome_of_its_own_or_none() -> None:
    found = standing(
        [
            Registered("1", "一是", "t1", entry("outcome", "A", "2026-05-20")),
            Registered("2", "二是", "t2", entry("outcome", "A", "2026-05-20")),
            Registered("3", "三是", "t3", entry("outcome", "B", "2026-05-20")),
            Registered("4", "", "t4", entry("outcome", "A", "2026-05-20")),
        ]
    )
    assert outcomes(found, ["一是", "二是", "三是", "四是"]) == {"A": 2, "B": 1, "": 1}


def test_an_unusual_order_is_noticed_and_loops_are_usual() -> None:
    sent_back = log(entry("stage", "assigned", "2026-03-02"), entry("stage", "returned", "2026-03-09"))
    assert not unusual(NPC, sent_back, entry("stage", "assigned", "2026-03-12"))
    assert unusual(NPC, sent_back, entry("stage", "tracking", "2026-03-12"))
    assert unusual(NPC, [], entry("stage", "answered", "2026-03-12"))
    assert not unusual(NPC, [], entry("stage", "proposed", "2026-03-12"))
    assert not unusual(NPC, [], entry("stage", "assigned", "2026-03-12"))
    answered = log(entry("stage", "answered", "2026-05-20"))
    assert not unusual(NPC, answered, entry("stage", "rework", "2026-05-30"))


def test_entries_among_annotations() -> None:
    target = Target("f", ((0, 3),), "原文字", "", "", "article")

    def made(entry: Entry | None, **more: str) -> Annotation:
        return Annotation(new_id(), target, "me", "2026-01-01T00Z", "2026-01-01T00Z", entry=entry, **more)  # type: ignore[arg-type]

    one, gone = (
        made(entry("outcome", "A", "2026-05-20")),
        made(entry("outcome", "B", "2026-05-21"), deleted="x"),
    )
    assert [each.id for each in registered([("", one), ("", gone), ("", made(None))])] == [one.id]


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(date.isoformat)
SAID = st.sampled_from(
    [(field.id, value.id) for field in NPC.fields for value in field.values]
    + [("support_units", "市林业局"), ("due", "2026-09-09"), ("due", "不是日期"), ("gone", "x")]
)


@given(st.lists(st.tuples(SAID, DAYS, st.integers(-3, 30)), max_size=30))
def test_any_log_comes_to_what_a_plain_reference_makes_of_it(
    steps: list[tuple[tuple[str, str], str, int]],
) -> None:
    made = [
        Registered(
            f"{number:04}",
            "",
            f"2026-01-01T{number:06}Z",
            entry(*said, day, corrects=f"{target:04}" if 0 <= target < number else ""),
        )
        for number, (said, day, target) in enumerate(steps)
    ]
    counted = [each for each in made if not any(other.entry.corrects == each.id for other in made)]
    counted.sort(key=lambda each: (each.entry.date, each.id))
    assert standing(made) == counted
    latest = {each.entry.field: each.entry.value for each in counted}
    assert {name: each.entry.value for name, each in values(standing(made)).items()} == latest
    assert {(c.deadline, c.start, c.due, c.ended) for c in clocks(NPC, standing(made))} == set(
        _by_day(counted)
    )


def _by_day(counted: Sequence[Registered]) -> list[tuple[str, date, date, date | None]]:
    """Go through the days of the log, three limits of the npc scheme by hand."""
    rules = {
        "answer": (
            {("stage", "assigned")},
            {("stage", v) for v in ("answered", "returned", "tracking", "closed")},
            3,
        ),
        "support": (
            {("stage", "assigned")},
            {("support_opinion", "given"), ("stage", "returned"), ("stage", "closed")},
            1,
        ),
        "reanswer": ({("satisfaction", "dissatisfied")}, {("stage", "answered"), ("stage", "closed")}, 1),
    }
    found: list[tuple[str, date, date, date | None]] = []
    for name, (starts, ends, months) in rules.items():
        if name == "support" and not any(each.entry.field == "support_units" for each in counted):
            continue
        running: list[Any] = []
        for each in counted:
            said, when = (each.entry.field, each.entry.value), date.fromisoformat(each.entry.date)
            if running and said in ends:
                found.append((name, running[0], running[1], when))
                running = []
            elif running and name == "answer" and said == ("extension", "granted"):
                if not running[2]:
                    running = [running[0], _months(running[0], 6), running[2]]
            elif running and name == "answer" and each.entry.field == "due" and said[1] != "不是日期":
                running = [running[0], date.fromisoformat(said[1]), True]
            if not running and said in starts:
                running = [when, _months(when, months), False]
        if running:
            found.append((name, running[0], running[1], None))
    return found


def _months(start: date, months: int) -> date:
    """Count months by going on day by day until the wanted month has come, then to the day or the month's end."""
    reached, passed = start, 0
    while passed < months:
        following = reached + timedelta(days=1)
        passed += following.month != reached.month
        reached = following
    while reached.day < start.day and (reached + timedelta(days=1)).month == reached.month:
        reached += timedelta(days=1)
    return reached
