"""Finds the scorer and pages of the shared bench: in the folder XIANCE_SHARED names, else in `shared` beside the repo."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from reader.pages import decode, page_object, parse


def shared() -> Path | None:
    """Return the shared folder, None where there is none."""
    beside = Path(__file__).resolve().parents[3] / "shared"
    folder = Path(os.environ.get("XIANCE_SHARED") or beside)
    return folder if (folder / "bench").is_dir() else None


def folder_or_dev(given: Path | None) -> Path | None:
    """Return the folder that was asked for, else the bench's `dev`; say on standard error where there is neither."""
    bench = shared()
    if given is None and bench is None:
        print("no shared bench: set XIANCE_SHARED, or put `shared` beside the repo", file=sys.stderr)
    return given or (bench / "bench" / "pages" / "dev" if bench else None)


def scorer(folder: Path) -> ModuleType:
    """Load the bench's scorer of pages."""
    path = folder / "bench" / "tools" / "score_pages.py"
    spec = importlib.util.spec_from_file_location("score_pages", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pages(folder: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield name, text and truth of every page in a folder that has a truth beside it."""
    for path in sorted(folder.glob("*.json")):
        text = path.with_suffix(".txt")
        if text.exists():
            yield text.name, decode(text.read_bytes()).texts[0], json.loads(path.read_text("utf-8"))


def predicted(name: str, text: str) -> dict[str, Any]:
    """Parse a page to the object the scorer reads."""
    return page_object(parse(text, name=name), name)


def score(
    folder: Path, bench: Path, habit: Callable[[str, dict[str, Any]], str] | None = None
) -> dict[str, dict[str, Any]]:
    """Return the scorer's figures by level, and of all pages together under the empty string.

    `habit` rewrites each page's text, its truth at hand, before it is parsed.
    """
    tool = scorer(bench)
    totals: dict[str, Any] = {"": tool.Acc()}
    for name, text, truth in pages(folder):
        level = str(truth.get("level", ""))
        page = predicted(name, habit(text, truth) if habit else text)
        tool.score_page(truth, page, totals[""])
        if level:
            tool.score_page(truth, page, totals.setdefault(level, tool.Acc()))
    return {level: tool.summary(total) for level, total in totals.items()}
