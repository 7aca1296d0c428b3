"""Annotation cards as entries: who said what about which words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from reader.annotations import Level, Tag
from reader.config.language import N_, _
from reader.text import break_lines, cell_width
from reader.tui.document import safe
from reader.tui.widgets.entries import Entry, Piece, clip
from reader.workspace import Placed

LEVEL_WORDS: dict[Level, str] = {
    "page": N_("page"),
    "article": N_("article"),
    "measure": N_("measure"),
    "span": N_("passage"),
}
_QUOTE_ROWS = 2


def cards(placed: Iterable[Placed], tags: Mapping[str, Tag], width: int, me: str) -> list[Entry]:
    """Return an entry a card, for a list `width` cells wide."""
    return [Entry(item.annotation.id, tuple(_rows(item, tags, max(8, width), me))) for item in placed]


def _rows(item: Placed, tags: Mapping[str, Tag], width: int, me: str) -> list[tuple[Piece, ...]]:
    annotation = item.annotation
    indent = "   " if annotation.reply_to else " "
    room = width - len(indent) - 1
    rows = _head(item, me, indent, width)
    if annotation.reply_to is None and annotation.target.level in ("measure", "span"):
        quote = " ".join(annotation.target.exact.split())
        rows.extend(((indent + "│ " + text, "muted"),) for text in _wrapped(quote, room - 2, _QUOTE_ROWS))
    names = [tags[tag] for tag in annotation.tags if tag in tags]
    rows.extend(_tag_rows(names, indent, room))
    for line in annotation.comment.split("\n") if annotation.comment else ():
        rows.extend(((indent + text, ""),) for text in _wrapped(line, room, 200) or [""])
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
        standing.append((_("moved") if item.status == "moved" else _("not found"), "warning"))
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
