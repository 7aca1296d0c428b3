"""How many terminal cells a text takes, as Rich draws it, and as terminals do that draw ambiguous characters wide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_EMOJI_STYLE = "\ufe0f"
_LAST_AMBIGUOUS = 0xFFFF
"""Beyond the basic plane only private characters and some enclosed numbers are ambiguous."""


class _Widths(dict[str, int]):
    """Cells by character, asked of Rich once each. Rich is imported late: parsing needs no widths."""

    def __missing__(self, char: str) -> int:
        from rich.cells import cell_len

        self[char] = width = cell_len(char)
        return width


_WIDTHS = _Widths()
_width_of = _WIDTHS.__getitem__


def count_ambiguous(*, wide: bool) -> None:
    """Count characters of Unicode's class A (UAX #11: “ ” … — · ① ─) as two cells or one from here on.

    Rich has no such choice, and counts for all that Textual draws: its table of widths is put in another's place.
    """
    from rich import _unicode_data, cells

    names = vars(cells)
    names["load_cell_table"] = _unicode_data.load
    single = set(names["_SINGLE_CELLS"])
    if wide:
        table = cells.CellTable("", tuple(_widened(_unicode_data.load("auto").widths)), frozenset())
        table = table._replace(narrow_to_wide=_unicode_data.load("auto").narrow_to_wide)
        names["load_cell_table"] = lambda _version="auto": table
        single.difference_update(chr(start) for start, _end, cells_ in table.widths if cells_ == 2)
    names["_is_single_cell_widths"] = frozenset(single).issuperset
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()
    _WIDTHS.clear()


def ambiguous_wide() -> bool:
    """Say whether ambiguous characters are counted as two cells."""
    return char_width("─") == 2


def _widened(table: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield Rich's table of widths that are not 1, with each ambiguous character that was 1 as 2."""
    from unicodedata import east_asian_width

    place = 0xA0
    for start, end, width in table:
        for code in range(place, min(start, _LAST_AMBIGUOUS + 1)):
            if east_asian_width(chr(code)) == "A":
                yield code, code, 2
        yield start, end, width
        place = max(place, end + 1)


def char_width(char: str) -> int:
    """Return the cells one character takes by itself: 0, 1 or 2."""
    return _WIDTHS[char]


def cell_width(text: str) -> int:
    """Return the cells a text takes, never less than what Rich counts for it.

    The sum of its characters' widths, plus one for each that the emoji variation selector widens; sequences Rich
    draws as one picture are counted by their parts.
    """
    return sum(widths(text))


def widths(text: str) -> list[int]:
    """Return each character's cells; their sum is `cell_width`."""
    found = list(map(_width_of, text))
    if _EMOJI_STYLE in text:
        for index in range(1, len(text)):
            if text[index] == _EMOJI_STYLE and found[index - 1] == 1:
                found[index] = 1
    return found
