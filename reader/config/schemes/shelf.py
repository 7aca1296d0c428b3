"""Which schemes there are: the shipped ones, and the reader's own, which may replace them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reader.annotations.schemes import Scheme, Words
from reader.config.places import config_folder
from reader.config.schemes.reading import read_scheme
from reader.config.settings import ConfigError

SHIPPED = Path(__file__).parent
DEFAULT = "column"


@dataclass(frozen=True, slots=True)
class Schemes:
    """Schemes by id, shipped ones first, and what was wrong with those that could not be read."""

    known: Mapping[str, Scheme]
    mistakes: tuple[ConfigError, ...] = ()

    def get(self, scheme_id: str) -> Scheme:
        """Return the scheme of an id; for one that is not there (any more) a scheme without fields, called by its id."""
        return self.known.get(scheme_id) or Scheme(scheme_id, Words(scheme_id, scheme_id), ())


def own_folder() -> Path:
    """Return where the reader's own schemes are, or would be."""
    return config_folder() / "schemes"


def own_stamps() -> tuple[tuple[str, int, int], ...]:
    """Return what tells whether the reader's own schemes changed: names, times and sizes of their files."""
    found = []
    for path in sorted(own_folder().glob("*.toml")):
        with suppress(OSError):
            status = path.stat()
            found.append((path.name, status.st_mtime_ns, status.st_size))
    return tuple(found)


def load_schemes(folder: Path | None = None) -> Schemes:
    """Return the schemes there are; of a folder's (default: the reader's own) broken ones only what is wrong."""
    known = dict(_shipped())
    mistakes = []
    for path in sorted((folder or own_folder()).glob("*.toml")):
        try:
            scheme = read_scheme(path)
        except ConfigError as error:
            mistakes.append(error)
        else:
            known[scheme.id] = scheme
    return Schemes(known, tuple(mistakes))


@cache
def _shipped() -> Mapping[str, Scheme]:
    schemes = [read_scheme(SHIPPED / f"{name}.toml") for name in ("column", "npc", "cppcc")]
    return {scheme.id: scheme for scheme in schemes}
