"""What a command is: one class a verb, from which keys, footer, help and palette are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from reader.config.language import N_

if TYPE_CHECKING:
    from reader.tui.screens.desk import Desk

Pane = Literal["contents", "article", "cards", "source", "rows", "tags", "overview", "statistics"]
PANES: tuple[Pane, ...] = ("contents", "article", "cards", "source")
"""The desk's panes."""
EVERYWHERE: tuple[Pane, ...] = (*PANES, "rows", "tags", "overview", "statistics")
"""The desk's panes, the rows of a page that is being corrected, the list of tags, and the tables."""

WHERE: dict[Pane, str] = {
    "contents": N_("Contents"),
    "article": N_("Article"),
    "cards": N_("Annotations"),
    "source": N_("Source rows"),
    "rows": N_("Correct the parse"),
    "tags": N_("Tags"),
    "overview": N_("Overview"),
    "statistics": N_("Statistics"),
}
"""What the panes are called."""


class Command:
    """A verb. Subclasses say in class attributes what it is, and in `run` what it does.

    `keys` and `free` are chords as `reader.tui.keys` writes them; `free` needs no letters, for a keyboard with an
    input method on. `title` is a word or two for footer and palette, `help` a sentence; both are English messages,
    translated when shown. `panes` is where it works. `footer` orders the footer, 0 is not in it.
    """

    id: ClassVar[str]
    keys: ClassVar[tuple[str, ...]] = ()
    free: ClassVar[tuple[str, ...]] = ()
    title: ClassVar[str]
    help: ClassVar[str]
    group: ClassVar[str]
    panes: ClassVar[tuple[Pane, ...]] = PANES
    footer: ClassVar[int] = 0

    def run(self, desk: Desk, count: int | None, argument: str) -> None:
        """Do it; `count` is None when none was typed, `argument` the digit of a chord that takes one."""
        raise NotImplementedError


def works(command: Command, pane: Pane) -> bool:
    """Say whether a command can be carried out from a pane: there, or in another pane of the same screen."""
    return pane in command.panes or (pane in PANES and any(other in PANES for other in command.panes))
