"""The dispatcher on plain values: counts, chords, and what an input method yields."""

from __future__ import annotations

import pytest

from reader.tui.keys import Composed, Dispatcher, Outcome, Run, Unknown, Wait, chord, label, token, twins

TABLE = {
    ("j",): "down",
    ("0",): "row_start",
    ("g", "g"): "top",
    ("]", "m"): "measure",
    (";", "1-9"): "favourite",
    ("/",): "search",
    ("<",): "narrower",
    (".",): "again",
    ("space",): "page",
    ("ctrl+r",): "redo",
    ("escape",): "back",
    ("G",): "bottom",
}


def fed(*keys: str, pane: str = "article") -> Outcome:
    """Feed keys to a fresh dispatcher and return the last outcome."""
    dispatcher = Dispatcher({"article": TABLE, "cards": {("d",): "delete"}})
    outcome: Outcome = Unknown("")
    for key in keys:
        outcome = dispatcher.feed(key, key if len(key) == 1 else None, pane)
    return outcome


@pytest.mark.parametrize(
    ("keys", "outcome"),
    [
        (("j",), Run("down")),
        (("5", "j"), Run("down", 5)),
        (("1", "0", "j"), Run("down", 10)),
        (("0",), Run("row_start")),
        (("g",), Wait("g")),
        (("3", "g"), Wait("3g")),
        (("g", "g"), Run("top")),
        (("4", "g", "g"), Run("top", 4)),
        (("]", "m"), Run("measure")),
        ((";",), Wait(";")),
        ((";", "7"), Run("favourite", None, "7")),
        ((";", "0"), Unknown(";0")),
        (("ctrl+r",), Run("redo")),
        (("g", "j"), Unknown("gj")),
        (("X",), Unknown("X")),
        (("escape",), Run("back")),
        (("5", "escape"), Unknown("")),
        (("g", "escape"), Unknown("")),
    ],
)
def test_keys_become_commands(keys: tuple[str, ...], outcome: Outcome) -> None:
    assert fed(*keys) == outcome


@pytest.mark.parametrize(
    ("keys", "outcome"),
    [
        (("】", "m"), Run("measure")),
        (("；", "３"), Run("favourite", None, "3")),
        (("、",), Run("search")),
        (("《",), Run("narrower")),
        (("。",), Run("again")),
        (("\u3000",), Run("page")),
        (("Ｇ",), Run("bottom")),
        (("２", "ｊ"), Run("down", 2)),
        (("·",), Unknown("`")),
        (("“",), Unknown('"')),
        (("｡",), Run("again")),
        (("营",), Composed("营")),
        (("g", "营"), Composed("营")),
    ],
)
def test_what_an_input_method_yields_works_as_its_ascii_twin(keys: tuple[str, ...], outcome: Outcome) -> None:
    assert fed(*keys) == outcome


def test_after_composed_text_nothing_is_pending() -> None:
    dispatcher = Dispatcher({"article": TABLE})
    dispatcher.feed("3", "3", "article")
    dispatcher.feed("g", "g", "article")
    assert dispatcher.pending == "3g"
    dispatcher.feed("营", "营", "article")
    assert len(dispatcher.pending) == len(dispatcher.waiting) == 0
    assert dispatcher.feed("j", "j", "article") == Run("down")


def test_a_count_does_not_outlive_its_command_and_is_bounded() -> None:
    dispatcher = Dispatcher({"article": TABLE})
    for key in "123456789":
        dispatcher.feed(key, key, "article")
    assert dispatcher.feed("j", "j", "article") == Run("down", 9999)
    assert dispatcher.feed("j", "j", "article") == Run("down")


def test_panes_have_their_own_keys() -> None:
    assert fed("d", pane="cards") == Run("delete")
    assert fed("d", pane="article") == Unknown("d")
    assert fed("j", pane="nowhere") == Unknown("j")


def test_a_chord_may_not_hide_a_longer_one() -> None:
    with pytest.raises(ValueError, match="g"):
        Dispatcher({"article": {("g",): "a", ("g", "g"): "b"}})


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("g g", "gg"),
        ("; 1-9", ";1…9"),
        ("ctrl+p", "^p"),
        ("shift+f7", "S-F7"),
        ("f2", "F2"),
        ("f", "f"),
        ("pagedown", "PgDn"),
        ("+", "+"),
        ("shift+down", "S-↓"),
    ],
)
def test_keys_are_shown_as_people_read_them(keys: str, shown: str) -> None:
    assert label(keys) == shown


def test_tokens() -> None:
    assert token("left_square_bracket", "[") == "["
    assert token("space", " ") == "space"
    assert token("ctrl+p", "\x10") == "ctrl+p"
    assert token("enter", "\r") == "enter"
    assert token("f2", None) == "f2"
    assert chord("g g") == ("g", "g")
    assert twins("a") == () and twins("（") == ("(",)
