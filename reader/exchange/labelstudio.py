"""A folder for Label Studio: `tasks.json`, a task an article, and `label_config.xml`, the labelling interface.

Tags on passages are labels on regions, tags on whole articles choices; comments are notes on regions (`meta.text`), on
whole articles a text area. A region counts half-open in UTF-16 units of the task's text, as JavaScript does, and has
its words beside it. What each person said is one annotation. A passage in several pieces is several regions, whose ids
begin alike. All annotations, replies and entries included, with their ranges in the page stand in `data.annotations`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from reader.annotations.model import Tag
from reader.config.language import N_, _
from reader.exchange.documents import Document, Mark, Utf16, described, documents
from reader.exchange.model import Export
from reader.exchange.palette import PLAIN, color_of
from reader.exchange.tables import plain
from reader.exchange.texts import utf8

TASKS, CONFIG = "tasks.json", "label_config.xml"
LABEL, CHOICE, NOTE, TEXT = "label", "article", "comment", "text"
"""What the controls and the text are called, in both files."""
UNTAGGED = N_("Comment")
"""The label of a passage that has a comment and no tag."""
_UNFIT = dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}")


def write_folder(export: Export, folder: Path) -> None:
    """Write both files into a folder."""
    tags: dict[str, Tag] = {}
    with (folder / TASKS).open("xb") as raw, utf8(raw) as out:
        between = "["
        for document in documents(export):
            tags.update((tag.name, tag) for mark in document.marks for tag in mark.record.tags)
            out.write(between + "\n" + json.dumps(_task(document), ensure_ascii=False, separators=(",", ":")))
            between = ","
        out.write("\n]\n" if between == "," else "[]\n")
    with (folder / CONFIG).open("xb") as raw, utf8(raw) as out:
        out.writelines(f"{line}\n" for line in _config(sorted(tags.values(), key=lambda tag: tag.name)))


def _task(document: Document) -> dict[str, Any]:
    unit = Utf16(document.text)
    by_creator: dict[str, list[Mark]] = {}
    for mark in document.marks:
        if labelled(mark):
            by_creator.setdefault(mark.record.annotation.creator, []).append(mark)
    return {
        "data": {
            TEXT: document.text,
            "unit": "utf-16",
            **document.facts(),
            "annotations": [described(mark.record) for mark in document.marks],
        },
        "annotations": [
            {"result": [*_article(marks), *_regions(document.text, marks, unit)]}
            for marks in by_creator.values()
        ],
    }


def _article(marks: Iterable[Mark]) -> Iterator[dict[str, Any]]:
    """Yield what one person said of the whole article; each control has one result in an annotation."""
    whole = [mark.record for mark in marks if mark.whole]
    choices = dict.fromkeys(name(tag) for record in whole for tag in record.tags)
    comments = [
        record.annotation.comment
        for record in whole
        if record.annotation.comment and record.annotation.reply_to is None
    ]
    for control, sort, value in ((CHOICE, "choices", list(choices)), (NOTE, "textarea", comments)):
        if value:
            key = "text" if sort == "textarea" else sort
            yield {
                "id": f"{whole[0].annotation.id}-{control}",
                "from_name": control,
                "to_name": TEXT,
                "type": sort,
                "value": {key: value},
            }


def _regions(text: str, marks: Iterable[Mark], unit: Utf16) -> Iterator[dict[str, Any]]:
    for mark in marks:
        if mark.whole:
            continue
        annotation = mark.record.annotation
        noted = bool(annotation.comment) and annotation.reply_to is None
        names = [name(tag) for tag in mark.record.tags] or [_(UNTAGGED)]
        for number, (start, end) in enumerate(mark.ranges):
            yield {
                "id": annotation.id if not number else f"{annotation.id}-{number + 1}",
                "from_name": LABEL,
                "to_name": TEXT,
                "type": "labels",
                "value": {"start": unit(start), "end": unit(end), "text": text[start:end], "labels": names},
                "meta": {
                    **({"text": [annotation.comment]} if noted and not number else {}),
                    "creator": annotation.creator,
                },
            }


def labelled(mark: Mark) -> bool:
    """Say whether an annotation is shown by itself: it has tags, or a comment that answers none."""
    annotation = mark.record.annotation
    return bool(mark.record.tags) or (bool(annotation.comment) and annotation.reply_to is None)


def name(tag: Tag) -> str:
    """Return a tag's name as XML can have it in an attribute and JSON beside it."""
    return " ".join(plain(tag.name).translate(_UNFIT).split())


def _config(tags: Iterable[Tag]) -> Iterator[str]:
    colors = {name(tag): color_of(tag.color) for tag in tags}
    labels = {**colors, _(UNTAGGED): PLAIN}
    yield "<View>"
    yield '  <Header value="$title"/>'
    yield f'  <Labels name="{LABEL}" toName="{TEXT}" choice="multiple">'
    for label, color in labels.items():
        yield f'    <Label value={quoteattr(label)} background="{color}"/>'
    yield "  </Labels>"
    yield f'  <Text name="{TEXT}" value="${TEXT}" granularity="symbol" saveTextResult="yes"/>'
    if colors:
        yield f'  <Choices name="{CHOICE}" toName="{TEXT}" choice="multiple" showInline="true">'
        for label in colors:
            yield f"    <Choice value={quoteattr(label)}/>"
        yield "  </Choices>"
    yield f'  <TextArea name="{NOTE}" toName="{TEXT}" editable="true" rows="3"/>'
    yield "</View>"
