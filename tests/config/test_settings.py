"""The configuration file: what it can say, and what is said about a mistake in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config.language import choose
from reader.config.settings import ConfigError, Settings, read, stamp
from reader.config.wording import sentence_of

WHOLE = """\
language = "zh"
theme = "light"
width = 30
database = "~/notes.json"
creator = " 程 "
favourites = ["营商环境", "民生"]

[keys]
"tag.add" = ["T", "f2"]
comment.add = "c"

[ime]
leave = "fcitx5-remote -c"
enter = ["im-select", "com.apple.inputmethod.SCIM.ITABC"]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def test_what_it_says_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    path = written(tmp_path, WHOLE)
    settings = read(path)
    assert (settings.language, settings.theme, settings.width) == ("zh", "light", 30)
    assert settings.database == tmp_path / "notes.json"
    assert settings.creator == "程"
    assert settings.favourites == ("营商环境", "民生")
    assert settings.keys == {"tag.add": ("T", "f2"), "comment.add": ("c",)}
    assert settings.ime_leave == ("fcitx5-remote", "-c")
    assert settings.ime_enter == ("im-select", "com.apple.inputmethod.SCIM.ITABC")
    assert settings.stamp == stamp(path)
    assert [settings.lines[name] for name in ("width", "keys.tag.add", "keys.comment.add", "ime.leave")] == [
        3, 9, 10, 13,
    ]  # fmt: skip


def test_without_a_file_nothing_is_chosen(tmp_path: Path) -> None:
    path = tmp_path / "none.toml"
    assert read(path) == Settings(path=path)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    assert read(written(tmp_path, "\ufeffwidth = 20\n")).width == 20


@pytest.mark.parametrize(
    ("text", "code", "line", "params"),
    [
        ("width =\n", "config_syntax", 1, {}),
        ("\nwidth = 3\nwidth = 4\n", "config_syntax", 3, {}),
        ("a = [1,\n", "config_syntax", 1, {}),
        ("\nwidht = 30\n", "config_unknown_near", 2, {"shown": "widht", "near": "width"}),
        ("zzzzzzz = 1\n", "config_unknown", 1, {"shown": "zzzzzzz"}),
        ("\n\nwidth = 3\n", "config_value", 3, {"name": "width"}),
        ("width = true\n", "config_value", 1, {"name": "width"}),
        ("width = 30.0\n", "config_value", 1, {"name": "width"}),
        ("spacing = 1\n", "config_value", 1, {"name": "spacing"}),
        ('ambiguous = "half"\n', "config_value", 1, {"name": "ambiguous", "wanted": '"narrow" | "wide"'}),
        ('language = "fr"\n', "config_value", 1, {"name": "language"}),
        ("theme = 1\n", "config_value", 1, {"name": "theme"}),
        ('database = "notes.json"\n', "config_value", 1, {"name": "database"}),
        ('database = "~nobody-here/x"\n', "config_value", 1, {"name": "database"}),
        ('creator = "  "\n', "config_value", 1, {"name": "creator"}),
        ('favourites = ["a", "a"]\n', "config_value", 1, {"name": "favourites"}),
        (f"favourites = {list(map(str, range(10)))}\n", "config_value", 1, {"name": "favourites"}),
        ('width = 30\n[keys]\n"tag.add" = 3\n', "config_value", 3, {"name": "keys.tag.add"}),
        ("keys = 3\n", "config_value", 1, {"name": "keys"}),
        ('[ime]\nleeve = "x"\n', "config_unknown_near", 2, {"shown": "leeve", "near": "leave"}),
        ('[ime]\nleave = "it\'s"\n', "config_value", 2, {"name": "ime.leave"}),
    ],
)
def test_a_mistake_names_its_line(
    tmp_path: Path, text: str, code: str, line: int, params: dict[str, str]
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read(path)
    assert caught.value.code == code
    assert caught.value.params.items() >= {"path": str(path), "line": str(line), **params}.items()
    for language in ("en", "zh"):
        choose(language)
        words = sentence_of(caught.value) or ""
        assert str(path) in words and str(line) in words and "\n" not in words and "?=" not in words
    choose("en")


def test_bytes_that_are_no_utf8_name_their_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'width = 30\ncreator = "' + b'\xd6\xd0"\n')
    with pytest.raises(ConfigError) as caught:
        read(path)
    assert (caught.value.code, caught.value.params["line"]) == ("config_syntax", "2")


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path)
    assert caught.value.code == "config_unreadable"
