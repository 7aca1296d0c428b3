"""A screen of one table that keys drive, between the lines that all such screens have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from reader.tui.motions import Motion
from reader.tui.screens.keyed import Keyed
from reader.tui.widgets.chips import Chips
from reader.tui.widgets.lines import KeyLine, Line
from reader.tui.widgets.table import Table

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk


LOOK_SECONDS = 0.5
"""From one look at what became known to the next."""


class Tabled(Keyed, inherit_bindings=False):
    """Lays out header, chips, table, message line and footer. Subclasses fill them."""

    AUTO_FOCUS = "Table"
    DEFAULT_CSS = "Tabled Table { height: 1fr; }"

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        super().__init__()
        self._desk, self.workspace, self.keys = desk, desk.workspace, desk.keys

    @property
    def desk(self) -> Desk:
        """The desk below."""
        return self._desk

    @property
    def table(self) -> Table:
        """The table."""
        return self.query_one(Table)

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Line(id="header")
        yield Chips(self.drop)
        yield Table()
        yield Line(id="message")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Look now and then whether there is more to show."""
        self.set_interval(LOOK_SECONDS, self.look)

    def look(self) -> None:
        """See whether files are known that were not, and show them."""

    def drop(self, number: int) -> None:
        """Take out the chip of a number."""

    def move(self, name: Motion, count: int) -> None:
        """Move the cursor."""
        self.table.move(name, count)
