from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.config.language import LOCALE_FOLDER, _, choose, current, detect, ngettext
from reader.config.places import data_folder, state_folder
from reader.config.wording import SENTENCES, printable, sentence, sentence_of


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    choose("en")


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"XIANCE_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh_CN"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "C"}, "zh_CN"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "zh_TW.UTF-8"}, "zh_CN"),
        ({}, "en"),
    ],
)
def test_the_language_is_the_environments(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in ("XIANCE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert detect() == language


def test_words_follow_the_choice() -> None:
    choose("zh")
    assert current() == "zh_CN"
    assert _("Contents") == "目录"
    assert ngettext("{} article", "{} articles", 2).format(2) == "2篇"
    choose("en")
    assert _("Contents") == "Contents"


def test_every_sentence_has_its_chinese_and_its_placeholders() -> None:
    choose("zh")
    for code, message in SENTENCES.items():
        translated = _(message)
        assert translated != message, code
        names = {name for _text, name, _spec, _conversion in string.Formatter().parse(message) if name}
        said = {name for _text, name, _spec, _conversion in string.Formatter().parse(translated) if name}
        assert said <= names, code


def test_a_sentence_names_the_thing_and_never_steers_the_terminal() -> None:
    words = sentence("missing", {"path": "a\x1b[31m\u202eb.txt"})
    assert "b.txt" in words
    assert "\x1b" not in words
    assert "\u202e" not in words


def test_unknown_codes_and_missing_parameters_are_said_all_the_same() -> None:
    assert sentence("no_such_code", {"path": "x"}) == "no_such_code (path=x)"
    assert "?" in sentence("missing")


def test_failures_without_words_have_none() -> None:
    assert sentence_of(RuntimeError("x")) is None
    assert "denied" in (sentence_of(PermissionError(13, "Permission denied", "x.txt")) or "").lower()


def test_printable_keeps_length() -> None:
    assert printable("a\x1b\u202eb") == "a\ufffd\ufffdb"


def test_folders_are_the_xdg_ones(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert state_folder() == tmp_path / "state" / "xiance"
    assert data_folder() == tmp_path / ".local/share/xiance"


def test_the_catalogue_has_no_empty_translation() -> None:
    text = (LOCALE_FOLDER / "zh_CN" / "LC_MESSAGES" / "xiance.po").read_text("utf-8")
    entries = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', text, re.M)
    assert entries
    assert all(translated for _message, translated in entries)


def test_no_message_hides_in_a_formatted_string() -> None:
    """What is said inside an f-string is not collected for the catalogue, and would stay English."""
    hidden = [
        f"{file.name}:{call.lineno}"
        for file in LOCALE_FOLDER.parents[1].rglob("*.py")
        for string in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "N_", "ngettext")
        and isinstance(call.args[0], ast.Constant)
    ]
    assert not hidden
