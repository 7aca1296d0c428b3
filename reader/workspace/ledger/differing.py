"""What a ledger's row says that is not registered yet, as entries: new ones, and corrections of old ones. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.annotations import Entry
from reader.annotations.handling import WHOLE, Registered
from reader.annotations.schemes import SATISFACTION, STAGE, Field, Scheme
from reader.exchange.ledger import Said
from reader.exchange.ledger.cells import same

_MADE = "~"
"""When entries of this row were made: after all others (`~` comes after every digit)."""


def news(
    scheme: Scheme, log: Sequence[Registered], said: Sequence[Said], day: str, source: str
) -> list[Entry]:
    """Return the entries that make a row's words true; none where they are true already.

    `log` holds the entries that count, in order; `day` is the day of what the row gives none for, `source` where it is
    from. The value there is now is not registered again. Another one of a later day is a new entry, one of the same
    day a correction. What a row dates only by the day of its assignment or answer counts from `day` on if a later
    entry stands in the way.
    """
    return _Row(scheme, log, said, day, source).entries()


class _Row:
    """Goes through what a row says, with the log as it is after each step."""

    def __init__(
        self, scheme: Scheme, log: Sequence[Registered], said: Sequence[Said], day: str, source: str
    ) -> None:
        self._scheme, self._day, self._source = scheme, day, source
        self._log = [each for each in log if each.subject == WHOLE and each.entry.scheme == scheme.id]
        self._said = _in_order(scheme, said)
        self._told = {(each.field, each.value, each.date) for each in said if each.date}
        self._found: list[Entry] = []

    def entries(self) -> list[Entry]:
        for each in self._said:
            field = self._scheme.by_id.get(each.field)
            if field is None:
                continue
            if each.field == STAGE and each.date:
                self._stage(each)
            else:
                self._value(field, each)
        return self._found

    def _stage(self, said: Said) -> None:
        """A stage on a day: it may have been there before, and more than once.

        Another day of the same stage is a correction as long as nothing has come of the first, or if it is earlier;
        else it came again.
        """
        before = [each for each in self._log if (each.entry.field, each.entry.value) == (STAGE, said.value)]
        if any(each.entry.date == said.date for each in before):
            return
        last = before[-1] if before else None
        if last is not None and (said.date < last.entry.date or self._is_last(last)):
            self._put(said.field, said.value, said.date, last)
        else:
            self._put(said.field, said.value, said.date)

    def _is_last(self, entry: Registered) -> bool:
        """Say whether no other stage, and no verdict of the author, follows an entry."""
        following = self._log[self._log.index(entry) + 1 :]
        return not any(each.entry.field in (STAGE, SATISFACTION) for each in following)

    def _value(self, field: Field, said: Said) -> None:
        own = [each for each in self._log if each.entry.field == field.id]
        now, when = own[-1] if own else None, said.date or self._day
        if now is not None and same(field, now.entry.value, said.value):
            return
        there = next((each for each in own if each.entry.date == when), None)
        if there is not None and any(
            each.entry.date == when and same(field, each.entry.value, said.value) for each in own
        ):
            return
        if now is not None and when < now.entry.date and said.date and self._day >= now.entry.date:
            when = self._day
        if now is None or when > now.entry.date:
            self._put(field.id, said.value, when)
        elif when == now.entry.date:
            self._put(field.id, said.value, when, now)
        else:
            self._put(field.id, said.value, when, there)

    def _put(self, field: str, value: str, day: str, before: Registered | None = None) -> None:
        """Register a value; in the place of another entry unless that is of this row itself."""
        if before is not None and (
            before.created == _MADE
            or (before.entry.field, before.entry.value, before.entry.date) in self._told
        ):
            before = None
        entry = Entry(self._scheme.id, field, value, day, self._source)
        if before is not None:
            entry = replace(entry, corrects=before.id)
            self._log.remove(before)
        self._found.append(entry)
        self._log.append(Registered(f"{len(self._found):06}", WHOLE, _MADE, entry))
        self._log.sort(key=lambda each: each.order)


def _in_order(scheme: Scheme, said: Sequence[Said]) -> list[Said]:
    """Return stages by their days, of one day in the scheme's order, then all else as it stands."""
    stage = scheme.by_id.get(STAGE)
    rank = {value.id: number for number, value in enumerate(stage.values)} if stage is not None else {}
    dated = [each for each in said if each.field == STAGE and each.date]
    dated.sort(key=lambda each: (each.date, rank.get(each.value, 0)))
    return [*dated, *(each for each in said if not (each.field == STAGE and each.date))]
