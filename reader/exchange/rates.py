"""The table of rates: what share of handled proposals was answered and so on, a row a value of what they are told by. Pure.

Rates are numbers from 0 to 1, and nothing where there is nothing to count; each stands behind the two counts it is
made of.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.config.language import N_
from reader.exchange.model import RateLine
from reader.exchange.tables import RATES, Column, Sheet, Value

HEADS = {
    "assigned": N_("Assigned"),
    "answered": N_("Answered"),
    "answer_rate": N_("Answer rate"),
    "evaluated": N_("Evaluated"),
    "satisfied": N_("Satisfied"),
    "satisfaction_rate": N_("Satisfaction rate"),
    "decided": N_("Decided"),
    "adopted": N_("Adopted"),
    "adoption_rate": N_("Adoption rate"),
}
"""What the columns of a table of rates are called (English messages), in order, by the ids programs know them by."""


def sheet() -> Sheet:
    """Return the table."""
    numbers = (
        Column(name, head, _number(place), "share" if name.endswith("_rate") else "amount")
        for place, (name, head) in enumerate(HEADS.items())
    )
    return Sheet(
        RATES,
        N_("Rates"),
        (
            Column("by", N_("Counted by"), lambda line: line.by),
            Column("value", N_("Item"), lambda line: line.value),
            *numbers,
            Column("as_of", N_("As of"), lambda line: line.as_of, "day"),
        ),
    )


def _number(place: int) -> Callable[[RateLine], Value]:
    def value(line: RateLine) -> Value:
        found = line.numbers[place]
        return "" if found is None else found

    return value
