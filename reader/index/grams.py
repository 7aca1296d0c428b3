"""Text as pairs of neighbouring characters, which FTS5's `ascii` tokenizer takes for words. Pure.

That tokenizer takes every character beyond ASCII for part of a word, marks and astral ones too, and parts words at
ASCII spaces. Folding leaves no full-width forms in a text, so its ASCII characters can take their places, one to one:
a phrase of pairs stands in the index exactly where its characters stand in the text.
"""

from __future__ import annotations

from array import array
from functools import cache

from reader.text.folding import folding

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_WIDE |= {0x20: 0x3000, 0x7F: 0xFFFE}
_WIDE |= {code: 0xFDD0 + code for code in range(0x20)}  # noncharacters: no text has them
_SPACE = array("I", [0x20])


def spelled(text: str) -> array[int]:
    """Return a text's characters as they stand in the index, folded and none of them ASCII; as many as it has."""
    return array("I", text.translate(_spelling()).encode("utf-32-le"))


def grams(codes: array[int]) -> str:
    """Return the pairs of a spelled text in order, the last character alone at the end; all parted by spaces."""
    size = len(codes)
    pairs = _SPACE * (3 * size)
    pairs[0::3] = codes
    pairs[1::3] = codes[1:] + _SPACE[:size]
    return pairs.tobytes().decode("utf-32-le")


def phrase(word: str) -> str:
    """Return the FTS5 expression that finds a word, of two characters or more, in a column of pairs."""
    return f'"{grams(spelled(word))[:-3].rstrip(" ")}"'


@cache
def _spelling() -> dict[int, int]:
    """Return folding and widening in one: `translate` takes as long as all else, so it goes over a text once."""
    table = {code: ord(char) for code, char in folding().items()}
    table = {code: _WIDE.get(to, to) for code, to in table.items()}
    table |= {code: to for code, to in _WIDE.items() if code not in table}
    return {code: to for code, to in table.items() if code != to}
