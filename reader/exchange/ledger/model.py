"""What a ledger says, and what in it cannot be understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default


@dataclass(frozen=True, slots=True)
class Said:
    """A value of a scheme's field in a row; `date` is the ISO day it is of, empty where the row tells none."""

    field: str
    value: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One proposal; `row` is the row of its sheet, from 1. `number` is the office's own (编号), empty without one.

    `scheme` is the id of the scheme its values are of; `article` the id of the article it is about, where it says so.
    """

    row: int
    number: str
    title: str
    author: str
    affiliation: str
    said: tuple[Said, ...]
    scheme: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A cell that cannot be understood: a code for `reader.config.wording`, with the cell's words in `params`.

    `field` is the id of the scheme's field that it should be of, if it should.
    """

    row: int
    code: str
    params: Mapping[str, str] = default(default_factory=dict)
    field: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger as read: rows in order, mistakes in order, and what each header was taken for.

    `columns` has every header's meaning: `number`, `title`, `author`, `affiliation`, `scheme`, `article`, a field's id,
    `FIELD=VALUE` for the day a value is of, `-` for what is known and not read; empty: it was not read. `signature` tells
    ledgers with the same header.
    """

    rows: tuple[LedgerRow, ...]
    mistakes: tuple[Mistake, ...]
    columns: Mapping[str, str]
    signature: str = ""
