"""What the reader has chosen once and for all: `config.toml` in the configuration folder, read but never written.

Which commands there are is for the terminal interface to know, and so are the keys given to them: here a chord is a
word. A mistake stops the program before anything is opened, and names its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from reader.config.places import config_folder

NAME = "config.toml"
FAVOURITES = 9
LEAST_WIDTH, MOST_WIDTH = 10, 120
"""What the text column may be, in characters."""
WIDTH = 44
"""What it is unless something is chosen."""

Theme = Literal["", "dark", "light"]
Ambiguous = Literal["", "narrow", "wide"]
Command = tuple[str, ...]
"""A program and its arguments; no shell reads it. Empty: none."""
Stamp = tuple[int, int] | None
"""A file's time and size; None when there is none."""


class ConfigError(Exception):
    """The file cannot be followed; `code` says why, `params` has path, line, name and what else its sentence needs."""

    def __init__(self, code: str, path: Path, line: int = 0, **params: str) -> None:
        super().__init__(code, str(path), line, params)
        self.code = code
        self.params = {"path": str(path), "line": str(line), **params}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file says; what it is silent about is empty. `lines` has the line of each name, in dots."""

    language: str = ""
    theme: Theme = ""
    width: int = 0
    spacing: bool | None = None
    ambiguous: Ambiguous = ""
    database: Path | None = None
    creator: str = ""
    favourites: tuple[str, ...] = ()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    ime_leave: Command = ()
    ime_enter: Command = ()
    path: Path = Path(NAME)
    stamp: Stamp = None
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def error(self, code: str, name: str, **params: str) -> ConfigError:
        """Return the error about a name, with its line."""
        return ConfigError(code, self.path, self.lines.get(name, 0), name=name, **params)


def config_file() -> Path:
    """Return where the file is, or would be."""
    return config_folder() / NAME


def stamp(path: Path) -> Stamp:
    """Return what changes when a file does; None if there is none, or it cannot be seen."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def read(path: Path) -> Settings:
    """Return what a file says; without a file nothing. Raises ConfigError."""
    seen = stamp(path)
    if seen is None:
        return Settings(path=path)
    import tomllib

    try:
        text = path.read_text("utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        raise ConfigError("config_unreadable", path, detail=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError("config_syntax", path, line, detail="UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        line, detail = _where(str(error), text)
        raise ConfigError("config_syntax", path, line, detail=detail) from error
    lines = _lines(text)
    bare = Settings(path=path, stamp=seen, lines=lines)
    values = _values(bare, table)
    return Settings(**values, path=path, stamp=seen, lines=lines)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like another; empty if none is like it."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), 1, 0.5)), "")


def unknown(
    settings: Settings, name: str, shown: str, known: Iterable[str], code: str = "config_unknown"
) -> ConfigError:
    """Return the error about a name that means nothing, with the one that may have been meant."""
    like = nearest(shown, known)
    return (
        settings.error(f"{code}_near", name, shown=shown, near=like)
        if like
        else settings.error(code, name, shown=shown)
    )


# -- reading values

_KEYS, _IME = "keys", "ime"


def _values(settings: Settings, table: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in table.items():
        if name == _KEYS:
            found["keys"] = MappingProxyType(_keys(settings, value))
        elif name == _IME:
            for event, command in _table(settings, name, value).items():
                if event not in ("leave", "enter"):
                    raise unknown(settings, f"{name}.{event}", event, ("leave", "enter"))
                found[f"ime_{event}"] = _command(settings, f"{name}.{event}", command)
        elif name in _READERS:
            found[name] = _READERS[name](settings, name, value)
        else:
            raise unknown(settings, name, name, (*_READERS, _KEYS, _IME))
    return found


def _wrong(settings: Settings, name: str, wanted: str) -> ConfigError:
    return settings.error("config_value", name, wanted=wanted)


def _table(settings: Settings, name: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(settings, name, f"[{name}]")
    return value


def _keys(settings: Settings, value: object) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    pending = [("", _table(settings, _KEYS, value))]
    for prefix, table in pending:  # tag.add without quotation marks is a table in a table
        for name, keys in table.items():
            if isinstance(keys, dict):
                pending.append((f"{prefix}{name}.", keys))
            else:
                found[prefix + name] = _words(settings, f"{_KEYS}.{prefix}{name}", keys, '["t", "f2"]')
    return found


def _words(settings: Settings, name: str, value: object, example: str) -> tuple[str, ...]:
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        raise _wrong(settings, name, example)
    return tuple(words)


def _command(settings: Settings, name: str, value: object) -> Command:
    if not isinstance(value, str):
        return _words(settings, name, value, '["fcitx5-remote", "-c"]')
    import shlex

    try:
        return tuple(shlex.split(value))
    except ValueError:
        raise _wrong(settings, name, '["fcitx5-remote", "-c"]') from None


def _text(settings: Settings, name: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or "\n" in value:
        raise _wrong(settings, name, '"…"')
    return value.strip()


def _one_of(*allowed: str) -> Callable[[Settings, str, object], str]:
    def read(settings: Settings, name: str, value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise _wrong(settings, name, " | ".join(f'"{each}"' for each in allowed))
        return value

    return read


def _width(settings: Settings, name: str, value: object) -> int:
    if type(value) is not int or not LEAST_WIDTH <= value <= MOST_WIDTH:
        raise _wrong(settings, name, f"{LEAST_WIDTH}–{MOST_WIDTH}")
    return value


def _switch(settings: Settings, name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(settings, name, "true | false")
    return value


def _path(settings: Settings, name: str, value: object) -> Path:
    place = Path(_text(settings, name, value))
    try:
        place = place.expanduser()
    except RuntimeError:  # no such user
        raise _wrong(settings, name, '"~/annotations.json"') from None
    if not place.is_absolute():  # from which folder the program is started must not matter
        raise _wrong(settings, name, '"~/annotations.json"')
    return place


def _favourites(settings: Settings, name: str, value: object) -> tuple[str, ...]:
    words = _words(settings, name, value, '["…", "…"]')
    if len(words) > FAVOURITES or len(set(words)) < len(words):
        raise _wrong(settings, name, f"1–{FAVOURITES}")
    return words


_READERS: dict[str, Callable[[Settings, str, object], Any]] = {
    "language": _one_of("zh", "en"),
    "theme": _one_of("dark", "light"),
    "width": _width,
    "spacing": _switch,
    "ambiguous": _one_of("narrow", "wide"),
    "database": _path,
    "creator": _text,
    "favourites": _favourites,
}

# -- lines

_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_NAME = re.compile(r"""\s*((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*)\s*=""")
_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


def _lines(text: str) -> Mapping[str, int]:
    """Return the first line of each name; tomllib tells none."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        header, name = _HEADER.match(line), _NAME.match(line)
        if header:
            table = _plain(header[1])
            found.setdefault(table, number)
        elif name:
            found.setdefault(".".join(filter(None, (table, _plain(name[1])))), number)
            found.setdefault(table or _plain(name[1]).partition(".")[0], number)
    return MappingProxyType(found)


def _plain(name: str) -> str:
    return re.sub(r"""["']|\s*(\.)\s*""", r"\1", name)


def _where(message: str, text: str) -> tuple[int, str]:
    """Return the line a message of tomllib names, and the message without it."""
    found = _LINE.search(message)
    if found is None:
        return 0, message
    return int(found[1] or text.rstrip("\n").count("\n") + 1), message[: found.start()]
