"""A report to read and to pass on: page by page, article by article, quotes beside comments.

Text from documents, names and file names are escaped so that no renderer takes them for markup; comments are
Markdown by their authors and stay so, indented under what they are about, with raw HTML disarmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import BinaryIO, TextIO

from reader.config.language import N_, _, ngettext
from reader.config.wording import STEERING
from reader.exchange.model import Export, Record
from reader.exchange.texts import utf8

ABOUT = {
    "page": N_("on the page"),
    "article": N_("on the article"),
    "measure": N_("on the measure"),
    "span": N_("on this passage"),
}
REMOVED = dict.fromkeys(code for code in STEERING if chr(code) != "\n")
ANYWHERE = re.compile(r"[\\`*_\[\]<>&#|~$^=@]|(?<=:)//|(?<=www)\.", re.IGNORECASE)
AT_START = re.compile(r"^([ \t]*)(?:([-+:])|(\d{1,9})([.)]))", re.MULTILINE)


def write(export: Export, out: BinaryIO) -> None:
    """Write the report, in the language chosen."""
    with utf8(out) as text:
        _write(export, text)


def _write(export: Export, out: TextIO) -> None:
    ordered = sorted(export.records, key=_place)
    count = len(ordered)
    out.write(f"# {_('Annotations')}\n\n{ngettext('{} annotation', '{} annotations', count).format(count)}\n")
    for (path, number), on_page in groupby(ordered, key=lambda record: (record.path, record.number)):
        group = list(on_page)
        out.write(f"\n## {_page_heading(group[0], path, number)}\n")
        for _title, on_article in groupby(group, key=_article_key):
            together = list(on_article)
            out.write(f"\n### {_article_heading(together[0])}\n")
            for record in together:
                out.write("\n" + "\n".join(_annotation(record)) + "\n")


def _place(record: Record) -> tuple[str, int, tuple[int, str], tuple[str, int, int, str]]:
    """Articles whole, in the order in which the page prints their bodies; what is in none comes last."""
    row = int(record.article.id.rpartition("/")[2]) if record.article else 10**9
    return record.path, record.number, (row, _article_key(record)), record.place


def _article_key(record: Record) -> str:
    return record.article.id if record.article else ""


def _page_heading(record: Record, path: str, number: int) -> str:
    source = record.source
    page_no = _("page {}").format(source.page_no) if source.page_no else ""
    origin = " ".join(filter(None, (source.paper, source.date, page_no)))
    name = f"{path} ({number})" if number > 1 else path
    return " · ".join(escape_line(part) for part in (origin, name) if part)


def _article_heading(record: Record) -> str:
    article = record.article
    if article is None:
        return _("In no article")
    parts = [article.title or _("Without a title")]
    if article.byline is not None:
        parts.append(f"{article.byline.affiliation} {article.byline.author}".strip())
    return " · ".join(escape_line(part) for part in parts)


def _annotation(record: Record) -> Iterator[str]:
    annotation = record.annotation
    target = annotation.target
    about = _("reply") if annotation.reply_to else _(ABOUT[target.level])
    if annotation.resolved:
        about += f" ({_('resolved')})"
    if annotation.reply_to is None and target.level in ("measure", "span"):
        yield from (f"> {escape(line)}".rstrip() for line in target.exact.split("\n"))
        yield ""
    who = " · ".join((about, escape_line(annotation.creator), _local(annotation.created)))
    tags = " ".join(f"**{escape_line(tag.name)}**" for tag in record.tags)
    yield f"- {who}" + (f" · {tags}" if tags else "")
    if annotation.comment:
        yield ""
        for line in annotation.comment.translate(REMOVED).split("\n"):
            yield f"  {line.replace('<', '&lt;')}".rstrip()


def _local(moment: str) -> str:
    """Return a stored moment as the reader's clock shows it."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return escape_line(moment)


def escape(text: str) -> str:
    """Return text that CommonMark and its GitHub dialect show as it is (CommonMark 0.31, 2.4 Backslash escapes)."""
    clean = ANYWHERE.sub(lambda match: "".join(f"\\{mark}" for mark in match[0]), text.translate(REMOVED))
    return AT_START.sub(
        lambda match: f"\\{match[2]}" if match[2] else f"{match[3]}\\{match[4]}", clean
    ).strip(" \t")


def escape_line(text: str) -> str:
    """Return the text escaped and on one line."""
    return escape(" ".join(text.split("\n")))
