"""A ledger into the database: its rows matched, what is news in them registered, all of the file in one change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from reader.annotations import Annotation, Entry, Target, new_id, now
from reader.annotations.handling import WHOLE, Registered
from reader.annotations.schemes import NUMBER, Scheme
from reader.config.schemes.shelf import DEFAULT
from reader.exchange.ledger import (
    Ledger,
    LedgerRow,
    Mistake,
    grids,
    meaning_of,
    read_ledger,
    signatures,
)
from reader.exchange.ledger.cells import words
from reader.exchange.ledger.heads import PLAIN, bare
from reader.pages.model import PROPOSALS, Source
from reader.repository import TEXTLESS, Change, Label, PageRecord, Setting, Write
from reader.workspace.catalogue import Spot
from reader.workspace.ledger.differing import news
from reader.workspace.ledger.matching import Known, Matcher, title_of
from reader.workspace.model import WorkspaceError
from reader.workspace.registering import note
from reader.workspace.textless import target_of

if TYPE_CHECKING:
    from reader.repository import Snapshot
    from reader.workspace.workspace import Workspace

MAPPING = "ledger"
"""What the keys of settings begin with that say how the columns of a ledger were understood; a header's signature after it."""
NEW = "new"
"""What a person says of a row that is about none of the articles there are."""
_SHOWN = 4
"""Candidates that are named."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A row with the entries that it makes; `spot` is the article it is about, None for a proposal without a text."""

    row: LedgerRow
    spot: Spot | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: `rows` are those that can be imported, `mistakes` what is wrong with others, by row.

    `left_out` counts the rows that have mistakes.
    """

    rows: tuple[Planned, ...]
    mistakes: tuple[Mistake, ...]
    left_out: int = 0

    @property
    def matched(self) -> int:
        """How many rows are about articles that are here."""
        return sum(each.spot is not None for each in self.rows)

    @property
    def textless(self) -> int:
        """How many rows become proposals without a text."""
        return len(self.rows) - self.matched

    @property
    def new(self) -> int:
        """How many entries are new."""
        return sum(not entry.corrects for each in self.rows for entry in each.entries)

    @property
    def corrected(self) -> int:
        """How many entries are corrected."""
        return sum(bool(entry.corrects) for each in self.rows for entry in each.entries)


class LedgerImport:
    """One file on its way into a workspace: read, planned, committed."""

    def __init__(
        self,
        workspace: Workspace,
        data: bytes,
        name: str,
        scheme_id: str = "",
        own: Mapping[str, str] | None = None,
    ) -> None:
        """Read a file called `name`; `scheme_id` and `own` (meanings of headers, in any words) are what was said of it.

        What was said of a file with the same header before counts as far as nothing else is said now. Raises
        ExchangeError, see `read_ledger`; WorkspaceError `scheme_absent`, `map_unknown`, `map_absent`.
        """
        self._workspace, self._name = workspace, name
        self._planned_on: Snapshot | None = None
        schemes = workspace.handling.schemes
        sheets = grids(data, name)
        saved = next(filter(None, map(self._saved, signatures(sheets))), {})
        chosen = scheme_id or saved.get("scheme", "") or workspace.handling.settled() or DEFAULT
        if chosen not in schemes.known:
            raise WorkspaceError("scheme_absent", scheme=chosen, known=", ".join(schemes.known))
        self.scheme: Scheme = schemes.known[chosen]
        said = {column: self._meaning(column, meaning) for column, meaning in (own or {}).items()}
        before = {
            column: meaning
            for column, meaning in saved.get("columns", {}).items()
            if meaning_of(self.scheme, meaning)
        }
        self.ledger: Ledger = read_ledger(
            sheets, name, self.scheme, {**before, **said}, tuple(schemes.known.values())
        )
        there = {bare(header) for header in self.ledger.columns}
        for column in said:
            if bare(column) not in there:
                raise WorkspaceError("map_absent", column=column, known=", ".join(self.ledger.columns))
        self._keep = {"scheme": chosen, "columns": {**before, **said}} if scheme_id or said else None

    def _meaning(self, column: str, said: str) -> str:
        found = meaning_of(self.scheme, said)
        if not found:
            known = ", ".join((*PLAIN, *self.scheme.by_id))
            raise WorkspaceError("map_unknown", column=column, meaning=said, known=known)
        return found

    def _saved(self, signature: str) -> dict[str, Any]:
        setting = self._workspace.snapshot.settings.get(f"{MAPPING}/{signature}")
        try:
            found = json.loads(setting.value) if setting is not None else {}
            columns = {str(column): str(meaning) for column, meaning in found.get("columns", {}).items()}
            return {"scheme": str(found.get("scheme", "")), "columns": columns} if found else {}
        except (ValueError, AttributeError):  # written by hand
            return {}

    def plan(self, day: date, settled: Mapping[int, str] | None = None) -> Plan:
        """Return what the import would do; `day` is the day of what has none, `settled` what rows are about, by row.

        (An article's id, or `new`.) Every file is read for it, as far as it is not known yet.
        """
        workspace = self._workspace
        workspace.survey()
        self._planned_on = workspace.snapshot
        spots: dict[str, Spot] = {}
        for spot in workspace.catalogue.spots(workspace.files):
            spots.setdefault(spot.article.id, spot)
        known = {each.key: each for each in self._known(spots)}
        planner = _Planner(
            Matcher(each for each in known.values() if _may_be(spots[each.key], each)),
            known,
            spots,
            workspace.handling.schemes.get,
            settled or {},
        )
        return planner.plan(self.ledger, day.isoformat(), self._name)

    def _known(self, spots: Mapping[str, Spot]) -> Iterator[Known]:
        workspace = self._workspace
        noted: dict[tuple[str, int], dict[str, list[Annotation]]] = {}
        for spot in spots.values():
            place = spot.file.key, spot.page.number
            if place not in noted:
                noted[place] = workspace.noted(spot.file, spot.page)
            article = spot.article
            found = noted[place].get(article.id, ())
            log = workspace.handling.of(spot, found).log if found else ()
            yield Known(article.id, article.title or article.name, article.author, log)

    def commit(self, plan: Plan) -> Future[Any]:
        """Register what was planned, in one change; what was said of the columns is kept with it.

        The Future's result is None if nothing is news. Raises WorkspaceError `conflict` if others changed the records
        meanwhile.
        """

        def build(snapshot: Snapshot) -> Change:
            if snapshot is not self._planned_on:
                raise WorkspaceError("conflict")
            return self._change(snapshot, plan)

        return self._workspace.change(build)

    def _change(self, snapshot: Snapshot, plan: Plan) -> Change:
        creator, moment = self._workspace.creator, now()
        writes: dict[tuple[str, str], Write] = {}
        touched = 0
        for planned in plan.rows:
            touched += planned.spot is None or bool(planned.entries)
            if planned.spot is not None and not planned.entries:
                continue
            target = self._target(planned, moment, writes)
            note(snapshot, target, self._workspace.page_record, writes)
            for entry in planned.entries:
                new = Annotation(new_id(), target, creator, moment, moment, entry=entry)
                writes["annotations", new.id] = Write("annotations", new.id, None, new)
        setting = self._setting(snapshot, creator, moment)
        if setting is not None:
            writes["settings", setting.id] = setting
        label = Label("ledger_imported", {"count": str(touched), "title": self._name})
        return Change(label, tuple(writes.values()), creator)

    def _target(self, planned: Planned, moment: str, writes: dict[tuple[str, str], Write]) -> Target:
        spot, row = planned.spot, planned.row
        if spot is None:
            day = next((each.date for each in row.said if each.date), "")
            record = PageRecord(
                f"{TEXTLESS}{new_id()}",
                "",
                0,
                Source(date=day),
                moment,
                title_of(row),
                row.author,
                row.affiliation,
            )
            writes["pages", record.fingerprint] = Write("pages", record.fingerprint, None, record)
            return target_of(record)
        page = self._workspace.pages(spot.file)[spot.page.number - 1]
        article = page.article(spot.article.id)
        if article is None:
            raise WorkspaceError("conflict")
        return self._workspace.target_article(page, article)

    def _setting(self, snapshot: Snapshot, creator: str, moment: str) -> Write | None:
        if not self._keep:
            return None
        key, value = f"{MAPPING}/{self.ledger.signature}", json.dumps(self._keep, ensure_ascii=False)
        before = snapshot.settings.get(key)
        if before is not None and before.value == value:
            return None
        after = Setting(key, value, creator, moment, before.extra if before else {})
        return Write("settings", key, before, after)


class _Planner:
    """Plans row by row; remembers what rows before are about, for no two may be about the same."""

    def __init__(
        self,
        matcher: Matcher,
        known: Mapping[str, Known],
        spots: Mapping[str, Spot],
        scheme: Callable[[str], Scheme],
        settled: Mapping[int, str],
    ) -> None:
        self._matcher, self._known, self._spots = matcher, known, spots
        self._scheme, self._settled = scheme, settled
        self._rows: dict[str, int] = {}
        self._new = Matcher(())
        self._new_rows: dict[str, int] = {}

    def plan(self, ledger: Ledger, day: str, source: str) -> Plan:
        mistaken: dict[int, list[Mistake]] = {}
        for mistake in ledger.mistakes:
            mistaken.setdefault(mistake.row, []).append(mistake)
        absent = sorted(set(self._settled) - {row.row for row in ledger.rows})
        wrong = [Mistake(row, "ledger_match_row") for row in absent]
        planned = []
        for row in ledger.rows:
            found, doubts = self._about(row)
            log = found.log if found is not None else ()
            doubts += [each for each in mistaken.pop(row.row, ()) if not self._stored(each, row, found)]
            if doubts:
                wrong += doubts
                continue
            scheme = self._scheme(row.scheme)
            entries = news(scheme, log, row.said, day, source)
            planned.append(Planned(row, self._spots[found.key] if found else None, tuple(entries)))
        wrong += [mistake for rest in mistaken.values() for mistake in rest]
        wrong.sort(key=lambda mistake: mistake.row)
        return Plan(tuple(planned), tuple(wrong), len({mistake.row for mistake in wrong}))

    def _about(self, row: LedgerRow) -> tuple[Known | None, list[Mistake]]:
        """Return what a row is about (None: something new), and why that cannot be said."""
        settled = self._settled.get(row.row, "")
        if settled == NEW:
            return self._fresh(row)
        if settled:
            chosen = self._known.get(settled)
            if chosen is None:
                return None, [Mistake(row.row, "ledger_match_article", {"article": settled})]
            return self._once(row, chosen)
        found = self._matcher.match(row)
        if not found:
            return self._fresh(row)
        if len(found) > 1 or self._matcher.contradicts(row, found[0]):
            params = {"title": title_of(row), "candidates": self._named(found)}
            return None, [Mistake(row.row, "ledger_ambiguous", params)]
        return self._once(row, found[0])

    def _once(self, row: LedgerRow, known: Known) -> tuple[Known | None, list[Mistake]]:
        first = self._rows.setdefault(known.key, row.row)
        if first != row.row:
            return None, [Mistake(row.row, "ledger_same", {"title": title_of(row), "first": str(first)})]
        return known, []

    def _fresh(self, row: LedgerRow) -> tuple[Known | None, list[Mistake]]:
        """Take a row for a proposal that is not here; another row that cannot be told from it would be the same one."""
        before = self._new.match(row)
        if before:
            first = self._new_rows[before[0].key]
            return None, [Mistake(row.row, "ledger_same", {"title": title_of(row), "first": str(first)})]
        key = f"\n{row.row}"
        scheme = self._scheme(row.scheme)
        self._new.add(Known(key, title_of(row), row.author, _numbered(scheme, row)))
        self._new_rows[key] = row.row
        return None, []

    def _stored(self, mistake: Mistake, row: LedgerRow, known: Known | None) -> bool:
        """Say whether a cell that cannot be understood says what is stored: a value that the scheme has no more."""
        if known is None or not mistake.field:
            return False
        own = [
            each.entry
            for each in known.log
            if each.subject == WHOLE and (each.entry.scheme, each.entry.field) == (row.scheme, mistake.field)
        ]
        return bool(own) and words(own[-1].value) == mistake.params.get("text")

    def _named(self, found: Sequence[Known]) -> str:
        places = []
        for each in found[:_SHOWN]:
            spot = self._spots[each.key]
            where = " ".join(filter(None, (spot.page.source.date or spot.file.label, each.author)))
            places.append(f"{each.key} ({where})")
        return ", ".join(places) + (" …" if len(found) > _SHOWN else "")


def _may_be(spot: Spot, known: Known) -> bool:
    """Say whether a row may be about an article that it does not name by its id: a proposal, or what is handled as one."""
    return spot.article.kind in PROPOSALS or bool(known.log)


def _numbered(scheme: Scheme, row: LedgerRow) -> tuple[Registered, ...]:
    """Return the entry that a new row's number will be."""
    if not row.number or NUMBER not in scheme.by_id:
        return ()
    return (Registered("", WHOLE, "", Entry(scheme.id, NUMBER, row.number, "")),)
