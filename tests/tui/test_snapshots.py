"""How it looks, in both languages, small, middling and large; times, ids and the reader are frozen.

`pytest tests/tui/test_snapshots.py --snapshot-update` draws them anew; look at them before you commit them.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from textual.pilot import Pilot

from reader.config.language import choose
from reader.tui.app import XianceApp
from reader.workspace import Workspace
from tests.tui.staging import Stage
from tests.tui.test_following import HEAD, TAIL

SIZES = [(80, 24), (120, 40), (200, 50)]
LANGUAGES = ["zh_CN", "en"]
Snap = Callable[..., bool]


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stop the clock, number ids from 1, stand in one time zone."""
    ids = count(1)
    monkeypatch.setattr("reader.workspace.changes.now", lambda: "2026-04-09T01:30:00.000000Z")
    monkeypatch.setattr("reader.workspace.changes.new_id", lambda: str(UUID(int=next(ids))))
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def snap(snap_compare: Snap, folder: Path) -> Iterator[Snap]:
    """Compare the desk on our small folder, after some keys, with how it looked."""
    opened: list[Workspace] = []

    def compare(language: str, size: tuple[int, int], act: Callable[[Stage], Awaitable[None]]) -> bool:
        choose(language)
        workspace = Workspace.open([folder], creator="程")
        opened.append(workspace)

        async def before(pilot: Pilot[Any]) -> None:
            stage = Stage(pilot, workspace)
            await stage.arrive()
            await act(stage)
            await stage.saved()
            stage.desk.say("")  # what was saved when, is said or not

        return snap_compare(XianceApp(workspace), terminal_size=size, run_before=before)

    yield compare
    for workspace in opened:
        workspace.close()


async def annotate(stage: Stage) -> None:
    """Tag the article, comment on a measure, tag a passage."""
    for keys in (["t", "值", "得", "采", "纳", "enter"], ["f7", "c", "可", "行", "ctrl+s"]):
        await stage.press(*keys)
        await stage.saved()
    await stage.press("j", "v", "l", "l", "l", "t", "原", "文", "enter")
    await stage.saved()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_desk(snap: Snap, language: str, size: tuple[int, int]) -> None:
    assert snap(language, size, annotate)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawer(snap: Snap, language: str) -> None:
    async def act(stage: Stage) -> None:
        await annotate(stage)
        await stage.press("a")

    assert snap(language, (80, 24), act)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tag_prompt(snap: Snap, language: str) -> None:
    async def act(stage: Stage) -> None:
        await annotate(stage)
        await stage.press("t", "采")

    assert snap(language, (80, 24), act)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_tags(snap: Snap, language: str, size: tuple[int, int]) -> None:
    async def act(stage: Stage) -> None:
        await annotate(stage)
        await stage.press("t", *"医疗/夜间", "enter")
        await stage.saved()
        stage.workspace.vocabulary.describe(next(iter(stage.workspace.snapshot.tags)), "能照着办的")
        await stage.press("g", "t", "G")

    assert snap(language, size, act)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help(snap: Snap, language: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.press("question_mark")

    assert snap(language, (80, 24), act)


def test_one_pane(snap: Snap) -> None:
    async def act(stage: Stage) -> None:
        await stage.press("shift+tab")

    assert snap("zh_CN", (60, 20), act)


def test_a_window_too_small(snap: Snap) -> None:
    async def act(stage: Stage) -> None:
        await stage.press("j")

    assert snap("zh_CN", (20, 5), act)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_deleted(snap: Snap, language: str, size: tuple[int, int]) -> None:
    async def act(stage: Stage) -> None:
        await annotate(stage)
        for annotation_id in list(stage.workspace.snapshot.annotations):
            stage.workspace.delete(annotation_id)
        await stage.saved()
        await stage.press("g", "x")

    assert snap(language, size, act)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_rows_being_corrected(snap: Snap, language: str, size: tuple[int, int]) -> None:
    async def act(stage: Stage) -> None:
        await stage.press("C", "G", "s")
        await stage.saved()
        await stage.press("g", "g", "j", "j", "p")
        await stage.saved()

    assert snap(language, size, act)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_headline_being_moved(snap: Snap, language: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.press("9", "K", "C", "m", "j")

    assert snap(language, (100, 30), act)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_source_of_pages(snap: Snap, language: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.press("C", "e", "f2")

    assert snap(language, (80, 24), act)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_an_article_over_two_pages(snap: Snap, folder: Path, language: str, size: tuple[int, int]) -> None:
    (folder / "松江时报2026-04-09_01版.txt").write_text(HEAD, "utf-8")
    (folder / "松江时报2026-04-09_02版.txt").write_text(TAIL, "utf-8")

    async def act(stage: Stage) -> None:
        stage.desk.travel.open(stage.desk.shelf.refs[-1])
        await stage.press("j", "v", "l", "l", "t", "原", "文", "enter")

    assert snap(language, size, act)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_source_beside_the_text(snap: Snap, language: str, size: tuple[int, int]) -> None:
    async def act(stage: Stage) -> None:
        await stage.press("backslash", "f7")

    assert snap(language, size, act)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_filter_prompt(snap: Snap, language: str, size: tuple[int, int]) -> None:
    async def act(stage: Stage) -> None:
        await stage.press("f", "n", "1")

    assert snap(language, size, act)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_filtered(snap: Snap, language: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.press("f", "1", "n", "slash", "棚", "enter")

    assert snap(language, (120, 40), act)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_facts(snap: Snap, language: str, size: tuple[int, int]) -> None:
    async def act(stage: Stage) -> None:
        await stage.press("K", "K", "i")

    assert snap(language, size, act)
