"""办复率, 满意率, 采纳率: what share of proposals was answered, of authors is satisfied, of content was adopted.

Computed for any day from the entries up to it, with the counts behind every rate. Pure but for `cases_of`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from reader.annotations.handling import WHOLE, Registered, values
from reader.annotations.schemes import ASSIGNED, OUTCOME, SATISFACTION, STAGE, Counts, Scheme
from reader.config import clock
from reader.config.language import N_, _
from reader.config.schemes.wording import said
from reader.config.wording import printable
from reader.exchange.model import RateLine
from reader.workspace.due import UNITS
from reader.workspace.handling import Handled
from reader.workspace.model import WorkspaceError
from reader.workspace.sides import FIELD, side_words
from reader.workspace.sides import value_words as side_value_words

if TYPE_CHECKING:
    from reader.workspace.proposals import Row
    from reader.workspace.workspace import Workspace

SIDES = ("all", "unit", "scheme", "tag", "group", "month")
"""What rates are told by beside fields: all together, handling units, schemes, tags, the tags' outermost groups, the
month of the first assignment."""
_SEVERAL = re.compile(r"\s*[、，,;；/\n]\s*")


@dataclass(frozen=True, slots=True)
class Case:
    """A handled proposal as rates see it: its scheme, its entries that count, in order, and the names of its tags."""

    scheme: Scheme
    log: Sequence[Registered]
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """The rates of what has one value; a rate is None where there is nothing to count.

    `assigned` and `answered` count proposals, `evaluated` and `satisfied` those whose authors were asked, `decided`
    and `adopted` measures – where a proposal's measures have outcomes – else proposals.
    """

    value: str
    assigned: int = 0
    answered: int = 0
    evaluated: int = 0
    satisfied: int = 0
    decided: int = 0
    adopted: int = 0

    @property
    def answer_rate(self) -> float | None:
        """办复率."""
        return self.answered / self.assigned if self.assigned else None

    @property
    def satisfaction_rate(self) -> float | None:
        """满意率."""
        return self.satisfied / self.evaluated if self.evaluated else None

    @property
    def adoption_rate(self) -> float | None:
        """采纳率."""
        return self.adopted / self.decided if self.decided else None


def case_of(handled: Handled, tags: Iterable[str] = ()) -> Case:
    """Return a proposal's handling as rates see it."""
    return Case(handled.scheme, handled.log, tuple(tags))


def cases_of(workspace: Workspace) -> Iterator[Case]:
    """Yield the cases of the open files, as far as the catalogue knows them."""
    tags = workspace.snapshot.tags
    for handled, noted in workspace.handling.annotated():
        ids = dict.fromkeys(tag for annotation in noted for tag in annotation.tags)
        names = (tags[each].name for each in ids if each in tags and not tags[each].deleted)
        yield case_of(handled, names)


def cases_in(rows: Iterable[Row]) -> list[Case]:
    """Return the cases of those of some rows that are handled."""
    return [case_of(row.handled, row.tags) for row in rows if row.handled is not None]


def checked(by: str) -> str:
    """Return the name of what rates are told by. Raises WorkspaceError `side_unknown`."""
    _side(by)
    return by


def holds(case: Case, by: str, value: str) -> bool:
    """Say whether a case is counted under a value, as of all its entries."""
    log = [each for each in case.log if each.entry.scheme == case.scheme.id]
    return any(_counted(case.scheme, log)) and value in (_side(by)(case, log) or ("",))


def numbers(rate: Rate) -> tuple[int | float | None, ...]:
    """Return the counts and rates of a value, each rate behind the two it is made of: see `reader.exchange.rates`."""
    return (
        rate.assigned, rate.answered, rate.answer_rate,
        rate.evaluated, rate.satisfied, rate.satisfaction_rate,
        rate.decided, rate.adopted, rate.adoption_rate,
    )  # fmt: skip


def as_object(rate: Rate) -> dict[str, str | int | float | None]:
    """Return the object that programs get of a value."""
    shares = {
        "answer_rate": rate.answer_rate,
        "satisfaction_rate": rate.satisfaction_rate,
        "adoption_rate": rate.adoption_rate,
    }
    return {**asdict(rate), **shares}


def lines(cases: Sequence[Case], schemes: Sequence[Scheme], as_of: date | None = None) -> Iterator[RateLine]:
    """Yield the rates of some cases by all they can be told by, in words: see `sides_of`.

    A side that no case has a value of is left out. Without a day all entries count; the day is today then, or that of
    the last entry if it is later.
    """
    last = max((each.entry.date for case in cases for each in case.log), default="")
    day = as_of.isoformat() if as_of is not None else max(clock.today().isoformat(), last)
    for by in sides_of(schemes):
        found = rates(cases, by, as_of)
        if by == "all" or any(rate.value for rate in found):
            words = by_words(by, schemes)
            for rate in found:
                yield RateLine(words, value_words(by, rate.value, schemes), numbers(rate), day)


def sides_of(schemes: Iterable[Scheme]) -> list[str]:
    """Return what rates can be told by: SIDES, and the fields of choices and units, but for that which is a side itself."""
    fields = (field for scheme in schemes for field in scheme.fields if "article" in field.on)
    named = dict.fromkeys(field.id for field in fields if field.type in ("choice", "unit"))
    return [*SIDES, *(FIELD + name for name in named if name != UNITS)]


def told(number: float | None) -> str:
    """Return a number of `numbers` as people read it: a rate in per cent, empty where there is none."""
    if number is None:
        return ""
    return f"{100 * number:.1f}%" if isinstance(number, float) else f"{number:,}"


def by_words(by: str, schemes: Iterable[Scheme]) -> str:
    """Return what rates are told by, in words."""
    own = {
        "all": N_("All together"),
        "unit": N_("Handling unit"),
        "scheme": N_("Scheme"),
        "month": N_("Month of assignment"),
    }
    return _(own[by]) if by in own else side_words(by, schemes)


def value_words(by: str, value: str, schemes: Iterable[Scheme]) -> str:
    """Return what a value of what rates are told by is called."""
    if by == "all":
        return _("all")
    if by == "scheme":
        label = next((said(each.label) for each in schemes if each.id == value), "")
        return printable(label) if label else side_value_words(by, value, schemes)
    return side_value_words(by, value, schemes)


def rates(cases: Iterable[Case], by: str = "all", as_of: date | None = None) -> list[Rate]:
    """Return the rates by a side (see SIDES, or `field:ID`) as they were at the end of a day (None: as of all entries).

    A proposal with several values (two units, three tags) counts under each; without any under the empty one, which
    comes last. Months come in their order, else the values with most assigned proposals first. Raises WorkspaceError
    `side_unknown`.
    """
    read, last = _side(by), as_of.isoformat() if as_of is not None else "~"
    sums: dict[str, list[int]] = {}
    for case in cases:
        log = [each for each in case.log if each.entry.date <= last and each.entry.scheme == case.scheme.id]
        counted = _counted(case.scheme, log)
        if not any(counted):
            continue
        for value in dict.fromkeys(read(case, log) or ("",)):
            found = sums.setdefault(value, [0] * len(counted))
            found[:] = [one + other for one, other in zip(found, counted, strict=True)]
    table = [Rate(value, *counts) for value, counts in sums.items()]
    if by == "month":
        return sorted(table, key=lambda rate: (not rate.value, rate.value))
    return sorted(
        table, key=lambda rate: (not rate.value, -rate.assigned, rate.value.encode("gb18030", "replace"))
    )


def _counted(scheme: Scheme, log: Sequence[Registered]) -> tuple[int, int, int, int, int, int]:
    """Return what a proposal adds to each count."""
    stages = [each for each in log if (each.subject, each.entry.field) == (WHOLE, STAGE)]
    assigned = bool(_assignments(scheme, stages))
    answered = assigned and any(_says(scheme, each, "answered") for each in stages)
    verdict = values(log).get(SATISFACTION)
    outcomes = [
        found for subject in _subjects(log) if (found := values(log, subject).get(OUTCOME)) is not None
    ]
    whole = values(log).get(OUTCOME)
    judged = outcomes or ([whole] if whole is not None else [])
    return (
        int(assigned),
        int(answered),
        int(verdict is not None and _says(scheme, verdict, "evaluated")),
        int(verdict is not None and _says(scheme, verdict, "satisfied")),
        sum(_says(scheme, each, "decided") for each in judged),
        sum(_says(scheme, each, "adopted") for each in judged),
    )


def _subjects(log: Sequence[Registered]) -> Iterable[str]:
    """Return the measures that anything is registered of."""
    return dict.fromkeys(each.subject for each in log if each.subject != WHOLE)


def _says(scheme: Scheme, each: Registered, what: Counts) -> bool:
    return what in scheme.counts(each.entry.field, each.entry.value)


def _assignments(scheme: Scheme, stages: Sequence[Registered]) -> list[Registered]:
    field = scheme.by_id.get(STAGE)
    if field is None or field.value(ASSIGNED) is None:
        return list(stages)
    return [each for each in stages if each.entry.value == ASSIGNED]


def _side(by: str) -> Callable[[Case, Sequence[Registered]], Sequence[str]]:
    """Return what gives a proposal's values of a side."""
    if by.startswith(FIELD) and by != FIELD:
        return lambda case, log: _of_field(case.scheme, log, by.removeprefix(FIELD))
    sides: dict[str, Callable[[Case, Sequence[Registered]], Sequence[str]]] = {
        "all": lambda case, log: ("",),
        "unit": lambda case, log: _of_field(case.scheme, log, UNITS),
        "scheme": lambda case, log: (case.scheme.id,),
        "tag": lambda case, log: case.tags,
        "group": lambda case, log: [tag.partition("/")[0] for tag in case.tags],
        "month": _month,
    }
    if by not in sides:
        raise WorkspaceError("side_unknown", side=by, known=", ".join((*SIDES, f"{FIELD}…")))
    return sides[by]


def _of_field(scheme: Scheme, log: Sequence[Registered], field_id: str) -> Sequence[str]:
    found, field = values(log).get(field_id), scheme.by_id.get(field_id)
    if found is None:
        return ()
    if field is None or field.type != "unit":
        return (found.entry.value,)
    return [unit for unit in _SEVERAL.split(found.entry.value) if unit]


def _month(case: Case, log: Sequence[Registered]) -> Sequence[str]:
    stages = [each for each in log if (each.subject, each.entry.field) == (WHOLE, STAGE)]
    return [each.entry.date[:7] for each in _assignments(case.scheme, stages)[:1]]
