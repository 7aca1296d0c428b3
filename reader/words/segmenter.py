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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import log
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any, cast

Span = tuple[int, int]

_CHARACTER = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?|[^\W\d_\u2e80-\U0003ffff]+|\s+|.", re.DOTALL)
_BLOCK = r"\u4e00-\u9fd5a-zA-Z0-9+#&._%\-"
"""What jieba takes together and looks up."""
_ALIKE = re.compile(rf"(?<![{_BLOCK}])[\u4e00-\u9fd50-9，。、；：？！“”‘’《》（）…—·]+(?![{_BLOCK}])")
"""Whole blocks without letters and signs, and the marks between them: jieba and rjieba cut these alike."""
_COMMON = 2000
"""The least frequency of one's own words: about that of 城区 or 食堂, so that neighbours seldom pull them apart."""
_MANY = 50
_ABSENT = -1
_UNSEEN = 10
"""The frequency a word is taken to have beyond what the dictionary says: it counts few texts of today."""
_TEXTS = 64
"""Texts whose words are kept: a cursor goes back and forth in the same sentences."""


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
        self._kept: dict[str, tuple[Span, ...]] = {}
        self._quick: Callable[[str], Sequence[str]] | None = None

    @property
    def ready(self) -> bool:
        """Whether the dictionary is loaded."""
        return self._tokenizer is not None

    @property
    def own(self) -> Mapping[str, int | None]:
        """The words of one's own that texts are cut with; another object when they have changed."""
        return self._learned

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

    def quicken(self) -> bool:
        """Cut with rjieba from here on, where it is installed and can; return whether it is.

        Worth it for much text only: other threads stand still for the 0.14 s that importing it takes.
        """
        if self._quick is None:
            try:
                import rjieba
            except ImportError:
                return False
            self._quick = rjieba.cut
        return True

    def known(self, word: str) -> bool:
        """Say whether a word is in the dictionary, or one's own. After `load`."""
        return self._tokenizer.FREQ.get(word, 0) > 0 or word in self._learned

    def cut(self, text: str) -> list[Span]:
        """Return spans of words that partition the text; of single characters before `load`.

        Unknown names are recognised (jieba's hidden Markov model).
        """
        if self._tokenizer is None:
            return [match.span() for match in _CHARACTER.finditer(text)]
        kept = self._kept  # what was cut with these words; `learn` puts another in its place
        if text in kept:
            return list(kept[text])
        spans: list[Span] = []
        start = 0
        for first, last in self._found(text):
            spans.extend(self._cut(text, start, first))
            spans.append((first, last))
            start = last
        spans.extend(self._cut(text, start, len(text)))
        if len(kept) >= _TEXTS:
            kept.clear()
        kept[text] = tuple(spans)
        return spans

    def rarity(self, word: str) -> float:
        """Return how rare a word is in general, in nats; what the dictionary does not know is rarest. After `load`."""
        tokenizer = self._tokenizer
        return log(tokenizer.total / (tokenizer.FREQ.get(word, 0) + _UNSEEN))

    def _cut(self, text: str, start: int, end: int) -> Iterator[Span]:
        for word in self._words(text[start:end]) if start < end else ():
            yield start, start + len(word)
            start += len(word)

    def _words(self, text: str) -> Iterator[str]:
        """Yield the words of a text: rjieba's of runs that both cut alike, jieba's of what is between them.

        rjieba knows no words of one's own; and it takes Latin letters, hyphens and units together in its own way.
        """
        quick = None if self._learned else self._quick
        if quick is None:
            yield from self._tokenizer.cut(text, HMM=True)
            return
        done = 0
        for run in _ALIKE.finditer(text):
            if run.start() > done:
                yield from self._tokenizer.cut(text[done : run.start()], HMM=True)
            yield from quick(run[0])
            done = run.end()
        if done < len(text):
            yield from self._tokenizer.cut(text[done:], HMM=True)

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
            self._kept = {}


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
