"""Records for tests."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from reader.annotations import Correction, Link, RowAnchor, make_link, new_id, now
from reader.annotations.model import Annotation, Tag, Target
from reader.pages.model import Source
from reader.repository import Change, Label, PageRecord, Record, TableName, Write
from reader.repository.codec import identifier

FINGERPRINT = hashlib.sha256("建设路口积水严重".encode()).hexdigest()


def target() -> Target:
    return Target(
        fingerprint=FINGERPRINT,
        ranges=((0, 3), (5, 9)),
        exact="建设路口积水",
        prefix="",
        suffix="严重",
        level="span",
        article=f"{FINGERPRINT[:12]}/1",
    )


def annotation(comment: str = "同意", **fields: Any) -> Annotation:
    moment = now()
    given: dict[str, Any] = {
        "creator": "王",
        "created": moment,
        "modified": moment,
        "comment": comment,
        **fields,
    }
    return Annotation(id=new_id(), target=target(), **given)


def tag(name: str = "营商环境", **fields: Any) -> Tag:
    moment = now()
    given: dict[str, Any] = {"color": 0, "creator": "王", "created": moment, "modified": moment, **fields}
    return Tag(id=new_id(), name=name, **given)


def page() -> PageRecord:
    source = Source("清河日报", "2024-02-29", "2", "filename")
    return PageRecord(FINGERPRINT, "清河日报/2024-02-29_02.txt", 1, source, now())


def correction(**fields: Any) -> Correction:
    moment = now()
    row = RowAnchor(0, 3, "建设路", "", "口积水")
    given: dict[str, Any] = {
        "about": "headline",
        "value": "",
        "rows": (row,),
        "body": RowAnchor(5, 9, "积水严重", "建设路口", ""),
        "creator": "王",
        "created": moment,
        "modified": moment,
        **fields,
    }
    return Correction(id=new_id(), fingerprint=FINGERPRINT, **given)


def link(comment: str = "", **fields: Any) -> Link:
    later = replace(target(), ranges=((10, 12),), exact="改造", prefix="", suffix="")
    return replace(make_link("same", target(), later, "王", comment), **fields)


def write(table: TableName, before: Record | None, after: Record | None) -> Write:
    record = before or after
    assert record is not None
    return Write(table, identifier(record), before, after)


def change(*writes: Write, creator: str = "王", code: str = "changed") -> Change:
    return Change(Label(code, {"title": "路口"}), writes, creator)
