"""Annotations: their records, what they are about, where they show, and how they are found again.

Finding again (`anchor`, corrections) is imported at its first use: a screen is drawn before anything is sought.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from reader.annotations.ids import id_to_int, int_to_id, new_id, now
from reader.annotations.locating import Location, locate
from reader.annotations.model import Annotation, Entry, Level, Range, Status, Tag, Target
from reader.annotations.quoting import bare, make_target, quote
from reader.annotations.ranges import (
    BlockSpan,
    Caret,
    article_ranges,
    measure_carets,
    measure_ranges,
    span_ranges,
)

if TYPE_CHECKING:
    from reader.annotations.anchoring import Anchoring, anchor
    from reader.annotations.corrections import (
        Correction,
        RowAnchor,
        correction_from_record,
        correction_to_record,
        make_correction,
        replay,
    )
    from reader.annotations.links import (
        Link,
        LinkKind,
        link_from_record,
        link_to_record,
        make_link,
        same_place,
    )
    from reader.annotations.records import (
        RecordError,
        from_record,
        tag_from_record,
        tag_to_record,
        to_record,
    )

__all__ = [
    "Anchoring",
    "Annotation",
    "BlockSpan",
    "Caret",
    "Correction",
    "Entry",
    "Level",
    "Link",
    "LinkKind",
    "Location",
    "Range",
    "RecordError",
    "RowAnchor",
    "Status",
    "Tag",
    "Target",
    "anchor",
    "article_ranges",
    "bare",
    "correction_from_record",
    "correction_to_record",
    "from_record",
    "id_to_int",
    "int_to_id",
    "link_from_record",
    "link_to_record",
    "locate",
    "make_correction",
    "make_link",
    "make_target",
    "measure_carets",
    "measure_ranges",
    "new_id",
    "now",
    "quote",
    "replay",
    "same_place",
    "span_ranges",
    "tag_from_record",
    "tag_to_record",
    "to_record",
]

_HOMES = {
    "Anchoring": "anchoring",
    "anchor": "anchoring",
    "Correction": "corrections",
    "RowAnchor": "corrections",
    "correction_from_record": "corrections",
    "correction_to_record": "corrections",
    "make_correction": "corrections",
    "replay": "corrections",
    "Link": "links",
    "LinkKind": "links",
    "link_from_record": "links",
    "link_to_record": "links",
    "make_link": "links",
    "same_place": "links",
    "RecordError": "records",
    "from_record": "records",
    "tag_from_record": "records",
    "tag_to_record": "records",
    "to_record": "records",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
