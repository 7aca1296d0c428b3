"""A page's rows as entries: number, what is in doubt or was corrected, whose and what each row is. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from reader.annotations import Caret
from reader.config.language import N_, _
from reader.pages.digest import name_of
from reader.pages.model import Article, Doubt, Page
from reader.text import ambiguous_wide
from reader.tui.outline import GLYPHS
from reader.tui.widgets.entries import Entry, Piece, rule

COLORS = 9
"""Slots of tag colours, in which articles' numbers take turns."""
HELD = ("▌", ">")
"""What stands before rows that are held: the bar is wide where ambiguous characters are."""
# One or two cells each, so that the rows' texts stand in one column.
SIGNS: Mapping[str, str] = {
    "kicker": N_("[k]"),
    "title": N_("[T]"),
    "subtitle": N_("[s]"),
    "headline": N_("[h]"),
    "byline": N_("[b]"),
    "mark": N_("[m]"),
    "paragraph": N_("[¶]"),
    "more": N_("[ ]"),
    "header": N_("[c]"),
    "credit": N_("[r]"),
    "caption": N_("[i]"),
    "furniture": N_("[x]"),
}
LEGEND: Mapping[str, str] = {
    "kicker": N_("kicker"),
    "title": N_("title"),
    "subtitle": N_("subtitle"),
    "headline": N_("headline of no article"),
    "byline": N_("byline"),
    "mark": N_("mark"),
    "paragraph": N_("paragraph"),
    "more": N_("goes on"),
    "header": N_("column header"),
    "credit": N_("credit"),
    "caption": N_("caption"),
    "furniture": N_("furniture"),
}


@dataclass(frozen=True, slots=True)
class RowPlace:
    """What a row is: its role (a key of `SIGNS`) and its article, None for rows of none."""

    role: str
    article: Article | None


def places(page: Page) -> dict[int, RowPlace]:
    """Return what each row with text is, by its number."""
    found: dict[int, RowPlace] = {}
    for item in page.unplaced:
        found.update((row, RowPlace(item.role, None)) for row in item.rows)
    for article in page.articles:
        found.update((row.row, RowPlace(row.part, article)) for row in article.headline)
        if article.byline is not None:
            found[article.byline.row] = RowPlace("byline", article)
        for paragraph in article.paragraphs:
            for place, number in enumerate(paragraph.rows):
                found[number] = RowPlace("more" if place else "paragraph", article)
    for row in page.rows:
        if row.flow.text and row.number not in found:  # all of it is an article's mark
            owner = next(
                (a for a in page.articles if a.mark and a.mark.offsets[0] in range(row.start, row.end)), None
            )
            found[row.number] = RowPlace("mark", owner)
    return found


def doubts_by_row(page: Page) -> dict[int, list[Doubt]]:
    """Return a page's doubts by the row they show at; those of no row at their article's first."""
    found: dict[int, list[Doubt]] = {}
    for article in page.articles:
        for doubt in article.doubts:
            found.setdefault(doubt.row or first_row(article), []).append(doubt)
    return found


def first_row(article: Article) -> int:
    """Return an article's first body row, by which corrections name it; 1 if it has none."""
    return next((row for paragraph in article.paragraphs for row in paragraph.rows), 1)


def caret_of_row(page: Page, article: Article, number: int) -> Caret | None:
    """Return where a row's first character shows in an article, None if none of the row does."""
    row = page.rows[number - 1]
    for block_number, block in enumerate(article.blocks):
        offsets = block.flow.offsets
        if not offsets or not (offsets[0] < row.end and offsets[-1] >= row.start):
            continue
        place = block.flow.display(row.start)
        if place < len(offsets) and offsets[place] < row.end:
            return Caret(block_number, place)
    return None


def corrected_rows(page: Page) -> set[int]:
    """Return the rows that the reader said something of."""
    return {row for fix in page.fixes for row in fix.rows}


def row_entries(page: Page, held: Collection[int] = ()) -> list[Entry]:
    """Return the entries of a page's rows with text; a rule with its number and title before each article's body.

    `held` are the rows selected. An entry's key is its row's number.
    """
    where, doubtful, corrected = places(page), doubts_by_row(page), corrected_rows(page)
    numbers = {article.id: number for number, article in enumerate(page.articles, 1)}
    starts = {first_row(article): article for article in page.articles if article.paragraphs}
    entries: list[Entry] = []
    for row in page.rows:
        place = where.get(row.number)
        if place is None:
            continue
        if row.number in starts:
            entries.append(_rule(numbers[starts[row.number].id], starts[row.number]))
        number = numbers[place.article.id] if place.article else 0
        sign: Piece = (" ", "")
        if row.number in corrected:
            sign = ("✎", "accent")
        elif row.number in doubtful:
            sign = ("?", "warning")
        text_style = "" if place.article else "muted"
        if place.role in ("kicker", "title", "subtitle", "headline"):
            text_style = "strong"
        entries.append(
            Entry(
                str(row.number),
                (
                    (
                        (HELD[ambiguous_wide()] if row.number in held else " ", "accent"),
                        (f"{row.number:>4} ", "muted"),
                        sign,
                        (f"{number or '':>3} ", f"tag-{number % COLORS}" if number else ""),
                        (_(SIGNS[place.role]) + " ", "muted"),
                        ("  " + row.flow.text if place.role == "paragraph" else row.flow.text, text_style),
                    ),
                ),
            )
        )
    return entries


def _rule(number: int, article: Article) -> Entry:
    return Entry(
        f"article {article.id}",
        (
            (
                (rule(6) + " ", "muted"),
                (f"{number:>3} ", f"tag-{number % COLORS}"),
                (f"{GLYPHS[article.kind]} ", "accent"),
                (name_of(article), "strong"),
                (" " + rule(2), "muted"),
            ),
        ),
        False,
    )


def lit(page: Page, article: Article | None) -> list[Entry]:
    """Return a page's rows as entries, without their articles' numbers; those of other articles are pale."""
    whose = places(page)
    mine = {number for number, place in whose.items() if article is not None and place.article is article}
    entries = []
    for entry in row_entries(page, mine):
        if entry.key.isdecimal():
            pieces = (*entry.rows[0][:3], (" ", ""), *entry.rows[0][4:])
            if int(entry.key) not in mine:
                pieces = tuple((text, "muted") for text, _style in pieces)
            entry = replace(entry, rows=(pieces,))
        entries.append(entry)
    return entries
