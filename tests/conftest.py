"""What holds for every test."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_cache_of_ones_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have no test find, or leave, anything in the cache of who runs it; return the folder it has instead."""
    folder = tmp_path_factory.getbasetemp() / "no-cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder
