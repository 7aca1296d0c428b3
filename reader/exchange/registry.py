"""The formats, by name: what each is for, what it loses, whether it reads; their modules are imported on use.

Another package adds one with an entry point in the group `xiance.formats` that names a `Format`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Literal

from reader.config.language import N_

GROUP = "xiance.formats"

Kind = Literal["text", "binary", "folder"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `unit` is what its offsets count, `losses` what it cannot hold (codes), `reads` whether we read it.

    `kind` says whether it is one UTF-8 file, one file of bytes, or a folder of files (then `suffix` is empty);
    `module` is the dotted name of the module that writes and reads it. `proposals` are the
    sheets (empty: none named) that list proposals even where nothing is annotated.
    """

    name: str
    suffix: str
    about: str
    module: str
    unit: str = ""
    losses: tuple[str, ...] = ()
    reads: bool = False
    kind: Kind = "text"
    proposals: tuple[str, ...] = ()


_OF_PROPOSALS = ("proposals", "measures")

SHIPPED = (
    Format(
        name="jsonl",
        suffix=".jsonl",
        about=N_("everything, one object a line; can be imported again"),
        module="reader.exchange.jsonl",
        unit="code points",
        reads=True,
    ),
    Format(
        name="w3c",
        suffix=".jsonld",
        about=N_("everything, as Web Annotations; files of other tools can be imported"),
        module="reader.exchange.w3c",
        unit="code points",
        losses=("corrections",),
        reads=True,
    ),
    Format(
        name="xlsx",
        suffix=".xlsx",
        about=N_("a workbook for Excel or WPS: proposals, measures, annotations, tags"),
        module="reader.exchange.xlsx",
        losses=("characters", "cut"),
        kind="binary",
        proposals=("", *_OF_PROPOSALS),
    ),
    Format(
        name="csv",
        suffix=".csv",
        about=N_("a row for each annotation and tag, or another sheet of a workbook"),
        module="reader.exchange.csv",
        losses=("tag_details", "characters", "links"),
        proposals=_OF_PROPOSALS,
    ),
    Format(
        name="markdown",
        suffix=".md",
        about=N_("a report: quotes beside comments, by article or by tag"),
        module="reader.exchange.markdown",
        losses=("ranges", "ids", "tag_details", "characters"),
    ),
    Format(
        name="html",
        suffix=".html",
        about=N_("one page for any browser: highlights, comments beside the text, a filter by tag"),
        module="reader.exchange.html",
        losses=("ranges", "ids", "tag_details", "characters"),
    ),
    Format(
        name="docx",
        suffix=".docx",
        about=N_(
            "for Word, WPS and LibreOffice: the articles with real comments; replies and new ones can be imported"
        ),
        module="reader.exchange.docx",
        losses=("tag_details", "characters", "links"),
        reads=True,
        kind="binary",
    ),
    Format(
        name="brat",
        suffix="",
        about=N_("a folder for brat: texts, annotations, configuration"),
        module="reader.exchange.brat",
        unit="code points",
        losses=(
            *(
                "ranges",
                "ids",
                "entries",
                "replies",
                "tag_details",
                "creators",
                "times",
                "context",
                "homeless",
            ),
            *("pages", "blank", "line_breaks", "characters", "links"),
        ),
        kind="folder",
    ),
    Format(
        name="doccano",
        suffix=".doccano.jsonl",
        about=N_("articles with labels for doccano; allow overlapping spans in the project"),
        module="reader.exchange.doccano",
        unit="code points",
        losses=("tag_details", "context", "homeless", "pages", "blank", "links"),
    ),
    Format(
        name="labelstudio",
        suffix="",
        about=N_("a folder for Label Studio: tasks and the labelling interface"),
        module="reader.exchange.labelstudio",
        unit="UTF-16",
        losses=("tag_details", "context", "homeless", "pages", "blank", "links"),
        kind="folder",
    ),
)


@cache
def known() -> Mapping[str, Format]:
    """Return the formats by name: ours, then those of other packages in the order of their names.

    A package cannot take the place of one of ours, and one that fails to load is left out (`broken`).
    """
    return _looked_up()[0]


def broken() -> Mapping[str, str]:
    """Return the entry points that were left out, by name, each with what is wrong with it."""
    return _looked_up()[1]


@cache
def _looked_up() -> tuple[Mapping[str, Format], Mapping[str, str]]:
    formats = {form.name: form for form in SHIPPED}
    left_out: dict[str, str] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        try:
            form = point.load()
        except Exception as error:  # somebody else's package must not stop an export to one of ours
            left_out[point.name] = f"{type(error).__name__}: {error}"
            continue
        if not isinstance(form, Format):
            left_out[point.name] = f"{point.value} is no {Format.__name__}"
        elif form.name in formats:
            left_out[point.name] = f"{form.name}: {formats[form.name].module}"
        else:
            formats[form.name] = form
    return formats, left_out
