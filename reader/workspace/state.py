"""Reading state: where I stopped, what I have read, drafts, favourites, what I refused. Personal, never in the database.

One JSON file in the state folder, written atomically; what another running program wrote meanwhile is kept. A file
that cannot be read is set aside; a folder that cannot be written costs the memory, never the work.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from reader.config.places import state_folder

NAME = "reading.json"
_MOST = 20_000
_MOST_RECENT = 30
_SECTIONS = ("positions", "read", "drafts", "favourites", "last", "refused")
_GONE = object()
_SAME = "same"
"""What is refused of two articles that are not the same text."""


class ReadingState:
    """Sections of values by key, kept in memory and saved on request."""

    def __init__(self, folder: Path | None = None) -> None:
        """Read the state in a folder (default: ours)."""
        self.path = (folder or state_folder()) / NAME
        self._lock = Lock()
        self._changes: dict[tuple[str, str], Any] = {}
        self._values = self._read(set_aside=True)
        self.pinned: tuple[str, ...] = ()

    def position(self, key: str) -> tuple[int, int] | None:
        """Return where the caret stood in an article (block, offset)."""
        value: Any = self._values["positions"].get(key)
        sound = isinstance(value, list) and len(value) == 2 and all(type(part) is int for part in value)
        return (value[0], value[1]) if sound else None

    def set_position(self, key: str, block: int, offset: int) -> None:
        """Remember where the caret stands in an article."""
        self._set("positions", key, [block, offset])

    def is_read(self, key: str) -> bool:
        """Say whether an article was read."""
        return self._values["read"].get(key) is True

    def mark_read(self, key: str, read: bool = True) -> None:
        """Mark an article as read, or not."""
        if self.is_read(key) != read:
            self._set("read", key, True if read else _GONE)

    def differ(self, one: str, other: str) -> bool:
        """Say whether two articles were said not to be the same text."""
        return _SAME in self.refused(_pair(one, other))

    def tell_apart(self, one: str, other: str) -> None:
        """Remember that two articles are not the same text."""
        self.refuse(_pair(one, other), _SAME)

    def draft(self, key: str) -> str:
        """Return the text that was being written under a key; empty if there is none."""
        value = self._values["drafts"].get(key)
        return value if isinstance(value, str) else ""

    def set_draft(self, key: str, text: str) -> None:
        """Keep a text that is being written; an empty one is dropped."""
        if self.draft(key) != text:
            self._set("drafts", key, text or _GONE)

    def favourite(self, number: int) -> str:
        """Return the tag of a favourite's number, 1 to 9; empty if there is none. Those that are pinned come first."""
        if number <= len(self.pinned):
            return self.pinned[number - 1]
        value = self._values["favourites"].get(str(number))
        return value if isinstance(value, str) and value not in self.pinned else ""

    def set_favourite(self, number: int, name: str) -> None:
        """Give a number to a tag."""
        self._set("favourites", str(number), name or _GONE)

    def last(self, key: str) -> list[str]:
        """Return what was last used under a key (`tags`, `export`, `place:FOLDER`), newest first."""
        value = self._values["last"].get(key)
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

    def set_last(self, key: str, values: list[str]) -> None:
        """Remember what was last used."""
        if self.last(key) != values[:_MOST_RECENT]:
            self._set("last", key, values[:_MOST_RECENT])

    def refused(self, key: str) -> list[str]:
        """Return what is not to be offered any more: ids of tags for an article's id, words for `words`."""
        value = self._values["refused"].get(key)
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

    def refuse(self, key: str, value: str) -> None:
        """Remember that something is not to be offered any more."""
        if value not in self.refused(key):
            self._set("refused", key, [*self.refused(key), value])

    def offer_again(self, key: str, value: str) -> None:
        """Forget that something was refused."""
        left = [item for item in self.refused(key) if item != value]
        self._set("refused", key, left or _GONE)

    def save(self) -> bool:
        """Write what changed since the last time; return whether all is written."""
        with self._lock:
            changes, self._changes = self._changes, {}
            if not changes:
                return True
            values = self._read(set_aside=False)
            for (section, key), value in changes.items():
                values[section].pop(key, None)
                if value is not _GONE:
                    values[section][key] = value
            for section in ("positions", "read", "refused"):
                for key in list(values[section])[:-_MOST]:
                    del values[section][key]
            try:
                self._write(values)
            except OSError:
                self._changes = {**changes, **self._changes}
                return False
            return True

    def _set(self, section: str, key: str, value: Any) -> None:
        with self._lock:
            self._values[section].pop(key, None)
            if value is not _GONE:
                self._values[section][key] = value
            self._changes[section, key] = value

    def _read(self, *, set_aside: bool) -> dict[str, dict[str, Any]]:
        values: dict[str, dict[str, Any]] = {section: {} for section in _SECTIONS}
        try:
            stored = json.loads(self.path.read_text("utf-8"))
        except OSError:
            return values
        except (ValueError, RecursionError):
            if set_aside:
                with suppress(OSError):
                    self.path.replace(self.path.with_suffix(".damaged"))
            return values
        if isinstance(stored, dict):
            for section in _SECTIONS:
                if isinstance(stored.get(section), dict):
                    values[section] = stored[section]
        return values

    def _write(self, values: dict[str, dict[str, Any]]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = self.path.with_suffix(f".{os.getpid()}.tmp")
        # Escaped, for a key may be a path that is no UTF-8 and holds lone surrogates.
        data = json.dumps(values, separators=(",", ":")).encode("ascii")
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path)
        finally:
            temporary.unlink(missing_ok=True)


def _pair(one: str, other: str) -> str:
    return "\n".join(sorted((one, other)))
