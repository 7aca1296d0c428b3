"""jieba behind a small face: no marshal cache, no words on the screen, nothing imported before `load`.

jieba caches its dictionary as a marshal file in the shared temporary folder and reads it back without asking whose
it is; a file planted there changes what we cut. Reading the dictionary itself is no slower.
"""

from __future__ import annotations

import logging
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any, cast

Span = tuple[int, int]

_CHARACTER = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?|[^\W\d_\u2e80-\U0003ffff]+|\s+|.", re.DOTALL)


class Segmenter:
    """Cuts text into words. Safe to share between threads; `load` once, anywhere but in the event loop."""

    def __init__(self) -> None:
        """Make one that is not ready yet."""
        self._lock = Lock()
        self._tokenizer: Any = None

    @property
    def ready(self) -> bool:
        """Whether the dictionary is loaded."""
        return self._tokenizer is not None

    def load(self) -> None:
        """Import jieba and read its dictionary (some 0.5 s, 60 MB); later calls return at once."""
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = _tokenizer()

    def cut(self, text: str) -> list[Span]:
        """Return spans of words that partition the text; of single characters before `load`.

        Unknown names are recognised (jieba's hidden Markov model).
        """
        if self._tokenizer is None:
            return [match.span() for match in _CHARACTER.finditer(text)]
        spans: list[Span] = []
        start = 0
        for word in self._tokenizer.cut(text, HMM=True):
            spans.append((start, start + len(word)))
            start += len(word)
        return spans


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


def _tokenizer() -> Any:
    with _quietly():
        import jieba
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    with Path(jieba.__file__).with_name("dict.txt").open("rb") as dictionary:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(dictionary)  # type: ignore[arg-type]  # it decodes bytes
    tokenizer.initialized = True  # keeps jieba from looking for its cache
    return tokenizer
