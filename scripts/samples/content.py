"""The content of a sample page, read from TOML.

Marks within a paragraph: `⟦一是⟧` is the label of a measure; `¦` lies in a row that is set loose.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parent / "pages"
PART_KEYS = {"kicker": "kicker_lines", "main": "main_lines", "sub": "sub_lines"}


@dataclass(frozen=True)
class Measure:
    """A measure's label and the text that follows it, as the truth has them."""

    label: str
    text: str
    paragraph: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph's text without marks, its loose positions and its measures as (label, text)."""

    text: str
    loose: tuple[int, ...]
    measures: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Dateline:
    """The opening of a news story: place, date and who wrote it."""

    lead: str
    role: str
    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The dateline as it is printed."""
        people = [self.role, *self.reporters]
        if self.correspondents:
            people += ["通讯员", *self.correspondents]
        return f"{self.lead}（{' '.join(people)}）"


@dataclass(frozen=True)
class Mark:
    """A continuation's mark, as printed, in a row of its own or before the first words."""

    verb: str
    page: int
    item: str
    printed: str
    own_row: bool = False


@dataclass(frozen=True)
class Article:
    """One article of a page."""

    kind: str
    width: float
    placement: str
    paragraphs: tuple[Paragraph, ...]
    parts: Mapping[str, tuple[str, ...]]
    order: tuple[str, ...]
    column: int | None = None
    affiliation: str = ""
    author: str = ""
    dateline: Dateline | None = None
    mark: Mark | None = None
    tail: str = ""

    @property
    def byline(self) -> str:
        """The row that names who a proposal is from."""
        return f"{self.affiliation} {self.author}".strip()

    @property
    def title_lines(self) -> list[str]:
        """The headline's rows in printed order."""
        return [row for part in self.order for row in self.parts[part]]

    @property
    def measures(self) -> list[Measure]:
        """The measures in printed order."""
        return [
            Measure(label, text, i)
            for i, paragraph in enumerate(self.paragraphs)
            for label, text in paragraph.measures
        ]


@dataclass(frozen=True)
class Column:
    """A proposal column: header and credit as printed, and who compiled it."""

    header: str
    credit: str
    reporters: tuple[str, ...]
    correspondents: tuple[str, ...]


@dataclass(frozen=True)
class SamplePage:
    """A page: where it goes, how it is damaged, and the stream of its pieces in extracted order."""

    file: str
    stem: str
    paper: str
    date: str
    page_no: str
    part: int
    encoding: str
    newline: str
    blanks: str
    stream: tuple[str, ...]
    articles: Mapping[str, Article]
    columns: tuple[Column, ...] = field(default=())


def load() -> list[SamplePage]:
    """Read every page, in order of file and part."""
    pages = [_page(tomllib.loads(path.read_text("utf-8"))) for path in PAGES.glob("*.toml")]
    return sorted(pages, key=lambda page: (page.file, page.part))


def paragraph(marked: str) -> Paragraph:
    """Take a paragraph's marks out of its text."""
    measures = tuple(
        (label, re.sub(r"^[，、．.：]", "", text.replace("¦", "")).strip())
        for label, text in re.findall(r"⟦([^⟧]+)⟧([^⟦]*)", marked)
    )
    pieces = re.sub("[⟦⟧]", "", marked).split("¦")
    loose = tuple(sum(map(len, pieces[: i + 1])) for i in range(len(pieces) - 1))
    return Paragraph("".join(pieces), loose, measures)


def _page(data: dict[str, Any]) -> SamplePage:
    part = data.get("part", 1)
    stem = Path(data["file"]).stem
    return SamplePage(
        file=data["file"],
        stem=stem if part == 1 else f"{stem}#{part}",
        paper=data["paper"],
        date=data["date"],
        page_no=data["page_no"],
        part=part,
        encoding=data.get("encoding", "utf-8"),
        newline=data.get("newline", "\n"),
        blanks=data.get("blanks", "kept"),
        stream=tuple(data["stream"]),
        articles={name: _article(article) for name, article in data["articles"].items()},
        columns=tuple(
            Column(c["header"], c["credit"], tuple(c["reporters"]), tuple(c.get("correspondents", ())))
            for c in data.get("columns", ())
        ),
    )


def _article(data: dict[str, Any]) -> Article:
    lead = data.get("dateline")
    dateline = None
    texts = list(data["paragraphs"])
    if lead:
        dateline = Dateline(
            lead["lead"],
            lead["role"],
            tuple(lead.get("reporters", ())),
            tuple(lead.get("correspondents", ())),
        )
        texts[0] = dateline.text + texts[0]
    mark = data.get("continuation")
    return Article(
        kind=data["kind"],
        width=data["width"],
        placement=data["placement"],
        paragraphs=tuple(map(paragraph, texts)),
        parts={part: tuple(data.get(part, ())) for part in PART_KEYS},
        order=tuple(data.get("order", PART_KEYS)),
        column=data.get("column"),
        affiliation=data.get("affiliation", ""),
        author=data.get("author", ""),
        dateline=dateline,
        mark=Mark(**mark) if mark else None,
        tail=data.get("tail", ""),
    )
