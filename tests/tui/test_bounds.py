"""Bounds of an annotation that is there: taken as the selection, moved, saved or let go."""

from __future__ import annotations

from pathlib import Path

from reader.annotations import Annotation
from reader.tui.commands import rebind
from reader.workspace import Workspace
from tests.tui.every import TURNED
from tests.tui.staging import Stage, staged


async def tagged(stage: Stage) -> Annotation:
    """Tag three characters of a measure; the cursor is on the last of them."""
    await stage.press("f7", "0", "v", "l", "l", "t", "甲", "enter")
    await stage.saved()
    return only(stage)


def only(stage: Stage) -> Annotation:
    live = [one for one in stage.workspace.snapshot.annotations.values() if not one.deleted]
    assert len(live) == 1 and isinstance(live[0], Annotation)
    return live[0]


def state(stage: Stage) -> tuple[bool, bool]:
    """Return whether bounds are being moved, and whether there is a selection."""
    return stage.desk.view.gripped, stage.desk.view.selection is not None


async def test_an_end_is_moved_and_saved(folder: Path) -> None:
    async with staged(folder) as stage:
        before = await tagged(stage)
        await stage.press("g", "v")
        assert stage.message.startswith("bounds of 甲  Enter saves  Esc leaves them  3 characters")
        await stage.press("l", "l")
        assert "bounds of 甲" in stage.message and "5 characters" in stage.message
        await stage.press("o", "l")
        assert "bounds of 甲" in stage.message and "4 characters" in stage.message
        await stage.press("enter")
        await stage.saved()
        after = only(stage)
        assert stage.desk.view.selection is None and not stage.desk.view.gripped
        assert (after.id, after.tags) == (before.id, before.tags)
        assert len(after.target.exact) == 4 and after.target.exact[:2] == before.target.exact[1:]
        assert stage.message == f"bounds · {after.target.exact}"
        await stage.press("u")
        await stage.saved()
        assert stage.message == f"took back: bounds · {after.target.exact}"
        assert only(stage).target == before.target
        await stage.press("ctrl+r")
        await stage.saved()
        assert only(stage).target == after.target


async def test_they_are_left_as_they_were(folder: Path) -> None:
    async with staged(folder) as stage:
        before = await tagged(stage)
        for leaving in (["escape"], ["v"], ["q"], ["j", "J", "K"]):
            await stage.press("g", "g", "f7", "0", "g", "v", "l")
            assert state(stage) == (True, True)
            await stage.press(*leaving)
            assert state(stage) == (False, False)
            assert "bounds of 甲 left as they were" in stage.message or leaving[-1] == "K"
        await stage.press(
            "g", "g", "f7", "0", "g", "v", "l", "h", "enter"
        )  # nothing is changed: nothing is written
        assert stage.message == "bounds of 甲 left as they were"
        assert only(stage) == before


async def test_a_measure_s_tag_becomes_a_passage_s_over_paragraphs(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("f7", "t", "段", "enter")
        await stage.saved()
        before = only(stage)
        assert before.target.level == "measure"
        await stage.press("a")
        assert stage.pane == "cards"
        await stage.press("shift+f4")
        assert stage.pane == "article"
        span = stage.desk.view.selection_span()
        assert span is not None
        await stage.press("enter")
        assert only(stage) == before
        await stage.press("g", "v", "ctrl+down", "enter")
        await stage.saved()
        after = only(stage)
        assert after.target.level == "span" and after.target.ranges[-1][1] > before.target.ranges[-1][1]
        selected = stage.desk.whole
        assert selected is not None
        (placed,) = stage.desk.travel.following.placed()
        assert len({item.block for item in placed.location.spans}) == 2


async def test_of_a_whole_article_the_part_with_the_cursor_is_taken(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("g", "g", "t", "全", "enter")
        await stage.saved()
        document = stage.desk.view.blocks
        await stage.press("g", "v")
        selection = stage.desk.view.selection
        assert selection is not None and {document[end.block].role for end in selection.ends} <= {"title"}
        await stage.press("j", "j", "j", "j", "j", "j")
        assert "stays within the headline" in stage.message
        await stage.press("escape", "a", "g", "v")
        selection = stage.desk.view.selection
        assert selection is not None and document[selection.head.block].role == "paragraph"


async def test_bounds_of_another_annotation_of_mine_are_refused(folder: Path) -> None:
    async with staged(folder) as stage:
        await tagged(stage)
        await stage.press("0", "v", "l", "t", "乙", "enter")
        await stage.saved()
        await stage.press("g", "v", "l", "enter")
        assert "another annotation of yours has just these bounds" in stage.message
        assert stage.desk.view.gripped
        await stage.press("l", "enter")
        await stage.saved()
        lengths = sorted(len(one.target.exact) for one in stage.workspace.snapshot.annotations.values())
        assert lengths == [3, 4]


async def test_another_person_s_are_not_moved(folder: Path) -> None:
    other = Workspace.open([folder], creator="别人")
    page = other.pages(other.files[0])[0]
    other.tag(other.target_article(page, page.articles[0]), ["甲"]).result()
    other.close()
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        await stage.press("g", "v")
        if "no annotation here" in stage.message:  # it is on another article than the one open
            await stage.press("9", "K", "g", "v")
        assert stage.message == "this is 别人's; r replies"
        assert stage.desk.view.selection is None


async def test_in_a_story_on_two_pages_bounds_stay_on_their_page(folder: Path) -> None:
    for old in folder.iterdir():
        old.unlink()
    for name, text in TURNED:
        (folder / name).write_text(text, "utf-8")
    async with staged(folder) as stage:
        whole = stage.desk.whole
        assert whole is not None and len(whole.refs) == 2
        await stage.press("G", "0", "v", "l", "l", "t", "甲", "enter")
        await stage.saved()
        before = only(stage)
        assert before.target.fingerprint == whole.refs[1].page.fingerprint
        await stage.press("g", "v", "o", "ctrl+up", "ctrl+up", "ctrl+up")
        assert "a selection stays on one page" in stage.message
        await stage.press("enter")
        await stage.saved()
        after = only(stage)
        assert after.target.fingerprint == before.target.fingerprint
        assert after.target.exact.endswith(before.target.exact) and after.target != before.target


async def test_the_mouse_takes_the_nearer_end(folder: Path) -> None:
    async with staged(folder) as stage:
        before = await tagged(stage)
        await stage.press("0", "g", "v")
        view = stage.desk.view
        layout = view._laid
        selection = view.selection
        assert selection is not None
        anchor = selection.anchor
        row = layout.row_of(anchor) - round(view.scroll_offset.y)

        def at(characters: int) -> tuple[int, int]:
            place = selection.anchor._replace(offset=selection.anchor.offset + characters)
            return layout.frame.left + layout.cell(place), row

        await stage.pilot.mouse_down(view, offset=at(3))
        await stage.pilot.hover(view, offset=at(6))
        await stage.pilot.mouse_up(view, offset=at(6))
        await stage.pilot.pause()
        assert "bounds of 甲" in stage.message and "7 characters" in stage.message
        await stage.pilot.mouse_down(view, offset=at(1))
        await stage.pilot.mouse_up(view, offset=at(1))
        await stage.press("enter")
        await stage.saved()
        assert len(only(stage).target.exact) == 6 and only(stage).target.exact[:2] == before.target.exact[1:]


async def test_dragging_over_a_seam_says_why_it_stops(folder: Path) -> None:
    async with staged(folder) as stage:
        view = stage.desk.view
        await stage.press("g", "g")
        layout, left = view._laid, view._laid.frame.left
        first = next(row for row, item in enumerate(layout.rows) if item.role == "paragraph")
        await stage.pilot.mouse_down(view, offset=(left + 8, first))
        await stage.pilot.hover(view, offset=(left + 8, layout.row_of(view.caret) - 4))
        await stage.pilot.mouse_up(view, offset=(left + 8, 0))
        await stage.pilot.pause()
        assert "a selection stays within the body" in stage.message
        assert view.selection is not None and view.selection.ends[0].offset == 0


async def test_the_message_names_the_keys_there_are(folder: Path) -> None:
    try:
        async with staged(folder) as stage:
            await stage.press("enter")
            assert "gv moves those of the annotation" in stage.message
            await tagged(stage)
            rebind({"select.save": ("W",), "desk.escape": ("f12",)})
            await stage.press("g", "v")
            assert "W saves  F12 leaves them" in stage.message
    finally:
        rebind({})


async def test_a_selection_says_what_it_is_and_what_can_be_done_with_it(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("f7", "0", "v")
        assert stage.message.startswith("selected: 1 character  t tag  c comment")
        await stage.press("l")
        assert "2 characters" in stage.message
        said = []
        await stage.press("minus")
        for _number in range(7):
            await stage.press("plus")
            said.append(stage.message.partition(" · ")[0].removeprefix("selected: "))
        order = ("a word", "a clause", "a sentence", "a paragraph", "a measure", "the body")
        places = [order.index(each) for each in said if each in order]
        assert places == sorted(places) and said.count("the body") == 1
        assert "a selection stays within the body" in said
        await stage.press("escape")
        assert stage.message == ""
        await stage.press("g", "g", "+", "+", "+", "+")
        assert "a selection stays within the headline" in stage.message
