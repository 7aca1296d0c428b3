"""The formats, by name: what each is for, what it loses, whether it reads; their modules are imported on use."""

from __future__ import annotations

from dataclasses import dataclass

from reader.config.language import N_


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `unit` is what its offsets count, `losses` what it cannot hold (codes), `reads` whether we read it."""

    name: str
    suffix: str
    about: str
    unit: str
    losses: tuple[str, ...]
    reads: bool


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format(
            name="jsonl",
            suffix=".jsonl",
            about=N_("everything, one object a line; can be imported again"),
            unit="code points",
            losses=(),
            reads=True,
        ),
        Format(
            name="csv",
            suffix=".csv",
            about=N_("a row for each annotation and tag, for Excel or WPS"),
            unit="",
            losses=("ranges", "entries", "tag_details"),
            reads=False,
        ),
        Format(
            name="markdown",
            suffix=".md",
            about=N_("a report: quotes beside comments, page by page"),
            unit="",
            losses=("ranges", "ids", "entries", "tag_details"),
            reads=False,
        ),
    )
}

WRITABLE = tuple(FORMATS)
READABLE = tuple(name for name, form in FORMATS.items() if form.reads)
