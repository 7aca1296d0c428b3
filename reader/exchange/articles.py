"""Clean articles themselves, without what was said of them: as JSON lines, as Markdown, as a table.

JSON lines have `page_object`'s articles, each with where it is from. The table is as safe for spreadsheets as that of
annotations is.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, BinaryIO

from reader.config.language import _
from reader.exchange.csv import cell
from reader.exchange.markdown import escape_line
from reader.exchange.model import ArticleRecord
from reader.exchange.texts import utf8
from reader.pages import article_object

COLUMNS = (
    "paper", "date", "page_no", "kind", "kicker", "title", "subtitle", "affiliation", "author", "reporters",
    "correspondents", "text", "measures", "file", "page", "id",
)  # fmt: skip


def write(format_name: str, articles: Iterable[ArticleRecord], out: BinaryIO) -> int:
    """Write articles as `jsonl`, `markdown` or `csv`; return how many they were."""
    count = 0

    def counted() -> Iterator[ArticleRecord]:
        nonlocal count
        for record in articles:
            count += 1
            yield record

    WRITERS[format_name](counted(), out)
    return count


def _jsonl(articles: Iterable[ArticleRecord], out: BinaryIO) -> None:
    with utf8(out) as text:
        for record in articles:
            text.write(json.dumps(_object(record), ensure_ascii=False) + "\n")


def _object(record: ArticleRecord) -> dict[str, Any]:
    source = record.page.source
    return {
        "path": record.path,
        "page": record.page.number,
        "fingerprint": record.page.fingerprint,
        "source": {"paper": source.paper, "date": source.date, "page_no": source.page_no},
        **article_object(record.article),
    }


def _csv(articles: Iterable[ArticleRecord], out: BinaryIO) -> None:
    with utf8(out) as text:
        text.write("\N{BYTE ORDER MARK}")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for record in articles:
            row = _row(record)
            writer.writerow([cell(row[column]) for column in COLUMNS])


def _row(record: ArticleRecord) -> dict[str, str]:
    article, source = record.article, record.page.source
    byline = article.byline
    return {
        "paper": source.paper,
        "date": source.date,
        "page_no": source.page_no,
        "kind": article.kind,
        "kicker": " ".join(article.part("kicker")),
        "title": article.title,
        "subtitle": " ".join(article.part("subtitle")),
        "affiliation": byline.affiliation if byline else "",
        "author": byline.author if byline else "",
        "reporters": "、".join(article.reporters),
        "correspondents": "、".join(article.correspondents),
        "text": "\n".join(paragraph.flow.text for paragraph in article.paragraphs),
        "measures": str(sum(measure.level == 0 for measure in article.measures)),
        "file": record.path,
        "page": str(record.page.number),
        "id": article.id,
    }


def _markdown(articles: Iterable[ArticleRecord], out: BinaryIO) -> None:
    with utf8(out) as text:
        first = True
        for (path, number), on_page in groupby(
            articles, key=lambda record: (record.path, record.page.number)
        ):
            group = list(on_page)
            text.write(("" if first else "\n") + f"# {_page_heading(group[0], path, number)}\n")
            first = False
            for record in group:
                text.writelines(f"\n{line}\n" for line in _set(record))


def _page_heading(record: ArticleRecord, path: str, number: int) -> str:
    source = record.page.source
    page_no = _("page {}").format(source.page_no) if source.page_no else ""
    origin = " ".join(filter(None, (source.paper, source.date, page_no)))
    name = f"{path} ({number})" if number > 1 else path
    return " · ".join(escape_line(part) for part in (origin, name) if part)


def _set(record: ArticleRecord) -> Iterator[str]:
    """Yield the blocks of an article: its heading, the other parts of the headline, the byline, the paragraphs."""
    article = record.article
    title = article.title or _("Without a title")
    yield f"## {escape_line(title)}"
    for part in ("kicker", "subtitle"):
        words = "　".join(article.part(part))
        if words:
            yield f"*{escape_line(words)}*"
    if article.byline is not None:
        yield escape_line(f"{article.byline.affiliation} {article.byline.author}".strip())
    for paragraph in article.paragraphs:
        yield escape_line(paragraph.flow.text)


WRITERS: Mapping[str, Callable[[Iterable[ArticleRecord], BinaryIO], None]] = {
    "jsonl": _jsonl,
    "markdown": _markdown,
    "csv": _csv,
}
