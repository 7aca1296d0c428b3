"""The native format: everything we know, losslessly, one JSON object a line.

    {"format": "xiance.annotations/1", "unit": "code points"}
    {"tag": {…record…}}
    {"annotation": {…record…}, "tags": ["name", …], "path": "…", "page": 1}
    {"correction": {…record…}, "path": "…", "page": 1}
    {"link": {…record…}, "path": "…", "page": 1, "to": {"path": "…", "page": 2}}

Tags come by name where all are exported, else before the first annotation that has them; annotations by file, page,
position and id; then corrections; links last, by id, with where their sources and their targets are: the same records always give the same bytes, and a change to one changes one line.
Ranges are half-open, in code points of the page's text (LF line ends). `path` and `page` say where to look first
when importing; tag names beside the ids are for other programs. Every tag an annotation has stands before it. Lines
of other kinds are passed over: a later version may add some. No more than a page's annotations is held in memory.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any, BinaryIO, NoReturn

from reader.annotations.corrections import correction_from_record, correction_to_record
from reader.annotations.links import link_from_record, link_to_record
from reader.annotations.model import Annotation, Tag
from reader.annotations.records import RecordError, from_record, tag_from_record, tag_to_record, to_record
from reader.exchange.model import (
    CorrectionNote,
    Draft,
    ExchangeError,
    Export,
    Found,
    LinkEnd,
    LinkNote,
    Record,
)
from reader.exchange.texts import utf8

FORMAT = "xiance.annotations"
VERSION = 1
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write(export: Export, out: BinaryIO) -> None:
    """Write the records and their tags, and what else an export of everything has."""
    with utf8(out) as text:
        text.writelines(f"{_encode(value)}\n" for value in _values(export))


def _values(export: Export) -> Iterator[dict[str, Any]]:
    yield {"format": f"{FORMAT}/{VERSION}", "unit": "code points"}
    known: set[str] = set()
    yield from _tags(export.tags, known)
    for record in in_order(export.records):
        yield from _tags(record.tags, known)
        annotation = replace(record.annotation, tags=tuple(tag.id for tag in record.tags))
        yield {
            "annotation": to_record(annotation),
            "tags": [tag.name for tag in record.tags],
            "path": record.path,
            "page": record.number,
        }
    for note in export.corrections:
        yield {
            "correction": correction_to_record(note.correction),
            "path": note.path,
            "page": note.page,
        }
    for link in sorted(export.links, key=lambda each: each.link.id):
        source, target = link.ends
        yield {
            "link": link_to_record(link.link),
            "path": source.path,
            "page": source.page,
            "to": {"path": target.path, "page": target.page},
        }


def _tags(tags: Iterable[Tag], known: set[str]) -> Iterator[dict[str, Any]]:
    """The lines of tags that have none yet."""
    for tag in sorted(tags, key=lambda tag: (tag.name, tag.id)):
        if tag.id not in known:
            known.add(tag.id)
            yield {"tag": tag_to_record(tag)}


def in_order(records: Iterable[Record]) -> Iterator[Record]:
    """Yield records in the order of their places, holding no more than a page's: pages come as they do."""
    for _page, group in groupby(records, key=lambda record: (record.path, record.number)):
        yield from sorted(group, key=lambda record: record.place)


def read(file: BinaryIO, *, path: str = "") -> Iterator[Found]:
    """Yield what is in a file, in its order.

    Raises ExchangeError `import_foreign`, `import_newer`, `import_broken_line` (params `path`, `line`, `detail`).
    """
    lines = _lines(file, path)
    number, head = next(lines, (1, {}))
    _check_head(head, path)
    tags: dict[str, Tag] = {}
    seen: set[str] = set()
    for number, value in lines:
        try:
            if "tag" in value:
                tag = tag_from_record(_mapping(value["tag"], "tag"))
                if tag.id in tags:
                    _broken(path, number, f"tag {tag.id} again")
                tags[tag.id] = tag
                yield tag
            elif "annotation" in value:
                annotation = from_record(_mapping(value["annotation"], "annotation"))
                if annotation.id in seen:
                    _broken(path, number, f"annotation {annotation.id} again")
                seen.add(annotation.id)
                yield _draft(annotation, value, tags)
            elif "correction" in value:
                correction = correction_from_record(_mapping(value["correction"], "correction"))
                yield CorrectionNote(correction, *_where(value))
            elif "link" in value:
                link = link_from_record(_mapping(value["link"], "link"))
                if link.id in seen:
                    _broken(path, number, f"link {link.id} again")
                seen.add(link.id)
                ends = LinkEnd(*_where(value)), LinkEnd(*_where(_mapping(value.get("to", {}), "to")))
                yield LinkNote(link, ends)
        except RecordError as error:
            _broken(path, number, error.params["field"])


def _lines(file: BinaryIO, path: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each line that is not blank, with its number from 1."""
    for number, line in enumerate(file, 1):
        data = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not data.strip():
            continue
        try:
            value = json.loads(data.decode("utf-8"), parse_constant=_finite, parse_float=_finite)
        except UnicodeDecodeError:
            _stop(path, number, "UTF-8")
        except RecursionError:
            _stop(path, number, "JSON: nested too deeply")
        except ValueError as error:
            _stop(path, number, f"JSON: {error}")
        if not isinstance(value, dict):
            _stop(path, number, "JSON: not an object")
        yield number, value


def _check_head(head: Mapping[str, Any], path: str) -> None:
    name = head.get("format")
    family, _slash, version = name.partition("/") if isinstance(name, str) else ("", "", "")
    if family != FORMAT or not (version.isascii() and version.isdigit()) or len(version) > 9:
        raise ExchangeError("import_foreign", path=path, format="jsonl")
    if int(version) > VERSION:
        raise ExchangeError("import_newer", path=path)


def _draft(annotation: Annotation, value: Mapping[str, Any], tags: Mapping[str, Tag]) -> Draft:
    if any(tag not in tags for tag in annotation.tags):
        raise RecordError("tags")
    return Draft(annotation, tuple(tags[tag] for tag in annotation.tags), *_where(value))


def _where(value: Mapping[str, Any]) -> tuple[str, int]:
    path, page = value.get("path", ""), value.get("page", 0)
    if not isinstance(path, str):
        raise RecordError("path")
    if type(page) is not int or page < 0:
        raise RecordError("page")
    return path, page


def _mapping(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise RecordError(name)
    return value


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no number")
    return number


def _stop(path: str, line: int, detail: str) -> NoReturn:
    """Give up on a line that is no JSON object; on the first one, the file is another format's."""
    if line == 1:
        raise ExchangeError("import_foreign", path=path, format="jsonl") from None
    _broken(path, line, detail)


def _broken(path: str, line: int, detail: str) -> NoReturn:
    raise ExchangeError("import_broken_line", path=path, line=str(line), detail=detail) from None
