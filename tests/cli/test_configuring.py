"""`xiance config`, and what the configuration decides on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Person:
    """Somebody with a home, who runs xiance in an empty folder."""

    def __init__(self, folder: Path) -> None:
        self.home, self.here = folder / "home", folder / "here"
        self.file = self.home / ".config" / "xiance" / "config.toml"
        self.file.parent.mkdir(parents=True)
        self.here.mkdir()

    def run(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
        }
        return subprocess.run(
            [sys.executable, "-m", "reader", *arguments],
            cwd=self.here, env={**environment, **changes}, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    def settings(self, *arguments: str, **changes: str) -> dict[str, tuple[object, str, int]]:
        done = self.run(*arguments, "config", "--json", **changes)
        assert done.returncode == 0, done.stderr
        found = map(json.loads, done.stdout.splitlines())
        return {each["name"]: (each["value"], each["source"], each["line"]) for each in found}


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def test_without_a_file_all_is_as_it_comes(person: Person) -> None:
    found = person.settings(USER="login", LOGNAME="login")
    assert found["language"] == ("en", "locale", 0)
    assert found["theme"] == ("dark", "default", 0)
    assert found["width"] == (44, "default", 0)
    assert found["database"] == (str(person.here / "annotations.json"), "this folder", 0)
    assert found["creator"] == ("login", "login name", 0)
    assert not list(person.here.iterdir())


def test_command_line_before_environment_before_file(person: Person) -> None:
    person.file.write_text('language = "zh"\ncreator = "程"\ndatabase = "/tmp/of-the-file.json"\n', "utf-8")
    found = person.settings()
    assert found["language"] == ("zh", "config", 1)
    assert found["creator"] == ("程", "config", 2)
    assert found["database"] == ("/tmp/of-the-file.json", "config", 3)
    found = person.settings(XIANCE_LANG="en", XIANCE_USER="analyst", XIANCE_DB="/tmp/env.json")
    assert found["language"] == ("en", "XIANCE_LANG", 0)
    assert found["creator"] == ("analyst", "XIANCE_USER", 0)
    assert found["database"] == ("/tmp/env.json", "XIANCE_DB", 0)
    found = person.settings(
        "--lang", "zh", "--db", "/tmp/said.json", XIANCE_LANG="en", XIANCE_DB="/tmp/env.json"
    )
    assert found["language"] == ("zh", "--lang", 0)
    assert found["database"] == ("/tmp/said.json", "--db", 0)


def test_the_file_chooses_language_and_database_of_every_verb(person: Person) -> None:
    kept = person.home / "kept.json"
    person.file.write_text('language = "zh"\ndatabase = "~/kept.json"\n', "utf-8")
    assert "用法" in person.run("--help").stdout
    (person.here / "a.txt").write_text("一则消息\n", "utf-8")
    assert str(kept) in person.run("check").stderr
    assert "nothing was deleted" in person.run("purge", "--before", "2026-01-01", "--lang", "en").stderr


def test_a_line_for_people_names_value_and_line(person: Person) -> None:
    person.file.write_text('\n[keys]\n"tag.add" = ["T"]\n', "utf-8")
    done = person.run("config")
    assert f"# {person.file}\n" in done.stdout
    assert 'keys.tag.add  ["T"]  # config.toml:3\n' in done.stdout


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("widht = 3\n", 1, "width is meant?"),
        ('[keys]\n"tag.ad" = "t"\n', 2, "tag.add is meant?"),
        ('[keys]\n"tag.add" = "tt"\n', 2, "tt is no key"),
        ('[keys]\n"tag.add" = "3"\n', 2, "3 is no key"),
        ('[keys]\n"tag.add" = "; 1-9"\n', 2, "; 1-9 is no key"),
        ('[keys]\n"tag.favourite" = ","\n', 2, ", 1-9"),
        ('[keys]\n"tag.add" = "t"\n"comment.add" = "t x"\n', 3, "tag.add already"),
    ],
)
def test_a_mistake_is_one_line_and_a_failure(person: Person, text: str, line: int, words: str) -> None:
    person.file.write_text(text, "utf-8")
    done = person.run("config")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"xiance: {person.file}, line {line}: ")
    assert words in done.stderr and done.stderr.count("\n") == 1


def test_help_is_given_whatever_the_file_says(person: Person) -> None:
    person.file.write_text("widht = 3\n", "utf-8")
    assert person.run("--help").returncode == 0
    assert person.run("parse", "--help").returncode == 0
    assert person.run("parse", ".").returncode == 1


def test_the_picture_has_its_bar_under_the_mark_of_how_wide_it_is_drawn(person: Person) -> None:
    marks, row, narrow, wide, neither = person.run("config", "--width-test").stdout.splitlines()
    drawn = row.removesuffix("|")
    assert {unicodedata.east_asian_width(character) for character in drawn} == {"A"}
    assert marks.index("n") == len(drawn) and marks.index("w") == 2 * len(drawn)
    assert "under n" in narrow and "Under w" in wide and "Elsewhere" in neither


def test_broken_schemes_of_ones_own_are_named_and_the_others_listed(person: Person) -> None:
    assert person.settings()["schemes"] == (["column", "npc", "cppcc"], "default", 0)
    folder = person.file.parent / "schemes"
    folder.mkdir()
    field = '[[field]]\nid = "remark"\nlabel = "Remark"\ntype = "text"\n'
    Path(folder, "mine.toml").write_text(f'id = "mine"\nlabel = "Mine"\n{field}', "utf-8")
    assert person.settings()["schemes"] == (["column", "npc", "cppcc", "mine"], "schemes/*.toml", 0)
    Path(folder, "bad.toml").write_text(f'id = "bad"\nlabel = "Bad"\n{field}colour = 1\n', "utf-8")
    done = person.run("config")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [f"xiance: {folder / 'bad.toml'}, line 7: a scheme has no colour"]
    assert '"mine"' in done.stdout and '"bad"' not in done.stdout
