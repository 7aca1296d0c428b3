"""What the sides that proposals are counted by, and their values, are called."""

from __future__ import annotations

from collections.abc import Iterable

from reader.annotations.schemes import Scheme
from reader.config.language import N_, _
from reader.config.schemes.wording import field_value_words, field_words
from reader.config.wording import printable

FIELD = "field:"
"""What a side that is a field of entries begins with; its id follows."""
SIDES: dict[str, str] = {
    "tag": N_("Tags"),
    "group": N_("Tag group"),
    "affiliation": N_("Affiliation"),
    "author": N_("Author"),
    "paper": N_("Paper"),
    "year": N_("Year"),
    "month": N_("Month"),
    "kind": N_("Kind"),
    "rates": N_("Rates"),
}
_KINDS = {
    "proposal": N_("proposal"),
    "news": N_("news"),
    "continuation": N_("continuation"),
    "notice": N_("notice"),
    "record": N_("ledger"),
}


def side_words(side: str, schemes: Iterable[Scheme]) -> str:
    """Return what a side of statistics is called; a field of entries as the schemes call it."""
    return _(SIDES[side]) if side in SIDES else printable(field_words(side.removeprefix(FIELD), schemes))


def value_words(side: str, value: str, schemes: Iterable[Scheme]) -> str:
    """Return what a value of a side is called; one of a field as the schemes call it."""
    if not value:
        return _("(none)")
    if side == "kind" and value in _KINDS:
        return _(_KINDS[value])
    if side.startswith(FIELD):
        return printable(field_value_words(side.removeprefix(FIELD), value, schemes))
    return printable(value)
