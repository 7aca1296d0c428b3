"""Which scheme handling is registered by, and where: for this article, in this column, in the whole library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reader.annotations.schemes import Scheme
from reader.config.language import N_, _
from reader.config.schemes.wording import said
from reader.tui.screens.picking import Picking

Scope = Literal["article", "column", "library"]
_WORDS: dict[Scope, str] = {
    "article": N_("only here"),
    "column": N_("in this column"),
    "library": N_("in the whole library"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A scheme, and where it is to count."""

    scheme: Scheme
    scope: Scope


class SchemeChoice(Picking[Chosen | None]):
    """Offers the schemes there are, for each scope."""

    DEFAULT_CSS = "SchemeChoice .box { max-width: 76; }"

    def __init__(self, schemes: Sequence[Scheme], current: str, header: str) -> None:
        """Take the schemes, the id of the one that counts now, and the column's header (empty: there is none)."""
        scopes: tuple[Scope, ...] = ("article", "column", "library") if header else ("article", "library")
        self._offers = [Chosen(scheme, scope) for scope in scopes for scheme in schemes]
        rows = [f"{said(each.scheme.label)}  {_(_WORDS[each.scope])}" for each in self._offers]
        at = next((number for number, each in enumerate(self._offers) if each.scheme.id == current), 0)
        super().__init__(_("Scheme"), rows, _("Enter take   jk ↑↓ move   Esc leave"), head=header, at=at)

    def below(self, index: int) -> str:
        """Return the fields of the scheme under the bar."""
        return "、".join(said(each.label) for each in self._offers[index].scheme.fields)

    def give(self, index: int) -> None:
        """Give the scheme."""
        self.dismiss(self._offers[index])
