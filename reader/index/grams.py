"""Text as pairs of neighbouring characters, which FTS5's `ascii` tokenizer takes for words. Pure.

That tokenizer takes every character beyond ASCII for part of a word, marks and astral ones too, and parts words at
ASCII spaces. Folding leaves no full-width forms in a text, so its ASCII characters can take their places, one to one:
a phrase of pairs stands in the index exactly where its characters stand in the text.
"""

from __future__ import annotations

from array import array

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_WIDE |= {0x20: 0x3000, 0x7F: 0xFFFE}
_WIDE |= {code: 0xFDD0 + code for code in range(0x20)}  # noncharacters: no text has them
_SPACE = array("I", [0x20])


def grams(folded: str) -> str:
    """Return a folded text's pairs in order, the last character alone at the end; all parted by spaces."""
    codes = array("I", folded.translate(_WIDE).encode("utf-32-le"))
    size = len(codes)
    pairs = _SPACE * (3 * size)
    pairs[0::3] = codes
    pairs[1::3] = codes[1:] + _SPACE[:size]
    return pairs.tobytes().decode("utf-32-le")


def phrase(folded: str) -> str:
    """Return the FTS5 expression that finds a folded text, of any length but none, in a column of pairs."""
    if len(folded) == 1:
        return f'"{folded.translate(_WIDE)}" *'
    return f'"{grams(folded)[:-3].rstrip(" ")}"'
