"""Rows joined as an editor would set them, with each character's source."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from reader.pages.model import Flow, Page, Row


def join(rows: Iterable[Row], *, skip: int = 0) -> Flow:
    """Return the rows as one paragraph, without the first `skip` characters.

    A row break between Latin letters becomes a space that has the break's offset.
    """
    text: list[str] = []
    offsets = array("I")
    last: Row | None = None
    for row in rows:
        flow = row.flow
        if not flow.text:
            continue
        if last is not None and _latin(last.flow.text[-1]) and _latin(flow.text[0]):
            text.append(" ")
            offsets.append(last.end)
        text.append(flow.text)
        offsets.extend(flow.offsets)
        last = row
    whole = "".join(text)
    return Flow(whole[skip:], offsets[skip:])


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def reflow(page: Page, start: int, end: int) -> Flow:
    """Return the displayed text of code points `start:end` of a page, in page order, whatever the parse made of it."""
    rows = [row for row in page.rows if row.start < end and row.end >= start]
    whole = join(rows)
    first, last = whole.display(start), whole.display(end)
    return Flow(whole.text[first:last], whole.offsets[first:last])
