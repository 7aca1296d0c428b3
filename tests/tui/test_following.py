"""Articles over several pages: read as one, annotated page by page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations import Caret
from reader.config.language import choose
from reader.pages.model import Doubt, Fix
from reader.tui.halves import Whole
from reader.tui.screens.correcting import CorrectionScreen
from tests.tui.staging import Stage, staged

HEAD = """渡口新船
今天下水

松江时报4月8日讯（记者 沈麦）渡口的新船今天下水了。市里为它定了三条规矩。

一是船长何渡每天出船之前先看一遍救生衣。

二是坐满就开，不让岸上的人再往上挤，挤上来的人要请他下去，

（下转2版）
"""
TAIL = """（上接1版）

等下一趟。

三是末班推迟一个小时，赶夜路的人也能回家。

何渡说，新船装了雷达，有雾也看得见对岸。
"""
ALONE = """（上接5版①）

河边的灯换成了暖光，夜里散步的人多了起来。
"""
OTHER = """桥头的钟修好了

松江时报4月8日讯（记者 岑望）桥头的老钟停了七年，今天早上又走了起来，路过的人都停下来对表。
"""
FIRST, SECOND = "松江时报2026-04-08_01版.txt", "松江时报2026-04-08_02版.txt"


@pytest.fixture
def turned(tmp_path: Path) -> Path:
    """Return a folder with a story that turns from page 1 to page 2, and a second half without a first."""
    folder = tmp_path / "turned"
    folder.mkdir()
    (folder / FIRST).write_text(HEAD + "\n" + OTHER, "utf-8")
    (folder / SECOND).write_text(TAIL, "utf-8")
    (folder / "松江时报2026-04-08_03版.txt").write_text(ALONE, "utf-8")
    return folder


def shown(stage: Stage) -> str:
    """Return the text of the article shown."""
    document = stage.desk.view._document
    return "\n".join(document.texts) if document else ""


def here(stage: Stage) -> tuple[str, Caret]:
    """Return the file the caret is in, and its place in the half there."""
    ref, caret = stage.desk.travel.following.here
    return ref.file.label, caret


async def open_half(stage: Stage, number: int) -> None:
    """Open the story from its first (0) or second (1) half."""
    ref = stage.ref((0, 2)[number])
    stage.desk.travel.open(ref)
    await stage.pilot.pause()


async def test_either_half_shows_the_whole(turned: Path) -> None:
    async with staged(turned) as stage:
        for number, file in enumerate((FIRST, SECOND)):
            await open_half(stage, number)
            text = shown(stage)
            assert text.startswith("渡口新船\n今天下水\n") and text.endswith("有雾也看得见对岸。")
            assert here(stage) == (file, Caret(0, 0))
            assert "渡口新船今天下水" in stage.header and f"page {number + 1}" in stage.header
        labels = [span.measure.label for span in stage.desk.view._document.measures]  # type: ignore[union-attr]
        assert labels == ["一是", "二是", "三是"]


async def test_the_contents_show_where_an_article_goes_on(turned: Path) -> None:
    async with staged(turned) as stage:
        rows = ["".join(text for text, _ in entry.rows[0]) for entry in stage.desk.shelf.entries("")]
        assert any("⇢p.2 渡口新船今天下水" in row for row in rows)
        assert any("⇠p.1 渡口新船今天下水" in row for row in rows)
        assert sum("⇠" in row or "⇢" in row for row in rows) == 2
        choose("zh_CN")
        rows = ["".join(text for text, _ in entry.rows[0]) for entry in stage.desk.shelf.entries("")]
        assert any("⇢2版 渡口新船今天下水" in row for row in rows)


async def test_the_seam_is_drawn_and_has_no_place_for_the_caret(turned: Path) -> None:
    async with staged(turned, (80, 40)) as stage:
        await open_half(stage, 0)
        view = stage.desk.view
        rows = [view.render_line(y).text for y in range(view.size.height)]
        (row,) = [y for y, text in enumerate(rows) if "continued on page 2 · 松江时报 2026-04-08" in text]
        await stage.press("G")
        for _ in range(20):
            await stage.press("k")
            assert view._laid.row_of(view.caret) != row


async def test_a_selection_stops_at_the_seam(turned: Path) -> None:
    async with staged(turned) as stage:
        await open_half(stage, 1)
        await stage.press("v", "k")
        assert "stays on one page" in stage.message
        assert here(stage) == (SECOND, Caret(0, 0))
        await stage.press("G")
        ref, *_ = stage.desk.travel.following.here
        assert ref.file.label == SECOND
        await stage.press("escape", "g", "d", "j", "j", "j", "v", "G")
        assert "stays on one page" in stage.message
        assert here(stage)[0] == FIRST


async def test_what_is_tagged_in_the_second_half_is_stored_with_its_page(turned: Path) -> None:
    async with staged(turned) as stage:
        second = stage.ref(2).page
        await open_half(stage, 1)
        await stage.press("j", "v", "l", "l", "t", "原", "文", "enter")
        await stage.saved()
        (annotation,) = stage.workspace.snapshot.annotations.values()
        assert annotation.target.fingerprint == second.fingerprint
        assert annotation.target.exact == "等下一" and annotation.target.title == "渡口新船今天下水"
        await open_half(stage, 0)
        assert stage.desk.cards.keys == (annotation.id,)
        (mark,) = stage.desk.view._highlights.highlights
        document = stage.desk.view._document
        assert document is not None
        assert [document.texts[block][a:b] for block, a, b in mark.spans] == ["等下一"]
        await stage.press("right_square_bracket", "a")
        assert stage.desk.annotation_in_hand() == annotation
        assert here(stage)[0] == SECOND


async def test_annotations_of_the_other_half_are_gone_to_once(turned: Path) -> None:
    async with staged(turned) as stage:
        await open_half(stage, 0)
        await stage.press("t", "甲", "enter", "J", "t", "乙", "enter")
        await open_half(stage, 1)
        await stage.press("j", "v", "l", "t", "丙", "enter")
        await stage.saved()
        await open_half(stage, 0)
        seen = []
        for _ in range(3):
            await stage.press("right_square_bracket", "a")
            seen.append((here(stage)[0], stage.title))
        assert seen == [(SECOND, "渡口新船今天下水")] + [(FIRST, "桥头的钟修好了")] * 2
        assert stage.message == "no more of these in this direction"


async def test_a_measure_over_the_seam_is_annotated_on_the_page_of_the_caret(turned: Path) -> None:
    async with staged(turned) as stage:
        first, second = (stage.ref(number).page for number in (0, 2))
        await open_half(stage, 0)
        await stage.press("f7", "f7", "t", "甲", "enter")
        await open_half(stage, 1)
        await stage.press("j", "t", "乙", "enter", "f7", "t", "丙", "enter")
        await stage.saved()
        found = [
            (one.target.fingerprint, one.target.level, one.target.measure, one.target.exact)
            for one in stage.workspace.snapshot.annotations.values()
        ]
        assert [each[:3] for each in found] == [
            (first.fingerprint, "measure", "二是"),
            (second.fingerprint, "measure", "二是"),
            (second.fingerprint, "measure", "三是"),
        ]
        assert found[0][3].startswith("二是坐满就开") and "（下转2版）" in found[0][3]
        assert found[1][3].replace("\n", "").endswith("等下一趟。")
        assert [
            one.target.measure for one in (item.annotation for item in stage.desk.travel.following.placed())
        ] == [
            "二是",
            "二是",
            "三是",
        ]


async def test_the_whole_article_is_annotated_on_its_first_half(turned: Path) -> None:
    async with staged(turned) as stage:
        await open_half(stage, 1)
        await stage.press("G")
        aims = stage.desk.marking.aims()
        assert aims[-1].words.startswith("The whole article, on its first half: 渡口新船今天下水")
        assert aims[-1].target.fingerprint == stage.ref(0).page.fingerprint
        await stage.press("g", "g", "c", "好", "ctrl+s")
        await stage.saved()
        (annotation,) = stage.workspace.snapshot.annotations.values()
        assert annotation.target == aims[-1].target
        assert stage.desk.shelf.on(stage.ref(0)) and not stage.desk.shelf.on(stage.ref(2))


async def test_what_is_copied_names_its_own_page(turned: Path) -> None:
    async with staged(turned) as stage:
        await open_half(stage, 1)
        await stage.press("j", "v", "l", "y")
        assert stage.app.clipboard == "等下\n——《渡口新船今天下水》松江时报 2026-04-08 page 2, row 3\n"


async def test_gd_goes_to_the_other_half_and_back(turned: Path) -> None:
    async with staged(turned) as stage:
        await open_half(stage, 0)
        await stage.press("j", "j", "j")
        place = here(stage)
        await stage.press("g", "d")
        assert here(stage) == (SECOND, Caret(0, 0))
        assert stage.desk.contents.cursor_key == stage.ref(2).key
        await stage.press("j", "g", "d")
        assert here(stage) == place
        assert stage.desk.ref == stage.ref(0)
        await stage.press("J")
        assert stage.title == "桥头的钟修好了"


async def test_gd_without_another_half_says_why(turned: Path) -> None:
    async with staged(turned) as stage:
        stage.desk.travel.open(stage.ref(1))
        await stage.press("g", "d")
        assert stage.message == "this article is not continued on another page"
        stage.desk.travel.open(stage.ref(3))
        await stage.press("g", "d")
        assert stage.message == "松江时报 2026-04-08 page 5 is not in the opened folder"
        choose("zh_CN")
        await stage.press("g", "d")
        assert stage.message == "松江时报 2026-04-08 第5版 不在打开的文件夹里"


async def test_gd_to_a_page_without_the_half_says_so(turned: Path) -> None:
    (turned / "松江时报2026-04-08_05版.txt").write_text(OTHER, "utf-8")
    async with staged(turned) as stage:
        stage.desk.travel.open(stage.ref(3))
        await stage.press("g", "d")
        assert stage.message == "the other half was not found on page 5"


async def test_the_file_of_the_other_half_is_read_at_once(
    turned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (turned / "松江时报2026-04-08_02版.txt").rename(turned / "松江时报2026-04-08_09版.txt")
    (turned / FIRST).write_text(HEAD.replace("2版", "9版"), "utf-8")
    async with staged(turned) as stage:
        await open_half(stage, 0)
    monkeypatch.setattr("reader.workspace.surveying.Survey.start", lambda survey: None)
    async with staged(turned, eager=False) as stage:
        assert stage.title == "渡口新船今天下水"
        await stage.press("j", "v", "l", "l")
        await stage.until(lambda: "看得见对岸" in shown(stage))
        files = stage.workspace.files
        assert [stage.desk.shelf.known(file) for file in files] == [True, False, True]
        assert stage.desk.view.selection is not None
        await stage.press("g", "d")
        assert here(stage) == ("松江时报2026-04-08_09版.txt", Caret(0, 0))


async def test_the_caret_stays_where_it_is_when_the_first_half_comes(turned: Path) -> None:
    async with staged(turned) as stage:
        await open_half(stage, 1)
        await stage.press("j", "l", "v", "l")
        before, selection = here(stage), stage.desk.view.selection_span()
        file = stage.workspace.files[0]
        pages = stage.workspace.pages(file)
        following = stage.desk.travel.following
        stage.workspace.halves.take(file, ())
        following.rejoin()
        assert here(stage) == before and "渡口新船" not in shown(stage)
        stage.workspace.halves.take(file, pages)
        following.rejoin()
        assert here(stage) == before and "渡口新船" in shown(stage)
        assert stage.desk.view.selection_span() == selection


async def test_a_page_that_was_parsed_anew_is_shown_anew(turned: Path) -> None:
    async with staged(turned) as stage:
        await open_half(stage, 0)
        file = stage.workspace.files[1]
        (page,) = stage.workspace.pages(file)
        (article,) = page.articles
        shorter = replace(page, articles=(replace(article, paragraphs=article.paragraphs[:1]),), _by_id={})
        stage.workspace.halves.take(file, (shorter,))
        stage.desk.travel.following.rejoin()
        await stage.pilot.pause()
        assert shown(stage).endswith("等下一趟。")
        await stage.press("G")
        assert here(stage)[0] == SECOND
        stage.workspace.halves.take(file, (replace(shorter, articles=(), _by_id={}),))
        stage.desk.travel.following.rejoin()
        await stage.pilot.pause()
        assert shown(stage).endswith("（下转2版）")
        assert here(stage) == (FIRST, Caret(0, 0))


async def test_the_half_under_the_cursor_is_corrected(turned: Path) -> None:
    async with staged(turned) as stage:
        await open_half(stage, 0)
        await stage.press("G", "C")
        screen = stage.app.screen
        assert isinstance(screen, CorrectionScreen)
        assert screen.file.label == SECOND
        assert screen.page.rows[screen.row - 1].flow.text.startswith("何渡说")
        await stage.press("s")
        await stage.saved()
        assert "何渡说" not in shown(stage) and shown(stage).startswith("渡口新船")
        await stage.press("q")
        assert "何渡说" in shown(stage) and "等下一趟" not in shown(stage)
        await stage.press("u")
        await stage.saved()
        await stage.until(lambda: shown(stage).startswith("渡口新船"))
        assert here(stage)[0] == SECOND and "何渡说" in shown(stage)


async def test_pages_whose_source_is_corrected_join_or_part(turned: Path) -> None:
    async with staged(turned) as stage:
        await open_half(stage, 0)
        await stage.press("j", "j")
        place = here(stage)
        (page,) = stage.workspace.pages(stage.workspace.files[1])
        stage.workspace.correct([(page, Fix("date", value="2026-04-10"))], "fix_source", "")
        stage.desk.records_changed()
        await stage.saved()
        await stage.until(lambda: "对岸" not in shown(stage))
        assert here(stage) == place
        await stage.press("u")
        await stage.saved()
        await stage.until(lambda: "对岸" in shown(stage))
        assert here(stage) == place


async def test_both_halves_in_one_file_are_corrected_without_losing_the_place(turned: Path) -> None:
    for name in (FIRST, SECOND):
        (turned / name).unlink()
    (turned / "松江时报2026-04-08.txt").write_text(HEAD + "\f" + TAIL, "utf-8")
    async with staged(turned) as stage:
        stage.desk.travel.open(
            next(ref for ref in map(stage.ref, range(9)) if ref.article and ref.article.title)
        )
        await stage.press("G")
        first, second = stage.desk.whole.refs if stage.desk.whole else ()
        row = second.page.articles[0].paragraphs[0].rows[0]
        wishes = [(first.page, Fix("kind", (first.page.articles[0].paragraphs[0].rows[0],), "notice"))]
        wishes.append((second.page, Fix("start", (row + 2,), "join")))
        stage.workspace.correct(wishes, "fix_kind", "")
        stage.desk.records_changed()
        await stage.saved()
        ref = stage.desk.ref
        assert ref is not None and ref.article is not None and ref.article.kind == "notice"
        assert shown(stage).startswith("渡口新船") and "对岸" in shown(stage)
        assert stage.desk.travel.following.here[0].page.number == 2


async def test_each_half_counts_as_read_when_it_was_read_to_its_end(turned: Path) -> None:
    async with staged(turned) as stage:
        first, _other, second, _alone = (spot.article.id for spot in stage.desk.shelf.spots())
        state = stage.workspace.state
        await open_half(stage, 1)
        assert not state.is_read(first)
        await stage.press("G")
        assert (state.is_read(first), state.is_read(second)) == (False, True)
        state.mark_read(second, False)
        await open_half(stage, 0)
        await stage.press("G")
        assert (state.is_read(first), state.is_read(second)) == (True, True)


async def test_reading_goes_on_in_the_half_where_it_stopped(turned: Path) -> None:
    async with staged(turned) as stage:
        await open_half(stage, 0)
        await stage.press("G")
        place = here(stage)
        assert place[0] == SECOND
        stage.desk.keep_place()
    async with staged(turned) as stage:
        assert here(stage) == place
        assert "渡口新船" in shown(stage)


async def test_doubts_of_both_halves_are_marked(turned: Path) -> None:
    async with staged(turned) as stage:
        (alone,) = stage.workspace.pages(stage.workspace.files[1])
        refs = [stage.ref(number) for number in (0, 2)]
        doubted = replace(
            alone.articles[0], doubts=(Doubt("boundary", 0.1, "", alone.articles[0].paragraphs[1].rows[0]),)
        )
        page = replace(alone, articles=(doubted,), _by_id={})
        whole = Whole([refs[0], replace(refs[1], page=page)])
        (mark,) = whole.doubts()
        assert whole.document is not None
        assert whole.document.texts[mark.spans[0][0]].startswith("三是")
