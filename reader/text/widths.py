"""How many terminal cells a text takes, as Rich draws it."""

from __future__ import annotations

_EMOJI_STYLE = "\ufe0f"


class _Widths(dict[str, int]):
    """Cells by character, asked of Rich once each. Rich is imported late: parsing needs no widths."""

    def __missing__(self, char: str) -> int:
        from rich.cells import cell_len

        self[char] = width = cell_len(char)
        return width


_WIDTHS = _Widths()
_width_of = _WIDTHS.__getitem__


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
