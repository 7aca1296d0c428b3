"""The bars on pages with known truth: the real page, and the generated ones by level."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scripts.bench.scoring import score, shared

SHARED = shared()
needs_pages = pytest.mark.skipif(
    SHARED is None, reason="no shared bench: set XIANCE_SHARED, or put `shared` beside the repo"
)
LEVELS = ("1", "2", "3", "4")


@cache
def figures(kind: str, level: str = "") -> dict[str, Any]:
    assert SHARED is not None
    return score(Path(SHARED, "bench", "pages", kind), SHARED).get(level, {})


@needs_pages
def test_the_real_page() -> None:
    found = figures("real")
    assert (found["articles"], found["pred_articles"], found["headlines"]) == (16, 16, 13)
    assert found["art_f1"] == 1
    assert found["head_exact"] == 1
    assert found["cer"] == 0
    assert found["main_exact"] == 1
    assert found["measure_f1"] >= 0.95
    assert found["para_f1"] >= 0.97
    assert found["kind_acc"] == found["byline_exact"] == found["affiliation_author_exact"] == 1
    assert found["noise_leak"] == 0 or found["noise_leak"] != found["noise_leak"]


@needs_pages
@pytest.mark.slow
@pytest.mark.parametrize(
    ("figure", "floors"),
    [
        ("art_f1", (1.0, 1.0, 1.0, 0.93)),
        ("head_assign", (0.99, 0.98, 0.95, 0.88)),
    ],
)
def test_generated_pages_by_level(figure: str, floors: tuple[float, ...]) -> None:
    found = [figures("dev", level)[figure] for level in LEVELS]
    assert all(value >= floor for value, floor in zip(found, floors, strict=True)), found


@needs_pages
@pytest.mark.slow
@pytest.mark.parametrize(
    ("figure", "floor"),
    [
        ("b3_body_f", 0.993),
        ("main_exact", 0.85),
        ("para_f1", 0.985),
        ("kind_acc", 0.999),
        ("measure_f1", 0.999),
        ("byline_exact", 1.0),
    ],
)
def test_generated_pages_as_a_whole(figure: str, floor: float) -> None:
    assert figures("dev")[figure] >= floor


@needs_pages
@pytest.mark.slow
@pytest.mark.parametrize(("figure", "ceiling"), [("cer", 0.018), ("noise_leak", 0.005)])
def test_errors_on_generated_pages(figure: str, ceiling: float) -> None:
    assert figures("dev")[figure] <= ceiling
