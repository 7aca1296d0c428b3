"""A folder for brat: an article's text (`.txt`) and its annotations (`.ann`), with the project's configuration.

An annotation is a text-bound one for each of its tags; a passage over several lines, or in several pieces, is
discontinuous. Offsets are half-open code points of the text beside, lines end in LF. A comment is a note
(`AnnotatorNotes`) on the first of them, on one line; `Level` and `Resolved` are attributes. brat takes ASCII letters,
digits, `_` and `-` for a type's name: `visual.conf` says what each stands for (brat manual, "Annotation configuration",
"Standoff format").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from itertools import chain
from pathlib import Path, PurePath

from reader.annotations.model import Tag
from reader.config.language import N_, _
from reader.exchange.documents import Document, Range, documents
from reader.exchange.model import Export
from reader.exchange.names import safe_name
from reader.exchange.palette import PLAIN, color_of
from reader.exchange.tables import plain
from reader.exchange.texts import utf8

UNTAGGED, COMMENT = "Comment", N_("Comment")
"""The type of a passage that has a comment and no tag, and its label."""
LONGEST = 100
"""Bytes of a file's name in UTF-8, its suffix included."""
_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_RESERVED = frozenset(
    (
        *("ANY", "ENTITY", "RELATION", "EVENT", "NONE", "REL-TYPE", "SEPARATOR", "Equiv"),
        *("SPAN_DEFAULT", "ARC_DEFAULT", "ATTRIBUTE_DEFAULT", "Level", "Resolved", UNTAGGED),
    )
)
"""Names that mean something to brat or to us."""


def write_folder(export: Export, folder: Path) -> None:
    """Write all files into a folder.

    Counts comments that lose their line breaks (`line_breaks`) or control characters (`characters`) as losses.
    """
    names, tags = Names(), dict[str, Tag]()
    for document in documents(export):
        tags.update((tag.name, tag) for mark in document.marks for tag in mark.record.tags)
        first_row = document.article.id.rpartition("/")[2]
        stem = names.take(PurePath(document.path).stem, f"-{document.number}-{first_row}")
        lines = _lines(document, export)
        for suffix, content in ((".txt", (document.text, "\n")), (".ann", lines)):
            with (folder / (stem + suffix)).open("xb") as raw, utf8(raw) as out:
                out.writelines(content)
    known = sorted(tags.values(), key=lambda tag: tag.name)
    for name, configuration in (("annotation.conf", _annotation(known)), ("visual.conf", _visual(known))):
        with (folder / name).open("xb") as raw, utf8(raw) as out:
            out.writelines(f"{line}\n" for line in configuration)


class Names:
    """Names for files, each given once, that every system takes and takes for different ones."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, stem: str, tail: str) -> str:
        """Return a stem, cut where it is too long, with its tail: at most LONGEST bytes with a suffix."""
        whole = "_".join(safe_name(unicodedata.normalize("NFC", stem)).split())
        count, given = 1, _cut(whole, tail) + tail
        while given.casefold() in self._taken:
            count += 1
            given = _cut(whole, f"{tail}~{count}") + f"{tail}~{count}"
        self._taken.add(given.casefold())
        return given


def _cut(stem: str, tail: str) -> str:
    room = LONGEST - len(".txt") - len(tail.encode())
    return stem.encode()[:room].decode(errors="ignore")


def type_of(tag: Tag) -> str:
    """Return the type that stands for a tag, the same in every export."""
    if _TYPE.fullmatch(tag.name) and tag.name not in _RESERVED and not tag.name.startswith("tag-"):
        return tag.name
    return "tag-" + sha256(tag.name.encode(errors="surrogatepass")).hexdigest()[:12]


def _lines(document: Document, export: Export) -> Iterator[str]:
    """Yield the lines of an `.ann` file."""
    bound = attribute = note = 0
    for mark in document.marks:
        annotation = mark.record.annotation
        types = [type_of(tag) for tag in mark.record.tags]
        if not types and annotation.comment and annotation.reply_to is None:
            types = [UNTAGGED]
        if not types:
            continue
        fragments = list(chain.from_iterable(_fragments(document.text, piece) for piece in mark.ranges))
        if not fragments:
            export.losses["blank"] += 1
            continue
        places = ";".join(f"{start} {end}" for start, end in fragments)
        words = " ".join(document.text[start:end] for start, end in fragments)
        first = bound + 1
        for type_name in types:
            bound += 1
            yield f"T{bound}\t{type_name} {places}\t{words}\n"
            attribute += 1
            yield f"A{attribute}\tLevel T{bound} {annotation.target.level}\n"
            if annotation.resolved:
                attribute += 1
                yield f"A{attribute}\tResolved T{bound}\n"
        if annotation.comment and annotation.reply_to is None:
            note += 1
            yield f"#{note}\tAnnotatorNotes T{first}\t{_note(annotation.comment, export)}\n"


def _fragments(text: str, piece: Range) -> Iterator[Range]:
    """Yield a range line by line, without the white space at the ends."""
    start, end = piece
    for line in text[start:end].split("\n"):
        inner = line.strip()
        if inner:
            first = start + line.index(inner)
            yield first, first + len(inner)
        start += len(line) + 1


def _note(comment: str, export: Export) -> str:
    clean = plain(comment)
    if clean != comment.replace("\r\n", "\n").replace("\r", "\n"):
        export.losses["characters"] += 1
    if "\n" in clean.strip():
        export.losses["line_breaks"] += 1
    return " ".join(clean.split("\n")).replace("\t", " ").strip()


def _annotation(tags: list[Tag]) -> Iterator[str]:
    yield "# offsets are code points"
    yield "[entities]"
    yield from dict.fromkeys((*map(type_of, tags), UNTAGGED))
    yield "[relations]"
    yield "[events]"
    yield "[attributes]"
    yield "Level\tArg:<ENTITY>, Value:article|measure|span"
    yield "Resolved\tArg:<ENTITY>"


def _visual(tags: list[Tag]) -> Iterator[str]:
    yield "[labels]"
    for tag in tags:
        label = _label(tag.name)
        yield f"{type_of(tag)} | {label} | {_label(tag.name.rpartition('/')[2]) or label}"
    yield f"{UNTAGGED} | {_(COMMENT)}"
    yield "[drawing]"
    yield f"SPAN_DEFAULT\tfgColor:black, bgColor:{PLAIN}, borderColor:darken"
    for tag in tags:
        yield f"{type_of(tag)}\tbgColor:{color_of(tag.color)}"


def _label(name: str) -> str:
    """Return a name that does not end a label: `|` parts labels, a leading `!` hides a type."""
    clean = " ".join(plain(name).split()).replace("|", "\N{FULLWIDTH VERTICAL LINE}")
    return "\N{FULLWIDTH EXCLAMATION MARK}" + clean[1:] if clean.startswith("!") else clean
