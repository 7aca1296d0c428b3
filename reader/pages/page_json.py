"""A page as the JSON object that `xiance parse --json` prints: format `xiance.page/1`."""

from __future__ import annotations

from typing import Any

from reader.pages.model import Article, Continuation, Page

FORMAT = "xiance.page/1"


def page_object(page: Page, path: str) -> dict[str, Any]:
    """Return the object; rows count from 1 within the page."""
    source = page.source
    return {
        "format": FORMAT,
        "path": path,
        "page": page.number,
        "first_row": page.first_row,
        "fingerprint": page.fingerprint,
        "source": {
            "paper": source.paper,
            "date": source.date,
            "page_no": source.page_no,
            "evidence": source.evidence,
        },
        "columns": [
            {
                "id": column.id,
                "header": column.header,
                "credit": column.credit,
                "articles": list(column.articles),
            }
            for column in page.columns
        ],
        "articles": [article_object(article) for article in page.articles],
        "unplaced": [
            {"rows": list(item.rows), "role": item.role, "text": item.flow.text} for item in page.unplaced
        ],
        "corrections": [
            {"about": fix.about, "rows": list(fix.rows), "value": fix.value, "body": fix.body}
            for fix in page.fixes
        ],
        "notes": [
            ":".join(filter(None, (note.code, str(note.row or ""), note.detail))) for note in page.notes
        ],
    }


def article_object(article: Article) -> dict[str, Any]:
    """Return an article's object within its page's."""
    byline = article.byline
    return {
        "id": article.id,
        "kind": article.kind,
        "column": article.column,
        "kicker": list(article.part("kicker")),
        "title": article.title,
        "subtitle": list(article.part("subtitle")),
        "title_lines": [row.flow.text for row in article.headline],
        "byline": byline.flow.text if byline else "",
        "affiliation": byline.affiliation if byline else "",
        "author": byline.author if byline else "",
        "dateline": article.dateline,
        "reporters": list(article.reporters),
        "correspondents": list(article.correspondents),
        "continuation": _mark(article.continuation),
        "turn": _mark(article.turn),
        "paragraphs": [paragraph.flow.text for paragraph in article.paragraphs],
        "measures": [
            {
                "label": measure.label,
                "title": measure.title,
                "text": measure.text,
                "paragraph": measure.paragraph,
                "level": measure.level,
            }
            for measure in article.measures
        ],
        "rows": {
            "headline": [row.row for row in article.headline],
            "byline": [byline.row] if byline else [],
            "body": [row for paragraph in article.paragraphs for row in paragraph.rows],
        },
        "doubts": [
            {"about": doubt.about, "margin": round(doubt.margin, 3), "instead": doubt.instead}
            for doubt in article.doubts
        ],
    }


def _mark(mark: Continuation | None) -> dict[str, Any] | None:
    if mark is None:
        return None
    return {"verb": mark.verb, "newspaper_page": mark.newspaper_page, "item": mark.item}
