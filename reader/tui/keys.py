"""Keys become commands: counts, chords and the marks an input method yields, in one pure dispatcher.

A key's token is the character it types (`j`, `G`, `[`) or its name (`space`, `ctrl+p`, `shift+f7`). Declarations
write a chord's tokens with spaces between: `g g`, `] m`, `; 1-9` (any digit from 1 to 9, handed on as argument).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ANY_DIGIT = "1-9"
MAX_COUNT = 9999

Chord = tuple[str, ...]
Table = Mapping[Chord, str]

# What an input method yields where the reader meant the ASCII key; the first candidate that is bound wins.
_MARKS: dict[str, tuple[str, ...]] = {
    "、": ("\\", "/"),
    "【": ("[",),
    "】": ("]",),
    "「": ("[", "{"),
    "」": ("]", "}"),
    "『": ("{",),
    "』": ("}",),
    "《": ("<",),
    "》": (">",),
    "〈": ("<",),
    "〉": (">",),
    "。": (".",),
    "￥": ("$",),
    "¥": ("$",),
    "—": ("_", "-"),
    "…": ("^",),
    "·": ("`",),
    "‘": ("'",),
    "’": ("'",),
    "“": ('"',),
    "”": ('"',),
    "〔": ("[",),
    "〕": ("]",),
    "｡": (".",),
    "､": ("\\", "/"),
    "｢": ("[", "{"),
    "｣": ("]", "}"),
    "×": ("*",),
    "\u3000": ("space",),
}

_NAMES = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": "space",
    "delete": "Del",
    "backspace": "Bksp",
}
_FUNCTION = re.compile(r"f([1-9]|1\d|2[0-4])")
_MODIFIERS = {"ctrl": "^", "shift": "S-", "alt": "M-"}


@dataclass(frozen=True, slots=True)
class Run:
    """A whole chord: run this command. `count` is None when none was typed; `argument` is a chord's digit."""

    command: str
    count: int | None = None
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """More keys may follow; `shown` is what was typed so far."""

    shown: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """These keys mean nothing here; `shown` names them (empty: a pending chord was called off)."""

    shown: str


@dataclass(frozen=True, slots=True)
class Composed:
    """An input method committed text where keys were expected."""

    text: str


Outcome = Run | Wait | Unknown | Composed


def token(key: str, character: str | None) -> str:
    """Return the token of a key event: its character if it types one, else its name."""
    if key.startswith(("ctrl+", "alt+", "super+", "meta+", "hyper+")):
        return key
    if character and len(character) == 1 and character.isprintable() and character != " ":
        return character
    return "space" if character == " " else key


def twins(character: str) -> tuple[str, ...]:
    """Return the tokens a non-ASCII character may stand for; empty when it is text."""
    if character in _MARKS:
        return _MARKS[character]
    code = ord(character) if len(character) == 1 else 0
    if 0xFF01 <= code <= 0xFF5E:  # the full-width forms of ASCII, in ASCII's order
        return (chr(code - 0xFEE0),)
    return ()


def chord(keys: str) -> Chord:
    """Return the tokens of a declaration."""
    return tuple(keys.split(" "))


def is_chord(keys: str) -> bool:
    """Say whether a text is a chord somebody can type: `j`, `g x`, `f2`, `ctrl+p`, `; 1-9`."""
    *before, last = chord(keys)
    first = before[0] if before else last
    counts = len(first) == 1 and first in "123456789"  # a count begins with it
    return (
        not counts
        and all(map(_is_token, before))
        and (_is_token(last) or (bool(before) and last == ANY_DIGIT))
    )


def _is_token(part: str) -> bool:
    if len(part) == 1:
        return part.isascii() and part.isprintable() and part != " "
    *modifiers, name = part.split("+")
    if len(set(modifiers)) < len(modifiers) or not set(modifiers) <= set(_MODIFIERS):
        return False
    if modifiers in (["ctrl"], ["alt"]) and len(name) == 1:
        return name.isascii() and name.isalnum()
    return name in _NAMES or name == "insert" or bool(_FUNCTION.fullmatch(name))


def label(keys: str) -> str:
    """Return a declaration as people read it: `^p`, `S-F7`, `PgDn`, `gg`, `;1…9`."""
    return "".join(_label(part) for part in chord(keys))


def _label(part: str) -> str:
    if part == ANY_DIGIT:
        return "1…9"
    *modifiers, name = part.split("+") if len(part) > 1 else [part]
    shown = _NAMES.get(name, name.upper() if name[:1] == "f" and name[1:].isdigit() else name)
    return "".join(_MODIFIERS.get(modifier, modifier + "+") for modifier in modifiers) + shown


class Dispatcher:
    """Feed it keys; it answers with what to do. Its only state is the count and chord typed so far."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        """Take one table a pane: chords to command ids. Raises ValueError if a chord hides a longer one."""
        self._tables = tables
        self._starts = {pane: _starts(table) for pane, table in tables.items()}
        for pane, table in tables.items():
            hidden = sorted(" ".join(keys) for keys in table if keys in self._starts[pane])
            if hidden:
                raise ValueError(f"{pane}: {hidden} begin longer chords")
        self._count = ""
        self._typed: Chord = ()
        self._argument = ""

    @property
    def pending(self) -> str:
        """What was typed so far, as people read it."""
        return self._count + "".join(_label(part) for part in self._shown())

    @property
    def waiting(self) -> Chord:
        """The chord typed so far."""
        return self._typed

    def continuations(self, pane: str) -> list[tuple[str, str]]:
        """Return the chords that begin with what was typed so far, as people read them, and their commands."""
        length = len(self._typed)
        found = self._tables.get(pane, {}).items() if length else ()
        return [
            (label(" ".join(keys)), command)
            for keys, command in found
            if keys[:length] == self._typed and len(keys) > length
        ]

    def cancel(self) -> None:
        """Forget the count and chord typed so far."""
        self._count, self._typed, self._argument = "", (), ""

    def feed(self, key: str, character: str | None, pane: str) -> Outcome:
        """Take one key event in a pane. An unknown pane binds nothing."""
        part = token(key, character)
        if part == "escape" and (self._typed or self._count):
            self.cancel()
            return Unknown("")
        if len(part) == 1 and not part.isascii():
            candidates = twins(part)
            if not candidates:
                self.cancel()
                return Composed(part)
            part = next((c for c in candidates if self._known(c, pane)), candidates[0])
        if self._is_count(part, pane):
            self._count = str(min(int(self._count + part), MAX_COUNT))
            return Wait(self.pending)
        return self._extend(part, pane)

    def _is_count(self, part: str, pane: str) -> bool:
        if self._typed or not (len(part) == 1 and part.isascii() and part.isdigit()):
            return False
        return bool(self._count) or part != "0"

    def _known(self, part: str, pane: str) -> bool:
        typed = (*self._typed, part)
        return typed in self._tables.get(pane, {}) or typed in self._starts.get(pane, set()) or part.isdigit()

    def _extend(self, part: str, pane: str) -> Outcome:
        table, starts = self._tables.get(pane, {}), self._starts.get(pane, set())
        typed = (*self._typed, part)
        if typed not in table and typed not in starts and part in "123456789":
            typed = (*self._typed, ANY_DIGIT)
            self._argument = part
        if typed in table:
            count = int(self._count) if self._count else None
            run = Run(table[typed], count, self._argument)
            self.cancel()
            return run
        if typed in starts:
            self._typed = typed
            return Wait(self.pending)
        shown = self.pending + _label(part)
        self.cancel()
        return Unknown(shown)

    def _shown(self) -> Chord:
        return tuple(self._argument if part == ANY_DIGIT else part for part in self._typed)


def _starts(table: Iterable[Chord]) -> set[Chord]:
    return {keys[:end] for keys in table for end in range(1, len(keys))}
