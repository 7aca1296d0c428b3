"""Which columns a table shows, and in which order; each change shows at once behind the question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from reader.config.language import _
from reader.tui.document import safe
from reader.tui.screens.picking import Picking
from reader.tui.screens.prompts import GAP
from reader.tui.widgets.entries import clip


class ColumnPrompt(Picking[None]):
    """Lists the columns, those that show first. Enter keeps what was chosen, Esc puts back what was there before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "switch", show=False),
        Binding("J,shift+down", "shift(1)", show=False),
        Binding("K,shift+up", "shift(-1)", show=False),
    ]

    def __init__(
        self, names: Mapping[str, str], shown: Sequence[str], show: Callable[[Sequence[str]], None]
    ) -> None:
        """Take what columns are called by their ids, those that show, and what shows others."""
        self._names, self._before, self._tell = names, tuple(shown), show
        self._shown = [*shown]
        self._order = [*shown, *(name for name in names if name not in shown)]
        hints = (_("space show or not"), _("J K move"), _("Enter keep"), _("Esc as before"))
        super().__init__(_("Columns"), [names[name] for name in self._order], GAP.join(hints))

    def drawn(self, index: int, width: int) -> Content:
        """Return a column with whether it shows."""
        name = self._order[index]
        words = clip(safe(self._names[name]), width - 2)
        return Content.assemble("✓ " if name in self._shown else "  ", (words, ""))

    def give(self, index: int) -> None:
        """Keep what was chosen."""
        self.dismiss(None)

    def action_switch(self) -> None:
        """Show the column under the bar, or do not; one is always shown."""
        name = self._order[self.index]
        if name in self._shown and len(self._shown) > 1:
            self._shown.remove(name)
        elif name not in self._shown:
            self._shown.append(name)
        self._put(self.index)

    def action_shift(self, step: int) -> None:
        """Move the column under the bar up or down."""
        at, to = self.index, self.index + step
        if 0 <= to < len(self._order):
            self._order[at], self._order[to] = self._order[to], self._order[at]
            self._put(to)

    def _put(self, at: int) -> None:
        self._shown = [name for name in self._order if name in self._shown]
        self._tell(self._shown)
        self._show()
        self.query_one(OptionList).highlighted = at

    def action_leave(self) -> None:
        """Leave the columns as they were."""
        self._tell(self._before)
        self.dismiss(None)
