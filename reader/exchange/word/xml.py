"""Text into XML, and the names of what is in a document."""

from __future__ import annotations

import re
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OURS = "urn:xiance:annotations:1"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ROOT = f'xmlns:w="{W}" xmlns:w14="{W14}" xmlns:w15="{W15}" xmlns:mc="{MC}" mc:Ignorable="w14 w15"'

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML cannot hold (XML 1.0, 2.2)."""
_LINE_ENDS = re.compile("\r\n?")


def clean(text: str) -> str:
    """Return a text without what XML cannot hold (XML 1.0, 2.2), its line ends LF as a parser reads them."""
    if text.isprintable():  # most are
        return text
    return FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))


def filled(text: str) -> str:
    """Return a text of the same length, what XML cannot hold or would change replaced."""
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r", " "))


def attribute(text: str) -> str:
    """Return a text as an attribute's value in double quotes, its line breaks and tabs kept."""
    return escape(clean(text)).replace("\n", "&#10;").replace("\t", "&#9;")


def run(text: str, properties: str = "") -> str:
    """Return a run of text on one line; tabs are Word's own."""
    if not text:
        return ""
    said = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(part, quote=False)}</w:t>' if part else ""
        for part in clean(text).split("\t")
    )
    return f"<w:r>{properties and f'<w:rPr>{properties}</w:rPr>'}{said}</w:r>"


def paragraph(content: str, style: str) -> str:
    """Return a paragraph of a style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'
