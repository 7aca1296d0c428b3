"""A folder with two pages of our own, and workspaces on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.pages.model import Article, Page
from reader.workspace import Workspace
from tests.annotations.pages import ROWS

Opener = Callable[..., Workspace]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XIANCE_DB", "XIANCE_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "桐湾日报2026-01-05_02版.txt").write_text(ROWS, "utf-8")
    (pages / "桐湾日报2026-01-05_10版.txt").write_text(
        "桐湾日报1月5日讯（记者 沈麦）明天有雨，出门请带伞。\n", "utf-8"
    )
    return pages


@pytest.fixture
def opening(folder: Path) -> Iterator[Opener]:
    """Open workspaces (by default on the folder, as `me`) that are closed with the test."""
    opened: list[Workspace] = []

    def open_workspace(*paths: str | Path, creator: str = "me", **options: object) -> Workspace:
        workspace = Workspace.open(paths or (folder,), creator=creator, **options)  # type: ignore[arg-type]
        opened.append(workspace)
        return workspace

    yield open_workspace
    for workspace in opened:
        workspace.close()


def first(workspace: Workspace) -> tuple[Page, Article]:
    """The first page and its first article, a proposal with two measures."""
    page = workspace.pages(workspace.files[0])[0]
    return page, page.articles[0]
