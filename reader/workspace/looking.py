"""Noticing that files came, went and changed while they are open."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from time import monotonic, time_ns
from typing import TYPE_CHECKING

from reader.workspace.fetching import SETTLED, stamp
from reader.workspace.model import SourceFile, WorkspaceError
from reader.workspace.opening import find_files

if TYPE_CHECKING:
    from reader.index.kept import Stamp
    from reader.workspace.workspace import Workspace

SOONEST = 2.0
"""Seconds between two looks at the least."""
SHARE = 20
"""How many times as long as a look takes nobody looks."""
THOROUGH = 10
"""Looks of which one looks into every folder, for links may lead to what comes and goes elsewhere."""
FEW = 16
"""Files that are read as soon as they are noticed; more of them are left to a survey."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a look noticed. A renamed file is one that went and one that came."""

    added: tuple[SourceFile, ...] = ()
    removed: tuple[SourceFile, ...] = ()
    changed: tuple[SourceFile, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything is other than before."""
        return bool(self.added or self.removed or self.changed)


class Looking:
    """Looks at the opened paths again: at names and times alone, so that thousands of files are no matter."""

    def __init__(self, workspace: Workspace) -> None:
        """Take the workspace."""
        self._workspace = workspace
        self._guard = Lock()
        self._took = 0.0
        self._folders: dict[str, Stamp | None] = {}
        self._looks = 0

    @property
    def pause(self) -> float:
        """Seconds to wait before the next look: long where looking takes long."""
        return max(SOONEST, SHARE * self._took)

    def look(self) -> Changes:
        """Bring the workspace's files up to date, forget what was known of those that are others, and say which."""
        with self._guard:
            began = monotonic()
            changes = self._look()
            self._took = monotonic() - began
        for file in (*changes.changed, *changes.added)[:FEW]:
            with suppress(WorkspaceError):
                self._workspace.pages(file)
        return changes

    def _look(self) -> Changes:
        workspace = self._workspace
        before = {file.key: file for file in workspace._files}
        now = self._listed()
        added = tuple(file for file in now if file.key not in before)
        files = tuple(before.get(file.key, file) for file in now)
        keys = {file.key for file in now} if added or len(now) != len(before) else before.keys()
        removed = tuple(file for file in workspace._files if file.key not in keys)
        changed = tuple(file for file in files if file.key in before and workspace._library.has_changed(file))
        if added or removed or changed:
            workspace.renew(files, removed, changed)
        return Changes(added, removed, changed)

    def _listed(self) -> tuple[SourceFile, ...]:
        """Return the files there are now; folders are looked into when one of them is other than before, or at times."""
        self._looks += 1
        same = all(stamp(folder) == before for folder, before in self._folders.items())
        if same and self._looks % THOROUGH != 1:
            return self._workspace._files
        seen: list[str] = []
        began = time_ns()
        files = find_files(self._workspace.paths, tolerant=True, seen=seen)
        self._folders = {}
        for folder in seen:
            found = stamp(folder)
            racy = found is None or max(found[1:]) > began - SETTLED
            self._folders[folder] = None if racy else found
        return files
