"""The floors of docs/architecture.md: who may import whom, and what a start of the program loads."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
HEAVY = ("jieba", "pkg_resources", "pypinyin", "rich", "textual", "tinydb")
# Imports everything but the terminal interface, with Textual, jieba and pypinyin made impossible to import.
WITHOUT = """
import importlib, pkgutil, sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("textual", "jieba", "pypinyin"):
            raise ImportError(f"{name} is refused")
sys.meta_path.insert(0, Refuse())
import reader
names = [found.name for found in pkgutil.walk_packages(reader.__path__, "reader.")]
below = [name for name in names if not name.startswith("reader.tui") and name != "reader.__main__"]
for name in below:
    importlib.import_module(name)
"""
JOB = """
from concurrent.futures import wait
from reader.cli import main
from reader.workspace import Workspace
workspace = Workspace.open([FOLDER], creator="analyst")
page = workspace.pages(workspace.files[0])[0]
article = page.articles[0]
workspace.tag(workspace.target_article(page, article), ["民生"]).result(timeout=30)
workspace.close()
sys.exit(main(["list", FOLDER, "--json"]))
"""
LOADED = f"""
import atexit, sys
atexit.register(lambda: print(*[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr))
"""

needs_linter = pytest.mark.skipif(find_spec("importlinter") is None, reason="import-linter is not installed")


def run(code: str, folder: Path, *, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run code in a new interpreter whose state stays in a folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XIANCE_", "XDG_", "PYTHON"))
    }
    places = {name: str(folder / name) for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    env = {**kept, **places, "HOME": str(folder), "PYTHONPATH": str(cwd), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, env=env, capture_output=True, text=True, timeout=120
    )


def loaded(code: str, folder: Path) -> set[str]:
    """Return which of the heavy packages are loaded when code has run."""
    done = run(LOADED + code, folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return set(done.stderr.split())


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with a copy of one sample page."""
    folder = tmp_path / "pages"
    folder.mkdir()
    shutil.copy(min((ROOT / "sample_docs").glob("*.txt")), folder)
    return folder


@needs_linter
def test_the_contracts_are_kept(tmp_path: Path) -> None:
    done = run(LINT, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 kept, 0 broken" in done.stdout


@needs_linter
@pytest.mark.parametrize(
    ("module", "broken"),
    [
        ("reader/pages/model.py", "import reader.text"),
        ("reader/annotations/model.py", "import reader.workspace"),
        ("reader/workspace/model.py", "import textual"),
        ("reader/exchange/model.py", "import tinydb"),
        ("reader/tui/document.py", "import jieba"),
        ("reader/tui/cards.py", "import pypinyin"),
        ("reader/workspace/catalogue.py", "import sqlite3"),
        ("reader/strangers.py", ""),
    ],
)
def test_the_contracts_bite(module: str, broken: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "reader", tmp_path / "reader", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{broken}\n")
    done = run(LINT, tmp_path, cwd=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "4 kept, 1 broken" in done.stdout, done.stdout + done.stderr


def test_below_the_terminal_everything_works_without_textual_and_jieba(pages: Path, tmp_path: Path) -> None:
    imported = run(WITHOUT + "print(*below)", tmp_path)
    assert imported.returncode == 0, imported.stderr
    assert {"reader.workspace.workspace", "reader.exchange.jsonl", "reader.cli"} <= set(
        imported.stdout.split()
    )
    done = run(WITHOUT + f"FOLDER = {str(pages)!r}\n" + JOB, tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["tags"] == ["民生"]


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["parse"], ["parse", "--json"]])
def test_words_for_people_and_parsing_load_nothing_heavy(
    arguments: list[str], pages: Path, tmp_path: Path
) -> None:
    given = [*arguments, str(pages)] if "parse" in arguments else arguments
    assert loaded(f"from reader.cli import main\nsys.exit(main({given!r}))", tmp_path) == set()


def test_listing_draws_nothing_and_cuts_no_words(pages: Path, tmp_path: Path) -> None:
    job = f"FOLDER = {str(pages)!r}\n" + JOB
    assert loaded(job, tmp_path) == {"tinydb"}


@pytest.mark.parametrize(
    "package", ["pages", "text", "annotations", "config", "words", "exchange", "workspace", "cli"]
)
def test_a_package_loads_nothing_heavy_by_itself(package: str, tmp_path: Path) -> None:
    assert loaded(f"import reader.{package}", tmp_path) == set()


def test_the_terminal_interface_starts_without_jieba_and_pypinyin(tmp_path: Path) -> None:
    everything = (
        "import importlib, pkgutil, reader.tui\n"
        "for found in pkgutil.walk_packages(reader.tui.__path__, 'reader.tui.'):\n"
        "    importlib.import_module(found.name)\n"
    )
    found = loaded(everything, tmp_path)
    assert "textual" in found
    assert found.isdisjoint({"jieba", "pkg_resources", "pypinyin", "tinydb"})
