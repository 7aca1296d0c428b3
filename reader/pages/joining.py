"""Rows joined as an editor would set them, with each character's source."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable

from reader.pages.model import Flow, Page, Row
from reader.pages.rows import is_latin, parted

_HEAD = re.compile(r"(?:^|[^A-Za-z0-9-])(?P<head>[A-Za-z][a-z]+)-$")
_REST = re.compile(r"[a-z]{2,}(?![A-Za-z0-9-])")
_COMPOUNDS = frozenset(("self", "well", "non", "cross", "half"))
"""First words of compounds that keep their hyphen (New Hart's Rules, 4.11)."""


def join(rows: Iterable[Row], *, skip: int = 0) -> Flow:
    """Return the rows as one paragraph, without the first `skip` characters.

    A row break between Latin words becomes a space that has the break's offset; the hyphen of a word that a break
    divides is left out.
    """
    text: list[str] = []
    offsets = array("I")
    last: Row | None = None
    for row in rows:
        flow = row.flow
        if not flow.text:
            continue
        if last is not None:
            left, right = last.flow.text, flow.text
            if _divided(left, right):
                text[-1] = text[-1][:-1]
                offsets.pop()
            elif _apart(left, right):
                text.append(" ")
                offsets.append(last.end)
        text.append(flow.text)
        offsets.extend(flow.offsets)
        last = row
    whole = "".join(text)
    return Flow(whole[skip:], offsets[skip:])


def _divided(left: str, right: str) -> bool:
    """Say whether a break divides a Latin word: `develop-`, `ment`; not `5G-`, `A` nor `state-of-`, `the`."""
    if left[-1] != "-" or not _REST.match(right):
        return False
    match = _HEAD.search(left[-40:])
    return match is not None and match["head"].lower() not in _COMPOUNDS


def _apart(left: str, right: str) -> bool:
    before = left[-2:-1]
    return parted(before, left[-1], right[0]) or (
        left[-1] == "." and is_latin(before) and is_latin(right[0]) and right[0].isupper()
    )


def reflow(page: Page, start: int, end: int) -> Flow:
    """Return the displayed text of code points `start:end` of a page, in page order, whatever the parse made of it."""
    if start >= end:
        return Flow("", array("I"))
    rows = page.rows
    first = bisect_left(rows, start, key=lambda row: row.end)
    last = bisect_left(rows, end, key=lambda row: row.start)
    # What stands at a break is decided by the rows on both its sides.
    while first > 0 and (first == len(rows) or not rows[first].flow.text or rows[first].start >= start):
        first -= 1
        if rows[first].flow.text:
            break
    while last < len(rows):
        last += 1
        if rows[last - 1].flow.text:
            break
    whole = join(rows[first:last])
    low, high = whole.display(start), whole.display(end)
    return Flow(whole.text[low:high], whole.offsets[low:high])
