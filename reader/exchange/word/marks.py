"""How our annotations are known again in a document that another program has saved.

Each comment has a hidden bookmark around its passage, which Word, WPS and LibreOffice all keep: `_x`, a letter for the
level, the annotation's id, six characters for author and date, six for text and passage (base 36; 40 characters are
the most that Word allows). A part of our own (`customXml`) has what no comment shows: exact times, ranges, the page's
fingerprint; never a word of what was written, so that a comment deleted in Word is gone from the file.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args

from reader.annotations.model import Level, Range
from reader.exchange.word.xml import attribute

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NAME = re.compile(r"_x([pamsqbnt])([0-9a-z]{25})([0-9a-z]{6})([0-9a-z]{6})")
_LEVELS: dict[str, Level] = {level[0]: level for level in get_args(Level)}
_PARTIAL = dict(zip("qbnt", "pams", strict=True))
_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Note:
    """What a document says of an annotation that we wrote into it, beside its comment.

    `who` and `what` are the check characters of author and date, of text and passage. `para` is the comment's
    paragraph id. `partial` means that the annotation has more than its comment can say, and can only be answered.
    With `whole` false only a bookmark was found: then times and ranges are empty.
    """

    id: str
    level: Level
    who: str
    what: str
    partial: bool
    whole: bool = False
    para: str = ""
    to: str = ""
    resolved: bool = False
    created: str = ""
    modified: str = ""
    fingerprint: str = ""
    ranges: tuple[Range, ...] = ()
    article: str = ""
    title: str = ""
    measure: str = ""
    path: str = ""
    page: int = 0

    @property
    def bookmark(self) -> str:
        """The name of its bookmark."""
        letter = self.level[0]
        if self.partial:
            letter = next(more for more, level in _PARTIAL.items() if level == letter)
        return f"_x{letter}{_base36(uuid.UUID(self.id).int, 25)}{self.who}{self.what}"

    def xml(self) -> str:
        """Return it as an element of our own part."""
        ranges = " ".join(f"{start}-{end}" for start, end in self.ranges)
        values = {
            "id": self.id, "level": self.level, "who": self.who, "what": self.what, "para": self.para,
            "to": self.to, "resolved": "1" if self.resolved else "", "partial": "1" if self.partial else "",
            "created": self.created, "modified": self.modified, "fingerprint": self.fingerprint,
            "ranges": ranges, "article": self.article, "title": self.title, "measure": self.measure,
            "path": self.path, "page": str(self.page),
        }  # fmt: skip
        return "<note" + "".join(f' {key}="{attribute(text)}"' for key, text in values.items() if text) + "/>"


def from_bookmark(name: str) -> Note | None:
    """Return what a bookmark says, or None if it is not one of ours."""
    found = _NAME.fullmatch(name.lower())
    if found is None:
        return None
    number = int(found[2], 36)
    if number >= 1 << 128:
        return None
    level = _LEVELS[_PARTIAL.get(found[1], found[1])]
    return Note(str(uuid.UUID(int=number)), level, found[3], found[4], found[1] in _PARTIAL)


def from_xml(values: Mapping[str, str]) -> Note | None:
    """Return what an element of our own part says, or None if somebody has spoilt it."""
    try:
        ranges = tuple(
            (int(found[1]), int(found[2])) for found in map(_RANGE.fullmatch, values.get("ranges", "").split())
            if found
        )  # fmt: skip
        note = Note(
            id=str(uuid.UUID(values["id"])),
            level=cast("Level", values["level"]),
            who=values["who"],
            what=values["what"],
            whole=True,
            para=values.get("para", ""),
            to=str(uuid.UUID(values["to"])) if values.get("to") else "",
            resolved=values.get("resolved") == "1",
            partial=values.get("partial") == "1",
            created=values["created"],
            modified=values["modified"],
            fingerprint=values.get("fingerprint", ""),
            ranges=ranges,
            article=values.get("article", ""),
            title=values.get("title", ""),
            measure=values.get("measure", ""),
            path=values.get("path", ""),
            page=max(0, int(values.get("page", "0"))),
        )
    except (KeyError, ValueError):
        return None
    in_order = all(0 <= start < end for start, end in ranges)
    return note if note.level in get_args(Level) and in_order else None


def who(author: str, date: str) -> str:
    """Return the check characters of an author and a date as the document writes it; fractions and zone left out."""
    return _check(" ".join(author.split()), date[:19])


def what(text: str, passage: str) -> str:
    """Return the check characters of a comment and the passage it is about; white space does not count."""
    return _check("".join(text.split()), "".join(passage.split()))


def paragraph_id(*parts: str) -> str:
    """Return eight hexadecimal digits for a paragraph, below 0x80000000 as Word wants them."""
    number = int.from_bytes(_digest(*parts)[:4]) & 0x7FFFFFFF
    return f"{max(1, number):08X}"


def word_date(moment: str) -> str:
    """Return a stored moment as Word writes one: the clock's own time, yet with a Z. Empty if it is none."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    except (ValueError, OverflowError, OSError):
        return ""


def _check(*parts: str) -> str:
    return _base36(int.from_bytes(_digest(*parts)[:8]) % 36**6, 6)


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


def _base36(number: int, length: int) -> str:
    digits = []
    for _place in range(length):
        number, digit = divmod(number, 36)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))
