"""An article's handling as entries of the cards pane: how it stands, then what was registered, by date. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from reader.annotations import Entry as Registration
from reader.annotations import Tag
from reader.annotations.handling import Clock
from reader.annotations.links import Link
from reader.annotations.schemes import OUTCOME, SATISFACTION, STAGE, Scheme
from reader.config.language import _, ngettext
from reader.config.schemes.wording import field_label, said, value_words, words_by
from reader.text import break_lines, cell_width
from reader.tui.cards import Folding, cards
from reader.tui.document import safe
from reader.tui.widgets.entries import Entry, Piece, clip
from reader.workspace import Placed
from reader.workspace.handling import Handled, subject_of

BLOCK = "handling"
"""The key of the entry that says how an article stands."""
_NOTED = (STAGE, OUTCOME, SATISFACTION)
_LINES = 6
_Row = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is needed to draw: schemes by id, links, tags, the cells there are, whose cards they are, how they fold."""

    scheme: Callable[[str], Scheme]
    links: Mapping[str, Link]
    tags: Mapping[str, Tag]
    width: int
    me: str
    folding: Folding = field(default_factory=Folding)


def timeline(handled: Handled | None, placed: Sequence[Placed], today: date, drawing: Drawing) -> list[Entry]:
    """Return the block, the entries by date each with what it replaced and its answers, then the other cards."""
    own = {item.annotation.id: item for item in placed if item.annotation.entry is not None}
    answers: dict[str, list[Placed]] = {}
    others = []
    for item in placed:
        if item.annotation.reply_to in own:
            answers.setdefault(item.annotation.reply_to or "", []).append(item)
        elif item.annotation.id not in own:
            others.append(item)
    found = [block(handled, today, drawing.width)] if handled is not None and handled.log else []
    for item, replaced in _by_date(own):
        key = item.annotation.id
        folded = drawing.folding.folded and key not in drawing.folding.whole
        if not (folded and replaced):
            found.append(_entry(item, drawing, replaced=replaced, folded=folded))
        found += _cards(answers.get(key, ()), drawing)
    return found + _cards(others, drawing)


def block(handled: Handled, today: date, width: int) -> Entry:
    """Return how an article stands: scheme, stage and outcome, what came of its measures, what is due."""
    number = f"  {handled.number}" if handled.number else ""
    rows: list[_Row] = [
        (
            (" " + _("Handling so far"), "strong"),
            ("  " + said(handled.scheme.label), "muted"),
            (number, "~muted"),
        )
    ]
    values = {name: handled.value(name) for name in _NOTED}
    stands = [words_by(handled.schemes, name, value) for name, value in values.items() if value]
    rows += [((" " + line, "accent"),) for line in _wrapped(" · ".join(stands), width - 2)]
    rows += [((" " + line, ""),) for line in _wrapped(measures_words(handled), width - 2)]
    for clock in handled.clocks:
        if clock.ended is None:
            rows.append(_due_row(handled.scheme, clock, today))
    return Entry(BLOCK, (*rows, (("", ""),)), choosable=False)


def measures_words(handled: Handled) -> str:
    """Return what came of the measures (3 measures: 2 adopted, 1 planned); empty if nothing was registered on any."""
    counts = handled.outcomes
    total = sum(counts.values())
    if not total or counts[""] == total:
        return ""
    field = handled.scheme.by_id.get(OUTCOME)
    order = [each.id for each in field.values] if field is not None else []
    known = sorted(counts, key=lambda name: (not name, order.index(name) if name in order else len(order)))
    undecided = _("undecided")
    words = (
        f"{counts[name]} {words_by(handled.schemes, OUTCOME, name) if name else undecided}" for name in known
    )
    return ngettext("{} measure: {}", "{} measures: {}", total).format(total, _(", ").join(words))


def due_words(days: int) -> str:
    """Return how long there is, or was, in words."""
    if days < 0:
        return ngettext("{} day overdue", "{} days overdue", -days).format(-days)
    return ngettext("{} day left", "{} days left", days).format(days) if days else _("due today")


def _due_row(scheme: Scheme, clock: Clock, today: date) -> _Row:
    deadline = next((each for each in scheme.deadlines if each.id == clock.deadline), None)
    left = clock.left(today)
    name = said(deadline.label) if deadline is not None else clock.deadline
    extended = _(" (extended)") if clock.extended else ""
    return (
        (f" {name} ", "muted"),
        (due_words(left), "warning" if left < 0 else ""),
        (f"  {clock.due.isoformat()}{extended}", "~muted"),
    )


def _by_date(own: Mapping[str, Placed]) -> Iterator[tuple[Placed, bool]]:
    """Yield the entries that stand, by date, each followed by those it replaced (True), the newest of them first."""
    corrected = {
        entry.corrects for item in own.values() if (entry := item.annotation.entry) and entry.corrects
    }
    stand = [item for key, item in own.items() if key not in corrected]
    seen: set[str] = set()
    for item in sorted(stand, key=_order):
        yield item, False
        before = _entry_of(item).corrects
        while before in own and before not in seen:
            seen.add(before)
            yield own[before], True
            before = _entry_of(own[before]).corrects
    shown = seen | {item.annotation.id for item in stand}
    for key, item in own.items():  # those that correct one another in a circle
        if key not in shown:
            yield item, True


def _entry(item: Placed, drawing: Drawing, *, replaced: bool, folded: bool) -> Entry:
    annotation, entry, width = item.annotation, _entry_of(item), drawing.width
    scheme = drawing.scheme(entry.scheme)
    subject, field = subject_of(annotation), field_label(scheme, entry.field)
    value = value_words(scheme.by_id.get(entry.field), entry.value)
    head: list[Piece] = [(" " + entry.date, "muted" if replaced else "strong")]
    if subject:
        head.append(("  " + clip(safe(subject), 12), "muted" if replaced else "accent"))
    head.append(("  " + field, "muted"))
    flags = list(_flags(item, replaced))
    used = _cells((*head, *flags))
    style = "muted" if replaced else ""
    if folded or used + cell_width(value) + 2 <= width:
        room = width - used - 2
        rows: list[_Row] = [(*head, ("  " + clip(safe(value), max(2, room)), style), *flags)]
    else:
        lines = _wrapped(value, width - 4)
        if len(lines) > _LINES and annotation.id not in drawing.folding.whole:
            lines[_LINES - 1 :] = [clip(lines[_LINES - 1] + "…", width - 4)]
        said: list[_Row] = [(("   " + line, style),) for line in lines]
        rows = [(*head, *flags), *said] if used <= width else [tuple(head), *_flagged(said, flags, width)]
    if folded:
        return Entry(annotation.id, tuple(rows))
    whole = annotation.id in drawing.folding.whole
    for text, shade in _details(item, drawing):
        lines = _wrapped(text, width - 4)
        most = len(lines) if whole else _LINES
        rows += [(("   " + line, "muted" if replaced else shade),) for line in lines[:most]]
    return Entry(annotation.id, (*rows, (("", ""),)))


def _cells(pieces: Sequence[Piece]) -> int:
    return sum(cell_width(text) for text, _style in pieces)


def _flagged(rows: Sequence[_Row], flags: Sequence[Piece], width: int) -> list[_Row]:
    """Return what an entry says with its flags behind it, or below where they have no room: its head has none."""
    if rows and _cells((*rows[-1], *flags)) <= width:
        return [*rows[:-1], (*rows[-1], *flags)]
    return [*rows, ((" ", ""), *flags)] if flags else [*rows]


def _flags(item: Placed, replaced: bool) -> Iterator[Piece]:
    if replaced:
        yield "  " + _("corrected"), "muted"
    if item.annotation.resolved:
        yield "  ✓", "accent"
    if item.status != "stable":
        yield "  " + (_("moved") if item.status == "moved" else _("not found")), "warning"
    if item.saving:
        yield "  " + _("saving…"), "muted"


def _details(item: Placed, drawing: Drawing) -> Iterator[Piece]:
    """Yield what else an entry says: reason, evidence, source, who made it, and what was tagged and said on it."""
    annotation, entry = item.annotation, _entry_of(item)
    if entry.reason:
        yield _("Reason: {}").format(entry.reason), ""
    link = drawing.links.get(entry.evidence)
    if link is not None and not link.deleted:
        other = link.target if link.source.article == annotation.target.article else link.source
        yield _("Evidence: {}").format(f"《{other.title}》"), "muted"
    if entry.source:
        yield entry.source, "muted"
    if annotation.creator != drawing.me:
        yield annotation.creator, "muted"
    names = [drawing.tags[tag].name for tag in annotation.tags if tag in drawing.tags]
    if names:
        yield "#" + " #".join(names), "accent"
    if annotation.comment:
        yield annotation.comment, ""


def _cards(items: Sequence[Placed], drawing: Drawing) -> list[Entry]:
    return cards(items, drawing.tags, drawing.width, drawing.me, drawing.folding)


def _entry_of(item: Placed) -> Registration:
    entry = item.annotation.entry
    assert entry is not None
    return entry


def _order(item: Placed) -> tuple[str, str, str]:
    return _entry_of(item).date, item.annotation.created, item.annotation.id


def _wrapped(text: str, width: int) -> list[str]:
    clean = safe(" ".join(text.split()))
    if not clean:
        return []
    return [clean[a:b].rstrip() for a, b in break_lines(clean, max(2, width), max(2, width))]
