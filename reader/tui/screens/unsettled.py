"""Moved and lost annotations, each with its words and where they were and are: y keeps one there, d deletes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.content import Content

from reader.config.language import _, ngettext
from reader.tui.document import safe
from reader.tui.outline import source_words
from reader.tui.screens.picking import Picking
from reader.tui.widgets.entries import clip
from reader.workspace.unsettled import Unsettled

_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done to the annotation of a number: go there, keep it, delete it; or keep all that moved."""

    what: Literal["go", "keep", "delete", "all"]
    index: int


class UnsettledList(Picking[Wish | None]):
    """Shows the annotations and gives what is to be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "wish('keep')", show=False),
        Binding("Y", "wish('all')", show=False),
        Binding("d,delete", "wish('delete')", show=False),
    ]

    def __init__(self, items: Sequence[Unsettled], me: str, at: int = 0) -> None:
        """Take them, who asks (others' names are shown), and where to begin."""
        self._items, self._me = items, me
        moved = sum(item.status == "moved" for item in items)
        lost = len(items) - moved
        head = [ngettext("{} moved", "{} moved", moved).format(moved)] if moved else []
        head += [ngettext("{} not found", "{} not found", lost).format(lost)] if lost else []
        super().__init__(
            _("Moved and lost annotations"),
            [item.annotation.id for item in items],
            _(
                "Enter go there   y confirm, or put on the selection   Y confirm all that moved   d delete   Esc leave"
            ),
            head=_("; ").join(head),
            nothing=_("All annotations are on the text they were put on."),
            at=at,
        )

    def drawn(self, index: int, width: int) -> Content:
        """Return how an annotation stands and its words, in two rows."""
        item = self._items[index]
        annotation = item.annotation
        moved = item.status == "moved"
        who = "" if annotation.creator == self._me else annotation.creator
        tags = " ".join(f"#{tag.name}" for tag in item.tags)
        comment = " ".join(annotation.comment.split())
        said = "  ".join(filter(None, (who, tags, comment)))
        state = _("moved") if moved else _("not found")
        quote = " ".join(annotation.target.exact.split())
        row = _INDENT + f"“{clip(safe(quote), max(2, width - len(_INDENT) - 2))}”"
        head = clip(safe(f"  {said}"), max(0, width - 10))
        return Content.assemble(
            (state, "bold $text-accent" if moved else "bold $text-warning"), head, "\n", row
        )

    def below(self, index: int) -> str:
        """Return where the words were, and where they are."""
        item = self._items[index]
        place = "  ".join(
            filter(None, (source_words(item.source, item.where), item.article and f"《{item.article}》"))
        )
        if item.file is None:
            return _("was on: {}; this page is not among the open files").format(place)
        if item.status == "lost":
            return _("was on: {}; its words are not on this page any more").format(place)
        now = " ".join(item.target.exact.split())
        same = now == " ".join(item.annotation.target.exact.split())
        return _("now on: {}").format(place) + ("" if same else "\n“" + now + "”")

    def give(self, index: int) -> None:
        """End with going there."""
        self.dismiss(Wish("go", index))

    def action_wish(self, what: Literal["keep", "delete", "all"]) -> None:
        """End with something else."""
        if self._items:
            self.dismiss(Wish(what, self.index))
