"""Handling in a library: what is registered shows, is corrected with its trace, undone, and survives a restart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.annotations import Entry
from reader.annotations.handling import changes_of, faulty, registered
from reader.config.schemes import load_schemes
from reader.repository import Snapshot
from reader.workspace import Spot, Workspace, WorkspaceError
from reader.workspace.handling import Handled, Handling, header_of, subject_of
from tests.workspace.conftest import Opener, first

NPC = load_schemes(Path("/nonexistent")).known["npc"]


def entry(field: str, value: str, day: str, **more: str) -> Entry:
    return Entry("npc", field, value, day, **more)


def spot_of(workspace: Workspace) -> Spot:
    first(workspace)
    return next(workspace.catalogue.spots(workspace.files))


def handled(workspace: Workspace) -> Handled:
    spot = spot_of(workspace)
    noted = workspace.noted(spot.file, spot.page)
    return Handling(workspace).of(spot, noted.get(spot.article.id, []))


def register(workspace: Workspace, *entries: Entry, measure: int | None = None) -> None:
    page, article = first(workspace)
    target = (
        workspace.target_article(page, article)
        if measure is None
        else workspace.target_measure(page, article, article.measures[measure])
    )
    Handling(workspace).register([(target, each) for each in entries]).result()


def test_what_is_registered_shows_on_the_article_and_its_measures(opening: Opener) -> None:
    workspace = opening()
    register(
        workspace, entry("stage", "assigned", "2026-03-02"), entry("lead_units", "市图书馆", "2026-03-02")
    )
    register(workspace, entry("outcome", "A", "2026-05-20"), measure=0)
    register(workspace, entry("outcome", "B", "2026-05-20"), measure=1)
    found = handled(workspace)
    assert (found.scheme.id, found.stage, found.value("lead_units"), found.outcome) == (
        "npc", "assigned", "市图书馆", "",
    )  # fmt: skip
    assert found.outcomes == {"A": 1, "B": 1}
    assert found.days_left(date(2026, 5, 30)) == 3
    assert [each.spot.key for each in Handling(workspace).all()] == [found.spot.key]


def test_a_correction_keeps_its_trace_and_is_undone_in_one_step(opening: Opener) -> None:
    workspace = opening()
    register(workspace, entry("stage", "assigned", "2026-03-02"))
    (wrong,) = handled(workspace).log
    Handling(workspace).correct(wrong.id, entry("stage", "assigned", "2026-03-09")).result()
    found = handled(workspace)
    assert [each.entry.date for each in found.log] == ["2026-03-09"]
    noted = workspace.noted(found.spot.file, found.spot.page)[found.spot.article.id]
    every = [*registered((subject_of(each), each) for each in noted if each.id == wrong.id), *found.log]
    assert [each.entry.date for each in changes_of(every)[found.log[0].id]] == ["2026-03-02"]
    with pytest.raises(WorkspaceError, match="entry_corrected"):
        Handling(workspace).correct(wrong.id, entry("stage", "assigned", "2026-03-10"))
    workspace.undo().result()
    assert [each.entry.date for each in handled(workspace).log] == ["2026-03-02"]


def test_a_scheme_counts_in_a_column_before_the_library_and_after_an_entry(opening: Opener) -> None:
    workspace = opening()
    spot, handling = spot_of(workspace), Handling(workspace)
    assert handling.scheme(spot).id == "column"
    handling.choose("cppcc").result()
    assert handling.scheme(spot).id == "cppcc"
    handling.choose("npc", header_of(spot)).result()
    assert handling.scheme(spot).id == "npc"
    register(workspace, Entry("column", "stage", "assigned", "2026-03-02"))
    assert (handled(workspace).scheme.id, handled(workspace).before) == ("column", ())
    register(workspace, Entry("npc", "number", "17", "2026-03-03"))
    assert [each.id for each in handled(workspace).schemes] == ["npc", "column"]
    workspace.undo().result()
    workspace.undo().result()
    workspace.undo().result()
    assert handling.scheme(spot).id == "cppcc"
    workspace.close()
    again = opening()
    assert Handling(again).scheme(spot_of(again)).id == "cppcc"


def test_a_scheme_that_is_gone_leaves_its_entries_readable(opening: Opener) -> None:
    workspace = opening()
    register(workspace, Entry("gone", "verdict", "good", "2026-03-02"))
    found = handled(workspace)
    assert (found.scheme.id, found.value("verdict"), found.clocks) == ("gone", "good", ())


@pytest.mark.parametrize(
    ("given_entry", "code"),
    [
        (entry("stage", "assigned", "2026-03-02"), ""),
        (entry("stage", "returned", "2026-03-02"), "reason_needed"),
        (entry("stage", "returned", "2026-03-02", reason="不属职责"), ""),
        (entry("stage", "没有的", "2026-03-02"), "value_unknown"),
        (entry("没有的", "x", "2026-03-02"), "field_unknown"),
        (entry("stage", "assigned", "3月2日"), "date_wrong"),
        (entry("due", "2026-02-30", "2026-03-02"), "value_date"),
    ],
)
def test_what_a_form_refuses(given_entry: Entry, code: str) -> None:
    assert faulty(NPC, given_entry) == code


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("register"),
            st.sampled_from(["assigned", "returned", "answered", "rework", "closed"]),
            st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(date.isoformat),
        ),
        st.tuples(
            st.just("correct"), st.integers(0, 9).map(str), st.sampled_from(["2026-07-01", "2026-08-01"])
        ),
        st.tuples(st.just("undo"), st.just(""), st.just("")),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_any_sequence_is_undone_to_where_it_was(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("handling")
    from tests.annotations.pages import ROWS

    (folder / "a.txt").write_text(ROWS, "utf-8")
    workspace = Workspace.open([folder], creator="me")
    past: list[tuple[object, ...]] = []

    def seen() -> tuple[object, ...]:
        found = handled(workspace)
        return found.log, found.stage, found.due

    try:
        first(workspace)
        for verb, said, when in steps:
            now_seen = seen()
            if verb == "undo":
                if past:
                    workspace.undo().result()
                    assert seen() == past.pop()
                continue
            log = handled(workspace).log
            if verb == "register":
                register(workspace, entry("stage", said, when))
            elif int(said) < len(log):
                old = log[int(said)].entry
                Handling(workspace).correct(log[int(said)].id, entry("stage", old.value, when)).result()
            else:
                continue
            past.append(now_seen)
    finally:
        workspace.close()


def test_settings_are_records(opening: Opener) -> None:
    workspace = opening()
    Handling(workspace).choose("npc").result()
    snapshot: Snapshot = workspace.snapshot
    (setting,) = snapshot.settings.values()
    assert (setting.key, setting.value, setting.creator) == ("scheme", "npc", "me")
