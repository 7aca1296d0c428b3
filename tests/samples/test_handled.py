"""The samples' database: what the builder makes, sound, full of life, and left alone by whoever only reads."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from reader.repository import faults
from reader.workspace import Workspace
from reader.workspace.due import due_list
from reader.workspace.rates import Rate, cases_of, rates
from scripts.samples.handled import NAME, database
from tests.samples.truth import SAMPLES

NOW = date(2026, 7, 15)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.delenv("XIANCE_DB", raising=False)
    return shutil.copytree(SAMPLES, tmp_path / "samples", ignore=shutil.ignore_patterns(f"{NAME}.*"))


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    opened = Workspace.open([folder], creator="me")
    opened.survey()
    yield opened
    opened.close()


def test_it_is_the_same_each_time() -> None:
    files = {path.name: path.read_bytes() for path in SAMPLES.glob("*.txt")}
    assert database(files) == database(files) == (SAMPLES / NAME).read_bytes()


def test_reading_leaves_it_alone(folder: Path) -> None:
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    workspace = Workspace.open([folder], creator="me")
    workspace.survey()
    assert workspace.writable
    assert workspace.notices == ()
    assert list(workspace.select())
    workspace.close()
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before


def test_it_is_sound_and_every_quote_is_at_its_place(workspace: Workspace) -> None:
    assert faults(workspace.snapshot) == []
    assert all(each.status == "stable" and each.article is not None for each in workspace.select())


def test_every_proposal_is_tagged_and_three_schemes_are_in_use(workspace: Workspace) -> None:
    spots = [each for each in workspace.catalogue.spots(workspace.files) if each.article.kind == "proposal"]
    tagged = {each.article.id for each in workspace.select() if each.tags and each.article}
    assert len(spots) == 12
    assert {each.article.id for each in spots} <= tagged
    assert [scheme.id for scheme in workspace.handling.used()] == ["column", "npc", "cppcc"]
    replies = [each for each in workspace.snapshot.annotations.values() if each.reply_to]
    assert len(replies) == 2


def test_what_is_due_and_what_came_of_it_shows_at_first_start(workspace: Workspace) -> None:
    found = due_list(workspace.handling.all(), NOW)
    assert [(each.handled.number, each.left(NOW)) for each in found] == [
        ("0108", -61), ("", -42), ("2026-033", -35), ("2026-034", -35), ("0109", -15), ("", 50),
    ]  # fmt: skip
    assert rates(cases_of(workspace)) == [Rate("", 12, 6, 4, 4, 9, 5)]
    corrected = [
        each for each in workspace.snapshot.annotations.values() if each.entry and each.entry.corrects
    ]
    assert len(corrected) == 1
