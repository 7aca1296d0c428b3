"""Files that come, go and change while they are open: noticed when the terminal gets the focus, and every few seconds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.config.language import _
from reader.pages.model import Page
from reader.workspace import SourceFile, WorkspaceError

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk
    from reader.workspace.looking import Changes


class Looking:
    """Looks at the opened paths again, one look after the other, and shows what is new."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        self.desk, self.workspace = desk, desk.workspace
        self._looks = False

    def start(self) -> None:
        """Look from here on."""
        self.desk.watch(self.desk.app, "app_focus", self._focused, init=False)
        self._wait()

    def _wait(self) -> None:
        self.desk.set_timer(self.workspace.look_pause, self.look)

    def _focused(self, focused: bool) -> None:
        if focused:
            self.look(again=False)

    def look(self, *, again: bool = True) -> None:
        """Look now; and `again` some time after."""
        if self._looks:
            return
        self._looks = True
        self.desk.background.submit(self.workspace.look_again, partial(self._looked, again))

    def _looked(self, again: bool, changes: Changes | Exception) -> None:
        self._looks = False
        if again:
            self._wait()
        if isinstance(changes, Exception):
            if not isinstance(changes, WorkspaceError):
                raise changes
            return
        if changes:
            self._take(changes)

    def _take(self, changes: Changes) -> None:
        """Show what files there are now, and read what is not known of them."""
        desk, travel = self.desk, self.desk.travel
        gone = {file.key for file in changes.removed}
        others = {file.key: file for file in changes.changed}
        if changes.added or changes.removed:
            travel.plan()
        else:
            desk.shelf.put_again(changes.changed)
            travel.show_known()
        shown = {ref.file.key: ref.file for ref in desk.whole.refs} if desk.whole is not None else {}
        for key, file in shown.items():
            if key in others:
                travel.fetch_again(others[key], partial(self._changed, others[key]))
            elif key in gone:
                desk.announce(_("{} is gone; it is shown as it was").format(file.label))
        desk.surveying.begin_again()

    def _changed(self, file: SourceFile, result: tuple[Page, ...] | WorkspaceError) -> None:
        """Show the open file as it is now, and say what became of its annotations."""
        desk = self.desk
        if isinstance(result, WorkspaceError):
            words = _("{}; it is shown as it was")
            desk.announce(words.format(desk.shelf.problem(file)))
            return
        from reader.workspace.unsettled import standing

        found = [standing(desk.shelf.placed(page)) for page in result] if self.workspace.records_open else []
        moved, lost = (sum(column) for column in zip(*found, strict=True)) if found else (0, 0)
        desk.settling.tell(file.label, moved, lost)
