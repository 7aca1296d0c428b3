"""Tests with a safety rule taken out of the store: `python -m tests.store.sabotage RULE` runs those that must notice.

The rule's text is replaced in its module's source as it is imported.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

POWER = "test_power.py"
FAILURES = "test_failures.py"
OTHERS = "test_others.py"
DAMAGE = "test_damage.py"
LOCK = "test_lock.py"
MERGING = "test_merging.py"


@dataclass(frozen=True)
class Rule:
    """A rule: its text in a module, what stands there without it, and the tests that must fail then."""

    module: str
    text: str
    without: str
    tests: str


RULES = {
    "a transaction is synced before it is acknowledged": Rule(
        "disk",
        "            written = True\n            self._journal_file.sync()\n",
        "            written = True\n",
        POWER,
    ),
    "a file is synced before it gets its name": Rule(
        "files",
        "            sync(descriptor)\n            return Temporary",
        "            return Temporary",
        POWER,
    ),
    "a name is synced before anything relies on it": Rule("files", "os.fsync(folder)", "pass", POWER),
    "a file is written under another name first": Rule(
        "files",
        "temporary = path.with_name(_TEMPORARY.format(name=path.name, token=secrets.token_hex(8)))\n    flags = os.O_RDWR"
        " | os.O_CREAT | os.O_EXCL",
        "temporary = path\n    flags = os.O_RDWR | os.O_CREAT",
        FAILURES,
    ),
    "a short write is continued": Rule(
        "files",
        "    while view:\n        view = view[os.write(descriptor, view) :]",
        "    os.write(descriptor, view)",
        FAILURES,
    ),
    "a temporary file that may be being written stays": Rule(
        "files", "if time.time() - os.stat(leftover_path).st_mtime_ns / 1e9 > STALE:", "if True:", OTHERS
    ),
    "new folders are synced": Rule("files", "    sync_folder(folder)\n", "", FAILURES),
    "a journal line has a checksum": Rule(
        "journal", " or int(found[1], 16) != zlib.crc32(row[9:-1])", "", DAMAGE
    ),
    "the journal is renewed before the main file is replaced": Rule(
        "checkpoint",
        "    renew_journal(path, header, lines)\n    files.second_name(path, backup_path(path))\n"
        "    files.install(temporary, path)\n    files.sync_folder(path)\n    return header",
        "    files.second_name(path, backup_path(path))\n    files.install(temporary, path)\n"
        "    files.sync_folder(path)\n    renew_journal(path, header, lines)\n    return header",
        POWER,
    ),
    "what leaves the main file is in the history first": Rule(
        "checkpoint",
        "    if prepared.leaving:\n        history.append(path, prepared.leaving)\n",
        "",
        POWER,
    ),
    "the old main file becomes the backup": Rule(
        "checkpoint", "    files.second_name(path, backup_path(path))\n", "", OTHERS
    ),
    "a new journal has the lines that lead to its main file": Rule(
        "disk",
        "if line.number > (self.generation or 0)]\n        base",
        "if line.number > prepared.generation]\n        base",
        POWER,
    ),
    "after a failed sync the journal is written anew": Rule(
        "disk",
        "            self._appendable = not written\n            try:",
        "            try:",
        FAILURES,
    ),
    "a refused line is taken back": Rule("disk", "self._journal_file.cut(self._end)", "pass", FAILURES),
    "a refused line is not copied into a new journal": Rule(
        "disk", ".lines if line.number <= self.number]", ".lines]", FAILURES
    ),
    "whoever appends first syncs the journal's name": Rule(
        "disk", "            files.sync_folder(self._journal_path)\n", "", POWER
    ),
    "a first commit whose name cannot be synced is taken back": Rule(
        "disk", "            files.remove(self.path)\n            raise", "            raise", FAILURES
    ),
    "damaged bytes are kept": Rule("disk", "str(set_aside(self.path, what, data))", "str(self.path)", DAMAGE),
    "an unfinished line is not built upon": Rule(
        "disk", "if lines is None or (locked and len(whole) < len(data)):", "if lines is None:", OTHERS
    ),
    "a torn journal is written anew": Rule(
        "recovery",
        "    if log.header is None or log.damaged or log.torn:\n        result.appendable = False\n",
        "",
        POWER,
    ),
    "the main file is compared with its checksum": Rule(
        "recovery", "main is not None and content in (header.main, header.base):", "main is not None:", DAMAGE
    ),
    "what is rebuilt is compared with the checksum": Rule(
        "recovery",
        "return tables if content_of(pieces(tables)) == header.main else None",
        "return tables",
        DAMAGE,
    ),
    "what went to the history stays there": Rule(
        "recovery", "    _archive(tables, header, ())\n", "", DAMAGE
    ),
    "a change holds the lock": Rule(
        "storage", "acquired = self._lock.acquire(self._timeout)", "acquired = True", "test_database.py"
    ),
    "a change starts from what is in the files": Rule(
        "storage", "self._refresh(locked=True)", "pass", OTHERS
    ),
    "memory follows the disk": Rule(
        "storage",
        "                self._disk.append(journal.line(self._disk.number + 1, text))\n"
        "                apply(self._tables, change)",
        "                apply(self._tables, change)\n"
        "                self._disk.append(journal.line(self._disk.number + 1, text))",
        FAILURES,
    ),
    "an id follows what others inserted": Rule(
        "storage",
        "            self._numbering.note(change)\n            keys = touched(change)",
        "            keys = touched(change)",
        "test_numbering.py",
    ),
    "an id that is taken is not given": Rule(
        "table",
        "self._next_id is None or str(self._next_id) in rows",
        "self._next_id is None",
        "test_numbering.py",
    ),
    "a checkpoint gives way to another": Rule(
        "storage",
        "if self._disk.generation != generation or not self._disk.sound or self._disk.number < number:",
        "if False:",
        OTHERS,
    ),
    "a newer format is not changed": Rule(
        "storage", "if self.format > FORMAT:", "if False:", "test_database.py"
    ),
    "a write-protected file is not replaced": Rule(
        "storage", "        try:\n            self._disk.check_permission()\n", "        try:\n", FAILURES
    ),
    "what scripts wrote into the backup is looked for": Rule(
        "storage", "            self._take_edited_backup()\n", "", OTHERS
    ),
    "a damaged backup is no script's": Rule("storage", "if not is_laid_out(data):", "if True:", DAMAGE),
    "a lock is the file's that bears the name": Rule("lock", "if self._is_in_place():", "if True:", LOCK),
    "a lock is tried before it is trusted": Rule("lock", "self._prove(self._descriptor)", "pass", LOCK),
    "ours stays where both changed": Rule("merging", "if (name, key) not in touched:", "if True:", MERGING),
    "two documents with one id are both kept": Rule(
        "merging", "if before is None and mine is not None and other is not None:", "if False:", OTHERS
    ),
    "a script's version is kept": Rule(
        "recovery",
        'result.found("merged", path, ("main", main), count=merged.count',
        'result.found("merged", path, count=merged.count',
        OTHERS,
    ),
}


class Saboteur(MetaPathFinder):
    """Imports one module without its rule."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find the module."""
        if name != f"reader.store.{self._rule.module}":
            return None
        spec = PathFinder.find_spec(name, path, target)
        assert spec is not None
        assert spec.origin is not None
        spec.loader = _Loader(name, spec.origin, self._rule)
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, rule: Rule) -> None:
        super().__init__(name, path)
        self._rule = rule

    def get_code(self, fullname: str) -> CodeType:
        source = self.get_data(self.path).decode()
        if source.count(self._rule.text) != 1:
            sys.exit(f"the rule's text is not in {self.path}: {self._rule.text!r}")
        return compile(source.replace(self._rule.text, self._rule.without), self.path, "exec")


def main(name: str) -> int:
    """Run the tests that must notice; 1 if they did."""
    rule = RULES[name]
    sys.meta_path.insert(0, Saboteur(rule))
    import pytest

    return int(
        pytest.main(["-q", "-x", "-p", "no:cacheprovider", "-m", "not slow", f"tests/store/{rule.tests}"])
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
