"""A report to read and to pass on: by article (page by page) or by tag, quotes beside comments, replies under both.

Text from documents, names and file names are escaped so that no renderer takes them for markup; comments are
Markdown by their authors and stay so, indented under what they are about, with raw HTML disarmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, TextIO

from reader.config.language import _, ngettext
from reader.exchange.model import Export, Record
from reader.exchange.report import (
    Group,
    LinkLine,
    Links,
    Section,
    Thread,
    about_of,
    byline_of,
    entry_of,
    local,
    page_name,
    sections,
    title_of,
)
from reader.exchange.texts import STEERS, utf8

ANYWHERE = re.compile(r"[\\`*_\[\]<>&#|~$^=@]|(?<=:)//|(?<=www)\.", re.IGNORECASE)
AT_START = re.compile(r"^([ \t]*)(?:([-+:])|(\d{1,9})([.)]))", re.MULTILINE)


def write(export: Export, out: BinaryIO) -> None:
    """Write the report, in the language chosen."""
    with utf8(out) as text:
        _write(export, text)


def _write(export: Export, out: TextIO) -> None:
    by_tag = export.options.by == "tag"
    title = _("Annotations by tag") if by_tag else _("Annotations")
    out.write(f"# {title}\n")
    seen: set[str] = set()
    links = Links(export)
    for section in sections(export, STEERS):
        out.write(f"\n## {_section_heading(section, by_tag=by_tag)}\n")
        for group in section.groups:
            out.write(f"\n### {_group_heading(group)}\n")
            if by_tag:
                out.write(f"\n{escape_line(page_name(group))}\n")
            out.writelines(f"\n{_link(line)}\n" for line in links.of(group))
            for thread in group.threads:
                seen.update(record.annotation.id for record in (thread.head, *thread.replies))
                out.write("\n" + "\n".join(_thread(thread)) + "\n")
    rest = links.rest()
    if rest:
        heading = _("Links")
        out.write(f"\n## {heading}\n")
        out.writelines(f"\n- {escape_line(source)}\n\n  {_link(line)}\n" for source, line in rest)
    count = len(seen)
    words = ngettext("{} annotation", "{} annotations", count).format(count)
    out.write(f"\n---\n\n{words}\n")


def _section_heading(section: Section, *, by_tag: bool) -> str:
    if not by_tag:
        return escape_line(page_name(section.groups[0]))
    name = escape_line(section.tag.name) if section.tag else _("Without a tag")
    return f"{name} ({section.count})"


def _group_heading(group: Group) -> str:
    return " · ".join(escape_line(part) for part in (title_of(group), byline_of(group.article)) if part)


def _link(line: LinkLine) -> str:
    said = f" · {escape_line(line.comment)}" if line.comment else ""
    return f"**{line.relation}** {escape_line(line.other)}{said}"


def _thread(thread: Thread) -> Iterator[str]:
    if thread.quote:
        yield from (f"> {escape(line)}".rstrip() for line in thread.quote.split("\n"))
        yield ""
    yield from _annotation(thread.head, "")
    for reply in thread.replies:
        yield ""
        yield from _annotation(reply, "  ")


def _annotation(record: Record, indent: str) -> Iterator[str]:
    annotation = record.annotation
    who = " · ".join(
        (about_of(record), escape_line(annotation.creator), escape_line(local(annotation.created)))
    )
    tags = " ".join(f"**{escape_line(tag.name)}**" for tag in record.tags)
    yield f"{indent}- {who}" + (f" · {tags}" if tags else "")
    if annotation.entry is not None:
        yield ""
        yield f"{indent}  {escape_line(entry_of(record, annotation.entry))}"
    if annotation.comment:
        yield ""
        for line in STEERS.sub("", annotation.comment).split("\n"):
            yield f"{indent}  {line.replace('<', '&lt;')}".rstrip()


def escape(text: str) -> str:
    """Return text that CommonMark and its GitHub dialect show as it is (CommonMark 0.31, 2.4 Backslash escapes)."""
    clean = ANYWHERE.sub(lambda match: "".join(f"\\{mark}" for mark in match[0]), STEERS.sub("", text))
    return AT_START.sub(
        lambda match: f"\\{match[2]}" if match[2] else f"{match[3]}\\{match[4]}", clean
    ).strip(" \t")


def escape_line(text: str) -> str:
    """Return the text escaped and on one line."""
    return escape(" ".join(text.split("\n")))
