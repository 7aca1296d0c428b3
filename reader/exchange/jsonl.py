"""The native format: everything we know, losslessly, one JSON object a line.

    {"format": "xiance.annotations/1", "unit": "code points"}
    {"tag": {…record…}}
    {"annotation": {…record…}, "tags": ["name", …], "path": "…", "page": 1}

Tags come by name, annotations by file, page, position and id: the same records always give the same bytes, and a
change to one annotation changes one line. Ranges are half-open, in code points of the page's text (LF line ends).
`path` and `page` say where to look first when importing; tag names beside the ids are for other programs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, TextIO

from reader.annotations import from_record, tag_from_record, tag_to_record, to_record
from reader.annotations.model import Tag
from reader.exchange.model import Draft, ExchangeError, Record

FORMAT = "xiance.annotations"
VERSION = 1


def write(records: Iterable[Record], out: TextIO) -> None:
    """Write the records and the tags they use."""
    ordered = sorted(records, key=lambda record: record.place)
    tags = {tag.id: tag for record in ordered for tag in record.tags}
    _line(out, {"format": f"{FORMAT}/{VERSION}", "unit": "code points"})
    for tag in sorted(tags.values(), key=lambda tag: (tag.name, tag.id)):
        _line(out, {"tag": tag_to_record(tag)})
    for record in ordered:
        _line(
            out,
            {
                "annotation": to_record(record.annotation),
                "tags": [tag.name for tag in record.tags],
                "path": record.path,
                "page": record.number,
            },
        )


def _line(out: TextIO, value: dict[str, Any]) -> None:
    out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")
