"""How many terminal cells a text takes, as Rich draws it."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len

_EMOJI_STYLE = "\ufe0f"


@lru_cache(maxsize=1 << 16)
def char_width(char: str) -> int:
    """Return the cells one character takes by itself: 0, 1 or 2."""
    return cell_len(char)


def cell_width(text: str) -> int:
    """Return the cells a text takes, never less than what Rich counts for it.

    The sum of its characters' widths, plus one for each that the emoji variation selector widens; sequences Rich
    draws as one picture are counted by their parts.
    """
    if text.isascii():
        return sum(map(char_width, text))
    return sum(widths(text))


def widths(text: str) -> list[int]:
    """Return each character's cells; their sum is `cell_width`."""
    found = [char_width(char) for char in text]
    if _EMOJI_STYLE in text:
        for index in range(1, len(text)):
            if text[index] == _EMOJI_STYLE and found[index - 1] == 1:
                found[index] = 1
    return found
