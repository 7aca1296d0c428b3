"""All commands, and the tables made from them: keys a pane, footer, help."""

from __future__ import annotations

from functools import cache

from reader.config.settings import Settings
from reader.tui.commands import (
    annotating,
    correcting,
    desk,
    library,
    linking,
    moving,
    overview,
    selecting,
    tags,
)
from reader.tui.commands.base import EVERYWHERE, PANES, WHERE, Command, Pane, works
from reader.tui.commands.binding import Bindings, checked
from reader.tui.commands.binding import keys_of as chosen_keys
from reader.tui.keys import Chord, Dispatcher, chord, label

__all__ = [
    "EVERYWHERE",
    "PANES",
    "WHERE",
    "Bindings",
    "Command",
    "Pane",
    "bindings",
    "commands",
    "dispatcher",
    "footer",
    "key_labels",
    "rebind",
    "works",
]

_own: Bindings = {}


@cache
def commands() -> dict[str, Command]:
    """Return every command by its id, in the order of the help."""
    found: dict[str, Command] = {}
    for module in (moving, selecting, annotating, linking, tags, overview, correcting, library, desk):
        for value in vars(module).values():
            own = isinstance(value, type) and value.__module__ == module.__name__
            if own and issubclass(value, Command) and "id" in vars(value):
                found[value.id] = value()
    return found


def bindings(settings: Settings) -> Bindings:
    """Return the keys that settings give to commands. Raises ConfigError: no such command, no such key, a key twice."""
    return checked(settings, commands())


def rebind(own: Bindings) -> None:
    """Give commands keys of one's own, from here on; what was given before is forgotten."""
    global _own
    _own = dict(own)
    keys_of.cache_clear()


@cache
def keys_of(identifier: str) -> tuple[str, ...]:
    """Return the keys a command has now."""
    return chosen_keys(commands()[identifier], _own, tuple(commands().values()))


def key_table(pane: Pane) -> dict[Chord, str]:
    """Return the chords of a pane. Raises ValueError if two commands claim one."""
    table: dict[Chord, str] = {}
    for command in commands().values():
        if pane not in command.panes:
            continue
        for keys in keys_of(command.id):
            if chord(keys) in table:
                raise ValueError(f"{pane}: {keys} means {table[chord(keys)]} and {command.id}")
            table[chord(keys)] = command.id
    return table


def dispatcher() -> Dispatcher:
    """Return a dispatcher over all panes."""
    return Dispatcher({pane: key_table(pane) for pane in EVERYWHERE})


def key_labels(command: Command) -> tuple[str, ...]:
    """Return a command's keys as people read them."""
    return tuple(label(keys) for keys in keys_of(command.id))


def footer(pane: Pane) -> list[Command]:
    """Return the commands a pane's footer offers, the most wanted first."""
    wanted = [command for command in commands().values() if command.footer and pane in command.panes]
    return sorted(wanted, key=lambda command: command.footer)
