"""The links of an article, and what is offered as the same text: gone to, taken away, accepted, refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.content import Content

from reader.config.language import _
from reader.text import cell_width
from reader.tui.cards import moment
from reader.tui.document import safe
from reader.tui.guidance import by_keys
from reader.tui.linkcards import role_words, standing
from reader.tui.outline import source_words
from reader.tui.screens.picking import Picking
from reader.tui.screens.prompts import GAP
from reader.tui.widgets.entries import clip
from reader.workspace.links import Linked, Offer

Verb = Literal["go", "remove", "note", "yes", "no"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done with a row: links come first, then what is offered."""

    verb: Verb
    index: int


class LinkList(Picking[Wish | None]):
    """Shows links and offers, and gives what is to be done with one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,delete", "wish('remove')", show=False),
        Binding("c", "wish('note')", show=False),
        Binding("y", "wish('yes')", show=False),
        Binding("n", "wish('no')", show=False),
    ]

    def __init__(self, linked: Sequence[Linked], offers: Sequence[Offer], me: str, at: int = 0) -> None:
        """Take an article's links, what is offered, and who asks: others' names are shown."""
        self._linked, self._offers, self._me = linked, offers, me
        hints = [_("Enter go there")]
        if linked:
            hints += [_("d unlink"), _("c note")]
        if any(each.moved for each in linked):
            hints.append(_("y confirm where it is now"))
        if offers:
            hints += [_("y the same text"), _("n not the same")]
        super().__init__(
            _("Links"),
            [each.other.name for each in linked] + [each.spot.article.name for each in offers],
            GAP.join([*hints, _("Esc leave")]),
            nothing=by_keys(
                _("No links yet, and nothing that was printed again was found. {} makes a link."), "link.add"
            ),
            at=at,
        )

    def drawn(self, index: int, width: int) -> Content:
        """Return a row: what it is, its title, where it was printed."""
        if index < len(self._linked):
            linked = self._linked[index]
            what = "  ".join(filter(None, (role_words(linked), standing(linked))))
            where = source_words(linked.other.source, linked.other.path)
        else:
            offer = self._offers[index - len(self._linked)]
            what = "? " + _("{} the same").format(f"{offer.share:.0%}")
            where = source_words(offer.spot.page.source, offer.spot.file.label)
        head = f"{what}  {where}"
        title = clip(safe(f"  《{self._rows[index]}》"), width)
        cut = clip(safe(head), width)
        strong = cut[: len(what)] if cell_width(what) <= width else cut
        return Content.assemble((strong, "bold"), cut[len(strong) :], "\n", title)

    def below(self, index: int) -> str:
        """Return what is said of a link, by whom, and what its ends are."""
        if index >= len(self._linked):
            return _("so much of the shorter text stands in the longer one")
        linked = self._linked[index]
        quotes = [
            sign.format(" ".join(end.target.exact.split()))
            for end, sign in ((linked.here, _("here: {}")), (linked.other, _("there: {}")))
            if end.target.level in ("measure", "span")
        ]
        by = f"{moment(linked.link.created)}  {linked.link.creator}"
        return "\n".join(filter(None, (linked.link.comment, *quotes, by)))

    def give(self, index: int) -> None:
        """End with going there."""
        self.dismiss(Wish("go", index))

    def action_wish(self, verb: Verb) -> None:
        """End with another wish, if it means anything for the row under the bar."""
        if not self._rows:
            return
        linked = self._linked[self.index] if self.index < len(self._linked) else None
        meant = {
            "remove": linked is not None,
            "note": linked is not None,
            "yes": linked is None or linked.moved,
            "no": linked is None,
        }
        if meant[verb]:
            self.dismiss(Wish(verb, self.index))
