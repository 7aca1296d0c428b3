"""Datelines, and the reporters and correspondents they name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.pages.cues import is_dateline

_DATELINE = re.compile(
    r"^(?P<place>[^（。]{0,44}?(?:电|讯|消息))(?:\s?(?P<names>[（(][^（）()]{0,120}[）)]))?"
)
_ROLE = re.compile(
    r"(?P<correspondent>特约通讯员|通讯员)|(?P<reporter>(?:[\u4e00-\u9fff]{0,8}?)(?:首席|见习|实习|特派|特约|全媒体)*(?:记者|实习生))"
)
_SEPARATOR = re.compile(r"[\s\u3000、，,；;]+")
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,8}")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline as printed and whom it names; empty where there is none."""

    text: str = ""
    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()


def read_dateline(paragraph: str) -> Dateline:
    """Return the dateline an article's first paragraph begins with."""
    if not is_dateline(paragraph):
        return Dateline()
    match = _DATELINE.match(paragraph)
    if match is None:
        return Dateline()
    names = (match["names"] or "")[1:-1]
    reporters: list[str] = []
    correspondents: list[str] = []
    into = reporters
    position = 0
    for role in (*_ROLE.finditer(names), None):
        into.extend(_names(names[position : role.start() if role else len(names)]))
        if role is not None:
            into = correspondents if role["correspondent"] else reporters
            position = role.end()
    return Dateline(match[0], tuple(reporters), tuple(correspondents))


def _names(text: str) -> list[str]:
    return [name for name in _SEPARATOR.split(text) if _NAME.fullmatch(name)]
