"""Chinese units within a paragraph: sentences and clauses, as spans that partition the text."""

from __future__ import annotations

import re

from reader.text.widths import char_width

_CLOSERS = "”’」』】》〉）〕］｝)\\]}\"'"
_SENTENCE = re.compile(rf"(?:[。！？!?]+|…{{2,}}|\n)[{_CLOSERS}]*\s*")
_CLAUSE = re.compile(rf"(?:[，；：。！？!?;]+|,(?!\d)|:(?!\d)|——|…{{2,}}|\n)[{_CLOSERS}]*\s*")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences (句), each with its end mark, the closing quotes after it and white space."""
    return _cut(_SENTENCE, text)


def clauses(text: str) -> list[tuple[int, int]]:
    """Return the clauses (分句): what stands between commas, semicolons, colons, dashes and sentence ends."""
    return _cut(_CLAUSE, text)


def _cut(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for match in pattern.finditer(text):
        end = match.end()
        while end < len(text) and char_width(text[end]) == 0:
            end += 1  # a combining mark belongs to what it follows
        if end > start:
            spans.append((start, end))
            start = end
    if start < len(text):
        spans.append((start, len(text)))
    return spans
