"""A person at a terminal: starts xiance on her own copy of the sample pages, with a home of her own."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from scripts.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]


class Person:
    """Starts the program as often as she likes; state and pages stay between the starts."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        """Make a home and a copy of the sample pages in `folder`."""
        self.home = folder / "home"
        self.home.mkdir()
        self.pages = folder / "pages"
        shutil.copytree(ROOT / "sample_docs", self.pages, ignore=shutil.ignore_patterns("annotations.json*"))
        self._stack = stack

    @property
    def database(self) -> Path:
        """Where her annotations are kept."""
        return self.pages / "annotations.json"

    def environment(self, **changes: str) -> dict[str, str]:
        """Return the environment xiance is started with."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "XIANCE_LANG": "zh",
            "XIANCE_USER": "analyst",
            **changes,
        }

    def start(self, *arguments: str | Path, size: tuple[int, int] = (120, 40), **changes: str) -> Terminal:
        """Start xiance in a terminal of `size`; without arguments on her pages."""
        command = [sys.executable, "-m", "reader", *(arguments or (self.pages,))]
        terminal = Terminal(command, size=size, environment=self.environment(**changes), folder=self.home)
        return self._stack.enter_context(terminal)


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    """Yield a person; the programs she started end with the test."""
    with ExitStack() as stack:
        yield Person(tmp_path, stack)
