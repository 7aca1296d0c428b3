"""What was said about a page: each correction with whose and when it is, lost ones first; d drops one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType

from reader.config.language import N_, _
from reader.pages.model import Fix
from reader.tui.cards import moment
from reader.tui.outline import KIND_WORDS
from reader.tui.rowlist import LEGEND
from reader.tui.screens.picking import Picking
from reader.workspace import Replayed

_SOURCE = {"paper": N_("paper: {}"), "date": N_("date: {}"), "page_no": N_("page number: {}")}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done: go to a row, drop the correction of an id, or confirm those that were found again."""

    row: int = 0
    drop: str = ""
    confirm: bool = False


class Said(Picking[Wish | None]):
    """Shows what was said of a page, and gives what is to be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,delete", "drop", show=False),
        Binding("y", "confirm", show=False),
    ]

    def __init__(self, said: Sequence[Replayed]) -> None:
        """Take a page's corrections."""
        self._said = sorted(said, key=lambda item: item.status != "lost")
        super().__init__(
            _("Corrections of this page"),
            [_row(item) for item in self._said],
            _("Enter go there   d drop   y confirm those found again   Esc leave")
            if any(item.status == "moved" for item in said)
            else _("Enter go there   d drop   Esc leave"),
            nothing=_("Nothing was corrected on this page."),
        )

    def below(self, index: int) -> str:
        """Return the words of the rows, when, and whether they were found."""
        item = self._said[index]
        correction = item.correction
        found = {
            "stable": "",
            "moved": _("the text has changed; its rows were found again"),
            "lost": _("the text has changed; its rows were not found, so it does nothing"),
        }[item.status]
        words = " / ".join(row.exact for row in correction.rows)
        return "\n".join(filter(None, (words, f"{moment(correction.modified)}  {correction.creator}", found)))

    def give(self, index: int) -> None:
        """End with the row."""
        fix = self._said[index].fix
        self.dismiss(Wish(row=fix.rows[0] if fix and fix.rows else 0))

    def action_drop(self) -> None:
        """End with the correction to drop."""
        if self._said:
            self.dismiss(Wish(drop=self._said[self.index].correction.id))

    def action_confirm(self) -> None:
        """End with those confirmed that were found again."""
        if any(item.status == "moved" for item in self._said):
            self.dismiss(Wish(confirm=True))


def _row(item: Replayed) -> str:
    correction, fix = item.correction, item.fix
    sign = {"stable": " ", "moved": "~", "lost": "!"}[item.status]
    row = f"{fix.rows[0]:>4}" if fix and fix.rows else "    "
    named = correction.rows[0] if correction.rows else correction.body
    said = Fix(
        correction.about, (1,) if correction.rows else (), correction.value, 1 if correction.body else None
    )
    return f"{sign}{row}  {fix_words(said)}  {named.exact if named else ''}"


def fix_words(fix: Fix) -> str:
    """Return what a fix says, without its rows."""
    if fix.about in _SOURCE:
        return _(_SOURCE[fix.about]).format(fix.value)
    if fix.about == "start":
        return _("an article begins") if fix.value == "split" else _("goes on with what is before")
    if fix.about == "headline":
        if not fix.rows:
            return _("has no headline")
        return _("headline of another article") if fix.body else _("headline of no article")
    if fix.about == "kind":
        return _("kind: {}").format(_(KIND_WORDS.get(fix.value, fix.value)))  # type: ignore[call-overload]
    if fix.about == "part":
        return _("part: {}").format(_(LEGEND.get(fix.value, fix.value)))
    return {"headline": _("headline"), "byline": _("byline"), "body": _("text")}.get(
        fix.value, _("leave out")
    )
