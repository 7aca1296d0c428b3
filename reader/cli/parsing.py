"""`xiance parse`: the articles found in pages, as JSON lines or as an outline to look at."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing

from reader.cli import complain
from reader.cli.opening import open_workspace
from reader.cli.output import data_out
from reader.cli.records import report_failure
from reader.config.language import N_, _, ngettext
from reader.config.wording import printable, sentence_of
from reader.pages import page_object
from reader.pages.model import Article, Page
from reader.workspace import WorkspaceError

KIND_WORDS = {
    "proposal": N_("proposal"),
    "news": N_("news"),
    "continuation": N_("continuation"),
    "notice": N_("notice"),
    "record": N_("ledger"),
}


def run(arguments: Namespace) -> int:
    """Print each page of each file; a file that cannot be read costs a line on standard error and status 1."""
    out = data_out()
    with closing(open_workspace(arguments)) as workspace:
        status = 0
        if workspace.recorded:  # what was corrected is part of what the pages say
            workspace.open_records()
            status = report_failure(workspace)
        for file in workspace.files:
            try:
                pages = workspace.pages(file)
            except WorkspaceError as error:
                complain(sentence_of(error) or error.code)
                status = 1
                continue
            path = str(file.path) if file.path else file.label
            for page in pages:
                if arguments.json:
                    out.write(json.dumps(page_object(page, path), ensure_ascii=False) + "\n")
                else:
                    out.writelines(f"{line}\n" for line in outline(page, path))
    return status


def outline(page: Page, path: str) -> Iterator[str]:
    """Yield the rows of a page's outline: where it is from, then its articles, those of a column under its header."""
    source = page.source
    origin = " ".join(
        filter(None, (source.paper, source.date, source.page_no and _("page {}").format(source.page_no)))
    )
    head = printable(path) + (f"#{page.number}" if page.number > 1 else "")
    yield " · ".join(filter(None, (head, origin)))
    headers = {column.id: column.header for column in page.columns}
    shown: set[int] = set()
    for article in page.articles:
        indent = "  "
        if article.column is not None:
            if article.column not in shown:
                shown.add(article.column)
                yield f"  {printable(headers.get(article.column, ''))}"
            indent = "    "
        yield indent + _article_line(article)


def _article_line(article: Article) -> str:
    first = article.paragraphs[0].flow.text[:24] + "…" if article.paragraphs else ""
    parts = [article.title or first]
    if article.byline is not None:
        parts.append(f"{article.byline.affiliation} {article.byline.author}".strip())
    if article.continuation is not None and article.mark is not None:
        parts.append(article.mark.text)
    if article.measures:
        count = sum(measure.level == 0 for measure in article.measures)
        parts.append(ngettext("{} measure", "{} measures", count).format(count))
    rows = [row for paragraph in article.paragraphs for row in paragraph.rows]
    if rows:
        parts.append(_("rows {}–{}").format(min(rows), max(rows)))
    return printable(f"[{_(KIND_WORDS[article.kind])}] " + " · ".join(parts))
