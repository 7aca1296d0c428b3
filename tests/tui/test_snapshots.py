"""How it looks, in both languages, small, middling and large; times, ids and the reader are frozen.

`pytest tests/tui/test_snapshots.py --snapshot-update` draws them anew; look at them before you commit them.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from importlib import import_module
from itertools import count
from pathlib import Path
from pkgutil import iter_modules
from typing import Any
from uuid import UUID

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from reader.config.language import choose
from reader.tui import screens
from reader.tui.app import XianceApp
from reader.workspace import Workspace
from scripts.scenes import SCENES, Scene, stage
from tests.tui.staging import Stage
from tests.tui.test_following import HEAD, TAIL
from tests.tui.test_library import make_library

SIZES = ((80, 24), (120, 40), (200, 50))
LANGUAGES = ["zh_CN", "en"]
Snap = Callable[..., bool]


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stop the clock, number ids from 1, stand in one time zone."""
    ids = count(1)
    for module in (
        "workspace.changes",
        "workspace.registering",
        "annotations.corrections",
        "annotations.links",
    ):
        monkeypatch.setattr(f"reader.{module}.now", lambda: "2026-04-09T01:30:00.000000Z")
    for module in ("workspace.changes", "workspace.registering", "annotations.links"):
        monkeypatch.setattr(f"reader.{module}.new_id", lambda: str(UUID(int=next(ids))))
    monkeypatch.setattr("reader.tui.days.today", lambda: date(2026, 4, 9))
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
            desk = Stage(pilot, workspace)
            await desk.arrive()
            await act(desk)
            await desk.saved()
            desk.desk.say("")  # what was saved when, is said or not

        return snap_compare(XianceApp(workspace), terminal_size=size, run_before=before)

    yield compare
    for workspace in opened:
        workspace.close()


SMALL, MIDDLING, LARGE = SIZES
LOOKED_AT: dict[str, tuple[tuple[tuple[int, int], ...], str]] = {
    "desk": (SIZES, "zh en"),
    "desk-welcome": ((SMALL,), "zh"),
    "desk-selecting": ((SMALL,), "zh"),
    "desk-search": ((SMALL,), "zh"),
    "desk-contents": ((SMALL,), "zh en"),
    "desk-cards": ((SMALL, MIDDLING), "zh"),
    "desk-cards-folded": ((SMALL,), "zh en"),
    "desk-source": (SIZES, "zh"),
    "desk-filtered": ((MIDDLING,), "zh en"),
    "filter": ((SMALL, MIDDLING), "zh"),
    "tag-typing": ((SMALL, MIDDLING), "zh"),
    "search": ((SMALL, LARGE), "zh"),
    "search-all": (SIZES, "zh en"),
    "search-all-mistake": ((SMALL,), "zh"),
    "comment": ((SMALL, MIDDLING), "zh"),
    "leave-comment": ((SMALL, MIDDLING), "zh"),
    "facts": ((SMALL, MIDDLING), "zh"),
    "help": ((SMALL, LARGE), "zh en"),
    "palette-typing": ((SMALL,), "zh"),
    "tags": ((SMALL, MIDDLING), "zh en"),
    "desk-linked": ((MIDDLING,), "zh en"),
    "link": ((SMALL, MIDDLING), "zh"),
    "link-typing": ((SMALL,), "zh en"),
    "links": ((SMALL, MIDDLING), "zh"),
    "suggest": ((SMALL, MIDDLING), "zh en"),
    "suggest-too-early": ((SMALL,), "zh"),
    "words": ((SMALL, MIDDLING), "zh"),
    "trash": ((SMALL, MIDDLING), "zh"),
    "overview": (SIZES, "zh en"),
    "overview-filtered": ((SMALL,), "zh"),
    "overview-empty": ((SMALL,), "zh en"),
    "columns": ((SMALL, MIDDLING), "zh"),
    "statistics": (SIZES, "zh en"),
    "statistics-cross": ((SMALL, MIDDLING), "zh"),
    "correct": (SIZES, "zh"),
    "headline": ((SMALL, MIDDLING), "zh"),
    "source-form": ((SMALL, MIDDLING), "zh en"),
    "said": ((SMALL, MIDDLING), "zh"),
    "register": ((SMALL, MIDDLING), "zh en"),
    "register-measure": ((SMALL,), "zh"),
    "schemes": ((SMALL, MIDDLING), "zh"),
    "desk-handled": ((SMALL, MIDDLING), "zh en"),
    "problems": ((SMALL, MIDDLING), "zh"),
    "moved": ((SMALL, MIDDLING), "zh"),
    "export": ((SMALL, MIDDLING), "zh en"),
}
"""The scenes that are compared, with the sizes and languages they are compared in."""


def cases() -> Iterator[tuple[Scene, tuple[int, int], str]]:
    """Yield each scene in each size and language it is looked at in."""
    for scene in SCENES:
        sizes, languages = LOOKED_AT.get(scene.name, ((), ""))
        for size in sizes:
            for language in languages.split():
                yield scene, size, language


@pytest.mark.parametrize(
    ("scene", "size", "language"),
    [pytest.param(*case, id=f"{case[0].name}-{case[1][0]}x{case[1][1]}-{case[2]}") for case in cases()],
)
def test_a_scene(
    snap_compare: Snap, folder: Path, scene: Scene, size: tuple[int, int], language: str
) -> None:
    choose(language)
    workspace = Workspace.open([folder], creator="程")

    async def before(pilot: Pilot[Any]) -> None:
        await stage(pilot, scene)

    try:
        assert snap_compare(XianceApp(workspace), terminal_size=size, run_before=before)
    finally:
        workspace.close()


def test_every_screen_is_looked_at_small_and_large() -> None:
    there: set[str] = set()
    for module in iter_modules(screens.__path__, f"{screens.__name__}."):
        for name, kind in vars(import_module(module.name)).items():
            own = isinstance(kind, type) and issubclass(kind, Screen) and kind.__module__ == module.name
            if own and not kind.__subclasses__():  # others are what screens are made of
                there.add(name)
    assert len(there) > 10
    there.discard("Working")  # is there only while something long is done: test_desk meets it
    assert {scene.screen for scene, size, _language in cases() if size == SMALL} == there
    assert {scene.screen for scene, size, _language in cases() if size != SMALL} == there


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
def test_an_article_over_two_pages(snap: Snap, folder: Path, language: str, size: tuple[int, int]) -> None:
    (folder / "松江时报2026-04-09_01版.txt").write_text(HEAD, "utf-8")
    (folder / "松江时报2026-04-09_02版.txt").write_text(TAIL, "utf-8")

    async def act(stage: Stage) -> None:
        stage.desk.travel.open(stage.ref(-1))
        await stage.press("j", "v", "l", "l", "t", "原", "文", "enter")

    assert snap(language, size, act)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [SMALL, MIDDLING], ids=["80x24", "120x40"])
def test_a_library_in_groups(
    snap_compare: Snap, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    choose(language)
    workspace = Workspace.open([make_library(tmp_path)], creator="程")

    async def before(pilot: Pilot[Any]) -> None:
        stage = Stage(pilot, workspace)
        await stage.arrive()
        await stage.press("escape", "shift+tab", "j")
        stage.desk.say("")

    try:
        assert snap_compare(XianceApp(workspace), terminal_size=size, run_before=before)
    finally:
        workspace.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_moved_and_lost_annotations(snap: Snap, folder: Path, language: str) -> None:
    mark_and_change(folder)

    async def act(stage: Stage) -> None:
        await stage.until(lambda: stage.workspace.records_open)
        await stage.press("g", "m")
        await stage.until(lambda: stage.over == "UnsettledList")
        await stage.pilot.pause()

    assert snap(language, SMALL, act)


def mark_and_change(folder: Path) -> None:
    """Annotate two measures of the first proposal, move the one and change the words of the other."""
    workspace = Workspace.open([folder], creator="程")
    file = workspace.files[-1]
    page = workspace.pages(file)[0]
    article = page.articles[0]
    workspace.tag(workspace.target_measure(page, article, article.measures[0]), ["夜班"]).result()
    workspace.comment(workspace.target_measure(page, article, article.measures[1]), "可行").result()
    workspace.close()
    text = page.text.replace("二是备齐一只常用药箱。按季节列出三十种", "二是别的话，同原来的哪一句都不像了。")
    text = text.replace(
        "常用药，缺药当晚登记、次日补齐，价格和白天一\n样，医保照常结算。", "这里也全都换过了。"
    )
    (folder / file.label).write_text("松江时报\n\n" + text, "utf-8")
