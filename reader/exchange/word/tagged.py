"""Tags and comment as a comment in Word has them: a first line of `#tag`s, then the comment.

A tag with a space in its name is `#“name”`. A comment that itself starts with `#` gets a backslash in front, which is
what Markdown does, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_TAG = re.compile(r"[#＃](?:“([^”\n]+)”|([^\s#＃“”\\]+))(?=[ \t\u3000\n]|$)[ \t\u3000]*")
_ESCAPED = re.compile(r"\\+[#＃]")
_STARTS = re.compile(r"\\*[#＃]")


def join(names: Iterable[str], comment: str) -> tuple[str, str]:
    """Return the line of tags (maybe empty) and the comment below it."""
    line = " ".join(f"#{name}" if _plain(name) else f"#“{name}”" for name in names)
    return line, f"\\{comment}" if _STARTS.match(comment) else comment


def _plain(name: str) -> bool:
    """Say whether a name can stand without quotation marks: it has a letter and no white space."""
    found = _TAG.fullmatch(f"#{name}")
    return found is not None and found[2] == name and any(char.isalpha() for char in name)


def part(text: str) -> tuple[tuple[str, ...], str]:
    """Return the tags that a comment starts with, and the rest.

    Tags are words after a number sign on the first line, each followed by white space; what has no letter in it
    (`#1`) is none. Several may stand one after the other.
    """
    names: list[str] = []
    rest = text
    while (found := _TAG.match(rest)) is not None:
        if found[2] and not _plain(found[2]):
            break
        names.append(found[1] or found[2])
        rest = rest[found.end() :]
        if rest.startswith("\n"):
            rest = rest[1:]
            break
    if _ESCAPED.match(rest):
        rest = rest[1:]
    return tuple(dict.fromkeys(names)), rest
