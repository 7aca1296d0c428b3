"""Sets invented newspaper pages as a PDF extractor gives them: columns of a width, lost indents, blank rows."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from reader.pages.rows import em_width

WORDS = (
    "全市今年春天新修了十二条乡村道路",
    "村民说出门再也不用绕到山后面去走",
    "镇里把路灯水井和车站都交给各村管",
    "孩子们放学以后可以在图书室里看书",
    "果园装上了喷灌设备省下一半的人工",
    "老人在食堂吃一顿午饭只要付五元钱",
    "合作社把鲜笋做成罐头卖到了省城去",
    "医生每周两次进山给高龄老人量血压",
)


def column(paragraphs: Iterable[str], width: float = 16) -> list[str]:
    """Break paragraphs into rows of a column; a paragraph's first row is two em short (the lost indent)."""
    rows: list[str] = []
    for paragraph in paragraphs:
        row, room = "", width - 2
        for char in paragraph:
            if em_width(row + char) > room:
                rows.append(row)
                row, room = "", width
            row += char
        rows.append(row)
    return rows


def loose(*pieces: str | list[str]) -> str:
    """Join rows with a blank row between all but those of one headline, which is given as a string with line feeds."""
    rows: list[str] = []
    for piece in pieces:
        rows.extend([piece] if isinstance(piece, str) else piece)
    return "\n\n".join(rows) + "\n"


_ROWS = (
    "清河日报3月1日讯（记者 周小禾）今天",
    "清河日报2月29日",
    "（紧接1版②）建成以后每天有两千人",
    "▲（上接 1版③）",
    "▲ ▲（下转2版①）",
    "“我为清河献一策”金点子摘登",
    "（本报记者 周小禾 整理）",
    "清河县林业局 周小禾",
    "本报记者 周小禾",
    "（记者 周小禾）",
    "停 水 公 告",
    "特此公告。",
    "清河供水有限公司",
    "2026年3月1日",
    "咨询电话：0000—0000000",
    "图为孩子们在看书。 周小禾 摄",
    "要闻",
    "清河日报 2026年3月1日 星期日 第1版",
    "一是修路。二是点灯。三是通水。",
    "（一）修路",
    "1．修路",
    "第一，修路。",
    "市委会议强调",
    "修好一条路 富裕一方人",
    "全县修路310公里",
    "",
    " ",
    "\u200b",
    "a",
    "GDP and",
    "growth 5.2%",
    "，开头的标点",
    "（没有关上的记者",
    "⾦融与⻋辆",
    "用于 software develop-",
    "ment 的 open soft\u00ad",
    "ware平台(含２０个),",
    '他说"好"，又说“行“。',
    "首先，修路。其次，点灯。",
    "遗失声明",
)
newspaper_rows = st.lists(
    st.one_of(
        st.sampled_from(_ROWS),
        st.sampled_from(WORDS),
        st.sampled_from(WORDS).map(lambda row: " ".join(row)),
        st.text(
            st.sampled_from(
                "一二三是第（）()、。，：；“”《》▲版接转记者讯月日报 0１2①\t\u3000\x00\x1b\u202e\ud800Aa摄"
            ),
            max_size=24,
        ),
    ),
    max_size=60,
)
"""Rows of every kind the parser has a name for, in any order, some of them mangled."""
newspaper_pages = st.builds(
    lambda rows, blanks: "\n".join(row + "\n" * (blanks or len(row) % 2) for row in rows),
    newspaper_rows,
    st.integers(0, 1),
)
