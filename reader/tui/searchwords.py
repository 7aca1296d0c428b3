"""Words about a search everywhere: what may be typed next, rows of results, counts. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reader.config.language import _, current, ngettext
from reader.index.documents import occurrences
from reader.index.query import FIELDS, KINDS
from reader.text import cell_width, fold
from reader.tui.outline import GLYPHS
from reader.tui.widgets.entries import Entry, Piece, clip
from reader.workspace.searching import Hit

_OFFERED = 8
_BEFORE = 6
"""Characters before the first mark of a snippet that is cut to fit."""


def offers(typed: str, values: Mapping[str, Sequence[str]]) -> list[str]:
    """Return how what is being typed may go on: names of fields, or a field's values, by the field's code in `values`.

    Each is the last piece as a whole.
    """
    piece = typed.rpartition(" ")[2]
    sign = piece[:1] if piece[:1] in ("-", "－") else ""
    name, colon, begun = piece[len(sign) :].partition(":")
    if not colon:
        name, colon, begun = piece[len(sign) :].partition("：")
    field = FIELDS.get(name.lower())
    if colon and field is not None:
        known = [value for value in values.get(field, ()) if fold(begun) in fold(value) and value != begun]
        return [f"{sign}{name}:{_quoted(value)}" for value in known[:_OFFERED]]
    if colon or not name:
        return []
    return [f"{sign}{field}:" for field in field_names() if field.startswith(name.lower())]


def completed(typed: str, offer: str) -> str:
    """Return what was typed with its last piece replaced."""
    before, space, _piece = typed.rpartition(" ")
    return f"{before}{space}{offer}"


def field_names() -> list[str]:
    """Return what the fields are called in the language of the screen, then in the other."""
    chinese = [name for name in FIELDS if not name.isascii()]
    english = [name for name in FIELDS if name.isascii()]
    return [*chinese, *english] if current() == "zh_CN" else [*english, *chinese]


def kind_names() -> list[str]:
    """Return what the kinds are called in the language of the screen."""
    return [name for name in KINDS if name.isascii() is (current() != "zh_CN")]


def counted(total: int, shown: int, years: Mapping[str, int], papers: Mapping[str, int]) -> list[str]:
    """Return how many articles were found, and how many of each year and paper, the most first."""
    words = ngettext("{} article", "{} articles", total).format(total)
    if shown < total:
        words += " " + _("(the first {} are shown)").format(shown)
    found, unknown = [words], _("unknown")
    for counts in (years, papers):
        ordered = (
            sorted(counts.items(), key=lambda item: item[1], reverse=True)
            if counts is papers
            else counts.items()
        )
        if len(counts) > 1 or counts is papers:
            found.append("  ".join(f"{name or unknown} {count}" for name, count in ordered))
    return found


def entry(hit: Hit, words: Sequence[str], width: int) -> Entry:
    """Return a result in two rows: what it is called and where it is from, then the words where they stand."""
    source = " ".join(filter(None, (hit.paper, hit.date, hit.page_no and _("p.{}").format(hit.page_no))))
    times = f" ×{hit.count}" if hit.count > 1 else ""
    source = clip(source or hit.file.label, max(12, width // 2))
    room = max(4, width - cell_width(source) - cell_width(times) - 5)
    name = clip(hit.name, room)
    marks = [span for span in occurrences(name, tuple(words)) if span[1] <= len(name)]
    gap = " " * max(1, room - cell_width(name) + 1)
    head: list[Piece] = [(f" {GLYPHS[hit.kind]} ", "muted"), *_pieces(name, marks, "strong")]  # type: ignore[index]
    head += [(times, "muted"), (gap, ""), (source, "muted")]
    sign = {"comment": _("comment:") + " ", "quote": _("quote:") + " "}.get(hit.about, "")
    snippet, spans = _fitted(hit.snippet, hit.marks, width - cell_width(sign) - 4)
    row: list[Piece] = [("    ", ""), (sign, "accent"), *_pieces(snippet, spans, "")]
    return Entry(hit.key, (tuple(head), tuple(row)))


def _fitted(text: str, marks: Sequence[tuple[int, int]], width: int) -> tuple[str, Sequence[tuple[int, int]]]:
    """Return a snippet cut to a width in cells so that its first mark shows, and the marks in it."""
    if marks and cell_width(text[: marks[0][1]]) > width:
        start = max(0, marks[0][0] - _BEFORE)
        text = "…" + text[start:]
        marks = [(a - start + 1, b - start + 1) for a, b in marks]
    shown = clip(text.rstrip("…") if cell_width(text) > width else text, width)
    return shown, [(a, b) for a, b in marks if b <= len(shown)]


def _pieces(text: str, marks: Sequence[tuple[int, int]], style: str) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for start, end in marks:
        if start < at:
            continue
        pieces += [(text[at:start], style), (text[start:end], "found")]
        at = end
    return [*pieces, (text[at:], style)]


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
