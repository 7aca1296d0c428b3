"""jieba behind a small face: no marshal cache, no words on the screen, nothing imported before `load`.

jieba caches its dictionary as a marshal file in the shared temporary folder and reads it back without asking whose
it is; a file planted there changes what we cut. Reading the dictionary itself is no slower.

Words of one's own get a frequency in jieba's dictionary with which they are likelier than any pieces of theirs; words
with characters at which jieba cuts before it looks anything up are found before it is asked.
"""

from __future__ import annotations

import logging
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any, cast

Span = tuple[int, int]

_CHARACTER = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?|[^\W\d_\u2e80-\U0003ffff]+|\s+|.", re.DOTALL)
_COMMON = 2000
"""The least frequency of one's own words: about that of 城区 or 食堂, so that neighbours seldom pull them apart."""
_MANY = 50
_ABSENT = -1


class Segmenter:
    """Cuts text into words. Safe to share between threads; `load` once, anywhere but in the event loop."""

    def __init__(self) -> None:
        """Make one that is not ready yet."""
        self._lock = Lock()
        self._tokenizer: Any = None
        self._learning = Lock()
        self._wanted: Mapping[str, int | None] = {}
        self._learned: Mapping[str, int | None] = {}
        self._before: dict[str, int] = {}
        self._marked: dict[str, list[str]] = {}

    @property
    def ready(self) -> bool:
        """Whether the dictionary is loaded."""
        return self._tokenizer is not None

    def load(self) -> None:
        """Import jieba and read its dictionary (some 0.5 s, 60 MB); later calls return at once."""
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = _tokenizer()
                self._learn()

    def learn(self, words: Mapping[str, int | None]) -> None:
        """Have these words of one's own, and no others, with their frequencies; at `load` if that is still to come.

        A word without a frequency is cut whole where it stands by itself, and nearly always within other text.
        """
        self._wanted = dict(words)
        if self._tokenizer is not None:
            self._learn()

    def cut(self, text: str) -> list[Span]:
        """Return spans of words that partition the text; of single characters before `load`.

        Unknown names are recognised (jieba's hidden Markov model).
        """
        if self._tokenizer is None:
            return [match.span() for match in _CHARACTER.finditer(text)]
        spans: list[Span] = []
        start = 0
        for first, last in self._found(text):
            spans.extend(self._cut(text, start, first))
            spans.append((first, last))
            start = last
        spans.extend(self._cut(text, start, len(text)))
        return spans

    def _cut(self, text: str, start: int, end: int) -> Iterator[Span]:
        for word in self._tokenizer.cut(text[start:end], HMM=True) if start < end else ():
            yield start, start + len(word)
            start += len(word)

    def _found(self, text: str) -> Iterator[Span]:
        """Yield where words stand that jieba would cut before it looks them up, the longest at each place."""
        marked = self._marked
        if not marked:
            return
        end = 0
        for start, char in enumerate(text):
            if start >= end and char in marked:
                word = next((word for word in marked[char] if text.startswith(word, start)), "")
                if word:
                    end = start + len(word)
                    yield start, end

    def _learn(self) -> None:
        """Change the dictionary from the words learned to those wanted: what became other, and what holds it.

        Nothing is ever taken out of it, for another thread may be cutting: a prefix without a word has frequency 0.
        """
        with self._learning:
            wanted, learned, tokenizer = self._wanted, self._learned, self._tokenizer
            known = tokenizer.FREQ
            changed = {
                word
                for word in {*wanted, *learned}
                if wanted.get(word, _ABSENT) != learned.get(word, _ABSENT)
            }
            if len(changed) < _MANY:
                again = {word for word in wanted if any(part in word for part in changed)}
            else:
                again = set(wanted)
            for word in changed | again:
                before = self._before.pop(word, None)
                if before is not None:
                    tokenizer.total += before - known[word]
                    known[word] = before
            whole = _jieba().re_han_default.fullmatch
            for word in sorted(again, key=len):  # what a longer word is made of comes first
                if not whole(word):
                    continue
                frequency = wanted[word]
                self._before[word] = known.get(word, 0)
                for end in range(1, len(word)):
                    known.setdefault(word[:end], 0)
                if frequency is None:
                    frequency = max(_COMMON, _likelier(tokenizer, word))
                tokenizer.total += frequency - self._before[word]
                known[word] = frequency
            marked: dict[str, list[str]] = {}
            for word in sorted(wanted, key=len, reverse=True):
                if wanted[word] != 0 and not whole(word):
                    marked.setdefault(word[0], []).append(word)
            self._marked, self._learned = marked, wanted


_SHARED = Segmenter()


def segmenter() -> Segmenter:
    """Return the process's segmenter."""
    return _SHARED


@contextmanager
def _quietly() -> Iterator[None]:
    """Silence warnings of old escapes in jieba's sources, and hide pkg_resources from its import.

    jieba takes pkg_resources, if it is there, to find files it finds as well without; importing it warns of its own
    end and takes twice as long as jieba itself.
    """
    hide = "pkg_resources" not in sys.modules
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if hide:
            sys.modules["pkg_resources"] = cast(ModuleType, None)
        try:
            yield
        finally:
            if hide:
                sys.modules.pop("pkg_resources", None)


def _likelier(tokenizer: Any, word: str) -> int:
    """Return the frequency from which on a word is likelier than its pieces (jieba's own `suggest_freq` idea)."""
    likelihood = 1.0
    for piece in tokenizer.cut(word, HMM=False):
        likelihood *= (tokenizer.FREQ.get(piece) or 1) / tokenizer.total
    return max(int(likelihood * tokenizer.total) + 1, int(tokenizer.FREQ.get(word) or 0))


def _jieba() -> Any:
    with _quietly():
        import jieba
    return jieba


def _tokenizer() -> Any:
    jieba = _jieba()
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    with Path(jieba.__file__).with_name("dict.txt").open("rb") as dictionary:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(dictionary)  # it decodes bytes
    tokenizer.initialized = True  # keeps jieba from looking for its cache
    return tokenizer
