"""Files that are read only when somebody goes there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.staging import staged


@pytest.fixture
def patient(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder with a second file that is not read unasked."""
    monkeypatch.setattr("reader.workspace.surveying.Survey.start", lambda survey: None)
    (folder / "松江时报2026-04-08_01版.txt").rename(folder / "松江时报2026-04-09_01版.txt")
    return folder


async def test_files_are_read_on_the_way(patient: Path) -> None:
    async with staged(patient, eager=False) as stage:
        last = stage.workspace.files[-1]
        await stage.press("J")
        assert stage.title == "给老城菜市场装上遮雨棚"
        assert not stage.desk.shelf.known(last)
        await stage.press("J")
        await stage.until(lambda: stage.title == "年底前通车")
        assert stage.desk.shelf.known(last)


async def test_a_file_is_read_when_it_is_opened(patient: Path) -> None:
    async with staged(patient, eager=False) as stage:
        last = stage.workspace.files[-1]
        stage.desk.contents.put_cursor(f"file\n{last.key}")
        stage.desk.focus_pane("contents")
        await stage.press("enter")
        await stage.until(lambda: stage.desk.contents.cursor_key.startswith(f"page\n{last.key}"))
        await stage.press("enter")
        assert stage.title == "年底前通车"
        assert stage.pane == "article"
