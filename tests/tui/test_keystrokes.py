"""How many keys the daily work takes."""

from __future__ import annotations

from pathlib import Path

from reader.tui.favourites import Favourites
from reader.workspace import Workspace
from tests.tui.staging import Stage, staged

PROPOSAL = """{title}
□ {author}
建议在{place}设一处图书角。一是每周开放三天。二是请居民轮流管理。
"""


def column(folder: Path, count: int) -> None:
    """Write pages with so many proposals, one a page."""
    for number in range(count):
        text = PROPOSAL.format(title=f"把第{number}号书架搬到楼下", author="沈麦", place=f"第{number}号楼")
        (folder / f"松江时报2026-04-10_{number + 1:02}版.txt").write_text("金点子摘登\n" + text, "utf-8")


async def press(stage: Stage, *keys: str) -> int:
    await stage.press(*keys)
    await stage.saved()
    return len(keys)


async def test_a_favourite_goes_on_the_proposal_under_the_cursor_with_two_keys(folder: Path) -> None:
    async with staged(folder) as stage:
        stage.workspace.state.set_favourite(1, "民生")
        assert await press(stage, "semicolon", "1") <= 2
        (annotation,) = stage.workspace.snapshot.annotations.values()
        assert annotation.target.level == "article" and stage.tags() == ["民生"]


async def test_a_comment_on_a_measure_takes_its_text_and_two_keys(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("f7")
        assert await press(stage, "c", *"可行", "ctrl+s") == len("可行") + 2
        (annotation,) = stage.workspace.snapshot.annotations.values()
        assert annotation.target.level == "measure" and stage.comments() == ["可行"]


async def test_the_word_under_the_cursor_is_tagged_with_four_keys(folder: Path) -> None:
    async with staged(folder) as stage:
        stage.workspace.state.set_favourite(1, "民生")
        await stage.press("f7", "l", "l", "l")
        assert await press(stage, "+", "+", "semicolon", "1") <= 4
        (annotation,) = stage.workspace.snapshot.annotations.values()
        assert annotation.target.level == "span" and stage.tags() == ["民生"]


async def test_twenty_proposals_are_tagged_and_left_behind_with_forty_five_keys(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    column(folder, 22)
    async with staged(folder) as stage:
        proposals = [spot for spot in stage.desk.shelf.spots() if spot.article.kind == "proposal"]
        assert len(proposals) >= 20
        stage.workspace.state.set_favourite(1, "民生")
        stage.workspace.state.set_favourite(2, "文体")
        keys = 0
        for number in range(20):
            keys += await press(stage, "comma", "12"[number % 2])
        assert keys <= 45
        live = [one for one in stage.workspace.snapshot.annotations.values() if not one.deleted]
        assert len({one.target.article for one in live}) == 20 and len(stage.tags()) == 20
        assert {one.target.level for one in live} == {"article"}


async def test_going_on_says_when_there_is_no_untagged_one_or_no_such_favourite(folder: Path) -> None:
    async with staged(folder) as stage:
        await stage.press("comma")
        assert "no favourite tags yet" in stage.message
        await stage.press("3")
        assert "no tag number 3" in stage.message and stage.tags() == []


async def test_the_legend_shows_while_a_favourite_is_chosen(folder: Path) -> None:
    async with staged(folder) as stage:
        stage.workspace.state.set_favourite(1, "民生")
        for key in ("comma", "semicolon"):
            await stage.press(key)
            assert "1 民生" in stage.message
            await stage.press("escape")


async def test_numbers_follow_a_tag_that_is_renamed_and_back(folder: Path) -> None:
    async with staged(folder) as stage:
        await press(stage, "t", "民", "生", "enter")
        await press(stage, "f7")
        stage.workspace.vocabulary.rename("民生", "生活").result()
        stage.desk.records_changed()
        assert stage.workspace.state.favourite(1) == "生活" and stage.desk.last_tags == ("生活",)
        await press(stage, "semicolon", "1")
        assert stage.tags() == ["生活", "生活"]
        await press(stage, "u", "u")
        assert stage.workspace.state.favourite(1) == "民生"


def test_following_tells_what_became_of_names(folder: Path) -> None:
    workspace = Workspace.open([folder], creator="me")
    try:
        page = workspace.pages(workspace.files[1])[0]
        favourites = Favourites(workspace)
        assert favourites.follow() == {}
        workspace.tag(workspace.target_article(page, page.articles[0]), ["甲", "乙"]).result()
        assert favourites.follow() == {} and favourites.follow() == {}
        first = next(iter(workspace.snapshot.tags))
        workspace.vocabulary.delete(first).result()
        workspace.vocabulary.rename("乙", "丙").result()
        assert favourites.follow() == {"甲": "", "乙": "丙"}
    finally:
        workspace.close()
