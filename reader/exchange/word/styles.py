"""How a document looks: Song for text, Hei for headings, Kai for bylines and kickers, each by the names programs know."""

from __future__ import annotations

from reader.exchange.word.xml import DECLARATION, ROOT

TITLE, PAGE, HEADLINE, COUNT = "Title", "Heading1", "Heading2", "XianceCount"
KICKER, SUBTITLE, BYLINE = "XianceKicker", "XianceSubtitle", "XianceByline"
BODY, QUOTE, SOURCE, GAP = "XianceBody", "XianceQuote", "XianceSource", "XianceGap"
COMMENT, REFERENCE = "CommentText", "CommentReference"

NAMES = {
    TITLE: "Title",
    PAGE: "heading 1",
    HEADLINE: "heading 2",
    COUNT: "献策 计数",
    KICKER: "献策 引题",
    SUBTITLE: "献策 副题",
    BYLINE: "献策 署名",
    BODY: "献策 正文",
    QUOTE: "献策 引文",
    SOURCE: "献策 来源",
    GAP: "献策 省略",
    COMMENT: "annotation text",
    "Footer": "footer",
}
"""The styles' names, by which a document's reader knows them: programs make ids of their own."""

_SONG, _HEI, _KAI = "宋体", "黑体", "楷体"
_LATIN = "Times New Roman"
_ALIASES = ((_SONG, "SimSun", "roman"), (_HEI, "SimHei", "modern"), (_KAI, "KaiTi", "script"))


def styles_xml() -> str:
    """Return the styles part."""
    return (
        f"{DECLARATION}<w:styles {ROOT}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(_SONG)}"
        '<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        + _style("Normal", default=True)
        + '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        + _style(TITLE, _spacing(0, 80) + _align("center"), _big(_HEI, 36))
        + _style(COUNT, _spacing(480, 0) + _align("center"), _color("595959"))
        + _style(
            PAGE,
            "<w:keepNext/><w:keepLines/>"
            '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="4" w:color="7F7F7F"/></w:pBdr>'
            + _spacing(480, 200)
            + '<w:outlineLvl w:val="0"/>',
            _big(_HEI, 26),
        )
        + _style(
            HEADLINE,
            "<w:keepNext/><w:keepLines/>"
            + _spacing(320, 120)
            + _align("center")
            + '<w:outlineLvl w:val="1"/>',
            _big(_HEI, 32),
        )
        + _style(KICKER, "<w:keepNext/>" + _spacing(280, 0) + _align("center"), _kai(24))
        + _style(SUBTITLE, "<w:keepNext/>" + _spacing(0, 80) + _align("center"), _kai(26))
        + _style(BYLINE, "<w:keepNext/>" + _spacing(0, 160) + _align("center"), _kai(22))
        + _style(
            BODY,
            '<w:spacing w:after="60" w:line="360" w:lineRule="auto"/>'
            '<w:ind w:firstLine="440" w:firstLineChars="200"/>' + _align("both"),
        )
        + _style(
            QUOTE,
            '<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="A6A6A6"/></w:pBdr>'
            '<w:spacing w:before="80" w:after="80" w:line="320" w:lineRule="auto"/><w:ind w:left="240"/>',
        )
        + _style(SOURCE, _spacing(60, 200) + _align("right"), _color("595959") + '<w:sz w:val="18"/>')
        + _style(GAP, _spacing(0, 60) + _align("center"), _color("7F7F7F"))
        + _style("Footer", _align("center"), _color("595959") + '<w:sz w:val="18"/>')
        + _style(COMMENT, _spacing(0, 0), '<w:sz w:val="20"/><w:szCs w:val="20"/>')
        + f'<w:style w:type="character" w:styleId="{REFERENCE}"><w:name w:val="annotation reference"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/>'
        '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style></w:styles>'
    )


def fonts_xml() -> str:
    """Return the table of fonts: other names of ours, and what kind to take where there are none of them."""
    return (
        f"{DECLARATION}<w:fonts {ROOT}>"
        + "".join(
            f'<w:font w:name="{name}"><w:altName w:val="{alias}"/><w:charset w:val="86"/>'
            f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
            for name, alias, family in _ALIASES
        )
        + f'<w:font w:name="{_LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def footer_xml() -> str:
    """Return a footer with the page's number."""
    return (
        f'{DECLARATION}<w:ftr {ROOT}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
    )


def settings_xml() -> str:
    """Return the settings: lines broken as Chinese is, Word's layout of 2013 and later."""
    return (
        f'{DECLARATION}<w:settings {ROOT}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        "<w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _style(style: str, paragraph: str = "", characters: str = "", *, default: bool = False) -> str:
    own = ' w:customStyle="1"' if style.startswith("Xiance") else ""
    first = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="paragraph"{first}{own} w:styleId="{style}"><w:name w:val="{NAMES.get(style, style)}"/>'
        + ("" if default else '<w:basedOn w:val="Normal"/>')
        + ("" if style in (COMMENT, "Footer") else "<w:qFormat/>")
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{characters}</w:rPr>" if characters else "")
        + "</w:style>"
    )


def _fonts(chinese: str) -> str:
    return (
        f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia="{chinese}" w:cs="{_LATIN}" '
        'w:hint="eastAsia"/>'
    )


def _big(font: str, size: int) -> str:
    return f'{_fonts(font)}<w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _kai(size: int) -> str:
    return f'{_fonts(_KAI)}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _color(value: str) -> str:
    return f'<w:color w:val="{value}"/>'


def _spacing(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _align(value: str) -> str:
    return f'<w:jc w:val="{value}"/>'
