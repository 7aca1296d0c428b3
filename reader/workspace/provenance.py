"""Where an annotation's tags are from, if not from the reader's own hand: kept in `extra`, tag by tag.

    {"provenance": {TAG_ID: {"by": "suggestion", "confidence": 0.71, "model": "centroid/1"}}}

What is known of a tag goes with it: who puts it on again does so by hand. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from reader.annotations import Annotation

_FIELD = "provenance"


def noted(
    annotation: Annotation | None, tags: Iterable[str], how: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return an annotation's `extra` with how tags got there that are not on it yet; None: by hand."""
    extra = dict(annotation.extra) if annotation else {}
    if how is None:
        return extra
    there = annotation.tags if annotation else ()
    new = {tag: dict(how) for tag in tags if tag not in there}
    if new:
        extra[_FIELD] = {**_known(extra), **new}
    return extra


def kept(annotation: Annotation, becomes: Callable[[str], str | None] | None = None) -> Annotation:
    """Return an annotation without what is known of tags that are not on it; tags may have become others (`becomes`)."""
    known = _known(annotation.extra)
    if not known:
        return annotation
    renamed = {becomes(tag) if becomes else tag: how for tag, how in known.items()}
    left = {tag: how for tag, how in renamed.items() if tag in annotation.tags}
    if left == known:
        return annotation
    extra = {**annotation.extra, _FIELD: left}
    if not left:
        del extra[_FIELD]
    return replace(annotation, extra=extra)


def _known(extra: Mapping[str, Any]) -> Mapping[str, Any]:
    known = extra.get(_FIELD)
    return known if isinstance(known, Mapping) else {}
