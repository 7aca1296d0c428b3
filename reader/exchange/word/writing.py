"""A document's package: its parts in a zip file whose bytes depend on nothing but the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reader.config.language import _, ngettext
from reader.exchange.model import Export
from reader.exchange.report import sections
from reader.exchange.word import body, styles
from reader.exchange.word.comments import Comments
from reader.exchange.word.xml import DECLARATION, FORBIDDEN, ROOT, attribute, paragraph, run

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_R = f"{_OFFICE}/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_TYPES = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "word/footer1.xml": f"{_WORD}.footer+xml",
    "word/comments.xml": f"{_WORD}.comments+xml",
    "word/commentsExtended.xml": f"{_WORD}.commentsExtended+xml",
    "customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_RELATIONS = {
    "_rels/.rels": (
        (f"{_R}/officeDocument", "word/document.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ),
    "word/_rels/document.xml.rels": (
        (f"{_R}/styles", "styles.xml"),
        (f"{_R}/settings", "settings.xml"),
        (f"{_R}/fontTable", "fontTable.xml"),
        (f"{_R}/footer", "footer1.xml"),
        (f"{_R}/comments", "comments.xml"),
        ("http://schemas.microsoft.com/office/2011/relationships/commentsExtended", "commentsExtended.xml"),
        (f"{_R}/customXml", "../customXml/item1.xml"),
    ),
    "customXml/_rels/item1.xml.rels": ((f"{_R}/customXmlProps", "itemProps1.xml"),),
}
_ITEM = (
    '<ds:datastoreItem ds:itemID="{7B1F6C0A-52C8-4E0B-9B0E-3A6D1C5E9F21}" '
    f'xmlns:ds="{_OFFICE}/customXml"><ds:schemaRefs/></ds:datastoreItem>'
)
_FOOTER = "rId4"


def write_document(export: Export, out: BinaryIO) -> None:
    """Write the document; the text goes out section by section, the comments wait in temporary files."""
    with closing(Comments()) as comments, ZipFile(out, "w", ZIP_DEFLATED) as package:
        _part(package, "[Content_Types].xml", [_types().encode()])
        for name, relations in _RELATIONS.items():
            _part(package, name, [_relations(relations).encode()])
        for name, xml in (
            ("word/styles.xml", styles.styles_xml()),
            ("word/settings.xml", styles.settings_xml()),
            ("word/fontTable.xml", styles.fonts_xml()),
            ("word/footer1.xml", styles.footer_xml()),
            ("customXml/itemProps1.xml", DECLARATION + _ITEM),
        ):
            _part(package, name, [xml.encode()])
        _part(package, "word/document.xml", (text.encode() for text in _document(export, comments)))
        for name, pieces in comments.parts():
            _part(package, name, pieces)
        _part(package, "docProps/core.xml", [_core(comments.latest).encode()])


def _document(export: Export, comments: Comments) -> Iterator[str]:
    by_tag = export.options.by == "tag"
    yield f'{DECLARATION}<w:document {ROOT} xmlns:r="{_R}"><w:body>'
    yield paragraph(run(_("Annotations by tag") if by_tag else _("Annotations")), styles.TITLE)
    for found in sections(export, FORBIDDEN):
        yield from body.section(found, comments, by_tag=by_tag)
    count = comments.annotations
    total = ngettext("{} annotation", "{} annotations", count).format(count)
    yield paragraph(run(total), styles.COUNT)
    yield (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{_FOOTER}"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="851" w:footer="850" '
        'w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _part(package: ZipFile, name: str, pieces: Iterable[bytes]) -> None:
    info = ZipInfo(name, _LONG_AGO)
    info.compress_type = ZIP_DEFLATED
    with package.open(info, "w", force_zip64=False) as part:
        for piece in pieces:
            part.write(piece)


def _types() -> str:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(relations: Iterable[tuple[str, str]]) -> str:
    return (
        f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(relations, 1)
        )
        + "</Relationships>"
    )


def _core(latest: str) -> str:
    """Return the document's properties; it is as old as the latest change to what it holds."""
    title = attribute(_("Annotations"))
    moment = latest[:19] + "Z" if len(latest) >= 20 else ""
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{attribute(moment)}</dcterms:{name}>'
        for name in ("created", "modified")
        if moment
    )
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:language>zh-CN</dc:language>{times}"
        "</cp:coreProperties>"
    )
