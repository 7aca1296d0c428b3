"""Words, clauses and sentences around a caret. Pure; words come from a segmenter the caller passes.

Sentences are cut into words one at a time, in pieces of at most 500 characters, so that a key costs the same in any
article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from reader.annotations import Caret
from reader.tui.document import Document, Span

Words = Callable[[str], list[Span]]
"""Cuts a text into spans that partition it."""
_PIECE = 500
_TOKEN = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?%?|[^\W\d_\u2e80-\U0003ffff]+|\s+|.", re.DOTALL)


def fallback_words(text: str) -> list[Span]:
    """Cut a text into single Chinese characters, Latin words, numbers and marks."""
    return [match.span() for match in _TOKEN.finditer(text)]


def span_at(spans: list[Span], offset: int) -> Span:
    """Return the span an offset is in, of spans that partition a text; the last one at its end."""
    return spans[max(0, bisect_right(spans, offset, key=lambda span: span[0]) - 1)]


def sentence_at(document: Document, caret: Caret) -> Span:
    """Return the sentence a caret is in, within its block."""
    return span_at(document.sentences(caret.block), caret.offset)


def clause_at(document: Document, caret: Caret) -> Span:
    """Return the clause a caret is in, within its block."""
    return span_at(document.clauses(caret.block, sentence_at(document, caret)), caret.offset)


def piece_at(document: Document, caret: Caret) -> Span:
    """Return the stretch of text that is cut into words together: the caret's sentence, or 500 characters of it."""
    start, end = sentence_at(document, caret)
    start += (caret.offset - start) // _PIECE * _PIECE
    return start, min(end, start + _PIECE)


def sentences_beside(document: Document, caret: Caret) -> list[Caret]:
    """Return a place in the sentence before a caret's and one in that after it, where there are such."""
    start, end = piece_at(document, caret)
    before, after = document.previous(Caret(caret.block, start)), Caret(caret.block, end)
    if end >= len(document.texts[caret.block]):
        after = Caret(caret.block + 1, 0)
    return [place for place in (before, after) if place.block < len(document.blocks)]


def words_in(document: Document, words: Words, block: int, piece: Span) -> list[Span]:
    """Cut a stretch of a block into words; offsets are the block's. A cut that is no partition is not believed."""
    start, end = piece
    text = document.texts[block][start:end]
    spans = words(text)
    if not spans or spans[0][0] != 0 or spans[-1][1] != len(text):
        spans = fallback_words(text) or [(0, len(text))]
    return [(start + a, start + b) for a, b in spans]


def word_at(document: Document, words: Words, caret: Caret) -> Span:
    """Return the word a caret is in, within its block."""
    return span_at(words_in(document, words, caret.block, piece_at(document, caret)), caret.offset)


def is_word(text: str) -> bool:
    """Say whether a piece of text is a word to stop at: it has a letter, a digit or a Chinese character."""
    return any(ch.isalnum() for ch in text)
