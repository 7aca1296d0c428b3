"""Pages that something happened to are parsed all the same. More of them: `python -m scripts.faults pages`."""

from __future__ import annotations

import pytest

from tests.pages.mutations import cases, judge, sample_pages


@pytest.mark.parametrize("seed", range(10))
def test_mutated_pages_lose_nothing(seed: int) -> None:
    outcomes: set[str] = set()
    for name, data in cases(sample_pages(), seed, 50):
        try:
            outcomes.add(judge(data))
        except BaseException as error:
            error.add_note(name)
            raise
    assert "pages" in outcomes
