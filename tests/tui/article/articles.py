"""Articles written by hand, and texts for Hypothesis."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from reader.pages.model import Article, Byline, Flow, HeadlineRow, Measure, Paragraph, Part, flow
from reader.tui.document import Document

OPENING = "“‘（《【"
CLOSING = "，。、；：？！”’）》】"
OPENING_PARAGRAPH = "青禾市近年老城改造提速，居民反映停车难。为此，建议："
FIRST = "一是摸清底数。由街道逐栋登记，建立台账；每月公布一次。"
SECOND = "二是错时共享。机关车位夜间向居民开放，收费从低。"
PARAGRAPHS = (OPENING_PARAGRAPH, FIRST + SECOND, "这样做，既省钱又省力。")
MEASURES = (
    Measure("一是", FIRST[2:], 1, 0, 1, len(FIRST)),
    Measure("二是", SECOND[2:], 1, len(FIRST), 1, len(FIRST + SECOND)),
)


def flow_of(text: str) -> Flow:
    """Make a flow whose characters come from offsets 0, 1, 2 …"""
    return flow(text, range(len(text)))


def article(
    paragraphs: Sequence[str] = PARAGRAPHS,
    *,
    kicker: Sequence[str] = ("关于停车",),
    title: Sequence[str] = ("让老城居民", "停得下车"),
    byline: str = "青禾市政协 陶小满",
    measures: Sequence[Measure] = (),
) -> Article:
    """Make an article: by default blocks 0 kicker, 1–2 title, 3 byline, 4–6 paragraphs."""
    parts: list[tuple[Part, str]] = [("kicker", row) for row in kicker] + [("title", row) for row in title]
    return Article(
        id="0123456789ab/7",
        kind="proposal",
        column=None,
        headline=tuple(HeadlineRow(part, i + 1, flow_of(row)) for i, (part, row) in enumerate(parts)),
        byline=Byline(5, flow_of(byline), byline, "") if byline else None,
        mark=None,
        paragraphs=tuple(Paragraph(flow_of(text), (i + 7,)) for i, text in enumerate(paragraphs)),
        measures=tuple(measures),
    )


def proposal() -> Article:
    """Return the article with two measures in its second paragraph (block 5)."""
    return article(measures=MEASURES)


def bodied(*paragraphs: str) -> Document:
    """Return a document of paragraphs alone."""
    return Document.of(article(paragraphs, kicker=(), title=(), byline=""))


ANY_TEXT = st.text(
    st.sampled_from(
        "中文字城市，。；：“”（）《》…—— \u3000\tabcXYZ0189.,%-é\u0301🙂👍🏽\u200d\ufe0f①\x1b[31m\u202e\u2066\ud800\n[/]"
    ),
    max_size=300,
)
"""What no editor would print and a file may well hold."""

_WORD = st.sampled_from(
    ("停车", "居民", "5G", "AI", "2.07万", "35%", "机关车位", "的", "1200", "街道办事处", "GDP")
)
_CLAUSE = st.builds(
    lambda words, form: form.format("市".join(words)),
    st.lists(_WORD, min_size=1, max_size=6),
    st.sampled_from(("{}，", "“{}”，", "{}。", "（{}）", "《{}》；", "{}：", "建设{}、")),
)
PRINTED_TEXT = st.lists(_CLAUSE, min_size=1, max_size=40).map(lambda clauses: "市".join(clauses))
"""What a newspaper prints: marks one or two at a time, words that fit a narrow row."""
