"""Bars of a number of cells, to an eighth of a cell where the terminal draws eighths in one."""

from __future__ import annotations

from reader.text.widths import ambiguous_wide

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL, _PLAIN = "█", "="


def bar(part: int, whole: int, width: int) -> str:
    """Return a bar that is `part` of `whole` of a width in cells long; what is more than nothing shows."""
    if part <= 0 or whole <= 0 or width <= 0:
        return ""
    eighths = max(1, min(8 * width, round(8 * width * part / whole)))
    if ambiguous_wide():
        return _PLAIN * max(1, round(eighths / 8))
    return _FULL * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
