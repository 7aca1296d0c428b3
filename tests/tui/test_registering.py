"""Registering at the keyboard: the form, corrections, several proposals, schemes, and what the panes show of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from threading import current_thread
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input

from reader.annotations import Annotation, Entry, Target
from reader.annotations.links import make_link
from reader.cli import main
from reader.repository import Change, Label, Write
from reader.tui import days, registering
from reader.tui.form import DATE, EVIDENCE, REASON, SAVE, SOURCE
from reader.tui.screens.registering import RegisterForm, Rows
from reader.tui.screens.schemes import SchemeChoice
from reader.tui.timeline import BLOCK
from reader.workspace import Workspace, WorkspaceError
from reader.workspace.handling import Handling
from reader.workspace.registering import Wish
from tests.tui.dialogs import seen
from tests.tui.every import FIRST_HALF, SECOND_HALF
from tests.tui.staging import Stage, copy_pages, staged

NOW = date(2026, 5, 21)


@pytest.fixture(autouse=True)
def calendar(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have it be a certain day."""
    monkeypatch.setattr(days, "today", lambda: NOW)
    yield


async def typed(stage: Stage, text: str) -> None:
    """Type characters as a terminal hands them on."""
    for character in text:
        stage.app.post_message(events.Key(_character_to_key(character), character))
        await stage.until(stage.app._message_queue.empty)
        await stage.app._keyboard.idle()
    await stage.pilot.pause()


async def opened(stage: Stage, *keys: str) -> RegisterForm:
    """Open the form by keys (default F4)."""
    await stage.until(lambda: stage.workspace.records_open)
    await stage.press(*(keys or ("f4",)))
    return await shown(stage)


async def shown(stage: Stage) -> RegisterForm:
    """Return the form when it has opened."""

    def ready() -> bool:
        return isinstance(stage.app.screen, RegisterForm) and stage.app.screen.ready

    await stage.until(ready)
    await stage.pilot.pause()
    screen = stage.app.screen
    assert isinstance(screen, RegisterForm)
    return screen


def entries(stage: Stage) -> list[Entry]:
    """Return the entries there are, those made first first."""
    return [each.entry for each in live(stage) if each.entry]


def live(stage: Stage) -> list[Annotation]:
    return [each for each in stage.workspace.snapshot.annotations.values() if not each.deleted]


def said(stage: Stage) -> list[tuple[str, str, str]]:
    return [(each.field, each.value, each.date) for each in entries(stage)]


def value(screen: RegisterForm) -> str:
    return screen.query_one(Input).value


def proposals(stage: Stage) -> list[Target]:
    """Return the targets of all proposals."""
    found = []
    for spot in stage.workspace.catalogue.spots(stage.workspace.files):
        page = stage.workspace.pages(spot.file)[spot.page.number - 1]
        article = page.article(spot.article.id)
        if article is not None and article.kind == "proposal":
            found.append(stage.workspace.target_article(page, article))
    return found


def choose_scheme(scheme: str, text: str) -> None:
    """Put a scheme of the reader's own in place."""
    from reader.config.schemes.shelf import own_folder

    own_folder().mkdir(parents=True, exist_ok=True)
    Path(own_folder(), f"{scheme}.toml").write_text(text, "utf-8")


async def test_several_fields_are_one_change_and_one_undo(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await opened(stage, "s")
        assert screen.row.key == "stage"
        await stage.press("2", "pageup", "down", "down", "down", "1", "7", "ctrl+s")
        await stage.saved()
        assert said(stage) == [("number", "17", "2026-05-21"), ("stage", "assigned", "2026-05-21")]
        assert {each.source for each in entries(stage)} == {"松江时报 2026-04-08 page 2"}
        assert stage.message.startswith("registered · ")
        await stage.press("u")
        await stage.saved()
        assert entries(stage) == []
        await stage.press("ctrl+r")
        await stage.saved()
        assert len(entries(stage)) == 2


async def test_a_whole_registration_without_a_letter_in_80_by_24(folder: Path) -> None:
    async with staged(folder, (80, 24)) as stage:
        screen = await opened(stage)
        await stage.press("right", "right", "enter", "enter")  # stage: assigned, outcome: none
        assert screen.row.key == "satisfaction"
        await stage.press("left")
        assert screen.form.text("satisfaction") == "dissatisfied"
        await stage.press("enter")
        assert screen.row.key == REASON
        await typed(stage, "没有答到点上")
        await stage.press("enter")
        assert screen.row.key == "due"
        await typed(stage, "6-30")
        await stage.press("tab", "tab", "tab")
        assert screen.row.key == SAVE
        await stage.press("enter")
        await stage.saved()
        assert stage.over == ""
        assert [(each.field, each.value, each.reason) for each in entries(stage)] == [
            ("stage", "assigned", ""),
            ("satisfaction", "dissatisfied", "没有答到点上"),
            ("due", "2026-06-30", ""),
        ]
        await stage.press("tab")
        assert "40 days left" in seen(stage.app)


async def test_all_rows_are_seen_in_80_by_24(folder: Path) -> None:
    async with staged(folder, (80, 24)) as stage:
        screen = await opened(stage)
        shown = seen(stage.app)
        for row in screen.form.rows():
            assert row.label in shown
        assert "6 Rewarded" in shown and "F4 ^s save" in shown


async def test_all_rows_are_seen_in_80_by_24_of_a_measures_article_too(folder: Path) -> None:
    async with staged(folder, (80, 24)) as stage:
        screen = await opened(stage, "f7", "f4")
        await stage.press("f2")
        assert screen.form.about.subject == "article"
        shown = seen(stage.app)
        assert all(f"│  {row.label} " in shown for row in screen.form.rows())
        assert "Esc leave" in shown and screen.query_one(".box").border_subtitle == ""


async def test_where_not_all_rows_show_it_says_which_of_how_many(folder: Path) -> None:
    async with staged(folder, (80, 24)) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        stage.workspace.handling.choose("npc").result()
        screen = await opened(stage)
        many = len(screen.form.rows())
        await stage.press("pageup")
        assert f" 1/{many} " in seen(stage.app)
        await stage.press("up")
        assert f" {many}/{many} " in seen(stage.app)


async def test_a_day_that_was_given_is_written_over_and_moved_by_arrows(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await opened(stage)
        await stage.press("pageup")
        assert "←→ a day back or on" in seen(stage.app)
        await typed(stage, "3-5")
        assert screen.form.shown(DATE) == "2026-03-05"
        await stage.press("left", "backspace")  # what is being typed is moved in
        assert value(screen) == "35" and screen.form.wrong(DATE)
        assert "2026-3-2, 3-2, +3, yesterday" in seen(stage.app)
        await stage.press("end", "ctrl+u", "left", "left")
        assert (value(screen), screen.form.shown(DATE)) == ("2026-05-20", "2026-05-20")
        await stage.press("down")
        await typed(stage, "市政办函〔2026〕3号")
        assert screen.form.text(SOURCE) == "市政办函〔2026〕3号"
        await stage.press("up", "right", "2")  # a digit writes another day
        assert value(screen) == "2"


async def test_what_is_none_of_the_values_leaves_them_in_sight(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await opened(stage)
        await typed(stage, "没有")
        assert screen.form.wrong("stage") and "6 Rewarded" in seen(stage.app)


async def test_nothing_is_written_in_the_row_that_saves(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await opened(stage)
        await stage.press("pagedown", "6")
        assert value(screen) == "" and not screen.form.changed


@pytest.mark.parametrize("size", [(80, 24), (60, 14), (30, 12)])
async def test_the_row_in_hand_is_in_sight(folder: Path, size: tuple[int, int]) -> None:
    async with staged(folder, size) as stage:
        screen = await opened(stage)
        for _ in screen.form.rows():
            await stage.press("down")
            listed = screen.query_one(Rows)
            assert listed.cursor_key == screen.row.key
            top = round(listed.scroll_offset.y)
            assert top <= listed.keys.index(listed.cursor_key) < top + listed.size.height
            assert screen.query_one(Input).region.height == 1


@pytest.mark.parametrize("keys", ["fk", "反馈", "4", "４", "ans"])
async def test_a_value_is_chosen_by_how_it_is_read_by_its_number_or_words(folder: Path, keys: str) -> None:
    from reader.config.language import choose

    choose("en" if keys == "ans" else "zh")
    async with staged(folder) as stage:
        screen = await opened(stage)
        await typed(stage, keys)
        assert screen.form.text("stage") == "answered"
        await stage.press("f4")
        await stage.saved()
        assert said(stage) == [("stage", "answered", "2026-05-21")]


async def test_a_letter_of_the_scheme_chooses_its_value(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        stage.workspace.handling.choose("npc").result()
        screen = await opened(stage)
        while screen.row.key != "outcome":
            await stage.press("down")
        await typed(stage, "b")
        assert screen.form.text("outcome") == "B"
        assert "Being solved, or planned to be solved step by step" in seen(stage.app)
        await stage.press("backspace", "backspace")
        assert screen.form.text("outcome") == ""


async def test_a_past_day_is_welcome_and_a_wrong_one_is_said_beside_it(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await opened(stage)
        await stage.press("2", "pageup")
        assert screen.row.key == DATE and value(screen) == "2026-05-21"
        await stage.press("end", "ctrl+u")
        await typed(stage, "三月二日")
        await stage.press("f4")
        assert stage.over == "RegisterForm" and screen.row.key == DATE
        assert "! a date is written like 2026-03-02" in seen(stage.app)
        await stage.press("end", "ctrl+u")
        await typed(stage, "3-2")
        await stage.press("down")
        assert "2026-03-02" in seen(stage.app)
        await stage.press("f4")
        await stage.saved()
        assert said(stage) == [("stage", "assigned", "2026-03-02")]


async def test_a_missing_reason_is_asked_for_and_nothing_is_saved_without(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await opened(stage)
        await stage.press("down", "5", "f4")
        assert stage.over == "RegisterForm" and screen.row.key == REASON
        assert "! this needs a reason" in seen(stage.app) and entries(stage) == []


async def test_a_form_without_anything_in_it_saves_nothing(folder: Path) -> None:
    async with staged(folder) as stage:
        await opened(stage)
        await stage.press("f4")
        assert stage.over == "RegisterForm" and "nothing filled in yet" in seen(stage.app)
        await stage.press("escape")
        assert stage.over == "" and entries(stage) == []


async def test_an_unusual_order_is_a_hint(folder: Path) -> None:
    async with staged(folder) as stage:
        await opened(stage)
        await stage.press("5")
        assert "unusual here: it mostly comes after Answered" in seen(stage.app)
        await stage.press("f4")
        await stage.saved()
        assert said(stage) == [("stage", "evaluated", "2026-05-21")]


async def test_the_measure_under_the_cursor_is_meant_and_plus_means_the_article(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await opened(stage, "f7", "s")
        assert [row.key for row in screen.form.rows()][3:] == ["outcome", "score", SAVE]
        await stage.press("1")
        await typed(stage, "+")
        assert screen.row.key == "outcome" and screen.form.at == 1
        await typed(stage, "-")
        await stage.press("f2", "up", "4", "f4")
        await stage.saved()
        assert [(each.target.level, each.entry and each.entry.value) for each in live(stage)] == [
            ("measure", "adopted"),
            ("article", "answered"),
        ]
        await stage.press("a")
        assert "1 adopted" in seen(stage.app).lower() and "2 undecided" in seen(stage.app)


async def test_leaving_asks_only_if_something_would_be_lost_and_the_draft_comes_back(folder: Path) -> None:
    async with staged(folder) as stage:
        await opened(stage)
        await stage.press("escape")
        assert stage.over == ""
        await opened(stage)
        await stage.press("2", "escape")
        assert stage.over == "Confirm"
        stage.app.keep_text()  # as when a signal ends the program
        await stage.press("escape")
        assert stage.over == "RegisterForm"
    async with staged(folder) as stage:
        screen = await opened(stage)
        assert screen.form.text("stage") == "assigned" and "your draft" in seen(stage.app)
        await stage.press("escape", "enter")
        assert stage.over == "" and entries(stage) == []
        assert (await opened(stage)).form.changed is False


async def test_what_was_saved_is_no_draft_any_more(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await opened(stage)
        await stage.press("2")
        screen.keep_draft()
        await stage.press("f4")
        await stage.saved()
        assert not (await opened(stage)).form.changed


async def registered(stage: Stage) -> None:
    await opened(stage)
    await stage.press("2", "down", "1", "f4")
    await stage.saved()


async def first_card(stage: Stage) -> str:
    """Go to the first card; return its key."""
    await stage.press("a")
    stage.desk.cards.put_cursor(stage.desk.cards.keys[0])
    await stage.pilot.pause()
    return stage.desk.cards.cursor_key


async def test_enter_on_a_card_corrects_its_entry_and_the_trace_stays(folder: Path) -> None:
    async with staged(folder) as stage:
        await registered(stage)
        first = await first_card(stage)
        screen = await opened(stage, "enter")
        assert [row.key for row in screen.form.rows()][3:] == ["stage", SAVE]
        await stage.press("pageup", "end", "ctrl+u")
        await typed(stage, "2026-3-2")
        await stage.press("f4")
        await stage.saved()
        new = next(each for each in live(stage) if each.entry and each.entry.corrects == first)
        assert new.entry and new.entry.date == "2026-03-02"
        assert stage.desk.cards.keys[:2] == (new.id, first)
        assert "corrected" in seen(stage.app)
        stage.desk.cards.put_cursor(first)
        await stage.press("enter")
        assert stage.over == "" and stage.message.startswith("this entry was corrected already")
        await stage.press("u")
        await stage.saved()
        assert said(stage) == [("stage", "assigned", "2026-05-21"), ("outcome", "adopted", "2026-05-21")]


async def test_s_on_a_card_corrects_too_and_saving_what_is_unchanged_changes_nothing(folder: Path) -> None:
    async with staged(folder) as stage:
        await registered(stage)
        await first_card(stage)
        before = list(stage.workspace.snapshot.annotations)
        await opened(stage, "s")
        await stage.press("f4")
        assert stage.over == ""
        assert list(stage.workspace.snapshot.annotations) == before


async def test_an_entry_is_deleted_as_other_annotations_are(folder: Path) -> None:
    async with staged(folder) as stage:
        await registered(stage)
        await first_card(stage)
        await stage.press("d")
        await stage.saved()
        assert said(stage) == [("outcome", "adopted", "2026-05-21")]
        await stage.press("g", "x")
        assert "2026-05-21 Stage Assigned" in seen(stage.app)
        await stage.press("escape", "u")
        await stage.saved()
        assert len(entries(stage)) == 2


async def test_the_next_annotation_and_the_keys_of_cards_go_on_working(folder: Path) -> None:
    async with staged(folder) as stage:
        await opened(stage, "f7", "s")
        await stage.press("1", "f4")
        await stage.saved()
        await stage.press("G", "c")
        await typed(stage, "可行")
        await stage.press("ctrl+s")
        await stage.saved()
        await stage.press("g", "g", "right_square_bracket", "a")
        held = stage.desk.annotation_in_hand()
        assert held is not None and held.entry is not None
        await stage.press("a")
        assert stage.desk.cards.keys[0] == held.id and BLOCK not in stage.desk.cards.keys
        await stage.press("O", "x")
        await stage.saved()
        assert [each.resolved for each in live(stage)] == [True, False]
        await stage.press("r")
        await typed(stage, "已核")
        await stage.press("ctrl+s", "O")
        await stage.saved()
        assert len(stage.desk.cards.keys) == 3


async def test_several_proposals_at_once(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        targets = proposals(stage)
        assert len(targets) > 1
        stage.desk.registering.ask(targets)
        await shown(stage)
        assert f"{len(targets)} proposals: " in seen(stage.app) and "each page's own" in seen(stage.app)
        await stage.press("2", "f4")
        await stage.saved()
        assert said(stage) == [("stage", "assigned", "2026-05-21")] * len(targets)
        assert {each.target.article for each in live(stage)} == {each.article for each in targets}
        assert all(each.source.startswith("松江时报 2026-04-08") for each in entries(stage))
        assert stage.message == f"registered · {len(targets)} proposals"
        assert "92d" in seen(stage.app)
        await stage.press("u")
        await stage.saved()
        assert entries(stage) == []


@pytest.mark.parametrize(("mark", "key"), [("v", "r"), ("shift+down", "f7")])
async def test_what_is_marked_in_the_overview_is_registered_in_one_form(
    folder: Path, mark: str, key: str
) -> None:
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        await stage.press("f5")
        await stage.until(lambda: len(stage.desk.overview.shown.rows) >= 2)
        await stage.press(mark, mark, key)
        await shown(stage)
        assert "2 proposals: " in seen(stage.app)
        await stage.press("2", "escape", "escape", "escape", "enter")  # asked, gone on, asked, thrown away
        assert stage.over == "OverviewScreen" and len(stage.desk.overview.marks) == 2 and not entries(stage)
        await stage.press(key)
        await shown(stage)
        await stage.press("2", "f4")
        await stage.saved()
        assert said(stage) == [("stage", "assigned", "2026-05-21")] * 2
        marked = {row.spot.article.id for row in stage.desk.overview.shown.rows[:2]}
        assert {each.target.article for each in live(stage)} == marked
        assert stage.over == "OverviewScreen" and not stage.desk.overview.marks
        await stage.until(lambda: "Days left" in seen(stage.app))  # registered, it shows how it stands
        assert seen(stage.app).count(" Assigned ") == 2
        await stage.press("u", key)  # without marks the one under the cursor
        await shown(stage)
        assert "The article: " in seen(stage.app)


async def test_many_entries_are_made_in_the_background_in_one_step(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registering, "AT_ONCE", 1)
    made: list[str] = []
    register = Handling.register

    def noted(self: Handling, wishes: Sequence[Wish]) -> Future[Any]:
        made.append(current_thread().name)
        return register(self, wishes)

    monkeypatch.setattr(Handling, "register", noted)
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        targets = proposals(stage)
        stage.desk.registering.ask(targets)
        await shown(stage)
        await stage.press("2", "f4")
        await stage.until(lambda: entries(stage))
        await stage.saved()
        assert made == ["xiance-background"]
        assert said(stage) == [("stage", "assigned", "2026-05-21")] * len(targets)
        assert stage.message == f"registered · {len(targets)} proposals"
        await stage.press("u")
        await stage.saved()
        assert entries(stage) == []


async def test_what_is_refused_in_the_background_is_said_and_kept_as_a_draft(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registering, "AT_ONCE", 1)

    def refuse(self: Handling, wishes: object) -> None:
        raise WorkspaceError("not_writable", path="annotations.json")

    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        targets = proposals(stage)
        stage.desk.registering.ask(targets)
        await shown(stage)
        with monkeypatch.context() as patch:
            patch.setattr(Handling, "register", refuse)
            await stage.press("2", "f4")
            await stage.until(lambda: "annotations.json" in stage.message)
        assert entries(stage) == []
        stage.desk.registering.ask(targets)
        screen = await shown(stage)
        assert screen.form.text("stage") == "assigned"


async def test_proposals_of_different_schemes_have_the_fields_that_all_have(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        one, other = proposals(stage)[:2]
        stage.workspace.handling.register([(other, Entry("npc", "stage", "proposed", "2026-03-01"))]).result()
        stage.desk.registering.ask([one, other])
        screen = await shown(stage)
        keys = [row.key for row in screen.form.rows()]
        assert "extension" in keys and "supervisor" not in keys and "score" not in keys
        await stage.press("1", "f4")
        await stage.saved()
        assert {(each.scheme, each.value) for each in entries(stage)[1:]} == {
            ("npc", "assigned"),
            ("column", "assigned"),
        }


async def test_another_scheme_is_chosen_from_within_the_form(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await opened(stage)
        await stage.press("f5")
        assert isinstance(stage.app.screen, SchemeChoice)
        await stage.press("down", "enter")
        assert "supervisor" in [row.key for row in screen.form.rows()]
        await stage.press("2", "f4")
        await stage.saved()
        assert [(each.scheme, each.value) for each in entries(stage)] == [("npc", "assigned")]
        assert stage.workspace.handling.settled() == ""


@pytest.mark.parametrize(("downs", "library"), [(5, ""), (8, "cppcc")])
async def test_a_scheme_counts_in_the_column_or_the_library_from_then_on(
    folder: Path, downs: int, library: str
) -> None:
    async with staged(folder) as stage:
        screen = await opened(stage)
        await stage.press("f5", *["down"] * downs, "enter")
        await stage.saved()
        assert screen.form.about.schemes[0].id == "cppcc"
        header = "“我为松江献一策”金点子摘登"
        assert stage.workspace.handling.settled() == library
        assert stage.workspace.handling.settled(header) == ("" if library else "cppcc")
        await stage.press("escape")
        assert (await opened(stage)).form.about.schemes[0].id == "cppcc"
        await stage.press("escape", "u")
        await stage.saved()
        assert (await opened(stage)).form.about.schemes[0].id == "column"


OWN = """
id = "own"
label = { zh = "我的评判", en = "My judgement" }
[[field]]
id = "verdict"
label = { zh = "评判", en = "Verdict" }
type = "choice"
on = ["article", "measure"]
[[field.value]]
id = "good"
label = { zh = "好", en = "Good" }
letter = "甲"
[[field]]
id = "remark"
label = { zh = "说明", en = "Remark" }
type = "text"
[[field]]
id = "visit"
label = { zh = "回访", en = "Visit" }
type = "date"
[[field]]
id = "unit"
label = { zh = "单位", en = "Unit" }
type = "unit"
many = true
[[field]]
id = "cost"
label = { zh = "花费", en = "Cost" }
type = "number"
least = 0
unit = { zh = "万元", en = "x 10,000 yuan" }
[[field]]
id = "mark"
label = { zh = "打分", en = "Mark" }
type = "score"
least = 1
most = 10
"""


async def test_a_scheme_of_ones_own_through_form_store_and_file(folder: Path, tmp_path: Path) -> None:
    choose_scheme("own", OWN)
    filled = {
        "verdict": ("甲", "good"),
        "remark": ("看了 现场", "看了 现场"),
        "visit": ("6月30日", "2026-06-30"),
        "unit": ("市园林局，市水务局", "市园林局、市水务局"),
        "cost": ("12.5", "12.5"),
        "mark": ("９", "9"),
    }
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        stage.workspace.handling.choose("own").result()
        screen = await opened(stage)
        for key, (text, _value) in filled.items():
            while screen.row.key != key:
                await stage.press("down")
            await typed(stage, text)
        await stage.press("f4")
        await stage.saved()
        assert stage.over == "", seen(stage.app)
        made = entries(stage)
        assert {each.field: each.value for each in made} == {
            key: value for key, (_text, value) in filled.items()
        }
        assert "12.5 x 10,000 yuan" in seen(stage.app)
    path, other = tmp_path / "out.jsonl", copy_pages(tmp_path / "other")
    assert main(["export", "jsonl", str(folder), "-o", str(path)]) == 0
    assert main(["import", "jsonl", str(path), str(other)]) == 0
    for place in (folder, other):
        workspace = Workspace.open([place])
        assert [each.entry for each in workspace.snapshot.annotations.values()] == made
        workspace.close()


async def test_a_broken_scheme_is_named_when_the_form_opens(folder: Path) -> None:
    async with staged(folder) as stage:
        await opened(stage)
        assert "bad.toml" not in seen(stage.app)
        await stage.press("escape")
        choose_scheme("bad", 'id = "bad"\nlabel = "x"\n[[field]]\nid = "a"\nlabel = "a"\ntype = "colour"\n')
        await opened(stage)
        assert "bad.toml, line 6" in seen(stage.app)


async def test_a_read_only_database_opens_no_form(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        monkeypatch.setattr(type(stage.workspace), "writable", False)
        await stage.press("s")
        assert stage.over == "" and stage.message


async def test_units_that_were_named_before_are_completed(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await opened(stage)
        await stage.press("up")
        assert screen.row.key == "lead_units"
        await typed(stage, "市交通局")
        await stage.press("f4")
        await stage.saved()
        await stage.press("J")
        screen = await opened(stage)
        await stage.press("up")
        await typed(stage, "sjt")
        assert "市交通局" in seen(stage.app)
        await stage.press("tab")
        assert value(screen) == "市交通局" and screen.row.key == "lead_units"
        await stage.press("tab")
        assert screen.row.key == "stage"


async def test_evidence_is_asked_for_once_links_lead_from_the_article(folder: Path) -> None:
    async with staged(folder) as stage:
        screen = await opened(stage)
        assert EVIDENCE not in [row.key for row in screen.form.rows()]
        await stage.press("escape")
        here, there = proposals(stage)[:2]
        link = make_link("answer", here, there, "程")
        write = Write("links", link.id, None, link)
        stage.workspace.change(lambda _snapshot: Change(Label("imported", {}), (write,), "程")).result()
        screen = await opened(stage)
        await stage.press("4", "pageup", "down", "down", "down", "right")
        assert screen.row.key == EVIDENCE and screen.form.text(EVIDENCE) == link.id
        await stage.press("f4")
        await stage.saved()
        assert [each.evidence for each in entries(stage)] == [link.id]
        assert "Evidence: 《给老城" in seen(stage.app)


async def test_many_proposals_are_registered_in_one_form_and_one_step(folder: Path) -> None:
    text = (folder / "松江时报2026-04-08_02版.txt").read_text("utf-8")
    for number in range(2, 32):
        page = folder / f"松江时报2026-05-{number:02}_02版.txt"
        page.write_text(text.replace("七个菜市场", f"{number}个菜市场"), "utf-8")
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        targets = proposals(stage)
        assert len(targets) > 60
        stage.desk.registering.ask(targets)
        screen = await shown(stage)
        assert screen.form.about.words.count("、") < 10
        await stage.press("2", "f4")
        await stage.saved()
        assert len(entries(stage)) == len(targets)
        await stage.press("u")
        await stage.saved()
        assert entries(stage) == []


async def test_a_story_over_two_pages_is_handled_as_one(folder: Path) -> None:
    (folder / "松江时报2026-04-09_01版.txt").write_text(FIRST_HALF, "utf-8")
    second = SECOND_HALF + "\n一是票价不变，老人孩子都免费坐船。\n\n二是早班提前半小时，赶得上头一趟车。\n"
    (folder / "松江时报2026-04-09_02版.txt").write_text(second, "utf-8")
    async with staged(folder) as stage:
        await stage.press("9", "J")
        await stage.until(lambda: stage.desk.whole is not None and len(stage.desk.whole.refs) == 2)
        screen = await opened(stage, "f7", "f4")
        assert screen.form.about.subject == "measure"
        await stage.press("1", "f2", "up", "2", "f4")
        await stage.saved()
        assert len({each.target.fingerprint for each in live(stage)}) == 2
        handled = stage.desk.registering.handled()
        assert handled is not None and handled.stage == "assigned"
        assert dict(handled.outcomes) == {"adopted": 1, "": 1}
        assert "2 measures: 1 Adopted, 1 undecided" in " ".join(seen(stage.app).split())
