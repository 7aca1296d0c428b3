"""Names found by what is typed of them: their characters, their pinyin, or the initials of it.

Pinyin is read character by character, every reading of a character counting: what people type for a phrase is among
the combinations (`yh` and `yx` both find 银行). The readings are loaded when Latin letters are first typed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache

from reader.text import fold

Readings = Callable[[str], tuple[str, ...]]
"""The toneless pinyin a character is read as, with v for ü; empty for what is no Chinese character."""

EXACT, PREFIX, PART = range(3)
"""How what is typed matches a name: all of it, its beginning, something within."""
_DIGRAPHS = ("zh", "ch", "sh")
_PASSED = " /·、-—"
"""Signs in a name that need not be typed when it is typed as pinyin."""
_BETWEEN = str.maketrans("ü", "v", " '’")


def find(names: Sequence[str], typed: str, readings: Readings | None = None) -> list[str]:
    """Return the names that a text completes to: equal ones, then beginnings, then parts; else in the given order.

    Among equally good ones those that hold the text itself come before those that are read like it.
    """
    wanted = fold(typed.strip())
    if not wanted:
        return list(names)
    ranks = ((rank(name, wanted, readings), number) for number, name in enumerate(names))
    return [names[number] for found, number in sorted((r, n) for r, n in ranks if r is not None)]


def rank(name: str, typed: str, readings: Readings | None = None) -> tuple[int, bool] | None:
    """Return how a text matches a name, best first, and whether by its sound; None if it does not. Both are folded."""
    wanted, folded = fold(typed.strip()), fold(name)
    if wanted in folded:
        return EXACT if folded == wanted else PREFIX if folded.startswith(wanted) else PART, False
    spelled = wanted.translate(_BETWEEN)
    if not any("a" <= char <= "z" for char in spelled):
        return None
    sounds = readings or pinyin
    ways = [_ways(char, sounds) for char in folded]
    ends = [_reach(folded, ways, spelled, start) for start in range(len(folded))]
    if ends and ends[0]:
        return (EXACT if ends[0] == len(folded) else PREFIX), True
    return (PART, True) if any(ends) else None


@lru_cache(maxsize=8192)
def _ways(char: str, readings: Readings) -> tuple[str, ...]:
    """Return what may be typed for a character: itself, its readings, their initials; nothing for a sign between."""
    if char in _PASSED:
        return ()
    sounds = readings(char)
    initials = (sound[:size] for sound in sounds for size in (1, 2) if size == 1 or sound[:2] in _DIGRAPHS)
    return tuple(dict.fromkeys((char, *sounds, *initials)))


def _reach(name: str, ways: Sequence[tuple[str, ...]], typed: str, start: int) -> int:
    """Return where in a name a text ends that is typed from a character on, the furthest; 0 if it cannot be.

    The last syllable may be cut short. A sign that need not be typed is no place to begin at.
    """
    first = ways[start]
    if not first or not (typed.startswith(first) or any(way.startswith(typed) for way in first)):
        return 0
    typed_so_far, reached = {0}, 0
    for at in range(start, len(name)):
        following: set[int] = set() if ways[at] else set(typed_so_far)
        for done in typed_so_far:
            rest = typed[done:]
            for way in ways[at] or (name[at],):
                if rest.startswith(way):
                    following.add(done + len(way))
                elif way.startswith(rest) and rest:
                    following.add(len(typed))
        if len(typed) in following:
            reached = at + 1
        typed_so_far = following - {len(typed)}
        if not typed_so_far:
            break
    return reached


@cache
def pinyin(char: str) -> tuple[str, ...]:
    """Return the readings of a character, the commonest first (some 30 ms at the first call)."""
    return tuple(dict.fromkeys(_reader()(char)))


@cache
def _reader() -> Callable[[str], Iterable[str]]:
    # Without its phrases pypinyin loads in a tenth of the time and memory; every reading is wanted anyway.
    before = os.environ.get("PYPINYIN_NO_PHRASES")
    os.environ["PYPINYIN_NO_PHRASES"] = "true"
    try:
        from pypinyin import Style
        from pypinyin import pinyin as spell
    finally:
        if before is None:
            del os.environ["PYPINYIN_NO_PHRASES"]
        else:
            os.environ["PYPINYIN_NO_PHRASES"] = before

    def read(char: str) -> Iterable[str]:
        found = spell(char, style=Style.NORMAL, heteronym=True, errors="ignore")
        return found[0] if found else ()

    return read
