"""Web annotations read: ours without loss, and other people's as far as they can be understood.

Taken are an Annotation, an AnnotationPage, an AnnotationCollection that holds its pages, an array of any of them, and
what Hypothesis' API and its like give (`rows`, `text`, `tags`, `uri`, `references`). Of selectors, quotes and
positions count, also inside `refinedBy`; a quote alone is enough. Positions in other people's texts are hints.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, BinaryIO, NoReturn
from urllib.parse import unquote, urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from reader.annotations.links import link_from_record
from reader.annotations.model import Annotation, Entry, Range, Tag, Target
from reader.annotations.quoting import BREAK
from reader.annotations.records import RecordError, from_record, tag_from_record
from reader.exchange.model import Draft, ExchangeError, Found, LinkEnd, LinkNote

FORMAT = "xiance.annotations"
VERSION = 1
ANNOTATION = "urn:uuid:"
PAGE = "urn:xiance:page:"
_LISTS = ("items", "rows", "annotations", "@graph")
_DEEPEST = 20
_NAMES = ("name", "nickname", "foaf:name", "email", "id", "@id")

Json = Mapping[str, Any]


class _WrongError(Exception):
    """A part of an annotation is not what it should be; its text names it."""


def read(file: BinaryIO, *, path: str = "") -> Iterator[Found]:
    """Yield the annotations and tags of a file.

    Raises ExchangeError `import_foreign`, `import_newer`, `import_broken` (params `path`, `detail`).
    """
    value = _parsed(file, path)
    _check_version(value, path)
    try:
        items = list(_annotations(value, 0))
    except _WrongError:
        raise ExchangeError("import_foreign", path=path, format="w3c") from None
    tags = _Tags(path)
    for record in _own_tags(value):
        yield tags.own(record)
    drafts: dict[str, Draft] = {}
    links: dict[str, LinkNote] = {}
    for number, item in enumerate(items, 1):
        try:
            if "xiance:link" in item:
                note = _link(item)
                links[note.link.id] = note
                continue
            draft = _draft(item, tags)
        except (_WrongError, RecordError) as error:
            detail = error.params["field"] if isinstance(error, RecordError) else str(error)
            _broken(path, f"annotation {number}: {detail}")
        if draft.annotation.id in drafts:
            _broken(path, f"annotation {number}: {draft.annotation.id} again")
        drafts[draft.annotation.id] = draft
    for draft in drafts.values():
        yield _beside_head(draft, drafts)
    yield from links.values()


def _link(item: Json) -> LinkNote:
    """Return a link of ours; where its ends are is read from the resources."""
    record = item["xiance:link"]
    if not isinstance(record, dict):
        raise _WrongError("xiance:link")
    return LinkNote(link_from_record(record), (_end(item.get("target")), _end(item.get("body"))))


def _end(resources: Any) -> LinkEnd:
    first = resources[0] if isinstance(resources, list) and resources else resources
    source = first.get("source") if isinstance(first, dict) else None
    path, page = (
        (source.get("xiance:path"), source.get("xiance:page")) if isinstance(source, dict) else ("", 0)
    )
    return LinkEnd(path if isinstance(path, str) else "", page if type(page) is int and page > 0 else 0)


def _parsed(file: BinaryIO, path: str) -> Any:
    data = file.read()
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
            raise ExchangeError("import_foreign", path=path, format="w3c") from None
        if isinstance(error, json.JSONDecodeError):
            _broken(path, f"JSON: {error}")
        _broken(path, "UTF-8" if isinstance(error, UnicodeDecodeError) else "JSON")


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _broken(path: str, detail: str) -> NoReturn:
    raise ExchangeError("import_broken", path=path, detail=detail) from None


def _check_version(value: Any, path: str) -> None:
    said = value.get("xiance:format") if isinstance(value, dict) else None
    family, _slash, version = said.partition("/") if isinstance(said, str) else ("", "", "")
    if family == FORMAT and version.isascii() and version.isdigit() and int(version[:9]) > VERSION:
        raise ExchangeError("import_newer", path=path)


def _annotations(value: Any, depth: int) -> Iterator[Json]:
    """Yield the annotations in a document, in its order. Raises _WrongError if it holds something else."""
    if depth > _DEEPEST:
        raise _WrongError
    if isinstance(value, list):
        for item in value:
            yield from _annotations(item, depth + 1)
    elif not isinstance(value, dict):
        raise _WrongError
    elif "target" in value:
        yield value
    elif "AnnotationCollection" in _types(value) and isinstance(value.get("first"), dict):
        page: Any = value["first"]
        while isinstance(page, dict):  # a page may hold the next one, or name it
            yield from _annotations(page, depth + 1)
            page = page.get("next")
    else:
        held = [value[name] for name in _LISTS if isinstance(value.get(name), list)]
        if not held:
            raise _WrongError
        for items in held:
            yield from _annotations(items, depth + 1)


def _own_tags(value: Any) -> Iterator[Json]:
    records = value.get("xiance:tags") if isinstance(value, dict) else None
    yield from (record for record in records if isinstance(record, dict)) if isinstance(records, list) else ()


class _Tags:
    """The tags of a file, by our ids and by name."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._by_id: dict[str, Tag] = {}
        self._by_name: dict[str, Tag] = {}

    def own(self, record: Json) -> Tag:
        try:
            tag = tag_from_record(record)
        except RecordError as error:
            _broken(self._path, f"tag: {error.params['field']}")
        if tag.id in self._by_id:
            _broken(self._path, f"tag {tag.id} again")
        self._by_id[tag.id] = tag
        self._by_name.setdefault(tag.name, tag)
        return tag

    def of(self, name: str, identifier: Any) -> Tag:
        """Return the tag of a body; another tool's gets an id from its name, the same one each time."""
        if isinstance(identifier, str) and identifier in self._by_id:
            return self._by_id[identifier]
        if name not in self._by_name:
            fresh = _made_id(f"urn:xiance:tag:{name}")
            self._by_name[name] = Tag(fresh, name, len(self._by_name) % 9, "", "", "")
        return self._by_name[name]


@dataclass(slots=True)
class _Said:
    """What the bodies of an annotation say."""

    tags: list[Tag]
    texts: list[str]
    entry: Entry | None = None


def _draft(item: Json, tags: _Tags) -> Draft:
    said = _Said([], [])
    for body in _listed(item.get("body")):
        _hear(body, said, tags, 0)
    for name in ("bodyValue", "text"):
        if isinstance(item.get(name), str) and item[name]:
            said.texts.append(item[name])
    for name in _listed(item.get("tags")):
        if isinstance(name, str) and name.strip():
            said.tags.append(tags.of(name, None))
    reply_to, targets = _answered(item)
    place = _Place()
    for target in targets:
        place.take(target, item)
    marks = tuple({tag.id: tag for tag in said.tags}.values())
    annotation = Annotation(
        id="",
        target=place.target(item),
        creator=_creator(item),
        created=_moment(item.get("created")),
        modified=_moment(item.get("modified", item.get("updated"))) or _moment(item.get("created")),
        tags=tuple(tag.id for tag in marks),
        comment="\n\n".join(said.texts),
        reply_to=reply_to,
        resolved=item.get("xiance:resolved") is True,
        entry=said.entry,
        deleted=item.get("xiance:deleted") if isinstance(item.get("xiance:deleted"), str) else None,
        extra=dict(item["xiance:extra"]) if isinstance(item.get("xiance:extra"), dict) else {},
    )
    return Draft(replace(annotation, id=_identified(item, annotation)), marks, place.path, place.page)


def _identified(item: Json, annotation: Annotation) -> str:
    """Return our id of an annotation: its UUID, else one made of its id, else of what it says."""
    given = item.get("id", item.get("@id"))
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if isinstance(given, str) and given:
        return own_id(given)
    target = annotation.target
    said = (target.prefix, target.exact, target.suffix, annotation.comment, annotation.created)
    return _made_id(json.dumps([*said, annotation.creator, list(annotation.tags)]))


def own_id(given: str) -> str:
    """Return the id an annotation has here: a UUID as it is, anything else turned into one, always the same."""
    bare = unquote(given.removeprefix(ANNOTATION))
    try:
        if str(UUID(bare)) == bare.lower():
            return bare.lower()
    except ValueError:
        pass
    return _made_id(given)


def _made_id(given: str) -> str:
    return str(uuid5(NAMESPACE_URL, given.encode(errors="backslashreplace").decode()))


def _answered(item: Json) -> tuple[str | None, list[Any]]:
    """Return what an annotation answers, if it is a reply, and its targets in a text."""
    targets, about = _listed(item.get("target")), item.get("xiance:about")
    references = [given for given in _listed(item.get("references")) if isinstance(given, str)]
    if about is not None and targets and isinstance(targets[0], str):
        return unquote(targets[0].removeprefix(ANNOTATION)), _listed(about)
    if references:
        return own_id(references[-1]), [each for each in targets if _selectors(each)]
    if "replying" in _listed(item.get("motivation")):
        for target in targets:
            named = target if isinstance(target, str) else _source(target)
            if named and not _selectors(target):
                return own_id(named), [each for each in targets if _selectors(each)]
    return None, targets


class _Place:
    """Gathers where an annotation is from its targets: those on the first one's source."""

    def __init__(self) -> None:
        self.fingerprint = self.path = ""
        self.page = 0
        self._source: str | None = None
        self._ranges: list[Range] = []
        self._quotes: list[Json] = []

    def take(self, target: Any, item: Json) -> None:
        source = _source(target) or (item["uri"] if isinstance(item.get("uri"), str) else "")
        if self._source is None:
            self._source = source
            self._name(source, target)
        elif source != self._source:
            return
        for selector in _selectors(target):
            kinds = _types(selector)
            if "TextQuoteSelector" in kinds:
                if not isinstance(selector.get("exact"), str):
                    raise _WrongError("TextQuoteSelector.exact")
                self._quotes.append(selector)
            elif "TextPositionSelector" in kinds:
                start, end = selector.get("start"), selector.get("end")
                if type(start) is not int or type(end) is not int or start < 0:
                    raise _WrongError("TextPositionSelector")
                if start < end:
                    self._ranges.append((start, end))

    def _name(self, source: str, target: Any) -> None:
        given = target.get("source") if isinstance(target, dict) else None
        if source.startswith(PAGE):
            self.fingerprint = unquote(source.removeprefix(PAGE))
        if isinstance(given, dict) and isinstance(given.get("xiance:path"), str):
            self.path = given["xiance:path"]
            page = given.get("xiance:page", 0)
            self.page = page if type(page) is int and page > 0 else 0
        elif not self.fingerprint:
            try:
                self.path = unquote(urlsplit(source).path).rpartition("/")[2]
            except ValueError:  # no address
                self.path = ""

    def target(self, item: Json) -> Target:
        level = item.get("xiance:level", "span")
        prefix = self._quotes[0].get("prefix", "") if self._quotes else ""
        suffix = self._quotes[-1].get("suffix", "") if self._quotes else ""
        record = {
            "fingerprint": self.fingerprint,
            "ranges": self._ranges,
            "exact": BREAK.join(quoted["exact"] for quoted in self._quotes),
            "prefix": prefix,
            "suffix": suffix,
            "level": level,
            **{name: item.get(f"xiance:{name}", "") for name in ("article", "title", "measure")},
        }
        # The records' own reader says what is wrong with a part.
        whole = {"id": _ANY, "target": record, "creator": "", "created": "", "modified": ""}
        return from_record(whole).target


_ANY = str(UUID(int=0))


def _hear(body: Any, said: _Said, tags: _Tags, depth: int) -> None:
    """Take what a body says: a tag, an entry, else text."""
    if isinstance(body, str):
        said.texts.append(body)
        return
    if not isinstance(body, dict) or depth > _DEEPEST:
        raise _WrongError("body")
    if isinstance(body.get("items"), list):  # a Choice: any one of them, the first is the default
        for first in body["items"][:1]:
            _hear(first, said, tags, depth + 1)
        return
    if isinstance(body.get("xiance:entry"), dict):
        record = {"id": _ANY, "target": _NOWHERE, "creator": "", "created": "", "modified": ""}
        said.entry = from_record({**record, "entry": body["xiance:entry"]}).entry
        return
    value = _value(body)
    if not value:
        return
    if "tagging" in _listed(body.get("purpose")) or "Tag" in _types(body) or "oa:Tag" in _types(body):
        said.tags.append(tags.of(value, body.get("xiance:tag")))
    else:
        said.texts.append(value)


_NOWHERE = {"fingerprint": "", "ranges": [], "exact": "", "level": "span"}


def _value(body: Json) -> str:
    """Return the text of a body: its value, else a label of what it names, else the address."""
    for name in ("value", "chars", "rdf:value", "label", "rdfs:label", "name"):
        value = body.get(name)
        if isinstance(value, str) and value:
            return _plain(value) if "text/html" in _listed(body.get("format")) else value
    if isinstance(body.get("source"), dict):
        return _value(body["source"])
    named = body.get("source", body.get("id", body.get("@id")))
    return named if isinstance(named, str) else ""


def _plain(markup: str) -> str:
    """Return HTML as text: paragraphs and breaks become line feeds, other marks go."""
    text = re.sub(r"(?i)<br\s*/?>|</(?:p|div|li|h\d)>", "\n", markup)
    return html.unescape(re.sub(r"<[^<>]*>", "", text)).strip()


def _source(target: Any) -> str:
    if isinstance(target, str):
        return target
    if not isinstance(target, dict):
        raise _WrongError("target")
    source = target.get("source", target.get("id", target.get("@id", "")))
    if isinstance(source, dict):
        source = source.get("id", source.get("@id", ""))
    return source if isinstance(source, str) else ""


def _selectors(target: Any) -> list[Json]:
    """Return the selectors of a target, those that refine others after them."""
    found: list[Json] = []
    waiting = _listed(target.get("selector")) if isinstance(target, dict) else []
    while waiting and len(found) < 100:
        selector = waiting.pop(0)
        if isinstance(selector, dict):
            found.append(selector)
            waiting.extend(_listed(selector.get("refinedBy")))
            if "Choice" in _types(selector):
                waiting.extend(_listed(selector.get("items")))
    return found


def _creator(item: Json) -> str:
    given = next(iter(_listed(item.get("creator", item.get("user")))), "")
    if isinstance(given, dict):
        given = next((given[name] for name in _NAMES if isinstance(given.get(name), str)), "")
    if not isinstance(given, str):
        return ""
    if given.startswith("acct:"):
        return given.removeprefix("acct:").partition("@")[0]
    return given.removeprefix("mailto:")


def _moment(given: Any) -> str:
    """Return a time as records have it; empty where there is none or it is none."""
    if not isinstance(given, str):
        return ""
    try:
        moment = datetime.fromisoformat(given)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _types(value: Json) -> list[Any]:
    return _listed(value.get("type", value.get("@type")))


def _listed(value: Any) -> list[Any]:
    """Return what is one, several or none as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _beside_head(draft: Draft, drafts: Mapping[str, Draft]) -> Draft:
    """Return a reply that names no place with the place of what it answers, where that is in the file."""
    head, seen = draft, set[str]()
    while not (head.annotation.target.exact or head.annotation.target.ranges):
        parent = drafts.get(head.annotation.reply_to or "")
        if parent is None or parent.annotation.id in seen:
            return draft
        seen.add(parent.annotation.id)
        head = parent
    if head is draft:
        return draft
    placed = replace(draft.annotation, target=head.annotation.target)
    return replace(draft, annotation=placed, path=head.path, page=head.page)
