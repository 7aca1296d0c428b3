"""Every command does something, by its own key."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.tui.commands import commands
from tests.tui.every import CASES, changes


def test_every_command_has_a_case() -> None:
    assert CASES.keys() == commands().keys()


@pytest.mark.parametrize("identifier", CASES)
async def test_a_command_changes_what_it_should(folder: Path, identifier: str) -> None:
    assert await changes(folder, identifier)
