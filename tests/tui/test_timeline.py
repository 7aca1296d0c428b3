"""Handling as cards: how an article stands, what was registered by date, and the trace of corrections."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.annotations import Annotation, Location, Status, Target
from reader.annotations import Entry as Registration
from reader.annotations.handling import registered
from reader.annotations.links import Link, make_link
from reader.config.language import choose
from reader.config.schemes import load_schemes
from reader.pages.digest import ArticleDigest, PageDigest
from reader.pages.model import Source
from reader.text import cell_width
from reader.tui.cards import Folding
from reader.tui.form import About, Form
from reader.tui.outline import due_mark
from reader.tui.timeline import BLOCK, Drawing, block, due_words, timeline
from reader.tui.widgets.entries import Entry
from reader.workspace import Placed, SourceFile, Spot
from reader.workspace.handling import Handled, subject_of
from reader.workspace.standing import outcome_words

SCHEMES = load_schemes(Path("/nonexistent"))
ARTICLE = ArticleDigest(
    "a", "proposal", None, "夜班公交", "夜班公交", array("I"), measures=("一是", "二是", "三是")
)
SPOT = Spot(
    SourceFile("a.txt", "a.txt", "a.txt"),
    PageDigest("f" * 64, 1, Source(), (ARTICLE,)),
    ARTICLE,
)
TARGET = Target("f" * 64, ((0, 9),), "全文", "", "", "article", "a", "夜班公交")
TODAY = date(2026, 5, 21)


def note(
    identifier: str, field: str, value: str, day: str, measure: str = "", *, scheme: str = "npc", **more: str
) -> Annotation:
    entry = Registration(scheme, field, value, day, **more)
    target = replace(TARGET, level="measure", measure=measure) if measure else TARGET
    return Annotation(identifier, target, "me", f"2026-06-01T{identifier:0>6}Z", "", entry=entry)


def drawn(
    notes: Sequence[Annotation],
    width: int = 60,
    *,
    scheme: str = "npc",
    folding: Folding = Folding(),  # noqa: B008 - frozen
    status: Status = "stable",
    saving: bool = False,
    links: Sequence[Link] = (),
) -> list[Entry]:
    placed = [Placed(each, Location(None), status, saving) for each in notes]
    drawing = Drawing(SCHEMES.get, {each.id: each for each in links}, {}, width, "me", folding)
    return timeline(handled(notes, scheme), placed, TODAY, drawing)


def handled(notes: Sequence[Annotation], scheme: str = "npc") -> Handled:
    log = registered((subject_of(each), each) for each in notes)
    return Handled(SPOT, SCHEMES.get(scheme), tuple(log))


def text(entry: Entry) -> str:
    return "\n".join("".join(piece for piece, _style in row) for row in entry.rows)


def styles(entry: Entry, words: str) -> set[str]:
    return {style.removeprefix("~") for row in entry.rows for piece, style in row if words in piece}


STORY = (
    note("1", "number", "17", "2026-03-02"),
    note("2", "stage", "assigned", "2026-03-02", source="松江时报 2026-03-02"),
    note("3", "outcome", "A", "2026-05-20", "一是"),
    note("4", "outcome", "A", "2026-05-20", "二是"),
    note("5", "outcome", "D", "2026-05-20", "三是", reason="不属职责"),
)


def test_the_block_says_scheme_stage_outcome_and_what_is_due() -> None:
    shown = block(handled(STORY), TODAY, 60)
    assert text(shown).split("\n") == [
        " Handling so far  Deputies' suggestions  17",
        " Assigned",
        " 3 measures: 2 A Solved, 1 D Not adopted",
        " Answer 12 days left  2026-06-02",
        "",
    ]
    assert not shown.choosable


def test_the_block_in_chinese() -> None:
    choose("zh")
    story = [replace(each, entry=each.entry and replace(each.entry, scheme="column")) for each in STORY[:2]]
    for number, value in enumerate(("adopted", "adopted", "planned")):
        story.append(
            note(f"{number + 3}", "outcome", value, "2026-05-20", f"{'一二三'[number]}是", scheme="column")
        )
    shown = text(block(handled(story, "column"), TODAY, 60))
    assert " 3 措施：2 采纳、1 列入计划" in shown.split("\n")
    assert " 反馈 还有 12 天  2026-06-02" in shown.split("\n")
    assert "逾期 3 天" in text(block(handled(story, "column"), date(2026, 6, 5), 60))


def test_what_is_overdue_warns() -> None:
    late = block(handled(STORY), date(2026, 6, 5), 60)
    assert styles(late, "3 days overdue") == {"warning"}
    assert styles(block(handled(STORY), TODAY, 60), "12 days left") == {""}
    assert (due_words(1), due_words(0), due_words(-1)) == ("1 day left", "due today", "1 day overdue")


def test_measures_without_an_outcome_are_counted_too() -> None:
    assert " 3 measures: 1 A Solved, 2 undecided" in text(block(handled(STORY[:3]), TODAY, 60))
    assert "measures" not in text(block(handled(STORY[:2]), TODAY, 60))


def test_an_extended_deadline_says_so_and_an_ended_one_is_not_shown() -> None:
    more = (*STORY, note("6", "extension", "granted", "2026-05-25", reason="试点"))
    assert "2026-09-02 (extended)" in text(block(handled(more), TODAY, 60))
    ended = (*STORY, note("6", "stage", "answered", "2026-05-20"))
    assert "left" not in text(block(handled(ended), TODAY, 60))


def test_entries_come_by_date_and_measures_are_named() -> None:
    shown = drawn([STORY[2], STORY[0], STORY[4], STORY[1]])
    assert [each.key for each in shown] == [BLOCK, "1", "2", "3", "5"]
    assert text(shown[2]).split("\n") == [" 2026-03-02  Stage  Assigned", "   松江时报 2026-03-02", ""]
    assert text(shown[4]).split("\n") == [
        " 2026-05-20  三是  Outcome  D Not adopted",
        "   Reason: 不属职责",
        "",
    ]


def test_what_was_corrected_stands_faintly_behind_what_corrects_it() -> None:
    wrong = note("1", "stage", "assigned", "2026-03-09")
    right = note("2", "stage", "assigned", "2026-03-02", corrects="1")
    newest = note("3", "stage", "assigned", "2026-03-01", corrects="2")
    shown = drawn([wrong, right, newest, note("4", "number", "9", "2026-03-08")])
    assert [each.key for each in shown] == [BLOCK, "3", "2", "1", "4"]
    assert "corrected" in text(shown[3]) and "corrected" not in text(shown[1])
    assert styles(shown[3], "Assigned") == {"muted"} and styles(shown[1], "Assigned") == {""}


def test_that_it_was_corrected_is_said_where_the_head_has_no_room_for_it() -> None:
    notes = [note("1", "outcome", "B", "2026-03-10", measure="把桥下的空地让给打球的人")]
    notes.append(note("2", "outcome", "A", "2026-03-10", measure=notes[0].target.measure, corrects="1"))
    for width in (20, 34, 40):
        old = drawn(notes, width)[-1]
        assert old.key == "1" and "corrected" in text(old)
        shown = next(row for row in old.rows if any("corrected" in piece for piece, _style in row))
        assert sum(cell_width(piece) for piece, _style in shown) <= width


def test_a_long_value_is_cut_until_its_card_is_unfolded() -> None:
    notes = [note("1", "number", "很长的单位名称" * 70, "2026-03-10")]
    cut = drawn(notes)[-1]
    assert len(cut.rows) < 10 and "…" in text(cut)
    assert text(drawn(notes, folding=Folding(whole=frozenset({"1"})))[-1]).count("单位") == 70


def test_what_another_scheme_said_keeps_its_words() -> None:
    notes = [
        note("1", "outcome", "adopted", "2026-03-10", scheme="column"),
        note("2", "outcome", "planned", "2026-03-10", measure="一是", scheme="column"),
        note("3", "number", "17", "2026-03-11"),
    ]
    log = tuple(registered((subject_of(each), each) for each in notes))
    stands = Handled(SPOT, SCHEMES.get("npc"), log, (SCHEMES.get("column"),))
    words = text(block(stands, TODAY, 60))
    assert "Adopted" in words and "1 Planned, 2 undecided" in words
    assert outcome_words(stands) == "Adopted"
    about = About("words", (TARGET,), (SCHEMES.get("npc"),), ("",), log, stands.schemes)
    shown = {row.key: row.now for row in Form((about,), TODAY).rows()}
    assert shown["outcome"] == "Adopted · 2026-03-10" and shown["number"] == "17 · 2026-03-11"


def test_entries_that_correct_one_another_in_a_circle_are_all_shown() -> None:
    circle = [
        note("1", "stage", "assigned", "2026-03-09", corrects="2"),
        note("2", "stage", "assigned", "2026-03-02", corrects="1"),
    ]
    assert {each.key for each in drawn(circle)} >= {"1", "2"}


def test_answers_stand_behind_their_entry_and_other_cards_behind_all() -> None:
    remark = Annotation("7", TARGET, "me", "", "", comment="可行")
    answer = Annotation("8", TARGET, "you", "", "", comment="已核", reply_to="1")
    shown = drawn([remark, STORY[1], STORY[0], answer])
    assert [each.key for each in shown] == [BLOCK, "1", "8", "2", "7"]


def test_folded_an_entry_is_one_row_and_its_trace_is_away() -> None:
    wrong = note("1", "stage", "assigned", "2026-03-09", source="报")
    right = note("2", "stage", "assigned", "2026-03-02", corrects="1", source="报")
    shown = drawn([wrong, right], folding=Folding(folded=True))
    assert [each.key for each in shown] == [BLOCK, "2"]
    assert len(shown[1].rows) == 1
    assert len(drawn([wrong, right], folding=Folding(frozenset({"2"}), folded=True))[1].rows) > 1


def test_how_it_stands_and_who_made_it_is_said() -> None:
    shown = text(drawn([replace(STORY[1], creator="林木")], status="moved", saving=True)[1])
    assert "moved" in shown and "saving…" in shown and "林木" in shown
    assert "moved" not in text(drawn([STORY[1]])[1]) and "林木" not in text(drawn([STORY[1]])[1])


def test_evidence_is_named_by_what_it_leads_to() -> None:
    answer = replace(TARGET, article="b", title="夜班公交上线")
    link = make_link("answer", TARGET, answer, "me")
    entry = note("1", "stage", "answered", "2026-05-20", evidence=link.id)
    assert "Evidence: 《夜班公交上线》" in text(drawn([entry], links=[link])[1])
    assert "Evidence" not in text(drawn([entry])[1])


def test_what_a_scheme_knows_no_more_is_shown_as_it_is() -> None:
    shown = drawn([note("1", "verdict", "good", "2026-03-02", scheme="gone")], scheme="gone")
    assert " Handling so far  gone" in text(shown[0])
    assert " 2026-03-02  verdict  good" in text(shown[1])


def test_the_contents_mark_is_small_and_warns_when_it_is_too_late() -> None:
    assert due_mark(None) == ()
    assert due_mark(12) == (("12d ", "muted"),)
    assert due_mark(-3) == (("-3d ", "warning"),)


VALUES = [(field.id, value.id) for field in SCHEMES.get("npc").fields for value in field.values]
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*VALUES, ("number", "17"), ("gone", "x")]),
            st.dates(date(2026, 1, 1), date(2026, 12, 31)),
            st.sampled_from(["", "一是", "四是"]),
            st.integers(0, 9),
            WORDS,
        ),
        max_size=8,
    ),
    st.integers(8, 50),
    st.booleans(),
)
def test_every_entry_has_its_card_however_narrow(
    steps: list[tuple[tuple[str, str], date, str, int, str]], width: int, folded: bool
) -> None:
    notes = [
        note(f"{n}", *said, day.isoformat(), measure, corrects=f"{c}" if c < n else "", reason=words)
        for n, (said, day, measure, c, words) in enumerate(steps)
    ]
    shown = drawn(notes, width, folding=Folding(folded=folded))
    standing = {each.id for each in handled(notes).log}
    keys = [each.key for each in shown if each.key != BLOCK]
    assert set(keys) == (standing if folded else {each.id for each in notes})
    assert len(keys) == len(set(keys))
    order = [key for key in keys if key in standing]
    assert order == [each.id for each in handled(notes).log]
    for entry in shown:
        for row in entry.rows[1:]:
            assert sum(cell_width(piece) for piece, style in row if not style.startswith("~")) <= max(
                width, 40
            )
