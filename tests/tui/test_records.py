"""The records are opened behind the screen: the first article does not wait for them, nor is anything lost by asking."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from reader.repository import Repository, Snapshot
from reader.workspace import Workspace
from tests.tui.staging import copy_pages, staged


async def test_an_article_is_read_before_the_records_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_pages(tmp_path)
    async with staged(folder, size=(140, 40)) as stage:
        await stage.press("t")
        await stage.write("就业")
        await stage.press("enter")
        await stage.saved()
        title = stage.title

    go_on, loading = Event(), Event()
    load = Repository.load

    def slowly(self: Repository) -> Snapshot:
        loading.set()
        assert go_on.wait(10)
        return load(self)

    monkeypatch.setattr(Repository, "load", slowly)
    async with staged(folder, size=(140, 40), eager=False) as stage:
        try:
            await stage.until(loading.is_set)
            assert stage.title == title
            assert not stage.workspace.records_open
            assert stage.desk.cards.keys == ()
            assert "None yet" not in stage.desk.cards.empty_text
            await stage.press("j", "j")
            assert stage.desk.view.caret.block > 0
        finally:
            go_on.set()
        await stage.until(lambda: stage.desk.cards.keys)
        assert stage.tags() == ["就业"]
        assert "opening" not in stage.desk.cards.empty_text


def test_records_opened_after_the_end_are_let_go_again(tmp_path: Path) -> None:
    workspace = Workspace.open([copy_pages(tmp_path)], creator="程")
    workspace.close()
    workspace.open_records()
    with pytest.raises(RuntimeError):
        workspace.undo().result(5)
