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

SIZES = ((80, 24), (120, 40), (200, 50))
LANGUAGES = ["zh_CN", "en"]
Snap = Callable[..., bool]


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stop the clock, number ids from 1, stand in one time zone."""
    ids = count(1)
    for module in ("workspace.changes", "workspace.registering", "annotations.corrections"):
        monkeypatch.setattr(f"reader.{module}.now", lambda: "2026-04-09T01:30:00.000000Z")
    for module in ("changes", "registering"):
        monkeypatch.setattr(f"reader.workspace.{module}.new_id", lambda: str(UUID(int=next(ids))))
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
    "comment": ((SMALL, MIDDLING), "zh"),
    "leave-comment": ((SMALL, MIDDLING), "zh"),
    "facts": ((SMALL, MIDDLING), "zh"),
    "help": ((SMALL, LARGE), "zh en"),
    "palette-typing": ((SMALL,), "zh"),
    "tags": ((SMALL, MIDDLING), "zh en"),
    "trash": ((SMALL, MIDDLING), "zh"),
    "correct": (SIZES, "zh"),
    "headline": ((SMALL, MIDDLING), "zh"),
    "source-form": ((SMALL, MIDDLING), "zh en"),
    "said": ((SMALL, MIDDLING), "zh"),
    "register": ((SMALL, MIDDLING), "zh en"),
    "register-measure": ((SMALL,), "zh"),
    "schemes": ((SMALL, MIDDLING), "zh"),
    "desk-handled": ((SMALL, MIDDLING), "zh en"),
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
        stage.desk.travel.open(stage.desk.shelf.refs[-1])
        await stage.press("j", "v", "l", "l", "t", "原", "文", "enter")

    assert snap(language, size, act)
