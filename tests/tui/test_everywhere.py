"""Searching all files: results while typing, opened where the words stand, gone through, come back to."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from reader.config.language import choose
from reader.index.query import FIELDS
from reader.tui.everywhere import Everywhere
from reader.tui.screens.everywhere import ResultList
from reader.tui.searchwords import completed, offers
from scripts.scenes import searched
from tests.tui.dialogs import seen
from tests.tui.staging import Stage, staged

SIZES = [(60, 20), (80, 24), (120, 40), (200, 50)]


def everywhere(stage: Stage) -> Everywhere:
    return stage.desk.searching.everywhere


async def search(stage: Stage, text: str) -> None:
    """Open the screen, type, and wait for what is found."""
    await stage.press("g", "/")
    assert stage.over == "SearchScreen"
    await stage.write(text)
    await stage.until(lambda: searched(stage.desk))
    await stage.pilot.pause()


async def opened(stage: Stage) -> None:
    await stage.until(lambda: not stage.over and stage.message.startswith("result"))


def under_caret(stage: Stage, length: int) -> str:
    block, offset = stage.desk.view.caret
    return stage.desk.view.blocks[block].flow.text[offset : offset + length]


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_typed_is_searched_and_opened_where_it_stands(
    folder: Path, size: tuple[int, int]
) -> None:
    async with staged(folder, size) as stage:
        await search(stage, "建议")
        shown = seen(stage.app)
        hits = everywhere(stage).hits
        assert len(hits) > 1 and f"{len(hits)} articles" in shown and "松江时报" in shown
        assert all(hit.name[:6] in shown for hit in hits[:3])
        await stage.press("down", "enter")
        await opened(stage)
        assert stage.desk.ref is not None and stage.desk.ref.key == hits[1].key
        assert under_caret(stage, 2) == "建议" and stage.pane == "article"
        assert stage.message.startswith(f"result 2 of {len(hits)}")


async def test_next_and_before_go_through_the_hits_of_all_results(folder: Path) -> None:
    async with staged(folder) as stage:
        await search(stage, "建议")
        hits = everywhere(stage).hits
        await stage.press("enter")
        await opened(stage)
        seen_keys, places = [], []
        for _ in range(sum(hit.count for hit in hits)):
            assert stage.desk.ref is not None and under_caret(stage, 2) == "建议"
            seen_keys.append(stage.desk.ref.key)
            places.append((stage.desk.ref.key, *stage.desk.view.caret))
            await stage.press("n")
            await stage.until(lambda: stage.desk.searching.everywhere.hit is not None)
            await stage.pilot.pause(0.05)
        assert list(dict.fromkeys(seen_keys)) == [hit.key for hit in hits]
        assert len(set(places)) == len(places)
        assert "no more results" in stage.message
        for place in reversed(places[:-1]):
            await stage.press("N")
            await stage.until(
                lambda place=place: stage.desk.ref and (stage.desk.ref.key, *stage.desk.view.caret) == place  # type: ignore[misc]
            )


async def test_escape_goes_back_to_the_results_and_then_leaves_them(folder: Path) -> None:
    async with staged(folder) as stage:
        await search(stage, "建议")
        await stage.press("down", "enter")
        await opened(stage)
        await stage.press("escape")
        assert stage.over == "SearchScreen"
        screen = stage.app.screen
        assert screen.query_one(Input).value == "建议"
        await stage.until(lambda: screen.query_one(ResultList).cursor_key == everywhere(stage).hits[1].key)
        await stage.press("escape")
        assert stage.over == ""
        await stage.press("escape")
        assert stage.over == "" and not stage.desk.view.searching


async def test_a_search_in_the_article_ends_going_through_results(folder: Path) -> None:
    async with staged(folder) as stage:
        await search(stage, "建议")
        await stage.press("enter")
        await opened(stage)
        ref = stage.desk.ref
        await stage.press("slash")
        await stage.write("的")
        await stage.press("enter", "n", "n", "n", "n", "n", "n")
        assert stage.desk.ref is ref and "hit" not in stage.over


async def test_enter_before_anything_is_found_opens_the_first_when_it_is(folder: Path) -> None:
    async with staged(folder) as stage:
        await search(stage, "建")
        await stage.write("议")
        await stage.press("enter")
        await opened(stage)
        assert under_caret(stage, 2) == "建议"


async def test_mistakes_are_named_and_half_typed_fields_do_no_harm(folder: Path) -> None:
    async with staged(folder) as stage:
        await search(stage, "colour:red")
        assert "no field colour" in seen(stage.app)
        await stage.press("enter")
        assert stage.over == "SearchScreen"
        stage.app.screen.query_one(Input).value = "date:20"
        await stage.until(lambda: "is no date" in seen(stage.app))
        stage.app.screen.query_one(Input).value = "date:2026"
        await stage.until(lambda: everywhere(stage).typed == "date:2026" and searched(stage.desk))
        assert everywhere(stage).hits


async def test_nothing_found_says_so(folder: Path) -> None:
    async with staged(folder) as stage:
        await search(stage, "没有这几个字")
        assert "Nothing was found." in seen(stage.app) and "0 articles" in seen(stage.app)
        await stage.press("enter", "escape")
        assert stage.over == ""


async def test_what_was_searched_is_there_again_with_up(folder: Path) -> None:
    async with staged(folder) as stage:
        for text in ("建议", "居民"):
            await search(stage, text)
            await stage.press("enter")
            await opened(stage)
    async with staged(folder) as stage:
        await stage.press("f6")
        assert stage.over == "SearchScreen" and "searched before:" in seen(stage.app)
        await stage.press("down", "enter")
        assert stage.app.screen.query_one(Input).value == "建议"
        stage.app.screen.query_one(Input).value = ""
        await stage.pilot.pause()
        everywhere(stage).typing("")
        await stage.until(lambda: "searched before:" in seen(stage.app))
        await stage.press("ctrl+home", "up")
        assert stage.app.screen.query_one(Input).value == "居民"


async def test_comments_are_found_and_opened_at_what_they_are_about(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.until(lambda: stage.workspace.records_open)
        await stage.press("right_square_bracket", "m", "c")
        await stage.write("请查预算来源")
        await stage.press("ctrl+s")
        await stage.saved()
        ref, caret = stage.desk.ref, stage.desk.view.caret
        await stage.press("J")
        await search(stage, "预算来源")
        assert "comment: 请查预算来源" in seen(stage.app)
        await stage.press("enter")
        await opened(stage)
        assert stage.desk.ref is not None and ref is not None and stage.desk.ref.key == ref.key
        assert stage.desk.view.caret == caret


async def test_a_result_that_went_meanwhile_is_said(folder: Path) -> None:
    async with staged(folder) as stage:
        await search(stage, "建议")
        hit = everywhere(stage).hits[0]
        page = stage.workspace.pages(hit.file)[0]
        stage.workspace.pages = lambda file, *, keep=True: (page,) if file is not hit.file else ()  # type: ignore[method-assign]
        await stage.press("enter")
        await stage.until(lambda: "not there any more" in stage.message)


async def test_while_files_are_not_indexed_it_says_how_many_are(folder: Path) -> None:
    async with staged(folder) as stage:
        it = everywhere(stage)
        await search(stage, "建议")
        it._indexed(1, 2)
        assert "indexed 1 of 2 files" in seen(stage.app)


async def test_tab_takes_what_is_offered(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("g", "/")
        await stage.write("建议 au")
        await stage.until(lambda: "author:" in seen(stage.app).splitlines()[-2])
        await stage.press("tab")
        assert stage.app.screen.query_one(Input).value == "建议 author:"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", []),
        ("建议 ", []),
        ("ti", ["title:"]),
        ("x -t", ["-title:", "-tag:"]),
        ("标", ["标题:", "标签:"]),
        ("tag:民", ["tag:民生/居住", 'tag:"农 民"']),
        ("标签：医", ["标签:医疗"]),
        ("kind:pro", ["kind:proposal"]),
        ("title:x", []),
        ("nofield:x", []),
    ],
)
def test_fields_and_their_values_are_offered(typed: str, found: list[str]) -> None:
    choose("en")
    values = {"tag": ["民生/居住", "农 民", "医疗"], "kind": ["proposal", "news"]}
    assert offers(typed, values) == found
    for offer in found:
        assert completed(typed, offer).endswith(offer)


def test_each_field_is_offered_in_its_language_first() -> None:
    choose("zh_CN")
    assert offers("t", {})[0] == "title:" and set(offers("日", {})) == {"日期:"}
    assert all(name.isascii() for name in offers("a", {}))
    assert {*FIELDS} == {offer[:-1] for name in FIELDS for offer in offers(name[:1], {})}
