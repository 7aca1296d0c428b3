"""`xiance config`: the settings in force, each with where it comes from."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from reader.cli import complain
from reader.cli.output import data_out
from reader.config.language import N_, _, current, named
from reader.config.schemes import Schemes, load_schemes
from reader.config.schemes.shelf import own_stamps
from reader.config.settings import FAVOURITES, WIDTH, Settings, config_file
from reader.config.wording import printable, sentence
from reader.text import cell_width
from reader.workspace import ReadingState
from reader.workspace.opening import place_database
from reader.workspace.workspace import login

FILE = "config"
OWN = "schemes/*.toml"
DEFAULT, REMEMBERED, FOUND = N_("default"), N_("remembered"), N_("this folder")
LOCALE, LOGIN = N_("locale"), N_("login name")

AMBIGUOUS = "“”‘’…—·×①▲"
"""Characters that Unicode (UAX #11, class A) leaves to the terminal to draw over one cell or two."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting in force: its name as the file has it, its value, its source and the line, if it is the file."""

    name: str
    value: object
    source: str
    line: int = 0


def run(arguments: Namespace) -> int:
    """List the settings in force, a line each. Raises ConfigError if keys are given to what cannot have them."""
    if arguments.width_test:
        data_out().write(picture())
        return 0
    from reader.tui.commands import bindings

    settings: Settings = arguments.settings
    bindings(settings)
    schemes = load_schemes()
    found = [
        *effective(arguments, ReadingState()),
        Setting("schemes", list(schemes.known), OWN if own_stamps() else DEFAULT),
    ]
    out = data_out()
    if arguments.json:
        out.writelines(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in found)
        return complained(schemes)
    width = max(cell_width(each.name) for each in found) + 2
    place = printable(str(config_file()))
    out.write(f"# {place}\n" if settings.stamp else _("# {} (not there)").format(place) + "\n")
    for each in found:
        source = f"{settings.path.name}:{each.line}" if each.line else _(each.source)
        out.write(f"{each.name}{' ' * (width - cell_width(each.name))}{shown(each.value)}  # {source}\n")
    return complained(schemes)


def complained(schemes: Schemes) -> int:
    """Say what is wrong with the reader's own schemes, a line each; return 1 if anything is."""
    for mistake in schemes.mistakes:
        complain(sentence(mistake.code, mistake.params))
    return 1 if schemes.mistakes else 0


def picture() -> str:
    """Return a row of characters whose width is a terminal's choice, and which of two marks its bar stands under."""
    narrow = len(AMBIGUOUS)
    return "\n".join(
        (
            f"{' ' * narrow}n{' ' * (narrow - 1)}w",
            f"{AMBIGUOUS}|",
            _("The bar is under n: this terminal draws them narrow, as xiance counts them of itself."),
            _(
                'Under w: it draws them wide; write ambiguous = "wide" in config.toml, or set the terminal to narrow.'
            ),
            _("Elsewhere: it draws some so and some so; set its ambiguous-width characters to narrow."),
            "",
        )
    )


def shown(value: object) -> str:
    """Return a value as the file would have it, which is nearly JSON."""
    return printable(json.dumps(value, ensure_ascii=False))


def effective(arguments: Namespace, state: ReadingState) -> Iterator[Setting]:
    """Yield what is in force: by the command line, else the environment, else the file, else what is remembered."""
    settings: Settings = arguments.settings

    def first(name: str, *said: tuple[object, str]) -> Setting:
        value, source = next((each for each in said if each[0]), said[-1])
        return Setting(name, value, source, settings.lines.get(name, 0) if source == FILE else 0)

    spoken = {"zh_CN": "zh"}.get(current(), "en")
    yield first(
        "language",
        (arguments.lang and spoken, "--lang"),
        (named() and spoken, "XIANCE_LANG"),
        (settings.language, FILE),
        (spoken, LOCALE),
    )
    remembered = next(iter(state.last("theme")), "").removeprefix("textual-")
    yield first("theme", (settings.theme, FILE), (remembered, REMEMBERED), ("dark", DEFAULT))
    wide, spaced = state.last("width"), state.last("spacing")
    kept_width = int(wide[0]) // 2 if wide and wide[0].isdecimal() else 0
    yield first("width", (settings.width, FILE), (kept_width, REMEMBERED), (WIDTH, DEFAULT))
    if settings.spacing is not None:
        yield Setting("spacing", settings.spacing, FILE, settings.lines.get("spacing", 0))
    else:
        yield Setting("spacing", spaced == ["1"], REMEMBERED if spaced else DEFAULT)
    yield first("ambiguous", (settings.ambiguous, FILE), ("narrow", DEFAULT))
    yield first(
        "database",
        (arguments.db, "--db"),
        (os.environ.get("XIANCE_DB"), "XIANCE_DB"),
        (settings.database and str(settings.database), FILE),
        (str(place_database(["."], None)), FOUND),
    )
    yield first(
        "creator",
        (os.environ.get("XIANCE_USER", "").strip(), "XIANCE_USER"),
        (settings.creator, FILE),
        (next(iter(state.last("creator")), ""), REMEMBERED),
        (login(), LOGIN),
    )
    kept = [state.favourite(number) for number in range(1, FAVOURITES + 1)]
    yield first(
        "favourites", (settings.favourites, FILE), (list(filter(None, kept)), REMEMBERED), ([], DEFAULT)
    )
    for name, keys in settings.keys.items():
        yield first(f"keys.{name}", (keys, FILE))
    for event, command in (("leave", settings.ime_leave), ("enter", settings.ime_enter)):
        yield first(f"ime.{event}", (command, FILE), ([], DEFAULT))
