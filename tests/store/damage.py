"""A database of 20 documents whose files are damaged in every way, and what must be true of what is read from them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tinydb import where

from reader.store import StoreError, open_database
from reader.store.format import MutableTables, load
from reader.store.recovery import Recovered, recover

MAIN, JOURNAL, BACKUP, HISTORY = "x.json", "x.json.journal", "x.json.bak", "x.json.history"
FILES = (MAIN, JOURNAL, BACKUP)
State = dict[str, bytes]
PLACE = Path("/nowhere/x.json")


@dataclass(frozen=True)
class Specimen:
    """The files, and what they hold: `now`, `checkpointed` and every version there ever was of a document."""

    state: State
    now: MutableTables
    checkpointed: MutableTables
    versions: dict[tuple[str, str], list[object]]


def specimen(folder: Path) -> Specimen:
    """Make a database of 20 documents in full dress: a backup, a checkpoint, a journal with more, a history."""
    path = folder / MAIN
    versions: dict[tuple[str, str], list[object]] = {}
    database = open_database(path, keep={"events": 5})

    def note() -> None:
        for name, table in (database.store.read() or {}).items():
            for key, document in table.items():
                versions.setdefault((name, key), []).append(document)

    notes, events = database.table("notes"), database.table("events")
    for number in range(1, 15):
        with database.transaction():
            notes.insert(
                {
                    "n": number,
                    "quote": "建议恢复老城门站公交接驳" * (number % 3),
                    "tags": [number, None, True],
                }
            )
            events.put({number: {"label": f"note_{number}"}})
        note()
        if number in (6, 12):
            database.checkpoint()
    with database.transaction():
        notes.update({"comment": "可行"}, where("n") == 3)
        notes.remove(doc_ids=[5])
    note()
    notes.insert({"n": 15})
    note()
    now = database.store.read()
    state = {name: path.with_name(name).read_bytes() for name in (*FILES, HISTORY)}
    assert now is not None
    assert len(now["notes"]) + len(now["events"]) >= 20
    return Specimen(state, now, load(state[MAIN], path), versions)


@dataclass(frozen=True)
class Damage:
    """One file's new content, None for none, and how it came about."""

    name: str
    how: str
    data: bytes | None


def damages(state: State, name: str) -> Iterator[Damage]:
    """Yield every cut and every flipped bit of a file, and its absence."""
    data = state[name]
    yield Damage(name, "missing", None)
    for size in range(len(data)):
        yield Damage(name, f"cut to {size}", data[:size])
    for at in range(len(data)):
        for bit in range(8):
            flipped = data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]
            yield Damage(name, f"bit {bit} of byte {at}", flipped)


def runs(state: State, name: str, chance: random.Random, count: int) -> Iterator[Damage]:
    """Yield runs of zeros and of noise in a file, and noise at its end."""
    data = state[name]
    for _ in range(count):
        start = chance.randrange(len(data))
        end = min(len(data), start + chance.choice((2, 8, 40, 512, 4096)))
        noise = chance.randbytes(end - start)
        yield Damage(name, f"zeros from {start} to {end}", data[:start] + bytes(end - start) + data[end:])
        yield Damage(name, f"noise from {start} to {end}", data[:start] + noise + data[end:])
        yield Damage(name, f"{end - start} more bytes", data + noise)


def applied(state: State, *found: Damage) -> State:
    """Return the files after damage."""
    damaged = dict(state)
    for item in found:
        if item.data is None:
            damaged.pop(item.name, None)
        else:
            damaged[item.name] = item.data
    return damaged


def judged(sample: Specimen, *found: Damage) -> str:
    """Read what damage left, see that it is as it must be, and return what became of it in a word or two."""
    state = applied(sample.state, *found)
    names = {item.name for item in found}
    try:
        result = recover(state.get(MAIN), state.get(JOURNAL), lambda: state.get(BACKUP), PLACE)
    except StoreError as error:
        assert len(names) > 1, f"refused: {error}"
        assert MAIN in names
        assert error.code in ("database_broken", "database_foreign")
        return f"refused ({error.code})"
    judge(sample, state, names, result)
    if _same(result.tables, sample.now):
        return "whole, and told" if result.findings else "whole"
    return "less, and told" if result.findings else "without the journal's last lines"


def judge(sample: Specimen, state: State, names: set[str], result: Recovered) -> None:
    """See that nothing checkpointed is lost without a word, and nothing else but what once was is there."""
    told = {finding.code for finding in result.findings}
    whole = _same(result.tables, sample.now)
    if JOURNAL not in names:
        assert whole or len(names) > 1, "the journal is sound, and one of the others"
    if names == {MAIN}:
        assert told <= {"main_restored", "main_missing"}
        assert told or sample.state[MAIN].startswith(state[MAIN]), "only the last newline may go unnoticed"
        assert not result.sound
    if not whole and not told:
        for name, table in sample.checkpointed.items():
            for key in table.keys() & sample.now[name].keys():
                assert key in result.tables[name], f"{name} {key} is lost, and nothing said"
    if MAIN in names and len(names) > 1 and told:
        return  # the checksum of a main file is in the journal: without it a changed letter is not seen
    for name, table in result.tables.items():
        for key, document in table.items():
            assert name == "_meta" or document in sample.versions[name, key], (
                f"{name} {key} never was {document}"
            )


def _same(one: MutableTables, other: MutableTables) -> bool:
    return {name: one[name] for name in one if name != "_meta"} == {
        name: other[name] for name in other if name != "_meta"
    }
