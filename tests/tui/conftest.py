"""A home of its own for every test of the screens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.config.language import choose
from reader.text import count_ambiguous
from tests.tui.staging import copy_pages


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep reading state, user and language of the machine out of the tests."""
    home = tmp_path / "home"
    for name in ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.delenv("XIANCE_DB", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    choose("en")
    yield home
    choose("en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of our small folder of pages."""
    return copy_pages(tmp_path)


@pytest.fixture
def wide() -> Iterator[None]:
    """Count ambiguous characters as wide."""
    count_ambiguous(wide=True)
    yield
    count_ambiguous(wide=False)
