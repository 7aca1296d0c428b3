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
    `module` is the dotted name of the module that writes and reads it.
    """

    name: str
    suffix: str
    about: str
    module: str
    unit: str = ""
    losses: tuple[str, ...] = ()
    reads: bool = False
    kind: Kind = "text"


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
        name="csv",
        suffix=".csv",
        about=N_("a row for each annotation and tag, for Excel or WPS"),
        module="reader.exchange.csv",
        losses=("ranges", "entries", "tag_details"),
    ),
    Format(
        name="markdown",
        suffix=".md",
        about=N_("a report: quotes beside comments, page by page"),
        module="reader.exchange.markdown",
        losses=("ranges", "ids", "entries", "tag_details"),
    ),
)


@cache
def known() -> Mapping[str, Format]:
    """Return the formats by name: ours, then those of other packages in the order of their names.

    A package cannot take the place of one of ours, and one that fails to load is left out.
    """
    formats = {form.name: form for form in SHIPPED}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            form = point.load()
        except Exception:  # noqa: S112 - somebody else's package must not stop an export to one of ours
            continue
        if isinstance(form, Format):
            formats.setdefault(form.name, form)
    return formats
