"""A report as one page for any browser: articles with highlights, threads beside the text, a filter by tag.

It fetches nothing and stores nothing; its policy (CSP) allows our own style sheet and script alone, by their hashes.
Text from documents and people is text. Without the script everything is there but the filter and the switch between
light and dark. What is counted over all stands in the side bar, behind the text in the file: the report is written
page by page.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import BinaryIO

from reader.config.language import _, current, ngettext
from reader.exchange.model import Export
from reader.exchange.report import Links, sections
from reader.exchange.texts import STEERS, utf8
from reader.exchange.web.text import Writer, plain


def write(export: Export, out: BinaryIO) -> None:
    """Write the report, in the language chosen."""
    by_tag = export.options.by == "tag"
    links = Links(export)
    writer = Writer(links, by_tag=by_tag)
    title = _("Annotations by tag") if by_tag else _("Annotations")
    with utf8(out) as text:
        text.write(_head(title))
        for section in sections(export, STEERS):
            text.writelines(writer.section(section))
        text.writelines(writer.rest())
        text.write("</main>\n")
        text.writelines(_side(writer))
        text.write(f"<script>{_file('report.js')}</script>\n</body></html>\n")


def _head(title: str) -> str:
    policy = (
        f"default-src 'none'; style-src '{_hash('report.css')}'; script-src '{_hash('report.js')}'; "
        "base-uri 'none'; form-action 'none'"
    )
    skip = _("To the text")
    language = "zh-CN" if current() == "zh_CN" else "en"
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" '
        f'content="light dark"><title>{plain(title)}</title><style>{_file("report.css")}</style></head>\n<body>'
        f'<a class="skip" href="#main">{plain(skip)}</a><header><h1>{plain(title)}</h1></header>\n'
        '<main id="main">\n'
    )


def _side(writer: Writer) -> Iterator[str]:
    count = writer.count
    light, everything, shown = _("Light or dark"), _("Show all"), _("{} shown")
    tags, contents = _("Tags"), _("Contents")
    words = ngettext("{} annotation", "{} annotations", count).format(count)
    yield f'<div class="side"><p>{words}</p>\n'
    yield (
        f'<div class="tools" data-script hidden><button id="theme" type="button">{plain(light)}</button>'
        f'<button id="clear" type="button" hidden>{plain(everything)}</button></div>'
        f'<p id="shown" role="status" data-text="{plain(shown)}"></p>\n'
    )
    yield f'<section class="filter" aria-label="{plain(tags)}"><h2>{plain(tags)}</h2><ul>\n'
    for tag in sorted(writer.tags.values(), key=lambda tag: (tag.name, tag.id)):
        yield (
            f'<li><label><input type="checkbox" value="{plain(tag.id)}" data-script hidden>'
            f'<span class="tag c{tag.color}">{plain(tag.name)}</span><span class="count">{writer.used[tag.id]}</span></label></li>\n'
        )
    yield f'</ul></section>\n<nav class="contents" aria-label="{plain(contents)}"><h2>{plain(contents)}</h2><ol>\n'
    depth = 0
    for level, anchor, title in writer.contents:
        yield (
            "<ol>"
            if level > depth > 0
            else "</li></ol></li>\n"
            if level < depth
            else "</li>\n"
            if depth
            else ""
        )
        yield f'<li><a href="#{anchor}">{plain(title)}</a>'
        depth = level
    yield ("</li></ol></li>" if depth == 2 else "") + "</ol></nav></div>\n"


@cache
def _file(name: str) -> str:
    return files("reader.exchange.web").joinpath(name).read_text("utf-8").strip()


def _hash(name: str) -> str:
    return f"sha256-{b64encode(sha256(_file(name).encode()).digest()).decode()}"
