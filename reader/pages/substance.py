"""What an article says that others would not say in the same words: its text without lists of names, offices and formulas.

Two stories of one week name the same officials in the same order and end in the same sentences; that makes them no reprint.
"""

from __future__ import annotations

import re

from reader.pages.model import Article

_PIECE = re.compile(r"[，。；：！？、,;:!?\n]+")
_OFFICE = re.compile(
    r"书记|[省市州县区镇乡]长|主任|主席|秘书长|[部局厅处]长|总理|委员长|常委|[省市州县区]领导|负责同志"
    r"|(?:出席|参加|列席|主持)(?:会议|活动|座谈|调研|仪式|并讲话)"
)
_FORMULA = re.compile(
    r"(?:学习|领会|贯彻|落实).{0,12}(?:精神|思想|要求|部署)|以.{2,30}为指导|(?:思想|认识).{0,8}统一到|决策部署|政治站位"
    r"|真抓实干|久久为功|狠抓落实|落地见效|责任感|使命感|高质量发展|有关部门参考|几点建议|(?:强调|指出|要求|认为)$"
)
_LEAST = 3
"""Letters of a piece between two marks; shorter ones are names in a list."""


def substance(article: Article) -> str:
    """Return what is left of an article's paragraphs, a piece between two marks a line; headline and byline change anyway."""
    text = "\n".join(paragraph.flow.text.removeprefix(article.dateline) for paragraph in article.paragraphs)
    pieces = (piece.strip() for piece in _PIECE.split(text))
    return "\n".join(
        piece
        for piece in pieces
        if len(piece) > _LEAST and not _OFFICE.search(piece) and not _FORMULA.search(piece)
    )
