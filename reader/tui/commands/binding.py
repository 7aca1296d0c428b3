"""Keys of one's own: what the configuration says of commands, checked, and what is left to the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reader.config.settings import Settings, unknown
from reader.tui.commands.base import Command, Pane
from reader.tui.keys import ANY_DIGIT, Chord, chord, is_chord, label

Bindings = Mapping[str, tuple[str, ...]]
"""A command's keys by its id, instead of those it declares."""


def checked(settings: Settings, known: Mapping[str, Command]) -> Bindings:
    """Return the keys that settings give to commands. Raises ConfigError: no such command, no such key, a key twice."""
    taken: dict[tuple[Pane, Chord], str] = {}
    for identifier, keys in settings.keys.items():
        name = f"keys.{identifier}"
        if identifier not in known:
            raise unknown(settings, name, identifier, known, "config_command")
        for each in keys:
            _check(settings, name, known[identifier], each)
            for pane in known[identifier].panes:
                other = next((had for had in taken if had[0] == pane and _clash(had[1], chord(each))), None)
                if other is not None and taken[other] != identifier:
                    raise settings.error("config_taken", name, key=label(each), shown=taken[other])
                taken[pane, chord(each)] = identifier
    return settings.keys


def _check(settings: Settings, name: str, command: Command, keys: str) -> None:
    if not is_chord(keys):
        raise settings.error("config_key", name, key=keys)
    numbered = any(chord(each)[-1] == ANY_DIGIT for each in command.keys)
    if numbered != (chord(keys)[-1] == ANY_DIGIT):
        if not numbered:
            raise settings.error("config_key", name, key=keys)
        raise settings.error("config_digit", name, shown=command.id, near=f"{keys} {ANY_DIGIT}")


def _clash(one: Chord, other: Chord) -> bool:
    """Say whether two chords cannot both be: they are one, or one begins the other."""
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def keys_of(command: Command, own: Bindings, all_of_them: Sequence[Command]) -> tuple[str, ...]:
    """Return a command's keys: its own, else those it declares and nobody else was given in a pane it works in."""
    if command.id in own:
        return own[command.id]
    given = list(_given(command, own, all_of_them))
    declared = (*command.keys, *command.free)
    if not given:
        return declared
    return tuple(keys for keys in declared if not any(_clash(chord(keys), each) for each in given))


def _given(command: Command, own: Bindings, all_of_them: Sequence[Command]) -> Iterator[Chord]:
    for other in all_of_them:
        if other.id in own and set(other.panes) & set(command.panes):
            yield from map(chord, own[other.id])
