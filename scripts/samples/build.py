"""Make the sample files and their truth from their content.

The truth comes from the content and from where its rows are put, never from a parser.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from scripts.samples.content import PART_KEYS, Article, SamplePage, load
from scripts.samples.layout import INDENT, measure, rows


@dataclass(frozen=True)
class Printed:
    """A printed row: its text, article (name, or None), role, and whether the next row stands right under it."""

    text: str
    article: str | None
    role: str
    tight: bool = False


def outputs() -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the sample files and the truth files, by name."""
    files: dict[str, bytes] = {}
    truth: dict[str, bytes] = {}
    for file, group in groupby(load(), key=lambda page: page.file):
        texts: list[str] = []
        pages = list(group)
        for page in pages:
            text, record = built(page)
            texts.append(text)
            truth[f"{page.stem}.json"] = _json(record)
        first = pages[0]
        text = "\f".join(texts) + ("\f" if len(texts) > 1 else "")
        files[file] = text.replace("\n", first.newline).encode(first.encoding)
    return files, truth


def built(page: SamplePage) -> tuple[str, dict[str, Any]]:
    """Return a page's text and its truth."""
    printed = [row for piece in page.stream for row in _piece(page, piece)]
    lines: list[str] = []
    placed: list[tuple[int, Printed]] = []
    for row in printed:
        lines.append(row.text)
        placed.append((len(lines), row))
        if page.blanks == "kept" and not row.tight:
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n", _truth(page, placed)


def _piece(page: SamplePage, piece: str) -> Iterator[Printed]:
    """Yield the rows of one piece of the stream."""
    verb, _, name = piece.partition(" ")
    if verb in ("furniture", "caption"):
        yield Printed(name, None, verb)
    elif verb == "header":
        yield Printed(page.columns[int(name)].header, None, verb)
    elif verb == "credit":
        yield Printed(page.columns[int(name)].credit, None, verb)
    elif verb == "head":
        yield from _head(page.articles[name], name)
    elif verb == "body":
        yield from _body(page.articles[name], name)
    elif verb == "article":
        yield from _head(page.articles[name], name)
        yield from _body(page.articles[name], name)
    else:
        raise ValueError(piece)


def _head(article: Article, name: str) -> Iterator[Printed]:
    """Yield headline and byline: a part's rows stand tight, and so do a one-row title and its byline."""
    single = len(article.title_lines) == 1 and bool(article.byline)
    for part in article.order:
        lines = article.parts[part]
        for i, line in enumerate(lines):
            yield Printed(line, name, part, tight=single or i < len(lines) - 1)
    if article.byline:
        yield Printed(article.byline, name, "byline")


def _body(article: Article, name: str) -> Iterator[Printed]:
    """Yield mark, paragraphs and tail."""
    lead = ""
    if article.mark and article.mark.own_row:
        yield Printed(article.mark.printed, name, "mark")
    elif article.mark:
        lead = article.mark.printed
    for paragraph in article.paragraphs:
        indent = measure(lead) if lead else INDENT
        for i, row in enumerate(rows(paragraph.text, article.width, paragraph.loose, indent)):
            yield Printed(row if i else lead + row, name, "body")
        lead = ""
    if article.tail:
        yield Printed(article.tail, name, "tail")


def _truth(page: SamplePage, placed: list[tuple[int, Printed]]) -> dict[str, Any]:
    """Return a page's truth in the form of the scorer."""
    names = list(dict.fromkeys(row.article for _, row in placed if row.article))
    ids = {name: i for i, name in enumerate(names, 1)}
    return {
        "page": page.stem,
        "level": "sample",
        "paper": page.paper,
        "date": page.date,
        "page_no": page.page_no,
        "articles": [_article(page.articles[name], ids[name], name, placed) for name in names],
        "columns": [
            {
                "id": i,
                "header": column.header.strip(),
                "credit": column.credit,
                "compilers": {"reporters": column.reporters, "correspondents": column.correspondents},
                "article_ids": [ids[name] for name in names if page.articles[name].column == i],
            }
            for i, column in enumerate(page.columns)
        ],
        "line_truth": [
            {
                "row": number,
                "text": row.text,
                "article": ids[row.article] if row.article else None,
                "role": row.role,
            }
            for number, row in placed
        ],
    }


def _article(article: Article, number: int, name: str, placed: list[tuple[int, Printed]]) -> dict[str, Any]:
    """Return one article's truth."""
    own = [(at, row.role) for at, row in placed if row.article == name]
    paragraphs = [paragraph.text for paragraph in article.paragraphs]
    mark, dateline = article.mark, article.dateline
    return {
        "id": number,
        "kind": article.kind,
        "column": article.column,
        **{key: list(article.parts[part]) for part, key in PART_KEYS.items()},
        "title_lines": article.title_lines,
        "title": "".join(article.parts["main"]),
        "byline": article.byline,
        "affiliation": article.affiliation,
        "author": article.author,
        "dateline": dateline.text if dateline else "",
        "reporters": dateline.reporters if dateline else [],
        "correspondents": dateline.correspondents if dateline else [],
        "continuation": mark
        and {
            "mark": f"{mark.verb}{mark.page}版{mark.item}",
            "verb": mark.verb,
            "page": mark.page,
            "item": mark.item,
        },
        "placement": article.placement,
        "paragraphs": paragraphs,
        "body": "\n".join(paragraphs),
        "measures": [
            {"label": measure.label, "text": measure.text, "paragraph": measure.paragraph}
            for measure in article.measures
        ],
        "tail": article.tail,
        "headline_rows": [at for at, role in own if role in PART_KEYS],
        "byline_rows": [at for at, role in own if role == "byline"],
        "body_rows": [at for at, role in own if role == "body"],
    }


def _json(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
