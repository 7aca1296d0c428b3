"""The reader's own words: a plain text file to be edited by hand, in the form of jieba's user dictionaries.

A line is `word [frequency] [tag]`; `#` begins a comment. Lines that are neither are passed over. What is written back
keeps every line as it was, also those; bytes that are no UTF-8 come out as they went in.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reader.config.places import config_folder

LONGEST = 30
NAME = "words.txt"
_LINE = re.compile(r"(\S+)(?:\s+([0-9]{1,9}))?(?:\s+([A-Za-z]+))?", re.ASCII)
_COMMENT = re.compile(r"(?:^|\s)#.*", re.DOTALL)
_BOM = "\ufeff"


class WordsError(Exception):
    """The file cannot be used, or a word not taken; `code` says why, `params` names the file or the word."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word and the line it is on. Without a frequency it is to be cut whole; with 0 it is no word of the
    dictionary any more."""

    word: str
    frequency: int | None = None
    tag: str = ""
    line: int = 0

    def __str__(self) -> str:
        """The word as a line of the file."""
        frequency = "" if self.frequency is None else str(self.frequency)
        return " ".join(filter(None, (self.word, frequency, self.tag)))


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line that is no word and no comment."""

    line: int
    text: str


@dataclass(frozen=True)
class WordList:
    """The lines of a file, with their ends. Immutable."""

    lines: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> WordList:
        """Take a text apart; only line feeds end lines."""
        return cls(tuple(re.findall(r"[^\n]*\n|[^\n]+", text)))

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "".join(self.lines)

    @cached_property
    def words(self) -> Mapping[str, OwnWord]:
        """The words in the file's order; of one that is there twice the later line counts, as jieba has it."""
        return {item.word: item for item in self._read() if isinstance(item, OwnWord)}

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The lines that are neither words nor comments."""
        return tuple(item for item in self._read() if isinstance(item, Mistake))

    @property
    def frequencies(self) -> dict[str, int | None]:
        """What a segmenter learns: words and their frequencies, where they have any."""
        return {item.word: item.frequency for item in self.words.values()}

    def added(self, words: Iterable[OwnWord]) -> WordList:
        """Return this with words at its end that are not in it yet. Raises WordsError `words_word`."""
        new = dict.fromkeys(self.words)
        lines = list(self.lines)
        end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
        for item in words:
            if not is_own_word(item.word):
                raise WordsError("words_word", word=item.word[:LONGEST])
            if item.word in new:
                continue
            new[item.word] = None
            if lines and not lines[-1].endswith("\n"):
                lines[-1] += end
            lines.append(f"{item}{end}")
        return WordList(tuple(lines))

    def removed(self, words: Iterable[str]) -> WordList:
        """Return this without the lines of words. Raises WordsError `words_absent` if one is not in it."""
        gone = set()
        for word in words:
            if word not in self.words:
                raise WordsError("words_absent", word=word[:LONGEST])
            gone.add(word)
        kept = (line for line in self.lines if (item := _item(line, 0)) is None or _word(item) not in gone)
        return WordList(tuple(kept))

    def _read(self) -> Iterator[OwnWord | Mistake]:
        for number, line in enumerate(self.lines, 1):
            item = _item(line, number)
            if item is not None:
                yield item


def is_own_word(word: str) -> bool:
    """Say whether a text can be a word of one's own: 1 to 30 characters without spaces, a letter among them."""
    return (
        len(word) <= LONGEST
        and word.isprintable()
        and any(char.isalnum() for char in word)
        and not any(char.isspace() for char in word)
        and not word.startswith("#")
    )


def words_file() -> Path:
    """Return where the words are, or would be."""
    return config_folder() / NAME


def read_words(path: Path) -> WordList:
    """Return what a file holds; nothing if there is none. Raises WordsError `words_unreadable`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return WordList()
    except OSError as error:
        raise WordsError("words_unreadable", path=str(path), detail=error.strerror or str(error)) from error
    return WordList.of(data.decode("utf-8", "surrogateescape"))


def write_words(path: Path, words: WordList) -> None:
    """Put words in the place of a file, whole or not at all. Raises WordsError `words_unwritable`."""
    target = Path(os.path.realpath(path))  # a link keeps pointing where it points
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with temporary.open("wb") as file:
                if target.exists():
                    temporary.chmod(target.stat().st_mode)
                file.write(words.text.encode("utf-8", "surrogateescape"))
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise WordsError("words_unwritable", path=str(path), detail=error.strerror or str(error)) from error


def _item(line: str, number: int) -> OwnWord | Mistake | None:
    """Return what a line says; None if it is empty or a comment."""
    bare = _COMMENT.sub("", line.removeprefix(_BOM)).strip()
    if not bare:
        return None
    found = _LINE.fullmatch(bare)
    if found is None or not is_own_word(found[1]):
        return Mistake(number, bare)
    return OwnWord(found[1], None if found[2] is None else int(found[2]), found[3] or "", number)


def _word(item: OwnWord | Mistake) -> str | None:
    return item.word if isinstance(item, OwnWord) else None
