"""The files of one database as a process knows them: what it has read of them, and what it may append to."""

from __future__ import annotations

import errno
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from reader.store import checkpoint, files, journal
from reader.store.asides import set_aside
from reader.store.checkpoint import Prepared, backup_path, journal_path
from reader.store.errors import Finding, StoreError
from reader.store.files import Content, Opened, Signature
from reader.store.format import Tables, generation, load
from reader.store.journal import Header, Line
from reader.store.recovery import Recovered, recover

# Seconds for which a main file that makes no sense may be one that a plain script is writing, and between two looks.
HALF_WRITTEN, LOOK = 1.0, 0.05
# How often the files may change while they are being read.
TRIES = 50


@dataclass(frozen=True, slots=True)
class News:
    """What others committed since we last looked; `archived` left the tables before that."""

    lines: tuple[Line, ...]
    archived: Mapping[str, list[str]] = field(default_factory=dict)


class Disk:
    """The files beside each other at `path`; of use to one thread at a time.

    `number` is the last transaction known, `generation` that of the main file (None without a file). Unless `sound`,
    the main file is not what we take it for and must be written anew before anything is appended.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._journal_path = journal_path(path)
        self.findings: list[Finding] = []
        self.number = 0
        self.generation: int | None = None
        self.sound = True
        self._main: Content | None = None
        self._header: Header | None = None
        self._main_file: Opened | None = None
        self._main_seen: Signature | None = None
        self._journal_file: Opened | None = None
        self._journal_seen: Signature | None = None
        self._end = 0
        self._last = b""
        self._appendable = self._named = False
        self._asides: dict[str, bytes] = {}

    @property
    def exists(self) -> bool:
        """Whether there is anything of a database."""
        return self.generation is not None

    @property
    def pending(self) -> bool:
        """Whether a checkpoint has anything to do."""
        return self.exists and (self.number != self.generation or not self.mended)

    @property
    def mended(self) -> bool:
        """Whether nothing is left to be set right."""
        return self.sound and not self._asides

    @property
    def size(self) -> int:
        """Bytes of the main file."""
        return self._main.size if self._main else 0

    @property
    def journal_size(self) -> int:
        """Bytes of the journal."""
        return self._end

    @property
    def told(self) -> tuple[Finding, ...]:
        """The findings, naming copies only where they are kept already."""
        return tuple(
            Finding(item.code, {name: value for name, value in item.params.items() if name != "aside"})
            if item.params.get("aside") in self._asides
            else item
            for item in self.findings
        )

    def close(self) -> None:
        """Let go of the files."""
        for opened in (self._main_file, self._journal_file):
            if opened is not None:
                opened.close()
        self._main_file = self._journal_file = None

    # -- reading

    def look(self, *, locked: bool = False) -> News | Recovered | None:
        """Return what others did since the last look: a few transactions, or all there is; None if nothing.

        Raises OSError, StoreError. Two `stat`s if nothing happened.
        """
        main = files.signature(self.path)
        log = files.signature(self._journal_path)
        if main == self._main_seen and log == self._journal_seen:
            return None
        if self.sound and self.exists and log is not None and main is not None:
            news = self._follow(main, log, locked) or self._adopt(main, log)
            if news is not None:
                return news
        return self._reload(locked)

    def _follow(self, main: Signature, log: Signature, locked: bool) -> News | None:
        """Read what was appended to the journal we know, if that is all that happened."""
        opened = self._journal_file
        if opened is None or main != self._main_seen or opened.signature()[:2] != log[:2]:
            return None
        data = opened.read(self._end - len(self._last))
        if not data.startswith(self._last):
            return None
        data = data[len(self._last) :]
        whole = data[: data.rfind(b"\n") + 1]
        lines = self._next(journal.parse_lines(whole))
        # A line without its end: another process is writing it now, or never finished.
        if lines is None or (locked and len(whole) < len(data)):
            return None
        self._end += len(whole)
        self._journal_seen = log if len(whole) == len(data) else None
        self._note(lines)
        return News(lines)

    def _adopt(self, main: Signature, log: Signature) -> News | None:
        """Go on with a new journal, of a new main file too, if all in them follows from what we know."""
        opened = files.open_to_read(self._journal_path)
        if opened is None:
            return None
        try:
            data, seen = opened.read(), opened.signature()
            found = journal.parse(data)
            header = found.header
            if header is None or found.torn or found.damaged or seen[:2] != log[:2] or len(data) != seen[2]:
                return None
            same_main = main == self._main_seen and self._main in (header.main, header.base)
            new_main = (main[0], main[1], main[3]) == header.hint and main[2] == header.main.size
            before = [line.data for line in found.lines if line.number == self.number]
            lines = self._next(journal.Journal(header, tuple(found.after(self.number))))
            last = lines[-1].number if lines else self.number
            if not (same_main or new_main) or lines is None or last < header.generation:
                return None
            if before and self._last and before != [self._last]:
                return None
            if new_main:
                self._keep_main()
                if self._main_seen != main:
                    self._main_seen = None
                    return None
                self._main, self.generation = header.main, header.generation
        finally:
            opened.close()
        archived = {} if self._header and header.generation == self._header.generation else header.archived
        self._header, self._appendable = header, True
        self._open_journal()
        if self._journal_file is None or self._journal_file.signature() != seen:
            self._journal_seen = None
        self._end = len(data)
        self._last = found.lines[-1].data if found.lines else b""
        self._note(lines)
        return News(lines, archived)

    def _next(self, found: journal.Journal) -> tuple[Line, ...] | None:
        """Return the lines if they are sound and follow the last one known."""
        numbers = [line.number for line in found.lines]
        if (
            found.damaged
            or found.torn
            or numbers != list(range(self.number + 1, self.number + 1 + len(numbers)))
        ):
            return None
        return found.lines

    def _note(self, lines: tuple[Line, ...]) -> None:
        if lines:
            self.number, self._last = lines[-1].number, lines[-1].data

    def _reload(self, locked: bool) -> Recovered:
        """Read all files, as they are together."""
        started = time.monotonic()
        for attempt in range(TRIES):
            self._keep_main()
            self._open_journal()
            main = self._main_file.read() if self._main_file else None
            log = self._journal_file.read() if self._journal_file else None
            steady = (
                files.signature(self.path) == self._main_seen
                and files.signature(self._journal_path) == self._journal_seen
                and (main is None or self._main_seen is None or len(main) == self._main_seen[2])
            )
            if not steady and attempt < TRIES - 1:
                continue
            try:
                found = recover(main, log, lambda: files.content(backup_path(self.path)), self.path)
            except StoreError as error:
                if error.code == "database_broken" and self._is_being_written(started):
                    time.sleep(LOOK)
                    continue
                self._main_seen = None  # not known: look again
                raise
            if any(item.code.startswith("main_") for item in found.findings) and self._is_being_written(
                started
            ):
                time.sleep(LOOK)
                continue
            break
        self._settle(found, main, log, locked)
        return found

    def _settle(self, found: Recovered, main: bytes | None, log: bytes | None, locked: bool) -> None:
        self.number, self._header = found.number, found.header
        # An empty file is what a plain TinyDB makes of a missing one: the first commit replaces it.
        self.generation = found.generation if main or found.tables else None
        self.sound, self._appendable = found.sound, found.appendable
        self._main = found.main
        self._end = len(log or b"")
        self._last = found.last
        torn_only = [item for item in found.findings if item.code == "journal_torn"]
        if torn_only == found.findings and torn_only and not locked:
            # Somebody may be writing that line now: whoever has the lock will know.
            found.findings.clear()
            found.asides.clear()
            self._journal_seen = None
        known = {
            (item.code, item.params.get("path"))
            for item in self.findings
            if item.params.get("aside") in self._asides
        }
        self._asides = dict(found.asides)
        self.findings += [
            item for item in found.findings if (item.code, item.params.get("path")) not in known
        ]

    def _is_being_written(self, since: float) -> bool:
        if self._main_file is None or time.monotonic() - since > HALF_WRITTEN:
            return False
        return abs(time.time() - self._main_file.signature()[3] / 1e9) < HALF_WRITTEN

    def _keep_main(self) -> None:
        """Hold the main file open: its inode number is then no other's."""
        opened = files.open_to_read(self.path)
        if self._main_file is not None:
            self._main_file.close()
        self._main_file = opened
        self._main_seen = opened.signature() if opened else None

    def _open_journal(self) -> None:
        # Whoever put it there may have ended before its name was certain.
        self._named = False
        old, self._journal_file, self._journal_seen = self._journal_file, None, None
        if old is not None:
            old.close()
        try:
            self._journal_file = files.open_to_append(self._journal_path)
        except FileNotFoundError:
            return
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EROFS, errno.EPERM):
                raise
            self._journal_file = files.open_to_read(self._journal_path)
        self._journal_seen = self._journal_file.signature() if self._journal_file else None

    # -- writing, under the lock

    def check_permission(self) -> None:
        """Raise PermissionError if the main file is write-protected."""
        if self._main_seen is not None and not files.is_writable(self.path):
            raise PermissionError(errno.EACCES, "the file is write-protected")

    def create(self, tables: Tables) -> Tables:
        """Make the first commit: a main file at once, so that any TinyDB finds it. Return the tables in it.

        Raises OSError, nothing being left.
        """
        prepared = checkpoint.prepare(self.path, tables, self.number + 1, {})
        files.install(prepared.temporary, self.path)
        try:
            files.sync_folder(self.path)
        except BaseException:
            files.remove(self.path)
            raise
        self.number = self.generation = prepared.generation
        self._main = prepared.temporary.content
        self._header, self._appendable, self.sound = None, False, True
        with suppress(OSError):  # it is committed: whatever this look does not see, the next one will
            self._keep_main()
        return prepared.tables

    def append(self, line: Line) -> None:
        """Append a transaction, durably. Raises OSError; it is not there then."""
        if not self._appendable:
            self._renew_journal()
        if not self._named:
            files.sync_folder(self._journal_path)
            self._named = True
        assert self._journal_file is not None
        written = False
        try:
            self._journal_file.write(line.data)
            written = True
            self._journal_file.sync()
        except BaseException:
            # What a failed sync left is unknown: this file is never relied on again. What was written is taken back.
            self._appendable = not written
            try:
                self._journal_file.cut(self._end)
            except OSError:
                self._appendable = False
            self._see_journal()
            raise
        self._end += len(line.data)
        self._see_journal()
        self._note((line,))

    def switch(self, prepared: Prepared) -> tuple[Line, ...]:
        """Put a new main file in its place; return the transactions that it does not hold.

        Raises OSError; whatever of it was done, nothing is lost.
        """
        self._keep_asides()
        lines = [line for line in self._good_lines() if line.number > (self.generation or 0)]
        base = self._main if self.sound else None
        try:
            self._header = checkpoint.switch(self.path, prepared, lines, base, self.generation or 0)
            self._main, self.generation = prepared.temporary.content, prepared.generation
            self.number = max(self.number, prepared.generation)
            self._journal_is_new(lines if base is not None else [])
            self._keep_main()
        except BaseException:
            self._main_seen, self._appendable = None, False  # look at the files again
            raise
        self.sound = True
        return tuple(line for line in lines if line.number > prepared.generation)

    def mend(self, tables: Tables) -> Tables:
        """Write everything anew after damage, or after another program wrote; return the tables then.

        Raises OSError.
        """
        if self.sound:
            self._renew_journal()
            return tables
        prepared = checkpoint.prepare(self.path, tables, self.number + 1, {})
        try:
            self.switch(prepared)
        finally:
            prepared.temporary.discard()
        return prepared.tables

    def edited_backup(self) -> bytes | None:
        """Return the backup's bytes if it is the main file of before the last checkpoint, but not as it was then."""
        header = self._header
        if header is None or header.base is None or self._main != header.main:
            return None  # no checkpoint yet, or one that was cut short: the backup is an older one still
        if files.contained(backup_path(self.path)) in (None, header.base, header.main):
            return None
        data = files.content(backup_path(self.path))
        if data is None:
            return None
        try:
            is_the_last = generation(load(data, self.path)) == header.base_generation
        except StoreError:
            is_the_last = True  # damaged: to be kept
        return data if is_the_last else None

    @property
    def archived(self) -> Mapping[str, list[str]]:
        """The documents that left the main file at the last checkpoint."""
        return self._header.archived if self._header else {}

    def set_backup_aside(self, data: bytes, found: Finding) -> None:
        """Keep an edited backup under another name."""
        kept = set_aside(self.path, "backup", data)
        self.findings.append(Finding(found.code, {**found.params, "aside": str(kept)}))
        files.remove(backup_path(self.path))

    def lines(self) -> Iterable[Line]:
        """Return all transactions that the journal has."""
        return self._good_lines()

    def _renew_journal(self) -> None:
        """Write the journal anew, with all that is known to be good in it."""
        assert self._main is not None
        assert self.generation is not None
        self._keep_asides()
        lines = self._good_lines()
        header = self._header or Header(self.generation, self._main)
        checkpoint.renew_journal(self.path, header, lines)
        if header.base is None:
            self._keep_first_backup()  # after the journal: a backup without a journal tells that it was removed
        self._header = header
        self._journal_is_new(lines)

    def _keep_first_backup(self) -> None:
        """Copy the main file before there ever was a checkpoint: damage and plain scripts are seen by comparing."""
        data = files.content(self.path) or b""
        if Content.of(data) == self._main:
            files.keep(backup_path(self.path), data)

    def _see_journal(self) -> None:
        """Take the journal as it is now for what we know."""
        self._journal_seen = None
        if self._journal_file is not None:
            with suppress(OSError):
                self._journal_seen = self._journal_file.signature()

    def _good_lines(self) -> list[Line]:
        """Return the lines we know to be committed; after a failed sync the file may have others."""
        data = files.content(self._journal_path)
        return [line for line in journal.parse(data or b"").lines if line.number <= self.number]

    def _journal_is_new(self, lines: list[Line]) -> None:
        self._open_journal()
        self._end = self._journal_seen[2] if self._journal_seen else 0
        self._last = lines[-1].data if lines else b""
        self._appendable = self._named = True

    def _keep_asides(self) -> None:
        """Copy what was damaged aside, before anything is written over it."""
        for what, data in list(self._asides.items()):
            kept = str(set_aside(self.path, what, data))
            self.findings = [
                Finding(item.code, {**item.params, "aside": kept})
                if item.params.get("aside") == what
                else item
                for item in self.findings
            ]
            del self._asides[what]
