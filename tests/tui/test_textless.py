"""Proposals without a text at the desk: gone to, tagged, commented and looked at like others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reader.workspace import Workspace
from reader.workspace.ledger import LedgerImport
from tests.tui.staging import Stage, staged

TITLE = "关于渡口夜航的建议"
LEDGER = f"编号,标题,代表,单位,交办日期\n2,{TITLE},周渡,白鹭洲公交公司,2026-03-09\n"


@pytest.fixture
def handled(folder: Path) -> Path:
    """A folder in whose database is a proposal of which there is no text."""
    workspace = Workspace.open([folder], creator="me")
    ledger = LedgerImport(workspace, LEDGER.encode(), "清单.csv", "npc")
    ledger.commit(ledger.plan(date(2026, 6, 1))).result()
    workspace.close()
    return folder


async def to_the_last(stage: Stage) -> None:
    for _step in range(80):
        if stage.title == TITLE:
            return
        await stage.press("J")
    raise AssertionError(stage.title)


async def test_it_is_read_tagged_and_commented(handled: Path) -> None:
    async with staged(handled) as stage:
        await to_the_last(stage)
        await stage.press("t")
        await stage.press(*"ferry", "enter")
        for key in (
            "G",
            "g",
            "g",
            "j",
            "l",
            "v",
            "l",
            "l",
            "escape",
            "backslash",
            "backslash",
            "i",
            "escape",
        ):
            await stage.press(key)
        assert stage.title == TITLE
        tagged = [each for each in stage.workspace.snapshot.annotations.values() if each.tags]
        assert [each.target.title for each in tagged] == [TITLE]
        await stage.press("K")
        assert stage.title not in ("", TITLE)


async def test_its_rows_can_be_looked_at(handled: Path) -> None:
    async with staged(handled) as stage:
        await to_the_last(stage)
        await stage.press("C")
        await stage.press("j", "k", "escape")
        assert stage.title == TITLE
