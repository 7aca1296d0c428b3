"""The W3C Web Annotation data model, as JSON-LD: one AnnotationCollection with one AnnotationPage, an annotation a line.

Each range is a target of its own (a SpecificResource) with a TextQuoteSelector and a TextPositionSelector, whose
offsets are half-open, in code points of the page's text (LF line ends); the page is `urn:xiance:page:` and its
fingerprint. Tags, the comment and an entry are bodies with purposes. A reply is about the annotation it answers, as
the model has it; where that is in the text stands in `xiance:about`. A link is an annotation that links its source, as
target, to its target, as body. What the model has no words for has terms of
our own, so that nothing is lost (`TERMS`). Reading is in `w3c_reading`, and takes other people's files too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, TextIO
from urllib.parse import quote
from uuid import UUID

from reader.annotations.links import link_to_record
from reader.annotations.model import Annotation, Entry, Range, Tag, Target
from reader.annotations.quoting import BREAK
from reader.annotations.records import tag_to_record
from reader.exchange.jsonl import in_order
from reader.exchange.model import Export, LinkNote, Record
from reader.exchange.texts import utf8
from reader.exchange.w3c_reading import ANNOTATION, FORMAT, PAGE, VERSION, read

__all__ = ["read", "write"]

MODEL = "http://www.w3.org/ns/anno.jsonld"
TERMS = "urn:xiance:terms:"
# The values of these are ours as they stand (JSON-LD 1.1, "JSON literals"), not more linked data.
LITERALS = ("entry", "extra", "link", "tags")
CONTEXT = [
    MODEL,
    {
        "xiance": TERMS,
        **{f"xiance:{name}": {"@id": f"{TERMS}{name}", "@type": "@json"} for name in LITERALS},
    },
]
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write(export: Export, out: BinaryIO) -> None:
    """Write the collection; ids of collection and page are made of what is in them."""
    corrections = sum(1 for _note in export.corrections)
    if corrections:
        export.losses["corrections"] = corrections
    with utf8(out) as text:
        head = {
            "@context": CONTEXT,
            "type": "AnnotationCollection",
            "label": "xiance",
            "xiance:format": f"{FORMAT}/{VERSION}",
            "xiance:unit": "code points",
        }
        text.write(_encode(head)[:-1] + ',"first":{"type":"AnnotationPage","startIndex":0,"items":[')
        tags = {tag.id: tag for tag in export.tags}
        total, digest = _items(export, text, tags)
        identifier = f"urn:uuid:{UUID(bytes=digest[:16], version=5)}"
        page = {"id": f"{identifier}#1", "partOf": {"id": identifier, "total": total}}
        text.write("\n]," + _encode(page)[1:])
        named = sorted(tags.values(), key=lambda tag: (tag.name, tag.id))
        tail = {"total": total, "id": identifier, "xiance:tags": [tag_to_record(tag) for tag in named]}
        text.write("," + _encode(tail)[1:] + "\n")


def _items(export: Export, out: TextIO, tags: dict[str, Tag]) -> tuple[int, bytes]:
    """Write the annotations and take their tags; return how many they are and a digest of them."""
    total, digest = 0, hashlib.sha256()
    for record in in_order(export.records):
        tags.update((tag.id, tag) for tag in record.tags)
        digest.update(f"{record.annotation.id} {record.annotation.modified}\n".encode(errors="replace"))
        out.write((",\n" if total else "\n") + _encode(_annotation(record)))
        total += 1
    for note in sorted(export.links, key=lambda each: each.link.id):
        digest.update(f"{note.link.id} {note.link.modified}\n".encode(errors="replace"))
        out.write((",\n" if total else "\n") + _encode(_link(note)))
        total += 1
    return total, digest.digest()


def _annotation(record: Record) -> dict[str, Any]:
    annotation, target = record.annotation, record.annotation.target
    bodies = list(_bodies(record))
    about = list(_resources(target, record.path, record.number))
    own = {
        "level": target.level,
        "article": target.article,
        "title": target.title,
        "measure": target.measure,
        "resolved": annotation.resolved,
        "deleted": annotation.deleted,
        "extra": dict(annotation.extra),
    }
    return {
        "id": _iri(annotation.id),
        "type": "Annotation",
        "motivation": _motivation(annotation, bodies),
        **({"creator": {"type": "Person", "name": annotation.creator}} if annotation.creator else {}),
        **({"created": annotation.created} if annotation.created else {}),
        **({"modified": annotation.modified} if annotation.modified else {}),
        **({"body": bodies} if bodies else {}),
        "target": about if annotation.reply_to is None else _iri(annotation.reply_to),
        **({} if annotation.reply_to is None else {"xiance:about": about}),
        **{f"xiance:{name}": value for name, value in own.items() if value},
    }


def _link(note: LinkNote) -> dict[str, Any]:
    """Return a link: for others its ends and what is said of it, and what it is for us."""
    link, (source, target) = note.link, note.ends
    bodies = list(_resources(link.target, target.path, target.page))
    if link.comment:
        bodies.append(
            {"type": "TextualBody", "purpose": "describing", "format": "text/markdown", "value": link.comment}
        )
    return {
        "id": _iri(link.id),
        "type": "Annotation",
        "motivation": "linking",
        **({"creator": {"type": "Person", "name": link.creator}} if link.creator else {}),
        **({"created": link.created} if link.created else {}),
        **({"modified": link.modified} if link.modified else {}),
        "body": bodies,
        "target": list(_resources(link.source, source.path, source.page)),
        "xiance:link": link_to_record(link),
    }


def _iri(identifier: str) -> str:
    return ANNOTATION + quote(identifier, safe="")


def _motivation(annotation: Annotation, bodies: list[dict[str, Any]]) -> str | list[str]:
    purposes = list(dict.fromkeys(body["purpose"] for body in bodies))
    if annotation.reply_to is not None and "replying" not in purposes:
        purposes.insert(0, "replying")
    return purposes[0] if len(purposes) == 1 else purposes or "highlighting"


def _bodies(record: Record) -> Iterator[dict[str, Any]]:
    annotation = record.annotation
    for tag in record.tags:
        yield {"type": "TextualBody", "purpose": "tagging", "value": tag.name, "xiance:tag": tag.id}
    if annotation.comment:
        purpose = "commenting" if annotation.reply_to is None else "replying"
        yield {
            "type": "TextualBody",
            "purpose": purpose,
            "format": "text/markdown",
            "value": annotation.comment,
        }
    if annotation.entry is not None:
        yield _assessment(annotation.entry)


def _assessment(entry: Entry) -> dict[str, Any]:
    """Return an entry as a body: a line for others, and what it is."""
    line = f"{entry.field}: {entry.value}" + (f" ({entry.date})" if entry.date else "")
    names = ("scheme", "field", "value", "date", "source", "reason")
    return {
        "type": "TextualBody",
        "purpose": "assessing",
        "value": line,
        "xiance:entry": {name: getattr(entry, name) for name in names},
    }


def _resources(target: Target, path: str, number: int) -> Iterator[dict[str, Any]]:
    """Yield a resource for each range of a target; without any, one with the quote alone."""
    source = {
        "id": PAGE + quote(target.fingerprint, safe=""),
        "type": "Text",
        "format": "text/plain",
        "xiance:path": path,
        "xiance:page": number,
    }
    ranges: list[Range | None] = list(target.ranges) or [None]
    for span, quoted in zip(ranges, _quotes(target, len(ranges)), strict=True):
        selectors: list[dict[str, Any]] = [quoted] if quoted else []
        if span is not None:
            selectors.append({"type": "TextPositionSelector", "start": span[0], "end": span[1]})
        yield {"source": source, "selector": selectors}


def _quotes(target: Target, count: int) -> list[dict[str, Any]]:
    """Return the quote selectors of ranges: each its own piece; where they are not as many, the first has it whole."""
    pieces = target.exact.split(BREAK)
    if len(pieces) != count:
        pieces = [target.exact]
    quotes: list[dict[str, Any]] = [{"type": "TextQuoteSelector", "exact": piece} for piece in pieces]
    if target.prefix:
        quotes[0]["prefix"] = target.prefix
    if target.suffix:
        quotes[-1]["suffix"] = target.suffix
    return quotes + [{}] * (count - len(quotes))
