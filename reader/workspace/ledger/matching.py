"""Which article a row of a ledger is about: by its id, by the office's number, else by title and author. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reader.annotations.handling import WHOLE, Registered
from reader.annotations.schemes import NUMBER
from reader.exchange.ledger import LedgerRow
from reader.text import fold

_CORE = re.compile(r"(?:关于)?(.+?)(?:的(?:建议|提案|议案|意见|(?:几点|若干|几条)建议))?")
_NAMES = re.compile(r"[、，,;；/\s]+")
_AND_OTHERS = re.compile(r"等(?:\d*[名位人]?.*)?$")


@dataclass(frozen=True, slots=True)
class Known:
    """A proposal that a row may be about: what it is called, who it is from, and the entries on it that count.

    `key` is its article's id.
    """

    key: str
    title: str
    author: str
    log: tuple[Registered, ...] = ()

    def numbers(self, scheme: str) -> set[str]:
        """Return its numbers by a scheme: the latest entry's, for an older one may be another's by now."""
        found = [
            each.entry.value
            for each in self.log
            if (each.subject, each.entry.field, each.entry.scheme) == (WHOLE, NUMBER, scheme)
        ]
        return set(found[-1:])


class Matcher:
    """Finds the proposals that rows are about."""

    def __init__(self, known: Iterable[Known]) -> None:
        """Take the proposals there are; of two of one id the first."""
        self._by_key: dict[str, Known] = {}
        self._by_title: dict[str, list[Known]] = {}
        self._by_number: dict[tuple[str, str], list[Known]] = {}
        for each in known:
            self.add(each)

    def add(self, known: Known) -> None:
        """Take one more."""
        if known.key in self._by_key:
            return
        self._by_key[known.key] = known
        self._by_title.setdefault(core(known.title), []).append(known)
        for scheme in {each.entry.scheme for each in known.log}:
            for number in known.numbers(scheme):
                self._by_number.setdefault((scheme, number), []).append(known)

    def by_key(self, key: str) -> Known | None:
        """Return the proposal of an article's id."""
        return self._by_key.get(key)

    def match(self, row: LedgerRow) -> list[Known]:
        """Return what a row is about: one, none, or – where nothing decides – all that it may be about.

        The author decides among equal titles; where it contradicts a title, it is for a person to say. Who has another
        number already is not meant.
        """
        named = self._by_key.get(row.article)
        if named is not None:
            return [named]
        numbered = self._by_number.get((row.scheme, row.number), []) if row.number else []
        if numbered:
            return numbered
        titled = [
            each
            for each in self._by_title.get(core(title_of(row)), ())
            if not (row.number and each.numbers(row.scheme))
        ]
        ours = names(row.author)
        agreeing = [each for each in titled if ours & names(each.author)]
        silent = [each for each in titled if not (ours and names(each.author))]
        return agreeing or silent or titled

    def contradicts(self, row: LedgerRow, known: Known) -> bool:
        """Say whether the author a row names is not the one of what was found by its title alone."""
        if known.key == row.article or (row.number and row.number in known.numbers(row.scheme)):
            return False
        ours, theirs = names(row.author), names(known.author)
        return bool(ours and theirs and not ours & theirs)


def title_of(row: LedgerRow) -> str:
    """Return what a row's proposal is called: its title, else its number."""
    return row.title or row.number


def core(title: str) -> str:
    """Return what counts of a title: without marks, white space, and the “关于…的建议” around it."""
    bare = "".join(char for char in fold(title) if char.isalnum())
    found = _CORE.fullmatch(bare)
    return (found[1] if found else bare) or fold("".join(title.split()))


def names(author: str) -> frozenset[str]:
    """Return the names in an author's words, however they are divided; 等3人 is none."""
    plain = _AND_OTHERS.sub("", fold(author).strip())
    return frozenset(
        name
        for part in (*_NAMES.split(plain), plain)
        if (name := "".join(char for char in part if char.isalnum()))
    )
