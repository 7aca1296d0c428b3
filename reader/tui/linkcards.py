"""Links as cards: what the other end is to this article, where and when it was printed. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from reader.config.language import N_, _, ngettext
from reader.text import cell_width
from reader.tui.document import safe
from reader.tui.guidance import key_of
from reader.tui.outline import source_words
from reader.tui.widgets.entries import Entry, Piece, clip
from reader.workspace.links import Linked, order

OFFERS = "offers\n"
"""The key of the card that says how many articles are offered."""
_AGAIN = {-1: N_("printed again"), 0: N_("the same text"), 1: N_("printed before")}
_ROLES = {"answered": N_("answered by"), "answers": N_("answers")}


def key_of_link(linked: Linked) -> str:
    """Return the key of a link's card."""
    return f"link\n{linked.link.id}"


def role_words(linked: Linked) -> str:
    """Return what the other end is to this one."""
    if linked.role == "same":
        return _(_AGAIN[order(linked.here.source, linked.other.source)])
    return _(_ROLES[linked.role])


def standing(linked: Linked) -> str:
    """Return how an end was found, or that the link is being saved; empty where all is well."""
    if linked.saving:
        return _("saving…")
    if "lost" in (linked.here.status, linked.other.status):
        return _("not found")
    return _("moved") if linked.moved else ""


def link_cards(linked: Sequence[Linked], offers: int, width: int, me: str) -> list[Entry]:
    """Return an entry a link, and one for what is offered, for a list `width` cells wide."""
    entries = [Entry(key_of_link(each), tuple(_rows(each, max(8, width), me))) for each in linked]
    if offers:
        words = ngettext("{} article may be the same text", "{} articles may be the same text", offers)
        row: tuple[Piece, ...] = (
            (" ? ", "warning"),
            (words.format(offers), ""),
            (f"  {key_of('link.list')}", "muted"),
        )
        entries.append(Entry(OFFERS, (row, (("", ""),))))
    return entries


def _rows(linked: Linked, width: int, me: str) -> list[tuple[Piece, ...]]:
    where = source_words(linked.other.source, linked.other.path)
    head: list[Piece] = [(" " + role_words(linked), "strong")]
    flag = standing(linked)
    if flag:
        head.append(("  " + flag, "muted" if linked.saving else "warning"))
    room = width - sum(cell_width(text) for text, _style in head) - 2
    beside = cell_width(where) <= room
    if beside:
        head.append(("  " + where, "muted"))
    rows = [tuple(head), ((clip(safe(f" 《{linked.other.name}》"), width), "accent"),)]
    if not beside:
        rows.append(((clip(safe(" " + where), width), "muted"),))
    for end, sign in ((linked.here, _("here: {}")), (linked.other, _("there: {}"))):
        if end.target.level in ("measure", "span"):
            quote = " ".join((end.target.exact).split())
            rows.append(((clip(" " + sign.format(safe(quote)), width), "muted"),))
    said = " ".join(
        filter(None, ("" if linked.link.creator == me else linked.link.creator, linked.link.comment))
    )
    if said:
        rows.append(((clip(safe(" " + " ".join(said.split())), width), ""),))
    return [*rows, (("", ""),)]
