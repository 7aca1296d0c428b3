"""JSON lines for doccano: a project of sequence labelling, one article a line.

    {"id": "…/533", "text": "…", "label": [[start, end, "tag"], …], "Comments": ["…"],
     "meta": {"unit": "code points", "title": "…", …, "annotations": […]}}

`label` counts half-open in code points of `text`. Labels lie over one another, which the project must allow
("Allow overlapping spans"). doccano shows `text` and `label` and keeps the rest as metadata: all comments are in
`Comments`, all annotations with what else is known of them in `meta.annotations`.
"""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from reader.exchange.documents import Document, described, documents
from reader.exchange.model import Export
from reader.exchange.texts import utf8


def write(export: Export, out: BinaryIO) -> None:
    """Write the lines."""
    with utf8(out) as text:
        for document in documents(export):
            text.write(json.dumps(_line(document), ensure_ascii=False, separators=(",", ":")) + "\n")


def _line(document: Document) -> dict[str, Any]:
    labels = dict.fromkeys(
        (start, end, tag.name)
        for mark in document.marks
        for tag in mark.record.tags
        for start, end in mark.ranges
    )
    comments = (mark.record.annotation.comment for mark in document.marks)
    return {
        "id": document.article.id,
        "text": document.text,
        "label": sorted(labels),
        "Comments": [comment for comment in comments if comment],
        "meta": {
            "unit": "code points",
            **document.facts(),
            "annotations": [described(mark.record) for mark in document.marks],
        },
    }
