"""What a database's files say together, whatever has become of them: a pure function of their bytes.

The main file of generation G and the journal's lines after G are the whole truth. The journal's header knows the main
file's checksum, and the one of the version before it, which is the backup; the backup and the journal's older
lines make up the main file again, to the byte.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from reader.store.errors import Finding, StoreError
from reader.store.files import Content
from reader.store.format import FORMAT, MutableTables, generation, load, pieces, salvage, version, with_meta
from reader.store.journal import Header, Journal, Line, parse
from reader.store.layers import apply, touched
from reader.store.merging import merge

# A file of the right length in which so few bytes differ was damaged; whoever edits it changes its layout or more.
FEW_BYTES = 16


@dataclass(slots=True)
class Recovered:
    """The tables, as of transaction `number`, and what is known of the files.

    `generation` and `main` tell of the main file as it is. Unless `sound`, it must be written anew before anything
    is appended; if `appendable`, the journal can be appended to as it is, after its line `last`. `asides` are bytes to be
    kept before the files they were found in are written, by what they were; the findings in `findings` are to be told.
    """

    tables: MutableTables
    number: int
    generation: int
    main: Content | None
    header: Header | None
    sound: bool = True
    appendable: bool = True
    last: bytes = b""
    findings: list[Finding] = field(default_factory=list)
    asides: dict[str, bytes] = field(default_factory=dict)

    def found(self, code: str, path: Path, aside: tuple[str, bytes] | None = None, **params: int) -> None:
        """Note a finding, and the bytes to be kept with it."""
        told = {"path": str(path), **{name: str(value) for name, value in params.items()}}
        if aside is not None:
            self.asides[aside[0]] = aside[1]
            told["aside"] = aside[0]
        self.findings.append(Finding(code, told))


def recover(
    main: bytes | None, journal: bytes | None, backup: Callable[[], bytes | None], path: Path
) -> Recovered:
    """Return what the files hold; None is a file that is missing. The backup is asked for only when it is needed.

    Raises StoreError database_foreign or database_broken if nothing in them shows that they are ours.
    """
    log = parse(journal or b"")
    header = log.header
    content = Content.of(main) if main is not None else None
    if header is not None and main is not None and content in (header.main, header.base):
        at = header.generation if content == header.main else header.base_generation
        result = Recovered(load(main, path), at, at, content, header)
    else:
        result = _without_main(main, log, backup(), path)
    result.last = log.lines[-1].data if log.lines else b""
    _replay(result, log, path)
    _tell_damage(result, log, journal, path)
    if not journal and result.generation and not result.findings and backup() is not None:
        result.found("journal_missing", path)
    found = version(result.tables)
    if found is not None and found > FORMAT:
        result.found("database_newer", path)
    return result


def _without_main(main: bytes | None, log: Journal, backup: bytes | None, path: Path) -> Recovered:
    """Start from a main file that is not what the journal says it is, or from none."""
    header = log.header
    expected = _expected(log, backup, path) if header is not None else None
    theirs, error = None, None
    if main is not None:
        try:
            theirs = load(main, path)
        except StoreError as refused:
            error = refused
    if header is not None and expected is not None:
        result = Recovered(expected, header.generation, header.generation, None, header, sound=False)
        if main is None:
            result.found("main_missing", path)
        elif theirs is None or main == b"" or _is_damage(main, expected, header):
            result.found("main_restored", path, ("main", main))
        else:
            return _edited(theirs, main, expected, log, header, path)
        return result
    if theirs is not None and main is not None:
        at = generation(theirs)
        result = Recovered(theirs, at, at, Content.of(main), None, appendable=False)
        if header is not None:
            # Somebody changed the file, and what it was is not known any more: what we logged goes on top.
            result.sound = False
            result.found("merged", path, ("main", main), count=0, conflicts=0)
        return result
    if not _ours(main, log, backup):
        if error is not None:
            raise error
        return Recovered({}, 0, 0, None, None)
    return _salvaged(main, log, backup, path)


def _expected(log: Journal, backup: bytes | None, path: Path) -> MutableTables | None:
    """Return the tables that the main file held, from its backup; None if that cannot be said for certain."""
    header = log.header
    if header is None or backup is None:
        return None
    content = Content.of(backup)
    if content not in (header.main, header.base):
        return None
    tables = load(backup, path)
    if content == header.main:
        return tables
    older = [line for line in log.lines if header.base_generation < line.number <= header.generation]
    for line in older:
        apply(tables, line.change())
    _archive(tables, header, ())
    tables = {name: dict(table) for name, table in with_meta(tables, header.generation).items()}
    return tables if content_of(pieces(tables)) == header.main else None


def _edited(
    theirs: MutableTables, main: bytes, expected: MutableTables, log: Journal, header: Header, path: Path
) -> Recovered:
    """Take over what another program did to the main file."""
    ours = {name: dict(table) for name, table in expected.items()}
    keys: set[tuple[str, str]] = set()
    lines = log.after(header.generation)
    for line in lines:
        change = line.change()
        apply(ours, change)
        keys |= _touched(change, expected)
    merged = merge(ours, theirs, expected, keys)
    number = max((line.number for line in lines), default=header.generation)
    result = Recovered(merged.tables, number, header.generation, None, header, sound=False)
    if merged.count or merged.conflicts:
        result.found("merged", path, ("main", main), count=merged.count, conflicts=merged.conflicts)
    if generation(theirs) < header.generation:
        # No edit of this file, but one of another time, put in its place: what it takes back is kept too.
        result.asides["replaced"] = b"".join(pieces(with_meta(ours, number)))
    return result


def _touched(change: dict[str, dict[str, object] | None], tables: MutableTables) -> set[tuple[str, str]]:
    keys = touched(change)
    if keys is None:
        return {(name, key) for name in change for key in tables.get(name, {})}
    return keys


def _salvaged(main: bytes | None, log: Journal, backup: bytes | None, path: Path) -> Recovered:
    """Put together what can still be read: the backup, what was logged since, the rows of the main file."""
    tables: MutableTables = {}
    if backup is not None:
        try:
            tables = load(backup, path)
        except StoreError:
            tables, _ = salvage(backup)
    newer, lost = salvage(main or b"")
    older = generation(tables)
    at = max(generation(newer), log.header.generation if log.header else 0) if newer else older
    for line in log.after(older):
        if line.number <= at:
            apply(tables, line.change())
    for name, table in newer.items():
        tables.setdefault(name, {}).update(table)
    result = Recovered(tables, at, at, None, None, sound=False, appendable=False)
    if main is None:
        result.found("main_missing", path)
    else:
        result.found("main_salvaged", path, ("main", main), count=lost)
    return result


def _replay(result: Recovered, log: Journal, path: Path) -> None:
    """Apply the lines that are not in the tables yet."""
    header = result.header
    lines = log.after(result.number)
    if header is not None and result.number < header.generation:
        earlier = [line for line in lines if line.number <= header.generation]
        later = [line for line in lines if line.number > header.generation]
        missing = _apply(result, earlier, header.generation)
        _archive(result.tables, header, later)
        missing += _apply(result, later, None)
    else:
        missing = _apply(result, lines, None)
    if missing and not log.damaged:
        result.appendable = False
        result.found("journal_damaged", path, count=missing)


def _apply(result: Recovered, lines: list[Line], end: int | None) -> int:
    """Apply lines; return how many are missing in between (and up to `end`)."""
    missing = 0
    for line in lines:
        missing += max(line.number - result.number - 1, 0)
        apply(result.tables, line.change())
        result.number = max(result.number, line.number)
    if end is not None:
        missing += max(end - result.number, 0)
        result.number = max(result.number, end)
    return missing


def _archive(tables: MutableTables, header: Header, later: Iterable[Line]) -> None:
    """Take out what went to the history, unless it was written again."""
    if not header.archived:
        return
    again = {key for line in later for key in touched(line.change()) or ()}
    for name, keys in header.archived.items():
        for key in keys:
            if (name, key) not in again:
                tables.get(name, {}).pop(key, None)


def _tell_damage(result: Recovered, log: Journal, journal: bytes | None, path: Path) -> None:
    if journal is None:
        result.appendable = False
        return
    if log.header is None or log.damaged or log.torn:
        result.appendable = False
    where = path.with_name(f"{path.name}.journal")
    if log.damaged or (log.header is None and journal):
        result.found("journal_damaged", where, ("journal", journal), count=max(len(log.damaged), 1))
    elif log.torn:
        result.found("journal_torn", where, ("journal", log.torn))


def _is_damage(main: bytes, expected: MutableTables, header: Header) -> bool:
    if len(main) != header.main.size:
        return False
    whole = b"".join(pieces(expected))
    differing = sum(1 for one, other in zip(main, whole, strict=False) if one != other)
    return len(main) == len(whole) and differing <= FEW_BYTES


def _ours(main: bytes | None, log: Journal, backup: bytes | None) -> bool:
    """Say whether anything shows that these files are a database of ours."""
    if log.header is not None or log.lines:
        return True
    return any(version(salvage(data[:4096])[0]) is not None for data in (main, backup) if data)


def content_of(parts: Iterable[bytes]) -> Content:
    """Return the content that pieces make up."""
    crc = size = 0
    for part in parts:
        crc, size = zlib.crc32(part, crc), size + len(part)
    return Content(crc, size)
