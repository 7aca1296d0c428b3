"""Annotation cards as entries: who said what about which words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from reader.annotations import Level, Tag
from reader.config.language import N_, _, ngettext
from reader.text import ambiguous_wide, break_lines, cell_width
from reader.tui.document import safe
from reader.tui.guidance import key_of
from reader.tui.widgets.entries import Entry, Piece, clip
from reader.workspace import Placed

LEVEL_WORDS: dict[Level, str] = {
    "page": N_("page"),
    "article": N_("article"),
    "measure": N_("measure"),
    "span": N_("passage"),
}
_QUOTE_ROWS = 2
_ALL_ROWS = 200


@dataclass(frozen=True, slots=True)
class Folding:
    """How much cards show: those in `whole` all of their quote, the others the beginning; `folded` two rows each."""

    whole: frozenset[str] = frozenset()
    folded: bool = False

    def turned(self, identifier: str) -> Folding:
        """Return this with one card's quote whole, or not."""
        return replace(self, whole=self.whole ^ {identifier})


def cards(
    placed: Iterable[Placed], tags: Mapping[str, Tag], width: int, me: str, folding: Folding = Folding()
) -> list[Entry]:
    """Return an entry a card, for a list `width` cells wide."""
    items, width = list(placed), max(8, width)
    replies = Counter(item.annotation.reply_to for item in items)
    entries = []
    for item in items:
        if not folding.folded or item.annotation.id in folding.whole:
            rows = _rows(item, tags, width, me, folding)
        elif item.annotation.reply_to is None:
            rows = _folded(item, tags, width, replies[item.annotation.id])
        else:
            continue
        entries.append(Entry(item.annotation.id, tuple(rows)))
    return entries


def _folded(item: Placed, tags: Mapping[str, Tag], width: int, replies: int) -> list[tuple[Piece, ...]]:
    """Return two rows: what it is about, and what is said of it."""
    annotation = item.annotation
    what = _(LEVEL_WORDS[annotation.target.level])
    quote = (
        "" if annotation.target.level in ("page", "article") else " ".join(annotation.target.exact.split())
    )
    about = clip(safe(quote), max(2, width - cell_width(what) - 4))
    said: list[Piece] = [(" ", "")]
    for tag in (tags[key] for key in annotation.tags if key in tags):
        said += [(f" {clip(tag.name, max(2, width // 2))} ", f"tag-{tag.color}"), (" ", "")]
    comment = " ".join(annotation.comment.split())
    count = "  " + ngettext("{} reply", "{} replies", replies).format(replies) if replies else ""
    room = width - sum(cell_width(text) for text, _style in said) - cell_width(count) - 1
    if comment and room > 3:
        said.append((clip(safe(comment), room), ""))
    said.append(("  ✓" if annotation.resolved else "", "accent"))
    said.append((count, "muted"))
    return [((" " + what, "strong"), ("  " + about, "muted")), tuple(said)]


def _rows(
    item: Placed, tags: Mapping[str, Tag], width: int, me: str, folding: Folding
) -> list[tuple[Piece, ...]]:
    annotation = item.annotation
    indent = "   " if annotation.reply_to else " "
    room = width - len(indent) - 1
    rows = _head(item, me, indent, width)
    whole = annotation.id in folding.whole
    if annotation.reply_to is None and (whole or annotation.target.level in ("measure", "span")):
        quote = " ".join(annotation.target.exact.split())
        bar = "| " if ambiguous_wide() else "│ "
        most = _ALL_ROWS if whole else _QUOTE_ROWS
        rows.extend(((indent + bar + text, "muted"),) for text in _wrapped(quote, room - 2, most))
    names = [tags[tag] for tag in annotation.tags if tag in tags]
    rows.extend(_tag_rows(names, indent, room))
    for line in annotation.comment.split("\n") if annotation.comment else ():
        rows.extend(((indent + text, ""),) for text in _wrapped(line, room, _ALL_ROWS) or [""])
    rows.append((("", ""),))
    return rows


def _head(item: Placed, me: str, indent: str, width: int) -> list[tuple[Piece, ...]]:
    """Return what it is, whose and how it stands; how it stands moves down rather than being cut off."""
    annotation = item.annotation
    what = _("reply") if annotation.reply_to else _(LEVEL_WORDS[annotation.target.level])
    if annotation.target.measure and not annotation.reply_to:
        what += " " + clip(annotation.target.measure, 12)
    who = "" if annotation.creator == me else annotation.creator + " "
    head: tuple[Piece, ...] = ((indent + what, "strong"), (f"  {who}{moment(annotation.created)}", "muted"))
    standing: list[Piece] = []
    if annotation.resolved:
        standing.append(("✓ " + _("resolved"), "accent"))
    if item.status != "stable":
        words = _("moved") if item.status == "moved" else _("not found")
        standing.append((f"{words} {key_of('moved.open')}", "warning"))
    if item.saving:
        standing.append((_("saving…"), "muted"))
    flags = tuple(("  " + text, style) for text, style in standing)
    if sum(cell_width(text) for text, _style in (*head, *flags)) <= width:
        return [(*head, *flags)]
    below = tuple(
        (text if number else indent + text.lstrip(), style) for number, (text, style) in enumerate(flags)
    )
    return [head, below] if below else [head]


def _tag_rows(tags: Iterable[Tag], indent: str, room: int) -> list[tuple[Piece, ...]]:
    rows: list[tuple[Piece, ...]] = []
    current: list[Piece] = [(indent, "")]
    used = 0
    for tag in tags:
        name = clip(tag.name, room - 2)
        size = cell_width(name) + 3
        if used and used + size > room:
            rows.append(tuple(current))
            current, used = [(indent, "")], 0
        current += [(f" {name} ", f"tag-{tag.color}"), (" ", "")]
        used += size
    if used:
        rows.append(tuple(current))
    return rows


def _wrapped(text: str, width: int, most: int) -> list[str]:
    clean = safe(text)
    spans = break_lines(clean, max(2, width), max(2, width))
    lines = [clean[a:b].rstrip() for a, b in spans[:most]]
    if len(spans) > most and lines:
        lines[-1] = clip(lines[-1] + "……", max(2, width))
    return lines


def moment(stored: str) -> str:
    """Return a stored time as the clock here shows it, short."""
    try:
        local = datetime.fromisoformat(stored).astimezone()
    except ValueError:
        return stored
    return local.strftime("%m-%d %H:%M")
