"""Each safety rule, taken out of the store, makes a test fail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.sabotage import RULES

REPO = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("name", RULES)
def test_a_rule_taken_out_is_noticed(name: str) -> None:
    command = [sys.executable, "-m", "tests.store.sabotage", name]
    done = subprocess.run(command, cwd=REPO, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 1, f"nothing failed without it: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    assert "NameError" not in done.stdout, done.stdout[-2000:]
