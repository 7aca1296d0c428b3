"""A library of more files than are shown without groups: folding, filtering, reading in the background, what fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.tui.filtering import Filter, Term
from reader.tui.surveying import progress_words
from reader.workspace.surveying import Survey
from tests.tui.staging import Stage, staged

PAPERS = ("松江时报", "柳江日报")
DAYS, PAGES = 9, 4


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return 72 small pages of two papers."""
    return make_library(tmp_path)


def make_library(tmp_path: Path) -> Path:
    """Write them."""
    folder = tmp_path / "library"
    for paper in PAPERS:
        for day in range(1, DAYS + 1):
            place = folder / paper / f"2026-04-{day:02}"
            place.mkdir(parents=True)
            for page in range(1, PAGES + 1):
                (place / f"{paper}2026-04-{day:02}_{page:02}版.txt").write_text(
                    text(paper, day, page), "utf-8"
                )
    return folder


def text(paper: str, day: int, page: int) -> str:
    """Return a page with one article."""
    said = "渡口的钟敲了。" if day == 5 else "渡口一切照旧。"
    return f"{paper}四月{day}日第{page}版的事\n\n{paper}4月{day}日讯（记者 沈麦）{said}今天天气很好，大家都出门去了。\n"


def rows(stage: Stage) -> list[str]:
    """Return the rows of the contents."""
    return ["".join(text for text, _ in entry.rows[0]) for entry in stage.desk.contents._entries]


def keys(stage: Stage, kind: str) -> list[str]:
    """Return the keys of a kind of the contents' entries."""
    return [key for key in stage.desk.contents.keys if key.partition("\n")[0] == kind]


async def contents(stage: Stage) -> None:
    """Go to the contents."""
    stage.desk.focus_pane("contents")
    await stage.pilot.pause()


async def test_only_the_group_of_the_open_article_is_unfolded(library: Path) -> None:
    async with staged(library) as stage:
        assert len(keys(stage, "paper")) == 2 and len(keys(stage, "date")) == DAYS
        assert len(keys(stage, "page")) == PAGES
        assert "松江时报" in rows(stage)[0] and "36 unread" in rows(stage)[0]
        assert stage.desk.contents.cursor_key == (stage.desk.ref.key if stage.desk.ref else "")
        await stage.press("5", "J")
        assert len(keys(stage, "page")) == PAGES
        assert stage.desk.contents.cursor_key == (stage.desk.ref.key if stage.desk.ref else "")
        await stage.press("9", "9", "J")
        assert stage.title == "柳江日报四月9日第4版的事"
        assert rows(stage)[0].startswith("▸ 松江时报") and rows(stage)[1].startswith("▾ 柳江日报")


async def test_what_is_folded_and_unfolded_is_remembered(library: Path) -> None:
    async with staged(library) as stage:
        await contents(stage)
        await stage.press("h", "h")
        assert not any(key == stage.desk.ref.key for key in stage.desk.contents.keys if stage.desk.ref)
        assert any(row.strip().startswith("▸ page 1 ›") for row in rows(stage))
        await stage.press("h", "h", "h", "h")
        assert keys(stage, "date") == []
        await stage.press("G", "l")
        unfolded = keys(stage, "date")
        assert len(unfolded) == DAYS
        await stage.press("l", "enter")
        assert len(keys(stage, "page")) == PAGES
        before = rows(stage)
        await stage.press("Q")
    async with staged(library) as stage:
        assert len(keys(stage, "date")) > DAYS  # the open article is revealed
        assert before[-1] == rows(stage)[-1]
        assert stage.desk.ref is not None and stage.desk.ref.key in stage.desk.contents.keys


async def test_counts_follow_what_is_read_and_annotated(library: Path) -> None:
    async with staged(library) as stage:
        await stage.press("m")
        assert "35 unread" in rows(stage)[0]
        await stage.press("t")
        await stage.write("天气")
        await stage.press("enter")
        await stage.saved()
        assert "  1  35 unread" in rows(stage)[0] and "  1  3 unread" in rows(stage)[1]
        await stage.press("u")
        await stage.saved()
        assert "  1  " not in rows(stage)[0]


async def test_the_filter_goes_through_all_pages_and_shows_groups_that_match(library: Path) -> None:
    async with staged(library) as stage:
        stage.desk.filtered.use(Filter((Term("word", "钟敲了"),)))
        await stage.until(lambda: not stage.desk.shelf.finding)
        assert stage.desk.shelf.matching == "8/72"
        assert len(keys(stage, "date")) == 2 and len(keys(stage, "page")) == 8
        await stage.press("J")
        await stage.until(lambda: "四月5日" in stage.title)
        await stage.press("9", "J")
        await stage.until(lambda: "第4版" in stage.title)
        stage.desk.filtered.use(Filter((Term("word", "钟敲了"), Term("unread"))))
        await stage.until(lambda: not stage.desk.shelf.finding)
        assert stage.desk.shelf.matching in ("7/72", "8/72")
        stage.desk.filtered.use(Filter())
        assert stage.desk.shelf.matching == "" and len(keys(stage, "page")) == PAGES


async def test_many_articles_are_counted_behind_the_prompt(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.filtered.COUNTED_AT_ONCE", 10)
    async with staged(library) as stage:
        await stage.press("f")
        options = stage.app.screen.query_one("Terms")
        await stage.until(lambda: [str(each.count) for each in stage.app.screen._offers][:1] == ["72"])  # type: ignore[attr-defined]
        await stage.press("2")
        assert options is not None
        await stage.until(lambda: stage.desk.shelf.matching == "72/72")


async def test_files_that_cannot_be_read_are_listed_once(library: Path) -> None:
    for number in (1, 2, 3):
        (library / f"坏{number}.txt").write_bytes(b"\x00\x01\x02" * 50)
    async with staged(library) as stage:
        await stage.until(lambda: "3 files could not be read" in stage.message)
        assert "gp" in stage.message
        await stage.press("g", "p")
        assert stage.over == "Problems"
        await stage.press("j", "enter")
        assert stage.pane == "contents" and stage.desk.contents.cursor_key.endswith("坏2.txt")
        await stage.press("enter")
        assert "坏2.txt" in stage.message
    (library / "坏4.txt").write_bytes(b"")


async def test_without_failures_the_list_says_so(library: Path) -> None:
    async with staged(library) as stage:
        await stage.press("g", "p")
        assert stage.over == "Problems"
        await stage.press("escape")
        assert stage.over == ""


async def test_reading_in_the_background_is_stopped_and_goes_on(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Survey] = []
    start = Survey.start
    monkeypatch.setattr(Survey, "start", lambda survey: started.append(survey))
    async with staged(library, eager=False) as stage:
        await stage.until(lambda: started)
        stage.desk.run_command("survey.toggle")
        assert "only when you go there" in stage.message
        await stage.until(lambda: stage.desk.shelf.planned)
        assert sum(map(stage.desk.shelf.known, stage.workspace.files)) < 5
        assert any("to read" in row for row in rows(stage))
        monkeypatch.setattr(Survey, "start", start)
        stage.desk.run_command("survey.toggle")
        await stage.until(lambda: all(map(stage.desk.shelf.known, stage.workspace.files)))
        stage.desk.run_command("survey.toggle")
        assert stage.message == "all files are read"


def test_progress_is_a_bar_of_whole_cells_with_the_time_left() -> None:
    assert progress_words(0, 10_000, None) == "░░░░░░░░░░ 0/10000"
    assert progress_words(5500, 10_000, 42.2) == "█████░░░░░ 5500/10000 42 s left"
    assert progress_words(9999, 10_000, 200.0) == "█████████░ 9999/10000 3 min left"
    assert progress_words(9999, 10_000, 200.0, bar=False) == "9999/10000 3 min left"
    assert progress_words(10_000, 10_000, 0.0) == "██████████ 10000/10000"


def test_the_bar_is_of_narrow_characters_where_blocks_are_wide(wide: None) -> None:
    assert progress_words(5, 10, None) == "#####----- 5/10"


async def test_how_far_it_is_shows_while_it_takes_long(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.surveying.LONG", 0.0)
    seen: list[str] = []
    async with staged(library, eager=False) as stage:
        put = stage.desk.show_state

        def watched() -> None:
            seen.append(stage.desk.surveying.words)
            put()

        monkeypatch.setattr(stage.desk, "show_state", watched)
        await stage.until(lambda: all(map(stage.desk.shelf.known, stage.workspace.files)))
        await stage.pilot.pause()
        assert stage.desk.surveying.words == ""
    assert any("/72" in words for words in seen)


async def test_an_article_of_a_page_that_is_not_at_hand_is_fetched(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(library) as stage:
        last = list(stage.desk.shelf.spots())[-1]
        for file in stage.workspace.files:
            stage.workspace._library._pages.pop(file.key)  # as if they were not used for long
        assert not stage.workspace.loaded(last.file)
        stage.desk.travel.visit(last)
        await stage.until(lambda: stage.title == last.article.title)
        assert stage.desk.contents.cursor_key == last.key
        await stage.press("3", "K", "K")
        await stage.until(lambda: "第" in stage.title and stage.desk.ref is not None)
        spots = [spot.key for spot in stage.desk.shelf.spots()]
        await stage.until(lambda: stage.desk.ref is not None and stage.desk.ref.key == spots[-5])
